import fc from 'fast-check';
import { billedOfDeal } from '../../../src/core/invoice/alreadyBilled/billed';
import {
	belongingOf,
	originOf,
	unplaced,
	type DealIdentity,
} from '../../../src/core/invoice/alreadyBilled/belonging';
import {
	invoiceKey,
	isMadeFor,
	memoWithOrigin,
	originMark,
	originText,
	readOrigin,
	type Billing,
	type Origin,
} from '../../../src/core/invoice/billing/billing';
import { referenceProblems } from '../../../src/core/invoice/alreadyBilled/reference';
import { decimal, moneyText } from '../../../src/core/money';
import { invoice } from '../../support/sampleRecords';

const billing: Billing = {
	realmId: '9',
	portalId: '7',
	dealId: '401',
	source: 'deal',
	span: { from: decimal(0), to: decimal(300) },
	total: decimal(1000),
	round: 1,
	currency: 'USD',
};
const FIRST_VERSION = '[HubSpot 7 deal 401, deal, 0.00-300.00 of 1000.00, no. 1]';

describe('the mark in the memo', () => {
	it('begins as the first version wrote it, and names currency, discount and reference behind that', () => {
		expect(originMark(billing)).toBe(`${FIRST_VERSION} [in USD]`);
		expect(originMark({ ...billing, less: decimal(20), reference: 'May 1' })).toBe(
			`${FIRST_VERSION} [in USD, less 20.00, for "May%201"]`,
		);
		expect(readOrigin({ PrivateNote: FIRST_VERSION })).toEqual({
			portalId: '7',
			dealId: '401',
			source: 'deal',
			from: decimal(0),
			to: decimal(300),
			total: decimal(1000),
			round: 1,
		});
	});

	it('gives back any reference, wherever people write around it', () => {
		const reference = fc.oneof(
			fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
			fc.constantFrom(FIRST_VERSION, '"]', '%20', '%', "')*", 'no. 1] [in EUR, for "x"]'),
		);
		fc.assert(
			fc.property(reference, fc.string(), (text, around) => {
				const memo = `${around}\n${memoWithOrigin('For the garden', { ...billing, reference: text, less: decimal(5) })} ${around.replace('[', '')}`;
				const origin = readOrigin({ PrivateNote: memo });
				expect([
					origin?.reference,
					origin?.currency,
					moneyText(origin?.less ?? decimal(0)),
					originText({ PrivateNote: memo }),
				]).toEqual([
					text,
					'USD',
					'5.00',
					originMark({ ...billing, reference: text, less: decimal(5) }),
				]);
			}),
		);
	});

	it('stands for one invoice under a reference, and for one span without', () => {
		const origin = (more: Partial<Billing>) =>
			readOrigin({ PrivateNote: originMark({ ...billing, ...more }) });
		const other = { span: { from: decimal(0), to: decimal(500) } };
		expect([
			isMadeFor(origin({}), billing),
			isMadeFor(origin(other), billing),
			isMadeFor(origin({ reference: 'a' }), billing),
			isMadeFor(undefined, billing),
		]).toEqual([true, false, false, false]);
		const named = { ...billing, reference: 'a' };
		expect([
			isMadeFor(origin({ ...other, reference: 'a' }), named),
			isMadeFor(origin({ reference: 'A' }), named),
			isMadeFor(origin({ reference: 'a', round: 2 }), named),
		]).toEqual([true, false, false]);
	});

	it('has the key of the first version without a reference, and one of its own with it', () => {
		const lines = { Line: [{ Amount: 300 }] };
		expect(invoiceKey({ ...billing, less: decimal(20) }, lines)).toBe(
			`invoice|9|${FIRST_VERSION}|[{"Amount":300}]`,
		);
		expect(invoiceKey({ ...billing, reference: 'a' }, lines)).toBe(
			invoiceKey(
				{ ...billing, span: { from: decimal(300), to: decimal(1000) }, reference: 'a' },
				{},
			),
		);
		expect(invoiceKey({ ...billing, reference: 'a' }, lines)).not.toBe(
			invoiceKey({ ...billing, reference: 'a', round: 2 }, lines),
		);
	});

	it.each([
		['May', undefined, undefined],
		['x'.repeat(100), 'x'.repeat(3700), undefined],
		[undefined, undefined, /is empty/],
		['  ', undefined, /is empty/],
		['🎉'.repeat(101), undefined, /101 characters/],
		['\ud83c', undefined, /half a character/],
		['ä'.repeat(100), 'x'.repeat(3700), /together with the memo it has 4300 characters/],
	])('reference %p with the memo %p', (reference, memo, problem) => {
		expect(referenceProblems(reference, memo).map(({ message }) => message)).toEqual(
			problem ? [expect.stringMatching(problem)] : [],
		);
	});
});

describe('what an invoice bills of its deal', () => {
	const shipping = (Amount: number) => ({
		DetailType: 'SalesItemLineDetail',
		Amount,
		SalesItemLineDetail: { ItemRef: { value: 'SHIPPING_ITEM_ID' } },
	});
	const discount = (Amount: number) => ({ DetailType: 'DiscountLineDetail', Amount });
	it.each([
		['as it was made', '0', {}, { TotalAmt: 300 }, '300.00'],
		['never written again, whatever QuickBooks came to', '0', {}, { TotalAmt: 299.99 }, '300.00'],
		['edited', '3', {}, { TotalAmt: 350 }, '350.00'],
		['mailed, with tax', '1', {}, { TotalAmt: 360, TxnTaxDetail: { TotalTax: 60 } }, '300.00'],
		[
			'with amounts that include tax',
			'1',
			{},
			{
				TotalAmt: 300,
				TxnTaxDetail: { TotalTax: 50 },
				GlobalTaxCalculation: 'TaxInclusive' as const,
			},
			'300.00',
		],
		['with shipping', '1', {}, { TotalAmt: 350, Line: [shipping(50)] }, '300.00'],
		[
			'with shipping that includes tax',
			'1',
			{},
			{
				TotalAmt: 360,
				GlobalTaxCalculation: 'TaxInclusive' as const,
				Line: [
					{
						...shipping(50),
						SalesItemLineDetail: { ItemRef: { value: 'SHIPPING_ITEM_ID' }, TaxInclusiveAmt: 60 },
					},
				],
			},
			'300.00',
		],
		[
			'with the discount that it was made with',
			'1',
			{ less: decimal(30) },
			{ TotalAmt: 270, Line: [discount(30)] },
			'300.00',
		],
		[
			'with that discount taken away',
			'2',
			{ less: decimal(30) },
			{ TotalAmt: 300, Line: [] },
			'300.00',
		],
		[
			'with that discount raised',
			'2',
			{ less: decimal(30) },
			{ TotalAmt: 240, Line: [discount(60)] },
			'300.00',
		],
		[
			'edited, with a discount in per cent that followed',
			'2',
			{ less: decimal(30) },
			{ TotalAmt: 315, Line: [{ ...discount(35), DiscountLineDetail: { PercentBased: true } }] },
			'350.00',
		],
		[
			'with that discount and those of its lines in one',
			'1',
			{ less: decimal(30) },
			{ TotalAmt: 270, Line: [discount(130)] },
			'300.00',
		],
		[
			'edited, with that discount and those of its lines in one',
			'2',
			{ less: decimal(30) },
			{ TotalAmt: 320, Line: [discount(130)] },
			'350.00',
		],
		[
			'with a discount that somebody gave later',
			'1',
			{},
			{ TotalAmt: 270, Line: [discount(30)] },
			'270.00',
		],
		[
			'of the first version, with a discount',
			'1',
			{ currency: undefined },
			{ TotalAmt: 270, Line: [discount(30)] },
			'300.00',
		],
		[
			'of the first version, with discounts of its lines',
			'1',
			{ currency: undefined },
			{ TotalAmt: 300, Line: [discount(30)] },
			'300.00',
		],
		[
			'of the first version, edited',
			'1',
			{ currency: undefined },
			{ TotalAmt: 200, Line: [discount(30)] },
			'200.00',
		],
	])('%s', (_name, SyncToken, more, row, expected) => {
		const { currency, ...origin } = {
			...(readOrigin({ PrivateNote: originMark(billing) }) as Origin),
			...more,
		};
		expect(
			moneyText(
				billedOfDeal(invoice('1', { SyncToken, ...row }), {
					...origin,
					...(currency && { currency }),
				}),
			),
		).toBe(expected);
	});
});

describe('which deal an invoice counts for', () => {
	const mark = (dealId: string, portalId = '7') =>
		invoice('1', { PrivateNote: originMark({ ...billing, dealId, portalId }) });
	const attached = { attachedIds: new Set(['1']) };
	const at = (dealIds: string[], wasOnDeal = true) => ({
		places: new Map([['1', { dealIds, wasOnDeal }]]),
	});
	const cases: Array<[string, ReturnType<typeof invoice>, Partial<DealIdentity>, string, boolean]> =
		[
			['made from the deal and on it', mark('401'), attached, 'own', false],
			['made from a deal that was merged, and on it', mark('400'), attached, 'own', false],
			['that HubSpot was not told of', mark('401'), {}, 'own', true],
			['whose record is only half made', mark('401'), at([], false), 'own', true],
			['that came onto the deal a moment ago', mark('401'), at(['401', '500']), 'own', true],
			['that was taken off the deal', mark('401'), at([]), 'detached', true],
			['that was moved away', mark('400'), at(['500']), 'detached', true],
			['that was moved here', mark('500'), { ...attached, ...at(['401']) }, 'own', true],
			[
				'that is merely here, too',
				mark('500'),
				{ ...attached, ...at(['401', '500']) },
				'attached',
				true,
			],
			[
				'of another deal that was merged, and is merely here, too',
				mark('500'),
				{ ...attached, ...at(['401', '501', '500']) },
				'attached',
				true,
			],
			['of another deal and elsewhere', mark('500'), {}, 'none', false],
			['of another portal', mark('401', '8'), {}, 'none', false],
			['of another portal, on the deal', mark('401', '8'), attached, 'attached', false],
			['written by hand', invoice('1'), attached, 'attached', false],
			['written by hand, and elsewhere', invoice('1'), {}, 'none', false],
			[
				'whose memo was cleared',
				invoice('1'),
				{ ...attached, keptOrigins: new Map([['1', FIRST_VERSION]]) },
				'own',
				false,
			],
		];
	it.each(cases)('one %s', (_name, row, more, expected, isLookedUp) => {
		const deal: DealIdentity = { portalId: '7', dealId: '401', dealIds: ['400'], ...more };
		expect([
			belongingOf(row, originOf(row, deal), deal),
			unplaced([row], deal).length === 1,
		]).toEqual([expected, isLookedUp]);
	});
});
