import fc from 'fast-check';
import {
	allocate,
	decimal,
	decimalOrNone,
	invoicePlaces,
	moneyText,
	percentOf,
	placesOf,
	plainText,
	sum,
	toCents,
	toJsonNumber,
} from '../../src/core/money';

describe('reading numbers', () => {
	it.each([
		['12.50', '12.5'],
		['-3', '-3'],
		['+7', '7'],
		['.5', '0.5'],
		['1e3', '1000'],
		[' 4 ', '4'],
		[0.1, '0.1'],
		[1.005, '1.005'],
	])('%p is %s', (given, expected) => {
		expect(plainText(decimal(given))).toBe(expected);
	});

	it.each(['', 'abc', '1,000.00', '1.2.3', 'NaN', 'Infinity', '0x10', '--1', '1e9999'])(
		'%p is no number',
		(given) => {
			expect(() => decimal(given)).toThrow(RangeError);
		},
	);

	it.each([null, undefined, '', '  '])('%p is none', (given) => {
		expect(decimalOrNone(given)).toBeUndefined();
	});
});

describe('cents', () => {
	it.each([
		['1.005', '1.01'],
		['2.675', '2.68'],
		['-1.005', '-1.01'],
		['0.994', '0.99'],
		['17.625', '17.63'],
		['56.3295', '56.33'],
	])('%s rounds to %s', (given, expected) => {
		expect(moneyText(toCents(decimal(given)))).toBe(expected);
	});

	it('per cent is exact before it is rounded', () => {
		expect(plainText(percentOf(decimal('0.1'), decimal('33.3333')))).toBe('0.0333333');
	});

	it('JSON numbers are the numbers that were meant', () => {
		expect([
			toJsonNumber(decimal('0.1').plus(decimal('0.2'))),
			toJsonNumber(decimal('956.25')),
		]).toEqual([0.3, 956.25]);
	});
});

describe('the decimals of a currency', () => {
	it.each([
		['USD', 2, 2],
		['JPY', 0, 0],
		['krw', 0, 0],
		['KWD', 3, 2],
		['XXX', 2, 2],
	])('%s has %s, an invoice %s', (currency, places, billed) => {
		expect([placesOf(currency), invoicePlaces(currency)]).toEqual([places, billed]);
	});
});

describe('sharing out an amount', () => {
	it('in whole units loses and invents nothing either', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 1_000_000 }),
				fc
					.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 9 })
					.filter((all) => all.some((one) => one > 0)),
				(amount, weights) => {
					const parts = allocate(decimal(amount), weights.map(decimal), 0);
					expect(plainText(sum(parts))).toBe(String(amount));
					expect(parts.every((part) => part.eq(part.round(0)))).toBe(true);
				},
			),
		);
	});

	const cents = fc.integer({ min: 0, max: 10_000_000 }).map((value) => decimal(value).div(100));

	it('loses and invents nothing', () => {
		fc.assert(
			fc.property(cents, fc.array(cents, { minLength: 1, maxLength: 12 }), (amount, weights) => {
				fc.pre(sum(weights).gt(0));
				const parts = allocate(amount, weights);
				expect(moneyText(sum(parts))).toBe(moneyText(amount));
				expect(parts.every((part) => part.eq(toCents(part)) && part.gte(0))).toBe(true);
			}),
		);
	});

	it('gives what is left over to the largest remainders', () => {
		expect(allocate(decimal('100'), [decimal(1), decimal(1), decimal(1)]).map(moneyText)).toEqual([
			'33.34',
			'33.33',
			'33.33',
		]);
	});

	it('is zero without weights', () => {
		expect(allocate(decimal(5), [decimal(0), decimal(0)]).map(moneyText)).toEqual(['0.00', '0.00']);
	});
});
