import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { INodeParameters } from 'n8n-workflow';
import { picked, BillingAccounts, TYPE, type Invoice } from '../../support/billingAccounts';
import { MAIL_CLAIM_MS } from '../../../src/core/invoice/concurrent/claim';
import { anotherWorker } from '../../support/anotherWorker';
import type { BillingAnswer, BillingRequest } from '../../support/billingProcess';
import { count } from '../../support/figures';

const WORKERS = [TYPE, ...Array.from({ length: 3 }, (_, at) => `${TYPE}${at + 2}`)];
const PROCESSES = 20;
const lines = [{ name: 'Design hours', sku: 'GD-HOUR', quantity: 2_000, price: 85_000 }];
type Kept = Invoice & { SyncToken: string; EmailStatus: string };

let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open(
		'us',
		Object.fromEntries(WORKERS.slice(1).map((type) => [type, anotherWorker()])),
	);
	const first = await order();
	for (const type of WORKERS) await billing.accounts.one(type, first);
});
afterAll(async () => await billing.accounts.stop());
afterEach(() => {
	billing.accounts.clearFaults();
	billing.slow(0);
});

async function order(send: 'no' | 'now' = 'no', contact?: string) {
	return {
		deal: picked(await billing.deal(lines, 'USD', contact ?? (await billing.contact()))),
		source: 'scratch',
		ifNoItem: 'fail',
		send,
	};
}

async function invoicesOf(deal: string): Promise<Kept[]> {
	return (
		await billing.accounts.query<Kept>('select * from Invoice orderby Id desc maxresults 60')
	).filter(({ PrivateNote }) => PrivateNote?.includes(`deal ${deal},`));
}

/** Mails that QuickBooks sent, as far as its log tells. */
function mailsOf(id: string): number {
	return billing.accounts.requests.filter(
		({ system, method, url, fault, status }) =>
			system === 'quickbooks' &&
			method === 'POST' &&
			url.includes(`/invoice/${id}/send`) &&
			(status === 200 || fault === 'drop-after' || fault === 'truncate'),
	).length;
}

/** The same order in several processes, each starting a little after the one before. */
async function atOnce(parameters: INodeParameters, gapMs: number, workers = WORKERS) {
	return await Promise.all(
		workers.map(async (type, at) => {
			await wait(at * gapMs);
			const { error, items } = await billing.accounts.run(type, parameters);
			return {
				message: error?.message,
				item: items('Node')[0]?.json as
					{ action: string; reason: string; quickbooks: { id: string } } | undefined,
			};
		}),
	);
}

/** Counts what came of an order, and expects one invoice with one mail at the most. */
async function settled(deal: string, runs: number, mails: number): Promise<Kept> {
	const made = (await invoicesOf(deal)).filter(({ TotalAmt }) => TotalAmt > 0);
	const sent = made.reduce((sum, { Id }) => sum + mailsOf(Id), 0);
	count({
		runs,
		invoicesLost: made.length === 0 ? 1 : 0,
		invoicesDoubled: Math.max(0, made.length - 1),
		mailsDoubled: Math.max(0, sent - mails),
		mailsLost: Math.max(0, mails - sent),
	});
	expect([made.length, sent]).toEqual([1, mails]);
	return made[0] as Kept;
}

const PROPERTIES = [
	'quickbooks_invoice_count',
	'quickbooks_invoice_status',
	'quickbooks_invoice_number',
];

/** Latency, the time between two starts, and whether the invoice is mailed. */
const MEETINGS = [
	[0, 0, 'now'],
	[0, 60, 'no'],
	[50, 120, 'now'],
	[50, 250, 'now'],
	[50, 400, 'now'],
	[50, 0, 'no'],
	[300, 0, 'now'],
	[300, 400, 'now'],
	[300, 120, 'no'],
] as const;

describe('runs of one deal that meet', () => {
	it.each(MEETINGS)(
		'%i ms to each answer, started %i ms after each other, send %s: one makes the invoice, and one mail goes out',
		async (latencyMs, gapMs, send) => {
			const parameters = await order(send);
			billing.slow(latencyMs);
			const runs = await atOnce(parameters, gapMs);
			billing.slow(0);
			expect(runs.map(({ message }) => message)).toEqual(runs.map(() => undefined));
			expect(runs.map(({ item }) => item?.action).sort()).toEqual([
				'created',
				'existing',
				'existing',
				'existing',
			]);
			const invoice = await settled(parameters.deal.value, runs.length, send === 'now' ? 1 : 0);
			expect(new Set(runs.map(({ item }) => item?.quickbooks.id))).toEqual(new Set([invoice.Id]));
			const { properties } = await billing.accounts.deal(parameters.deal.value, PROPERTIES);
			expect(properties).toMatchObject({
				quickbooks_invoice_count: '1',
				quickbooks_invoice_status: send === 'now' ? 'sent_to_customer' : 'waiting_to_be_sent',
			});
			expect(invoice.PrivateNote).toMatch(/\[HubSpot \d+ deal \d+, .+\]$/);
		},
		60_000,
	);
});

it('a key that QuickBooks forgets at once: one invoice stays and is mailed, the others are void', async () => {
	const contact = await billing.contact();
	await billing.bill(await order('no', contact));
	billing.accounts.sandbox.quickbooks.setSwitches({ requestIdMemory: 'never' });
	const parameters = await order('now', contact);
	billing.slow(200);
	const runs = await atOnce(parameters, 0);
	billing.slow(0);
	billing.accounts.sandbox.quickbooks.setSwitches({ requestIdMemory: 'forever' });
	expect(runs.map(({ item, message }) => item?.action ?? message).sort()).toEqual([
		'created',
		'existing',
		'existing',
		'existing',
	]);
	const [live] = (await invoicesOf(parameters.deal.value)).filter(({ TotalAmt }) => TotalAmt > 0);
	expect(new Set(runs.map(({ item }) => item?.quickbooks.id))).toEqual(new Set([live?.Id]));
	await settled(parameters.deal.value, runs.length, 1);
	expect((await billing.accounts.deal(parameters.deal.value, PROPERTIES)).properties).toMatchObject(
		{
			quickbooks_invoice_count: '1',
			quickbooks_invoice_status: 'sent_to_customer',
		},
	);
}, 60_000);

describe('a draft that several runs mail after somebody approved it', () => {
	it('is mailed once, at once, although it was made a moment ago', async () => {
		const draft = await order('no');
		await billing.accounts.one(TYPE, draft);
		billing.slow(100);
		const startedAt = Date.now();
		const runs = await atOnce({ ...draft, send: 'now' }, 0);
		expect(Date.now() - startedAt).toBeLessThan(15_000);
		expect(runs.map(({ item, message }) => item?.action ?? message)).toEqual([
			'existing',
			'existing',
			'existing',
			'existing',
		]);
		expect(runs.filter(({ item }) => item?.reason.includes('was sent now'))).toHaveLength(1);
		await settled(draft.deal.value, runs.length + 1, 1);
	}, 60_000);

	it('while the customer pays and a person writes into the memo', async () => {
		const draft = await order('no');
		const {
			quickbooks: { id },
		} = (await billing.accounts.one(TYPE, draft)) as { quickbooks: { id: string } };
		billing.slow(150);
		const running = atOnce({ ...draft, send: 'now' }, 60);
		const { CustomerRef } = await billing.invoice(id);
		await billing.accounts.quickBooks('payment', {
			CustomerRef,
			TotalAmt: 10,
			Line: [{ Amount: 10, LinkedTxn: [{ TxnId: id, TxnType: 'Invoice' }] }],
		});
		const now = (await billing.invoice(id)) as Kept;
		await billing.accounts
			.quickBooks('invoice', {
				Id: id,
				SyncToken: now.SyncToken,
				sparse: true,
				PrivateNote: `Call first\n${now.PrivateNote}`,
			})
			.catch(() => undefined);
		expect((await running).map(({ item, message }) => item?.action ?? message)).toEqual([
			'existing',
			'existing',
			'existing',
			'existing',
		]);
		billing.slow(0);
		await settled(draft.deal.value, 5, 1);
	}, 60_000);
});

describe('a mail that does not go through', () => {
	it.each([
		['drop-after', 'created', 1],
		['truncate', 'created', 1],
		['500', undefined, 0],
		['drop-before', undefined, 0],
	] as const)(
		'%s: the next run mails what was not mailed, and nothing twice',
		async (behaviour, action, mails) => {
			const parameters = await order('now');
			billing.accounts.fault({
				system: 'quickbooks',
				method: 'POST',
				path: '/send',
				behaviour,
				times: 1,
			});
			const [first] = await atOnce(parameters, 0, [TYPE]);
			expect([
				first?.item?.action,
				mailsOf((await invoicesOf(parameters.deal.value))[0]?.Id ?? ''),
			]).toEqual([action, mails]);
			const again = await billing.bill(parameters);
			expect(again.action).toBe('existing');
			await settled(parameters.deal.value, 2, 1);
		},
		60_000,
	);

	it('a run that was cut off before its mail: the next one waits until that is certain, and mails', async () => {
		const parameters = await order('now');
		// Nothing that follows the note goes through, not even taking it back.
		billing.accounts.fault({
			system: 'quickbooks',
			method: 'POST',
			path: '/send',
			behaviour: '500',
		});
		billing.accounts.fault({
			system: 'quickbooks',
			method: 'POST',
			path: '/invoice\\?(?!.*requestid)',
			behaviour: '500',
			after: 1,
		});
		const [first] = await atOnce(parameters, 0, [TYPE]);
		expect(first?.message).toMatch(/is in QuickBooks, but a later step failed/);
		billing.accounts.clearFaults();
		// The time passes for QuickBooks while this run waits.
		setTimeout(() => billing.accounts.sandbox.runtime.clock.advance(MAIL_CLAIM_MS - 5_000), 2000);
		const again = await billing.bill(parameters);
		expect([again.action, again['reason']]).toEqual([
			'existing',
			expect.stringMatching(/was sent now/),
		]);
		await settled(parameters.deal.value, 2, 1);
	}, 60_000);
});

it('a mail that QuickBooks is at for as long as it allows a request: another run waits, and one mail goes out', async () => {
	const parameters = await order('now');
	billing.accounts.fault({
		system: 'quickbooks',
		method: 'POST',
		path: '/send',
		behaviour: 'slow',
		delayMs: 5000,
		times: 1,
	});
	setTimeout(() => billing.accounts.sandbox.runtime.clock.advance(115_000), 2000);
	const runs = await atOnce(parameters, 500, WORKERS.slice(0, 2));
	expect(runs.map(({ item, message }) => item?.action ?? message).sort()).toEqual([
		'created',
		'existing',
	]);
	await settled(parameters.deal.value, 2, 1);
}, 60_000);

it('the note of a run is no event of the invoice, and no person’s edit', async () => {
	const parameters = await order('no');
	const {
		quickbooks: { id },
	} = (await billing.accounts.one(TYPE, parameters)) as { quickbooks: { id: string } };
	const { PrivateNote } = await billing.invoice(id);
	expect(PrivateNote).toMatch(/^\[made by run \w{10}\]\n\[HubSpot /);
	const { invoice } = (await billing.accounts.one(TYPE, parameters)) as {
		invoice: { status: string };
	};
	expect(invoice.status).toBe('waiting_to_be_sent');
});

describe('twenty processes at one moment', () => {
	let processes: ChildProcess[];
	beforeAll(async () => {
		processes = Array.from({ length: PROCESSES }, () =>
			fork(join(__dirname, '../../support/billingProcess.ts'), { execArgv: ['--import', 'tsx'] }),
		);
		await Promise.all(processes.map(async (each) => await once(each, 'message')));
	}, 120_000);
	afterAll(async () => {
		const ends = processes.map(async (each) => await once(each, 'exit'));
		processes.forEach((each) => each.kill());
		await Promise.all(ends);
	});

	it('bill one deal: one invoice, one mail, one that made it', async () => {
		const { deal, ...parameters } = await order('now');
		const { sandbox, realmId } = billing.accounts;
		const request: BillingRequest = {
			parameters: { ...parameters, deal: deal.value },
			realmId,
			hubspot: sandbox.hubspot.url,
			hubspotToken: sandbox.hubspot.describe()['serviceKey'] as string,
			quickbooks: sandbox.quickbooks.url,
			quickbooksToken: billing.accounts.accessToken,
		};
		billing.slow(50);
		const answers = await Promise.all(
			processes.map(async (each) => {
				const answered = once(each, 'message') as Promise<[BillingAnswer]>;
				each.send(request);
				return (await answered)[0];
			}),
		);
		billing.slow(0);
		expect(answers.flatMap(({ failure }) => failure ?? [])).toEqual([]);
		expect(answers.filter(({ action }) => action === 'created')).toHaveLength(1);
		expect(answers.filter(({ action }) => action === 'existing')).toHaveLength(PROCESSES - 1);
		await settled(deal.value, PROCESSES, 1);
		expect((await billing.accounts.deal(deal.value, PROPERTIES)).properties).toMatchObject({
			quickbooks_invoice_count: '1',
			quickbooks_invoice_status: 'sent_to_customer',
		});
	}, 120_000);
});
