import type { INodeParameters } from 'n8n-workflow';
import { AttachInvoice } from '../../../nodes/AttachInvoice/AttachInvoice.node';
import { SyncInvoice } from '../../../nodes/SyncInvoice/SyncInvoice.node';
import { picked, BillingAccounts } from '../../support/billingAccounts';

const ATTACH = 'n8n-nodes-hubspot-quickbooks.attachInvoice';
const SYNC = 'n8n-nodes-hubspot-quickbooks.syncInvoice';
const HOURS = [{ name: 'Design hours', sku: 'GD-HOUR', quantity: 1000, price: 100_000 }];

let billing: BillingAccounts;
let contact: string;
beforeAll(async () => {
	billing = await BillingAccounts.open('us', {
		[ATTACH]: new AttachInvoice(),
		[SYNC]: new SyncInvoice(),
	});
	billing.accounts.sandbox.hubspot.setSwitches({ uniquePropertiesOf: 'people' });
	contact = await billing.contact();
	// HubSpot has the properties before.
	await billing.accounts.run(SYNC, { scope: 'records', recordId: await invoice() });
	billing.accounts.sandbox.hubspot.setSwitches({ searchLagSeconds: 600 });
});
afterAll(async () => await billing.accounts.stop());

async function invoice(): Promise<string> {
	const Line = [
		{
			DetailType: 'SalesItemLineDetail',
			Amount: 100,
			SalesItemLineDetail: { ItemRef: { value: '1' } },
		},
	];
	return (
		await billing.accounts.quickBooks<{ Invoice: { Id: string } }>('invoice', {
			CustomerRef: { value: '1' },
			Line,
		})
	).Invoice.Id;
}

/** HubSpot's list shows records that a search does not find yet. */
async function recordsOf(id: string): Promise<string[]> {
	const link = `quickbooks_id_${billing.accounts.realmId}`;
	const { results } = await billing.accounts.hubSpot<{
		results: Array<{ id: string; properties: Record<string, string | null> }>;
	}>(`/crm/objects/2026-03/invoices?limit=100&properties=${link}`);
	return results
		.filter(({ properties }) => properties[link] === `${billing.accounts.realmId}:${id}`)
		.map((record) => record.id);
}

const attach = async (id: string, to: INodeParameters) =>
	await billing.accounts.one(ATTACH, {
		operation: 'attach',
		...to,
		invoices: 'chosen',
		chosen: { invoice: [{ invoice: picked(id) }] },
	});
const sync = async (id: string) =>
	(await billing.accounts.one(SYNC, { scope: 'records', recordId: id }))['action'];

describe('where HubSpot keeps no links unique, and a search does not find a new record yet', () => {
	it('an invoice that was just billed gets no second record by a sync or by being attached', async () => {
		const deal = await billing.deal(HOURS, 'USD', contact);
		const { quickbooks } = await billing.bill({
			deal: picked(deal),
			source: 'scratch',
			ifNoItem: 'fail',
		});
		expect(await recordsOf(quickbooks.id)).toHaveLength(1);
		expect(await sync(quickbooks.id)).not.toBe('created');
		await attach(quickbooks.id, { record: 'contact', contact: picked(contact) });
		expect(await recordsOf(quickbooks.id)).toHaveLength(1);
	});

	it('nor does one that was just attached to a deal that QuickBooks does not name, or just synced', async () => {
		const [attached, synced] = [await invoice(), await invoice()];
		await attach(attached, { record: 'deal', deal: picked('403') });
		expect([await sync(synced), await sync(synced), await sync(attached)]).toEqual([
			'created',
			'unchanged',
			expect.stringMatching(/updated|unchanged/),
		]);
		expect(
			[await recordsOf(attached), await recordsOf(synced)].map((records) => records.length),
		).toEqual([1, 1]);
	});
});

it('a record that another process wrote is known by the deal that the memo names', async () => {
	const deal = await billing.deal(HOURS, 'USD', contact);
	const id = await invoice();
	const { Invoice } = await billing.accounts.quickBooks<{ Invoice: { SyncToken: string } }>(
		`invoice/${id}`,
	);
	await billing.accounts.quickBooks('invoice', {
		Id: id,
		SyncToken: Invoice.SyncToken,
		sparse: true,
		PrivateNote: `[HubSpot 48291573 deal ${deal}, deal, 0.00-100.00 of 100.00, no. 1]`,
	});
	await billing.create(
		'invoices',
		{
			hs_currency: 'USD',
			[`quickbooks_id_${billing.accounts.realmId}`]: `${billing.accounts.realmId}:${id}`,
		},
		[[175, deal]],
	);
	expect(await sync(id)).toBe('updated');
	expect(await recordsOf(id)).toHaveLength(1);
});
