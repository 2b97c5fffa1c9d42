import fc from 'fast-check';
import { decideBilling } from '../../../src/core/invoice/alreadyBilled/decideBilling';
import { invoicesOfDeal } from '../../../src/core/invoice/alreadyBilled/ownInvoices';
import type { BillingWish } from '../../../src/core/invoice/alreadyBilled/wish';
import { memoWithOrigin, type Billing } from '../../../src/core/invoice/billing/billing';
import { linesOfShare, type Share } from '../../../src/core/invoice/billing/share';
import { decimal, moneyText, sum } from '../../../src/core/money';
import { billedLine, invoice } from '../../support/sampleRecords';

const deal = { portalId: '7', dealId: '401' };

function billed(
	Id: string,
	from: string,
	to: string,
	more: Partial<Billing> & { voided?: boolean; of?: string } = {},
) {
	const billing: Billing = {
		realmId: '9',
		...deal,
		source: 'deal',
		span: { from: decimal(from), to: decimal(to) },
		total: decimal(more.of ?? '1000'),
		round: 1,
		...more,
	};
	const note = memoWithOrigin('For the garden', billing);
	return more.voided
		? invoice(Id, { PrivateNote: `Voided - ${note}`, TotalAmt: 0, Balance: 0 })
		: invoice(Id, { PrivateNote: note });
}

const decide = (
	share: Share,
	candidates: ReturnType<typeof billed>[],
	more: Partial<Omit<BillingWish, 'total'>> & { total?: string } = {},
) => {
	const own = invoicesOfDeal(
		candidates,
		deal,
		({ PrivateNote }) => PrivateNote?.startsWith('Voided') === true,
	);
	const wish: BillingWish = {
		share,
		currency: 'USD',
		homeCurrency: 'USD',
		source: 'deal',
		ifInvoiced: 'return',
		countAttached: 'warn',
		isInclusive: false,
		...more,
		total: decimal(more.total ?? '1000'),
	};
	const decision = decideBilling(wish, own);
	if (decision.kind === 'existing')
		return { existing: decision.invoice.Id, warnings: decision.warnings };
	return {
		from: moneyText(decision.span.from),
		to: moneyText(decision.span.to),
		round: decision.round,
		warnings: decision.warnings,
	};
};
const whole: Share = { kind: 'whole' };
const rest: Share = { kind: 'rest' };
const percent = (value: number): Share => ({ kind: 'percent', value: decimal(value) });
const amount = (value: number): Share => ({ kind: 'amount', value: decimal(value) });

describe('what is billed next', () => {
	it.each([
		['the whole of a new deal', whole, [], { from: '0.00', to: '1000.00', round: 1 }],
		['100 % is the whole', percent(100), [], { from: '0.00', to: '1000.00', round: 1 }],
		['a third, to the cent', percent(33.335), [], { from: '0.00', to: '333.35', round: 1 }],
		[
			'the second part',
			percent(50),
			[billed('1', '0', '300')],
			{ from: '300.00', to: '800.00', round: 1 },
		],
		['the rest', rest, [billed('1', '0', '300')], { from: '300.00', to: '1000.00', round: 1 }],
		['the rest of a new deal', rest, [], { from: '0.00', to: '1000.00', round: 1 }],
		[
			'again after a void',
			whole,
			[billed('1', '0', '1000', { voided: true })],
			{ from: '0.00', to: '1000.00', round: 2 },
		],
		[
			'again after two voids',
			whole,
			[
				billed('1', '0', '1000', { voided: true }),
				billed('2', '0', '1000', { voided: true, round: 2 }),
			],
			{ from: '0.00', to: '1000.00', round: 3 },
		],
		[
			'other deals and portals do not count',
			whole,
			[billed('1', '0', '1000', { dealId: '402' }), billed('2', '0', '1000', { portalId: '8' })],
			{ from: '0.00', to: '1000.00', round: 1 },
		],
	])('%s', (_name, share, candidates, expected) => {
		expect(decide(share, candidates)).toEqual({ ...expected, warnings: [] });
	});

	it.each([
		['the whole', whole, [billed('1', '0', '1000')], '1', undefined],
		['the same percentage', percent(30), [billed('1', '0', '300')], '1', '700.00'],
		[
			'the same amount',
			amount(250),
			[billed('1', '0', '250'), billed('2', '250', '750')],
			'1',
			'250.00',
		],
		['the rest', rest, [billed('1', '0', '300'), billed('2', '300', '1000')], '2', undefined],
	])('%s is returned when it was billed', (_name, share, candidates, existing, left) => {
		expect(decide(share, candidates)).toEqual({
			existing,
			warnings: left ? [expect.stringContaining(`${left} of the deal is not invoiced`)] : [],
		});
	});

	it('tells when the deal changed since', () => {
		expect(decide(whole, [billed('1', '0', '1000')], { total: '1200' })).toEqual({
			existing: '1',
			warnings: [
				'Invoice 101 was made when the deal came to 1000.00; now it comes to 1200.00. 200.00 of it is not invoiced; bill it with "Share" set to Rest.',
			],
		});
	});

	it('bills the whole once more when asked, and says so', () => {
		expect(
			decide(whole, [billed('1', '0', '1000')], { ifInvoiced: 'another', reference: 'May' }),
		).toEqual({
			from: '0.00',
			to: '1000.00',
			round: 1,
			warnings: [
				'The whole deal was invoiced before (invoice 101) and is billed again, as requested.',
			],
		});
	});

	it.each([
		[
			'fails when asked to',
			whole,
			[billed('1', '0', '1000')],
			'fail',
			/was invoiced before: invoice 101/,
		],
		[
			'never bills more than is left',
			percent(80),
			[billed('1', '0', '300')],
			'return',
			/80 % of the deal is 800.00, but of 1000.00 only 700.00 is left to bill \(invoice 101\)/,
		],
		[
			'a quote bills the same money',
			whole,
			[billed('1', '0', '1000', { source: 'quote 5' })],
			'return',
			/only 0.00 is left/,
		],
		[
			'a further part of what is used up',
			percent(10),
			[billed('1', '0', '1000')],
			'another',
			/only 0.00 is left/,
		],
	] as const)('%s', (_name, share, candidates, ifInvoiced, message) => {
		expect(() =>
			decide(share, [...candidates], {
				ifInvoiced,
				...(ifInvoiced === 'another' && { reference: 'May' }),
			}),
		).toThrow(message);
	});
});

describe('the parts of a deal', () => {
	const net = fc.integer({ min: 1, max: 5_000_000 }).map((cents) => decimal(cents).div(100));

	it('add up to the deal, whatever the parts', () => {
		fc.assert(
			fc.property(
				fc.array(net, { minLength: 1, maxLength: 8 }),
				fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 }),
				(nets, percents) => {
					const lines = nets.map((value, index) =>
						billedLine(`l${index}`, value.toFixed(2), {
							hubSpotTax: value.times(index % 3).times('0.0725'),
						}),
					);
					const taxOf = (part: typeof lines) =>
						sum(part.map(({ hubSpotTax }) => hubSpotTax ?? decimal(0)));
					const total = sum(nets);
					let upTo = decimal(0);
					let taxed = decimal(0);
					const bill = (to: typeof upTo) => {
						const part = linesOfShare(lines, { from: upTo, to }, total);
						expect(moneyText(sum(part.map((line) => line.net)))).toBe(moneyText(to.minus(upTo)));
						taxed = taxed.plus(taxOf(part));
						upTo = to;
					};
					for (const value of percents) {
						const to = upTo.plus(total.times(value).div(100).round(2));
						if (to.gt(upTo) && to.lt(total)) bill(to);
					}
					bill(total);
					expect(moneyText(upTo)).toBe(moneyText(total));
					expect(moneyText(taxed)).toBe(moneyText(taxOf(lines).round(2)));
				},
			),
		);
	});
});
