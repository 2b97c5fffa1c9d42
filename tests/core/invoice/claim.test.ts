import type { INodeProperties } from 'n8n-workflow';
import { detailFields } from '../../../nodes/CreateQuickBooksInvoice/detailFields';
import {
	isMailClaimed,
	LONGEST_REQUEST_MS,
	MAIL_BEGINS_WITHIN_MS,
	MAIL_CLAIM_MS,
	memoWithClaims,
	readClaims,
} from '../../../src/core/invoice/concurrent/claim';
import { parseOrigin } from '../../../src/core/invoice/billing/billing';
import type { QuickBooksInvoice } from '../../../src/core/records/quickbooks';

const MARK = '[HubSpot 48291573 deal 401, deal, 0.00-1313.58 of 1313.58, no. 1]';

describe('the note of a run in the memo', () => {
	it.each<[string, string | undefined, string]>([
		['no memo but the mark', MARK, `[made by run a1] [mail by run b2]\n${MARK}`],
		[
			'a person’s text',
			`Thanks\nfor all\n${MARK}`,
			`Thanks\nfor all\n[made by run a1] [mail by run b2]\n${MARK}`,
		],
		[
			'earlier notes',
			`Thanks\n[made by run c3] [mail by run d4]\n${MARK}`,
			`Thanks\n[made by run a1] [mail by run b2]\n${MARK}`,
		],
		[
			'a text after the mark',
			`${MARK}\npaid by cheque`,
			`[made by run a1] [mail by run b2]\n${MARK}\npaid by cheque`,
		],
		['a memo without a mark', 'Thanks', 'Thanks\n[made by run a1] [mail by run b2]'],
		['no memo at all', undefined, '[made by run a1] [mail by run b2]'],
	])('%s', (_case, PrivateNote, memo) => {
		const written = memoWithClaims(
			{ ...(PrivateNote !== undefined && { PrivateNote }) },
			{ madeBy: 'a1', mailBy: 'b2' },
		);
		expect(written).toBe(memo);
		expect(readClaims({ PrivateNote: written })).toEqual({ madeBy: 'a1', mailBy: 'b2' });
		expect(parseOrigin(written)).toEqual(parseOrigin(PrivateNote));
	});

	it('a note can be taken back, and the memo is as it was', () => {
		for (const memo of [MARK, `Thanks\n${MARK}`, 'Thanks'])
			expect(
				memoWithClaims(
					{ PrivateNote: memoWithClaims({ PrivateNote: memo }, { mailBy: 'b2' }) },
					{},
				),
			).toBe(memo);
	});

	it('a memo that is full loses the end of its text, not the mark', () => {
		const memo = memoWithClaims(
			{ PrivateNote: `${'😀'.repeat(1900)}${'x'.repeat(120)}\n${MARK}` },
			{ madeBy: 'a1', mailBy: 'b2' },
		);
		expect([
			memo.length <= 4000,
			memo.endsWith(`\n[made by run a1] [mail by run b2]\n${MARK}`),
			!/[\uD800-\uDBFF]\n/.test(memo),
		]).toEqual([true, true, true]);
	});

	it('a note to mail holds longer than a mail can take that was begun in time', () => {
		const { options = [] } = detailFields.find(({ name }) => name === 'options') ?? {};
		const { typeOptions } = options.find(({ name }) => name === 'timeLimit') as INodeProperties;
		expect(LONGEST_REQUEST_MS).toBe((typeOptions?.maxValue ?? 0) * 1000);
		expect(MAIL_CLAIM_MS).toBeGreaterThan(MAIL_BEGINS_WITHIN_MS + LONGEST_REQUEST_MS);
	});

	it.each<[string, number, boolean]>([
		['a moment ago', 1_000, true],
		['two minutes ago', 120_000, true],
		['three minutes ago', 180_000, false],
		['in the future, since clocks differ', -3_000, true],
		['in another hour', -3_600_000, false],
	])('to mail, written %s', (_when, age, holds) => {
		const invoice = {
			PrivateNote: `[mail by run b2]\n${MARK}`,
			MetaData: {
				CreateTime: '2026-11-30T09:00:00-08:00',
				LastUpdatedTime: '2026-11-30T09:00:00-08:00',
			},
		} as QuickBooksInvoice;
		expect(isMailClaimed(invoice, Date.parse('2026-11-30T09:00:00-08:00') + age)).toBe(holds);
	});
});
