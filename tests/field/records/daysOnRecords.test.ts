import { AttachInvoice } from '../../../nodes/AttachInvoice/AttachInvoice.node';
import { SyncInvoice } from '../../../nodes/SyncInvoice/SyncInvoice.node';
import { picked, BillingAccounts } from '../../support/billingAccounts';

const ATTACH = 'n8n-nodes-hubspot-quickbooks.attachInvoice';
const SYNC = 'n8n-nodes-hubspot-quickbooks.syncInvoice';
const HOURS = [{ name: 'Design hours', sku: 'GD-HOUR', quantity: 1000, price: 100_000 }];
const DAYS = ['2026-03-31', '2026-04-30'];

let billing: BillingAccounts;
let contact: string;
beforeAll(async () => {
	billing = await BillingAccounts.open('us', {
		[ATTACH]: new AttachInvoice(),
		[SYNC]: new SyncInvoice(),
	});
	contact = await billing.contact();
});
afterAll(async () => await billing.accounts.stop());

/**
 * The days on which HubSpot shows the dates of an invoice's record, in Los Angeles, where the
 * account is, and in Berlin.
 */
async function shown(id: string): Promise<string[][]> {
	const link = `quickbooks_id_${billing.accounts.realmId}`;
	const names = ['hs_invoice_date', 'hs_due_date'];
	const { results } = await billing.accounts.hubSpot<{
		results: Array<{ properties: Record<string, string> }>;
	}>('/crm/objects/2026-03/invoices/search', {
		filterGroups: [
			{
				filters: [
					{ propertyName: link, operator: 'EQ', value: `${billing.accounts.realmId}:${id}` },
				],
			},
		],
		properties: names,
	});
	const days = (timeZone: string) =>
		names.map((name) =>
			new Intl.DateTimeFormat('en-CA', { timeZone }).format(
				Date.parse(results[0]?.properties[name] ?? ''),
			),
		);
	return [days('America/Los_Angeles'), days('Europe/Berlin')];
}

// https://github.com/fivetran/dbt_hubspot/issues/101
describe('the dates of HubSpot’s invoice record are shown as the days of the invoice', () => {
	it('when Create QuickBooks Invoice, Attach Invoice or Sync Invoice makes it', async () => {
		const deal = await billing.deal(HOURS, 'USD', contact);
		const made = await billing.bill({
			deal: picked(deal),
			source: 'scratch',
			ifNoItem: 'fail',
			invoiceDate: DAYS[0],
			dueDate: DAYS[1],
		});
		expect(await shown(made.quickbooks.id)).toEqual([DAYS, DAYS]);
		const { CustomerRef, Line } = await billing.invoice(made.quickbooks.id);
		const like = async () =>
			(
				await billing.accounts.quickBooks<{ Invoice: { Id: string } }>('invoice', {
					CustomerRef,
					Line,
					TxnDate: DAYS[0],
					DueDate: DAYS[1],
				})
			).Invoice.Id;
		const [attached, synced] = [await like(), await like()];
		await billing.accounts.one(ATTACH, {
			operation: 'attach',
			record: 'contact',
			contact: picked(contact),
			invoices: 'chosen',
			chosen: { invoice: [{ invoice: picked(attached) }] },
		});
		expect(await shown(attached)).toEqual([DAYS, DAYS]);
		await billing.accounts.run(SYNC, { scope: 'records', recordId: synced });
		expect(await shown(synced)).toEqual([DAYS, DAYS]);
	});
});
