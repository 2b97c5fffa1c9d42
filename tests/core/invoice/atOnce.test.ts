import fc from 'fast-check';
import { invoicesOfDeal } from '../../../src/core/invoice/alreadyBilled/ownInvoices';
import {
	hasTakenBackNote,
	isTouched,
	takenBackMemo,
	tooMany,
} from '../../../src/core/invoice/concurrent/concurrentRuns';
import {
	memoWithOrigin,
	readOrigin,
	type Billing,
} from '../../../src/core/invoice/billing/billing';
import { decimal } from '../../../src/core/money';
import { invoice } from '../../support/sampleRecords';

const deal = { portalId: '7', dealId: '401' };
const at = (seconds: number) => ({
	CreateTime: new Date(Date.parse('2026-05-05T09:00:00Z') + seconds * 1000).toISOString(),
	LastUpdatedTime: '',
});

interface Made extends Partial<Omit<Billing, 'span' | 'total'>> {
	seconds?: number;
	total?: number;
	sold?: string;
}
function made(
	Id: string,
	from: number,
	to: number,
	{ seconds = 0, total = 1000, sold = 'A', ...more }: Made = {},
) {
	const billing: Billing = {
		realmId: '9',
		...deal,
		source: 'deal',
		span: { from: decimal(from), to: decimal(to) },
		round: 1,
		...more,
		total: decimal(total),
	};
	return invoice(Id, {
		PrivateNote: memoWithOrigin(undefined, billing),
		MetaData: at(seconds),
		Line: [{ DetailType: 'SalesItemLineDetail', Amount: to - from, Description: sold }],
	});
}
const late = (...invoices: ReturnType<typeof made>[]) =>
	tooMany(invoicesOfDeal(invoices, { ...deal, dealIds: ['400'] }, () => false).live).map(
		(one) => one.invoice.Id,
	);

describe('which invoices came too late', () => {
	it.each([
		['parts after one another', [made('1', 0, 600), made('2', 600, 1000)], []],
		['two that fit together', [made('1', 0, 600), made('2', 0, 400)], []],
		['two that do not', [made('1', 0, 600), made('2', 0, 500)], ['2']],
		['whatever the order they are told in', [made('10', 0, 600), made('9', 0, 500)], ['10']],
		[
			'ids longer than a number',
			[made('9007199254740993', 0, 600), made('9007199254740992', 0, 500)],
			['9007199254740993'],
		],
		[
			'the third fits beside the first',
			[made('1', 0, 600), made('2', 0, 500), made('3', 0, 400)],
			['2'],
		],
		[
			'the same part, from a deal that was edited between two runs',
			[made('1', 0, 1000), made('2', 0, 1000, { sold: 'B' })],
			['2'],
		],
		[
			'the whole, whose amount was raised between two runs',
			[made('1', 0, 1000), made('2', 0, 1500, { total: 1500 })],
			['2'],
		],
		[
			'a quote and the deal',
			[made('1', 0, 1000), made('2', 0, 750, { source: 'quote 5', total: 1500 })],
			['2'],
		],
		['a copy by hand', [made('1', 0, 1000), made('2', 0, 1000)], []],
		['the whole once more, as asked', [made('1', 0, 1000), made('2', 0, 1000, { round: 2 })], []],
		[
			'once more with another amount',
			[made('1', 0, 1000), made('2', 0, 1500, { round: 2, total: 1500 })],
			[],
		],
		[
			'the whole once more under a reference',
			[made('1', 0, 1000), made('2', 0, 1000, { reference: 'May' })],
			[],
		],
		[
			'once more under two references',
			[made('1', 0, 1000, { reference: 'April' }), made('2', 0, 1000, { reference: 'May' })],
			[],
		],
		[
			'the whole once more after parts',
			[made('1', 0, 300), made('2', 300, 1000), made('3', 0, 1000, { reference: 'May' })],
			[],
		],
		[
			'the whole under a reference beside a part',
			[made('1', 0, 300), made('2', 0, 1000, { reference: 'May' })],
			['2'],
		],
		[
			'one reference twice, from a deal that was edited between two runs',
			[
				made('1', 0, 1000, { reference: 'May' }),
				made('2', 0, 1000, { reference: 'May', sold: 'B' }),
			],
			['2'],
		],
		[
			'two deals that were merged',
			[made('1', 0, 1000), made('2', 0, 1000, { dealId: '400', sold: 'B' })],
			[],
		],
		['an hour apart', [made('1', 0, 600), made('2', 0, 500, { seconds: 3600 })], []],
	])('%s', (_name, invoices, expected) => {
		expect(late(...invoices)).toEqual(expected);
	});

	it('what stays never exceeds the deal, and everybody comes to the same answer, voided already or not', () => {
		fc.assert(
			fc.property(
				fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 6 }),
				fc.nat(5),
				(amounts, voided) => {
					const all = amounts.map((value, index) =>
						made(String(100 + index), 0, value, { sold: String(index) }),
					);
					const gone = late(...all);
					const stay = amounts.filter((_value, index) => !gone.includes(String(100 + index)));
					expect(stay.reduce((sum, value) => sum + value, 0)).toBeLessThanOrEqual(1000);
					expect(late(...[...all].reverse())).toEqual(gone);
					expect(late(...all.filter(({ Id }) => Id !== gone[voided]))).toEqual(
						gone.filter((id) => id !== gone[voided]),
					);
				},
			),
		);
	});
});

describe('an invoice taken back', () => {
	it('says so in its memo, keeps its origin, and is within what QuickBooks takes', () => {
		const { PrivateNote } = invoice('1', {
			PrivateNote: memoWithOrigin('x'.repeat(3800), {
				realmId: '9',
				...deal,
				source: 'deal',
				span: { from: decimal(0), to: decimal(5) },
				total: decimal(5),
				round: 3,
			}),
		});
		const memo = takenBackMemo({ PrivateNote } as ReturnType<typeof invoice>, ['invoice 1043']);
		expect([
			`Voided - ${memo}`.length <= 4000,
			memo.split('\n')[0],
			readOrigin({ PrivateNote: memo })?.round,
			hasTakenBackNote({ PrivateNote: memo }),
		]).toEqual([
			true,
			'Taken back: another run billed the deal at the same moment (invoice 1043).',
			3,
			true,
		]);
	});

	it.each([
		['fresh', {}, false],
		['with a deposit of its own', { Balance: 60, Deposit: 40 }, false],
		['of nothing', { TotalAmt: 0, Balance: 0 }, false],
		['paid in part', { Balance: 60 }, true],
		['paid', { Balance: 0 }, true],
		['paid and given back', { LinkedTxn: [{ TxnId: '9', TxnType: 'Payment' }] }, true],
		['mailed', { EmailStatus: 'EmailSent' }, true],
		['viewed', { EInvoiceStatus: 'Viewed' }, true],
		[
			'edited',
			{ MetaData: { ...invoice('1').MetaData, LastUpdatedTime: '2026-05-05T02:20:00-07:00' } },
			true,
		],
		[
			'edited by us',
			{
				PrivateNote: takenBackMemo(invoice('1'), []),
				MetaData: { ...invoice('1').MetaData, LastUpdatedTime: '2026-05-05T02:20:00-07:00' },
			},
			false,
		],
	])('is voided only untouched: %s', (_name, more, expected) => {
		expect(isTouched(invoice('1', more))).toBe(expected);
	});
});
