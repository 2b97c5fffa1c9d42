import { TYPE } from '../../support/billingAccounts';
import { atOnce, billing, invoicesOf, type Kept, order, PROPERTIES, settled } from './mailedDeals';

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
