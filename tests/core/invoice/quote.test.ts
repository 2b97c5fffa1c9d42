import { adjustQuote } from '../../../src/core/invoice/lines/amounts/adjustments';
import {
	carriedTax,
	carryOver,
	checkQuoteAmount,
	quoteMessage,
} from '../../../src/core/invoice/lines/quotes/quote';
import {
	billableQuotes,
	chooseQuote,
	quoteObstacle,
	quoteWarnings,
} from '../../../src/core/invoice/lines/quotes/quoteStatus';
import { decimal, moneyText, sum } from '../../../src/core/money';
import type { HubSpotProperties } from '../../../src/core/records/hubspot';
import { billedLine, hubSpotRecord } from '../../support/sampleRecords';

const quote = (id: string, properties: HubSpotProperties) =>
	hubSpotRecord('quotes', id, { hs_status: 'APPROVED', ...properties });
const adjustment = (id: string, hs_type: string, hs_value: string, hs_sort_order = '0') =>
	hubSpotRecord('discounts', id, { hs_type, hs_value, hs_sort_order, hs_label: `A${id}` });

describe('which quote is billed', () => {
	const today = '2026-05-10';

	it('the latest that is published and unexpired', () => {
		const older = { ...quote('1', {}), createdAt: '2026-04-01T00:00:00Z' };
		const expired = quote('4', { hs_expiration_date: '2026-05-09' });
		expect(
			chooseQuote(
				[
					older,
					quote('2', { hs_expiration_date: '2026-05-10' }),
					quote('3', { hs_status: 'DRAFT' }),
					expired,
				],
				undefined,
				today,
			).id,
		).toBe('2');
	});

	it('one that the buyer accepted comes first, also after its expiration date', () => {
		const accepted = {
			...quote('1', {
				hs_status: 'ACCEPTED',
				hs_expiration_date: '2026-04-09',
				hs_accepted_date: '2026-04-08T10:00:00Z',
			}),
			createdAt: '2026-04-01T00:00:00Z',
		};
		const quotes = [accepted, quote('2', {}), quote('3', { hs_status: 'IN_REVIEW_BY_ROBOTS' })];
		expect(billableQuotes(quotes, today).map(({ id }) => id)).toEqual(['1', '2', '3']);
		expect(quoteWarnings(accepted, quotes)).toEqual([]);
	});

	it('a status that is not known is billed, and said', () => {
		const unknown = quote('3', { hs_status: 'IN_REVIEW_BY_ROBOTS' });
		expect(chooseQuote([unknown], '3', today)).toBe(unknown);
		expect(quoteWarnings(unknown, [])).toEqual([
			expect.stringMatching(
				/^Quote 3 has the status IN_REVIEW_BY_ROBOTS, which this node does not know/,
			),
		]);
		expect(quoteObstacle(quote('4', { hs_status: '' }), today)?.reason).toMatch(/not published/);
	});

	it('one accepted after its expiration date is billed with a warning', () => {
		const late = quote('1', {
			hs_status: 'ACCEPTED',
			hs_expiration_date: '2026-04-09',
			hs_accepted_date: '2026-04-20T10:00:00Z',
		});
		expect(quoteWarnings(late, [late])).toEqual([
			'Quote 1 was accepted on 2026-04-20, after it had expired on 2026-04-09. Check that its prices are still valid.',
		]);
	});

	it('names each one and what stands in its way', () => {
		expect(() =>
			chooseQuote(
				[
					quote('3', { hs_status: 'DRAFT', hs_title: 'Garden' }),
					quote('4', { hs_expiration_date: '2026-05-09' }),
				],
				undefined,
				today,
			),
		).toThrow(
			`None of the deal's quotes can be billed: "Garden" (3): it is not published (its status is DRAFT); 4: it expired on 2026-05-09.`,
		);
		expect(() => chooseQuote([], undefined, today)).toThrow('The deal has no quote.');
	});
});

describe('a quote as a whole', () => {
	const lines = [billedLine('a', '100'), billedLine('b', '50.01', { hubSpotTax: decimal('4.10') })];

	it('takes discounts one after the other, then adds fees and taxes', () => {
		const { discount, fees, tax, total } = adjustQuote(lines, {
			discounts: [adjustment('2', 'FIXED', '5', '2'), adjustment('1', 'PERCENT', '10', '1')],
			fees: [adjustment('3', 'FIXED', '7.50')],
			taxes: [adjustment('4', 'PERCENT', '8')],
		});
		expect([
			moneyText(discount),
			fees.map(({ name, net }) => [name, moneyText(net)]),
			moneyText(tax),
			moneyText(total),
		]).toEqual(['20.00', [['A3', '7.50']], '15.10', '152.61']);
	});

	it('declines when HubSpot comes to something else, and says by how much', () => {
		expect(() =>
			checkQuoteAmount(
				quote('1', { hs_quote_amount: '160', hs_title: 'Garden' }),
				decimal('152.61'),
				[],
			),
		).toThrow(
			'Quote "Garden" (1) comes to 160.00, but its lines, discounts, fees and taxes come to 152.61: a difference of 7.39.',
		);
		expect(() =>
			checkQuoteAmount(quote('1', { hs_quote_amount: '152.611' }), decimal('152.61'), []),
		).not.toThrow();
	});

	it('carries discount, tax and terms over, in parts that add up', () => {
		const carried = {
			discount: decimal('10.01'),
			tax: decimal('3.33'),
			currency: 'USD',
			message: 'Net 30',
		};
		const spans = [
			['0', '33.33'],
			['33.33', '71'],
			['71', '100'],
		].map(([from = '0', to = '0']) => ({ from: decimal(from), to: decimal(to) }));
		const details = { lineDiscounts: 'price', number: { kind: 'auto' }, customFields: [] } as const;
		const parts = spans.map((span) =>
			carryOver({ ...details, customFields: [] }, carried, span, decimal(100)),
		);
		expect(moneyText(sum(parts.map(({ discount }) => discount?.value ?? decimal(0))))).toBe(
			'10.01',
		);
		expect(
			moneyText(sum(spans.map((span) => carriedTax(carried, span, decimal(100)) ?? decimal(0)))),
		).toBe('3.33');
		expect(parts[0]?.customerMessage).toBe('Net 30');
		expect(() =>
			carryOver(
				{ ...details, customFields: [], discount: { kind: 'percent', value: decimal(5) } },
				carried,
				spans[0] as never,
				decimal(100),
			),
		).toThrow(/already has a discount of 10\.01/);
	});

	it('reads terms written as HTML', () => {
		expect(
			quoteMessage(
				quote('1', { hs_terms: '<p>Pay in <b>30 days</b>,<br>please &amp; thank you</p>' }),
			),
		).toBe('Pay in 30 days,\nplease & thank you');
	});
});
