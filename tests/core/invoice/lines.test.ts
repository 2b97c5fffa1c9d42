import { readGivenLines } from '../../../src/core/invoice/lines/givenLines';
import { readLineItems } from '../../../src/core/invoice/lines/lineItems';
import { moneyText } from '../../../src/core/money';
import type { HubSpotProperties } from '../../../src/core/records/hubspot';
import { lineItem } from '../../support/sampleRecords';

const read = (properties: HubSpotProperties) => readLineItems([lineItem('1', properties)], 'USD');

describe('line items of HubSpot', () => {
	it.each<[string, HubSpotProperties, string, string, string | undefined]>([
		[
			'a plain line',
			{ price: '85', quantity: '12.5', amount: '1062.5' },
			'1062.50',
			'1062.50',
			undefined,
		],
		[
			'three decimals',
			{ price: '3.196', quantity: '17.625', amount: '56.33' },
			'56.33',
			'56.33',
			undefined,
		],
		['no amount', { price: '6.40', quantity: '40' }, '256.00', '256.00', undefined],
		[
			'a percentage',
			{ price: '85', quantity: '12.5', hs_discount_percentage: '10', amount: '956.25' },
			'1062.50',
			'956.25',
			'10 %',
		],
		[
			'a discount for each unit',
			{ price: '10', quantity: '3', discount: '2', amount: '24' },
			'30.00',
			'24.00',
			'2.00 each',
		],
		[
			'the same field as a percentage',
			{ price: '10', quantity: '3', discount: '2', amount: '29.4' },
			'30.00',
			'29.40',
			'2 %',
		],
		[
			'the same field for the whole line',
			{ price: '10', quantity: '3', discount: '2', amount: '28' },
			'30.00',
			'28.00',
			'2.00',
		],
		[
			'only the total discount',
			{ price: '10', quantity: '3', hs_total_discount: '1.5', amount: '28.5' },
			'30.00',
			'28.50',
			'1.50',
		],
		['an amount without a price', { price: null, amount: '19.99' }, '19.99', '19.99', undefined],
		['nothing to pay', { price: '0', quantity: '3' }, '0.00', '0.00', undefined],
	])('%s', (_name, properties, gross, net, label) => {
		const { lines, problems } = read(properties);
		expect(problems).toEqual([]);
		expect(
			lines.map((line) => [moneyText(line.gross), moneyText(line.net), line.discountLabel]),
		).toEqual([[gross, net, label]]);
	});

	it('declines an amount that does not follow from quantity, price and discount, and says by how much', () => {
		expect(read({ name: 'Pump', price: '10', quantity: '3', amount: '29' }).problems).toEqual([
			{
				field: 'Line "Pump"',
				message: 'Line "Pump" has the amount 29.00, but 3 × 10 = 30.00: a difference of -1.00.',
				remedy: 'Correct quantity, price, discount or amount of the line item in HubSpot.',
			},
		]);
	});

	it.each<[string, HubSpotProperties, RegExp]>([
		[
			'another currency',
			{ price: '1', hs_line_item_currency_code: 'CAD' },
			/priced in CAD, but the deal is in USD/,
		],
		['a quantity in words', { price: '1', quantity: 'many' }, /has "many" as quantity/],
		['no price', { price: null }, /has no price/],
		['a negative net', { price: '10', discount: '12', quantity: '1', amount: '-2' }, /below zero/],
		[
			'a discount that can be read in two ways',
			{ price: '10', quantity: '3', discount: '2' },
			/more than one way/,
		],
	])('declines %s', (_name, properties, message) => {
		const { lines, problems } = read(properties);
		expect(lines).toEqual([]);
		expect(problems.map((problem) => problem.message)).toEqual([expect.stringMatching(message)]);
	});

	it('keeps the order of the quote, then of the ids, and warns of recurring lines', () => {
		const { lines, warnings } = readLineItems(
			[
				lineItem('12', { price: '1' }),
				lineItem('3', { price: '1', recurringbillingfrequency: 'monthly' }),
				lineItem('4', { price: '1', hs_position_on_quote: '0' }),
			],
			'USD',
		);
		expect(lines.map(({ key }) => key)).toEqual(['4', '3', '12']);
		expect(warnings).toEqual(['Line "Line 3" recurs (monthly). One period of it is billed.']);
	});
});

describe('lines typed into the node', () => {
	it('computes the discount once, exactly', () => {
		const { lines } = readGivenLines([
			{ name: 'A', quantity: '3', unitPrice: '9.99', discountPercent: 15 },
		]);
		expect(
			lines.map((line) => [moneyText(line.gross), moneyText(line.net), line.discountLabel]),
		).toEqual([['29.97', '25.47', '15 %']]);
	});

	it.each([
		[{ name: 'A', quantity: 1 }, /has no unit price/],
		[{ name: 'A', unitPrice: 'x' }, /"x" as unit price/],
		[
			{ name: 'A', unitPrice: 1, discountPercent: 5, discountAmount: 1 },
			/both a discount percentage and a discount amount/,
		],
		[{ name: 'A', unitPrice: 1, discountPercent: 101 }, /discount of 101 %/],
		[{ name: 'A', unitPrice: 1, servedOn: '2026-02-30' }, /which is not a date/],
	])('declines %j', (line, message) => {
		expect(readGivenLines([line]).problems.map((problem) => problem.message)).toEqual([
			expect.stringMatching(message),
		]);
	});
});
