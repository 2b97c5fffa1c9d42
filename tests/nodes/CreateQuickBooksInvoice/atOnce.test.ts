import type { INodeParameters } from 'n8n-workflow';
import { picked, BillingAccounts, TYPE, type Invoice } from '../../support/billingAccounts';
import { anotherWorker } from '../../support/anotherWorker';

const WORKERS = [TYPE, `${TYPE}2`, `${TYPE}3`];
const LATENCY_MS = 300;
/** Comes to 1,000.00. */
const lines = [
	{ name: 'Design hours', sku: 'GD-HOUR', quantity: 8_000, price: 100_000 },
	{ name: 'Fertilizer', sku: 'FERT-KG', quantity: 4_000, price: 50_000 },
];
const PROPERTIES = [
	'quickbooks_invoice_count',
	'quickbooks_total_billed',
	'quickbooks_invoice_number',
	'quickbooks_invoice_status',
	'quickbooks_invoice_amount_billed',
];

type Kept = Invoice & { SyncToken: string; EmailStatus: string; MetaData: { CreateTime: string } };
type Share = INodeParameters;
const percent = (sharePercentage: number): Share => ({ share: 'percentage', sharePercentage });
const amount = (shareAmount: number): Share => ({ share: 'amount', shareAmount });
const whole: Share = {};
const rest: Share = { share: 'rest' };

let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('us', {
		[WORKERS[1] ?? '']: anotherWorker(),
		[WORKERS[2] ?? '']: anotherWorker(),
	});
	// Every worker knows the company and HubSpot's properties from here on.
	const first = await order();
	for (const type of WORKERS) await billing.accounts.one(type, first);
});
afterAll(async () => await billing.accounts.stop());
afterEach(() => {
	billing.accounts.clearFaults();
	billing.slow(0);
});

async function order(): Promise<{
	deal: ReturnType<typeof picked>;
	source: string;
	ifNoItem: string;
}> {
	return {
		deal: picked(await billing.deal(lines, 'USD', await billing.contact())),
		source: 'scratch',
		ifNoItem: 'fail',
	};
}

/** The same deal in as many processes, none of which sees another's invoice before its own. */
async function atOnce(
	parameters: INodeParameters,
	shares: readonly Share[],
	more: INodeParameters = {},
) {
	billing.slow(LATENCY_MS);
	const runs = await Promise.all(
		shares.map(
			async (share, index) =>
				await billing.accounts.run(WORKERS[index] ?? '', { ...parameters, ...more, ...share }),
		),
	);
	billing.slow(0);
	return runs.map(({ error, items }) => ({
		message: error?.message,
		remedy: (error as { description?: string } | undefined)?.description,
		item: items('Node')[0]?.json as
			{ quickbooks: { id: string; docNumber: string }; warnings: string[] } | undefined,
	}));
}

async function invoicesOf(deal: string): Promise<{ all: Kept[]; live: Kept[]; sum: number }> {
	const all = (
		await billing.accounts.query<Kept>('select * from Invoice orderby Id desc maxresults 200')
	)
		.filter(({ PrivateNote }) => PrivateNote?.includes(`deal ${deal},`))
		.reverse();
	const live = all.filter(({ PrivateNote }) => !PrivateNote?.startsWith('Voided'));
	return {
		all,
		live,
		sum: live.reduce(
			(sum, invoice) =>
				sum + Math.round((invoice.TotalAmt - (invoice.TxnTaxDetail?.TotalTax ?? 0)) * 100),
			0,
		),
	};
}

const again = async (parameters: INodeParameters, share: Share, more: INodeParameters = {}) =>
	await billing.accounts.run(TYPE, { ...parameters, ...share, ...more });

describe('different shares of a deal in several processes at one moment', () => {
	it.each<[string, Share, Share, boolean]>([
		['the whole and 30 %', whole, percent(30), false],
		['30 % and the whole', percent(30), whole, false],
		['60 % and an amount', percent(60), amount(500), true],
		['an amount and 60 %', amount(500), percent(60), true],
		['the rest and 10 %', rest, percent(10), true],
	])(
		'%s: one stays, the other takes itself back, says so, and is not mailed',
		async (_name, mine, theirs, isMailed) => {
			const parameters = await order();
			const send = { send: isMailed ? 'now' : 'no' };
			const runs = await atOnce(parameters, [mine, theirs], send);
			const { all, live } = await invoicesOf(parameters.deal.value);
			expect([all.length, live.map(({ Id }) => Id)]).toEqual([2, [all[0]?.Id]]);
			const winner = runs.findIndex(({ item }) => item?.quickbooks.id === live[0]?.Id);
			const loser = runs[1 - winner];
			expect(runs[winner]?.message).toBeUndefined();
			expect(loser?.message).toMatch(
				new RegExp(
					`^Share: .+ "Case \\d+" was billed by another run at the same moment, and both invoices come to more than its 1000\\.00\\. Invoice ${live[0]?.DocNumber} stays; Invoice ${all[1]?.DocNumber} of this run was voided and not sent\\.$`,
				),
			);
			expect(loser?.remedy).toMatch(
				/Only \d+\.00 is left: set "Share" to the rest|Nothing is left to bill\. To bill this share instead, void/,
			);
			expect(all[1]).toMatchObject({
				TotalAmt: 0,
				Balance: 0,
				EmailStatus: 'NeedToSend',
				PrivateNote: expect.stringMatching(
					new RegExp(
						`^Voided - Taken back: another run billed the deal at the same moment \\(invoice ${live[0]?.DocNumber}\\)\\.\\n\\[HubSpot `,
					),
				),
			});
			expect(live[0]?.EmailStatus).toBe(isMailed ? 'EmailSent' : 'NeedToSend');
			const { properties } = await billing.accounts.deal(parameters.deal.value, PROPERTIES);
			expect(properties).toMatchObject({
				quickbooks_invoice_count: '1',
				quickbooks_invoice_number: live[0]?.DocNumber,
				quickbooks_invoice_status: isMailed ? 'sent_to_customer' : 'waiting_to_be_sent',
			});
			expect(Number(properties['quickbooks_total_billed'])).toBe(live[0]?.TotalAmt);
			const repeated = await again(parameters, winner === 0 ? theirs : mine, send);
			const after = await invoicesOf(parameters.deal.value);
			expect(after.sum).toBeLessThanOrEqual(100_000);
			expect(after.live[0]?.Id).toBe(live[0]?.Id);
			if (repeated.error)
				expect([repeated.error.message, after.all.length]).toEqual([
					expect.stringMatching(/only \d+\.00 is left to bill/),
					2,
				]);
			else expect([after.sum, after.live.length]).toEqual([100_000, 2]);
		},
		60_000,
	);

	it('HubSpot’s record of the one taken back is void, too', async () => {
		const parameters = await order();
		await atOnce(parameters, [whole, percent(30)]);
		const { all } = await invoicesOf(parameters.deal.value);
		const { associations } = await billing.accounts.deal(parameters.deal.value);
		const records = await Promise.all(
			[...new Set(associations?.['invoices']?.results.map(({ id }) => id))].map(
				async (id) =>
					(
						await billing.accounts.hubSpot<{ properties: Record<string, string> }>(
							`/crm/objects/2026-03/invoices/${id}?properties=quickbooks_invoice_number,quickbooks_invoice_status,hs_invoice_status`,
						)
					).properties,
			),
		);
		expect(
			records
				.map((record) => [
					record['quickbooks_invoice_number'],
					record['quickbooks_invoice_status'],
					record['hs_invoice_status'],
				])
				.sort(),
		).toEqual([
			[all[0]?.DocNumber, 'waiting_to_be_sent', 'draft'],
			[all[1]?.DocNumber, 'voided', 'voided'],
		]);
	}, 60_000);

	it.each<[string, Share[], number]>([
		['60, 61 and 62 %', [percent(60), percent(61), percent(62)], 1],
		['two that fit and one that does not', [percent(45), percent(50), amount(480)], 2],
		['three that fit', [percent(30), percent(40), amount(200)], 3],
	])(
		'three at once, %s: as many stay as fit',
		async (_name, shares, staying) => {
			const parameters = await order();
			const runs = await atOnce(parameters, shares);
			const { all, live, sum } = await invoicesOf(parameters.deal.value);
			expect([
				all.length,
				live.length,
				runs.filter(({ message }) => message === undefined).length,
			]).toEqual([3, staying, staying]);
			expect(sum).toBeLessThanOrEqual(100_000);
			expect(runs.flatMap(({ item }) => item?.quickbooks.id ?? []).sort()).toEqual(
				live.map(({ Id }) => Id).sort(),
			);
			const { properties } = await billing.accounts.deal(parameters.deal.value, PROPERTIES);
			expect([
				properties['quickbooks_invoice_count'],
				Math.round(Number(properties['quickbooks_total_billed']) * 100),
			]).toEqual([
				String(staying),
				live.reduce((total, { TotalAmt }) => total + Math.round(TotalAmt * 100), 0),
			]);
			if (sum < 100_000) await again(parameters, rest);
			expect((await invoicesOf(parameters.deal.value)).sum).toBe(100_000);
		},
		60_000,
	);

	it.each([
		['the look', { method: 'GET', path: 'query.*LastUpdatedTime%20%3E', behaviour: 'drop-before' }],
		['the void: no answer', { method: 'POST', path: 'operation=void', behaviour: 'drop-after' }],
		['the void: broken off', { method: 'POST', path: 'operation=void', behaviour: 'truncate' }],
		[
			'the void: refused as stale',
			{ method: 'POST', path: 'operation=void', behaviour: 'stale-token' },
		],
		[
			'the creation: no answer',
			{ method: 'POST', path: '/invoice\\?[^o]*requestid', behaviour: 'drop-after' },
		],
	] as const)(
		'a fault at %s changes nothing',
		async (_name, fault) => {
			const parameters = await order();
			billing.accounts.fault({ system: 'quickbooks', times: 1, ...fault });
			const runs = await atOnce(parameters, [whole, percent(30)], { send: 'now' });
			expect(billing.accounts.sandbox.runtime.faults.list().map(({ done }) => done)).toEqual([1]);
			const { live, sum } = await invoicesOf(parameters.deal.value);
			expect([
				live.length,
				sum <= 100_000,
				runs.filter(({ message }) => message === undefined).length,
			]).toEqual([1, true, 1]);
		},
		60_000,
	);
});

describe('a process that dies between making its invoice and taking it back', () => {
	/** Both are made; nothing after that goes through in any process. */
	async function died(send: string): Promise<{
		parameters: Awaited<ReturnType<typeof order>>;
		late: Share;
		first: Kept;
		second: Kept;
	}> {
		const parameters = await order();
		billing.accounts.fault({
			system: 'quickbooks',
			method: 'GET',
			path: 'query.*LastUpdatedTime%20%3E',
			behaviour: '500',
		});
		const runs = await atOnce(parameters, [percent(60), percent(70)], {
			send,
			options: { timeLimit: 2 },
		});
		billing.accounts.clearFaults();
		for (const { message } of runs)
			expect(message).toMatch(/is in QuickBooks, but a later step failed/);
		const { live } = await invoicesOf(parameters.deal.value);
		expect(live).toHaveLength(2);
		const [first, second] = live as [Kept, Kept];
		return {
			parameters,
			late: second.PrivateNote?.includes('0.00-700.00') ? percent(70) : percent(60),
			first,
			second,
		};
	}
	const early = (late: Share) => percent(late['sharePercentage'] === 70 ? 60 : 70);

	it('the next run settles it, and the one after bills nothing more', async () => {
		const { parameters, late, first, second } = await died('now');
		const settled = await again(parameters, late, { send: 'now' });
		expect(settled.error?.message).toMatch(
			new RegExp(
				`Invoice ${first.DocNumber} stays; Invoice ${second.DocNumber} of this run was voided`,
			),
		);
		const after = await invoicesOf(parameters.deal.value);
		expect(after.live.map(({ Id, EmailStatus }) => [Id, EmailStatus])).toEqual([
			[first.Id, 'NeedToSend'],
		]);
		expect((await again(parameters, late, { send: 'now' })).error?.message).toMatch(
			/is left to bill/,
		);
		const winner = await again(parameters, early(late), { send: 'now' });
		expect(winner.items('Node')[0]?.json).toMatchObject({
			quickbooks: { id: first.Id },
			warnings: [expect.stringMatching(/400\.00 of the deal is not invoiced/)],
		});
		expect((await again(parameters, rest)).error).toBeUndefined();
		expect((await invoicesOf(parameters.deal.value)).sum).toBe(100_000);
	}, 120_000);

	it('the one that stays is completed first, and tells of the other', async () => {
		const { parameters, late, first, second } = await died('no');
		const winner = await again(parameters, early(late));
		expect(winner.items('Node')[0]?.json).toMatchObject({
			quickbooks: { id: first.Id },
			warnings: expect.arrayContaining([
				expect.stringMatching(
					new RegExp(`^Invoice ${second.DocNumber} was made by another run at the same moment`),
				),
			]),
		});
		expect((await again(parameters, late)).error?.message).toMatch(/was voided and not sent/);
	}, 120_000);

	it('what was paid meanwhile is never voided', async () => {
		const { parameters, late, second } = await died('no');
		await billing.accounts.quickBooks('payment', {
			CustomerRef: second.CustomerRef,
			TotalAmt: 10,
			Line: [{ Amount: 10, LinkedTxn: [{ TxnId: second.Id, TxnType: 'Invoice' }] }],
		});
		const run = await again(parameters, late, { send: 'now' });
		expect(run.error?.message).toMatch(
			new RegExp(
				`invoice ${second.DocNumber} was sent, paid or edited since, so it was left as it is`,
			),
		);
		const { live } = await invoicesOf(parameters.deal.value);
		expect(live.map(({ EmailStatus }) => EmailStatus)).toEqual(['NeedToSend', 'NeedToSend']);
	}, 120_000);

	it('the first one voided by a person: the second stays', async () => {
		const { parameters, late, first, second } = await died('no');
		await billing.accounts.quickBooks('invoice?operation=void', {
			Id: first.Id,
			SyncToken: first.SyncToken,
		});
		expect((await again(parameters, late)).items('Node')[0]?.json).toMatchObject({
			quickbooks: { id: second.Id },
			action: 'existing',
		});
	}, 120_000);
});

describe('what was billed knowingly is left alone', () => {
	it('the whole once more, a minute later, and a run after it', async () => {
		const parameters = await order();
		await again(parameters, whole);
		await again(parameters, whole, { ifInvoiced: 'another', reference: 'once more' });
		expect((await again(parameters, whole)).items('Node')[0]?.json).toMatchObject({
			action: 'existing',
		});
		expect((await invoicesOf(parameters.deal.value)).live).toHaveLength(2);
	});

	it('a copy that somebody made in QuickBooks', async () => {
		const parameters = await order();
		await again(parameters, percent(60));
		const {
			live: [made],
		} = await invoicesOf(parameters.deal.value);
		const {
			Line = [],
			CustomerRef,
			PrivateNote,
			BillEmail,
		} = (made ?? {}) as Kept & { BillEmail: unknown };
		const copied = Line.filter(({ DetailType }) => DetailType === 'SalesItemLineDetail').map(
			({ Id: _id, LineNum: _num, ...line }: Record<string, unknown>) => line,
		);
		for (const Line of [copied, copied.slice(0, 1)])
			await billing.accounts.quickBooks('invoice', { Line, CustomerRef, PrivateNote, BillEmail });
		const repeated = await again(parameters, percent(60));
		expect(repeated.items('Node')[0]?.json).toMatchObject({
			quickbooks: { id: made?.Id },
			warnings: [
				expect.stringMatching(/says in its memo that it bills the same as invoice/),
				expect.stringMatching(/says in its memo/),
			],
		});
		expect((await invoicesOf(parameters.deal.value)).live).toHaveLength(3);
	});
});
