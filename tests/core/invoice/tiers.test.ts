import { toLinesChoice } from '../../../src/core/invoice/billing/choices';
import { treatLaterLines, type LaterLines } from '../../../src/core/invoice/lines/laterLines';
import { readLineItems } from '../../../src/core/invoice/lines/lineItems';
import { plainText } from '../../../src/core/money';
import type { HubSpotProperties } from '../../../src/core/records/hubspot';
import { lineItem } from '../../support/sampleRecords';

const RANGES = '[{"start":0,"end":99},{"start":100}]';
const PRICES =
	'[{"index":0,"price":100},{"index":1,"price":80.5,"currency":"CAD"},{"index":1,"price":80,"currency":"USD"}]';
const read = (properties: HubSpotProperties) => readLineItems([lineItem('1', properties)], 'USD');

describe('a line with prices in tiers', () => {
	it.each<[string, HubSpotProperties, string, boolean, string | undefined]>([
		[
			'an exact price of one unit',
			{
				quantity: '120',
				amount: '9600',
				hs_pricing_model: 'volume',
				hs_tier_ranges: RANGES,
				hs_tier_prices: PRICES,
			},
			'120 × 80',
			true,
			'Quantity 120; volume, 0 to 99 at 100, from 100 at 80',
		],
		[
			'none',
			{
				quantity: '120',
				amount: '11680',
				hs_pricing_model: 'graduated',
				hs_tier_ranges: RANGES,
				hs_tier_prices: PRICES,
			},
			'120 × 97.3333333',
			false,
			'Quantity 120; graduated, 0 to 99 at 100, from 100 at 80',
		],
		[
			'whatever price HubSpot shows',
			{ price: '1', quantity: '120', amount: '9600', hs_pricing_model: 'Volume' },
			'120 × 80',
			true,
			'Quantity 120; volume',
		],
		[
			'tiers that cannot be read',
			{
				quantity: '2',
				amount: '10',
				hs_pricing_model: 'volume',
				hs_tier_ranges: '[{',
				hs_tier_prices: 'x',
			},
			'2 × 5',
			true,
			'Quantity 2; volume',
		],
		[
			'tiers without a model',
			{ quantity: '2', amount: '10', hs_tier_ranges: RANGES, hs_tier_prices: PRICES },
			'2 × 5',
			true,
			'Quantity 2; 0 to 99 at 100, from 100 at 80',
		],
		[
			'no tiers, an amount and no price',
			{ price: null, quantity: '4', amount: '10' },
			'4 × 2.5',
			true,
			undefined,
		],
		[
			'the same without an exact price',
			{ price: null, quantity: '3', amount: '10' },
			'3 × 3.3333333',
			false,
			'Quantity 3',
		],
	])('%s', (_name, properties, priced, isExact, note) => {
		const {
			lines: [line],
			problems,
		} = read(properties);
		expect(problems).toEqual([]);
		expect([
			line && `${plainText(line.quantity)} × ${plainText(line.unitPrice)}`,
			line?.amountOnly !== true,
			line?.priceNote,
		]).toEqual([priced, isExact, note]);
	});

	it('without an amount is refused', () => {
		expect(read({ quantity: '2', hs_pricing_model: 'volume' }).problems).toMatchObject([
			{ message: 'Line "Line 1" has prices in tiers and no amount.' },
		]);
	});

	it('comes to the same in a form, which multiplies', () => {
		const { lines } = read({ quantity: '120', amount: '11680', hs_pricing_model: 'graduated' });
		expect(toLinesChoice(lines, () => undefined).lines).toMatchObject([
			{
				quantity: '1',
				unitPrice: '11680',
				amount: '11680.00',
				description: 'Quantity 120; graduated',
			},
		]);
	});
});

describe('a line that starts later', () => {
	const dates = { issuedOn: '2031-01-10', soldOn: '2030-12-31', timeZone: 'UTC' };
	const starts = (properties: HubSpotProperties, choice: LaterLines = 'bill') =>
		treatLaterLines(read({ price: '1', ...properties }), dates, choice).warnings;

	it.each<[HubSpotProperties, string | undefined]>([
		[{ hs_recurring_billing_start_date: '2031-01-11' }, '2031-01-11'],
		[{ hs_recurring_billing_start_date: '1926028800000' }, '2031-01-13'],
		[{ hs_recurring_billing_start_date: '2031-01-10' }, undefined],
		[
			{
				hs_billing_start_delay_type: 'hs_billing_start_delay_months',
				hs_billing_start_delay_months: '2',
			},
			'2031-02-28',
		],
		[
			{
				hs_billing_start_delay_type: 'hs_billing_start_delay_days',
				hs_billing_start_delay_days: '10',
			},
			undefined,
		],
		[
			{
				hs_billing_start_delay_type: 'hs_billing_start_delay_days',
				hs_recurring_billing_start_date: '2031-05-01',
			},
			undefined,
		],
		[{ hs_billing_start_delay_days: '90' }, undefined],
		[
			{
				hs_billing_start_delay_type: 'something_new',
				hs_recurring_billing_start_date: '2031-05-01',
			},
			'2031-05-01',
		],
	])('%j', (properties, day) => {
		expect(starts(properties)).toEqual(
			day === undefined ? [] : [expect.stringContaining(`HubSpot starts billing it on ${day}.`)],
		);
	});
});
