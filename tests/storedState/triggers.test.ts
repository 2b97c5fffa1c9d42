import type { IDataObject } from 'n8n-workflow';
import { passTime } from '../month/clock';
import { readInvoice } from './billing';
import { editQuickBooks, poll, type StatefulNode } from './nodes';
import { readStored, RestoredAccounts } from './stored';

const stored = readStored('0.1.0');
const invoiceOf = (name: string) =>
	stored.billing.find((run) => run.name === name)?.invoiceId ?? '';
const { whole, amount } = stored.prepared.deals;
const PAID = invoiceOf('the whole deal');
const PARTLY_PAID = invoiceOf('the rest');
const VOIDED = invoiceOf('to be voided');
const DUE_TODAY = invoiceOf('an amount');

let restored: RestoredAccounts;
const open = async (at: string) => {
	restored = await RestoredAccounts.open(stored, stored.saved, at);
};
afterEach(async () => await restored.close());

/** A process that has not polled the node yet, with what n8n stored of it. */
async function pollStored(trigger: StatefulNode): Promise<IDataObject[]> {
	return await poll(restored.accounts, structuredClone(trigger), crypto.randomUUID());
}
const idsOf = (events: IDataObject[]) => events.map(({ eventId }) => String(eventId)).sort();
const namesOf = (events: IDataObject[]) =>
	events.map(({ event, invoice }) => `${String(event)} ${(invoice as { id: string }).id}`).sort();

async function pay(invoiceId: string): Promise<void> {
	const { CustomerRef, Balance } = await readInvoice(restored.accounts, invoiceId);
	await restored.accounts.quickBooks('payment', {
		CustomerRef,
		TotalAmt: Balance,
		Line: [{ Amount: Balance, LinkedTxn: [{ TxnId: invoiceId, TxnType: 'Invoice' }] }],
	});
}

describe('right after a poll of 0.1.0 that gave events', () => {
	beforeEach(async () => await open(stored.eventsAt));

	it('Invoice Status Trigger repeats them under the same ids, as after any restart', async () => {
		const { trigger, eventIds } = stored.events.invoices;
		expect(idsOf(await pollStored(trigger))).toEqual(eventIds);
	});

	it('Deal Stage Trigger repeats them under the same ids, as after any restart', async () => {
		const { trigger, eventIds } = stored.events.deals;
		expect(idsOf(await pollStored(trigger))).toEqual(eventIds);
	});
});

describe('Invoice Status Trigger with the state of a quiet poll of 0.1.0', () => {
	beforeEach(async () => await open(stored.savedAt));
	const { invoices } = stored.quiet;

	it('gives no event again', async () => {
		expect(await pollStored(invoices)).toEqual([]);
	});

	it('gives just what happens now: the rest of an invoice is paid', async () => {
		await pay(PARTLY_PAID);
		expect(namesOf(await pollStored(invoices))).toEqual([
			`paid ${PARTLY_PAID}`,
			`paymentReceived ${PARTLY_PAID}`,
		]);
	});

	it('knows that an invoice was paid: an edit is no event', async () => {
		await editQuickBooks(restored.accounts, 'Invoice', PAID, { CustomerMemo: { value: 'Thanks' } });
		expect(await pollStored(invoices)).toEqual([]);
	});

	it('knows that an invoice was voided: an edit is no event', async () => {
		await editQuickBooks(restored.accounts, 'Invoice', VOIDED, {
			CustomerMemo: { value: 'Sorry' },
		});
		expect(await pollStored(invoices)).toEqual([]);
	});

	it('knows that an invoice was paid: it is reopened when the payment is voided', async () => {
		const { LinkedTxn = [] } = await readInvoice(restored.accounts, PAID);
		const [{ TxnId = '' } = {}] = LinkedTxn as Array<{ TxnId: string }>;
		const { Payment } = await restored.accounts.quickBooks<{ Payment: { SyncToken: string } }>(
			`payment/${TxnId}`,
		);
		await restored.accounts.quickBooks('payment?operation=delete', {
			Id: TxnId,
			SyncToken: Payment.SyncToken,
		});
		expect(namesOf(await pollStored(invoices))).toEqual([`reopened ${PAID}`]);
	});

	it('gives what became overdue since', async () => {
		passTime(86_400_000);
		await restored.accounts.renew();
		expect(namesOf(await pollStored(invoices))).toEqual([`overdue ${DUE_TODAY}`]);
	});
});

describe('Deal Stage Trigger with the state of a quiet poll of 0.1.0', () => {
	beforeEach(async () => await open(stored.savedAt));
	const { deals } = stored.quiet;

	it('gives no event again', async () => {
		expect(await pollStored(deals)).toEqual([]);
	});

	it('gives just the deal that enters a stage now', async () => {
		for (const id of [whole, amount])
			await restored.accounts.hubSpot(
				`/crm/objects/2026-03/deals/${id}`,
				{ properties: { dealstage: id === amount ? 'closedwon' : 'closedlost' } },
				'PATCH',
			);
		const events = await pollStored(deals);
		expect(events.map(({ deal, stage }) => [deal, stage])).toEqual([
			[expect.objectContaining({ id: amount }), expect.objectContaining({ id: 'closedwon' })],
		]);
	});
});
