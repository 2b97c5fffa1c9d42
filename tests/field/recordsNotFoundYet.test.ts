import type { INodeParameters } from 'n8n-workflow';
import { AttachInvoice } from '../../nodes/AttachInvoice/AttachInvoice.node';
import { SyncInvoice } from '../../nodes/SyncInvoice/SyncInvoice.node';
import { picked, Town } from '../billing/town';

const ATTACH = 'n8n-nodes-hubspot-quickbooks.attachInvoice';
const SYNC = 'n8n-nodes-hubspot-quickbooks.syncInvoice';
const HOURS = [{ name: 'Design hours', sku: 'GD-HOUR', quantity: 1000, price: 100_000 }];

let town: Town;
let contact: string;
beforeAll(async () => {
	town = await Town.open('us', { [ATTACH]: new AttachInvoice(), [SYNC]: new SyncInvoice() });
	town.world.sandbox.hubspot.setSwitches({ uniquePropertiesOf: 'people' });
	contact = await town.contact();
	// HubSpot has the properties before.
	await town.world.run(SYNC, { scope: 'records', recordId: await invoice() });
	town.world.sandbox.hubspot.setSwitches({ searchLagSeconds: 600 });
});
afterAll(async () => await town.world.stop());

async function invoice(): Promise<string> {
	const Line = [
		{
			DetailType: 'SalesItemLineDetail',
			Amount: 100,
			SalesItemLineDetail: { ItemRef: { value: '1' } },
		},
	];
	return (
		await town.world.quickBooks<{ Invoice: { Id: string } }>('invoice', {
			CustomerRef: { value: '1' },
			Line,
		})
	).Invoice.Id;
}

/** HubSpot's list shows records that a search does not find yet. */
async function recordsOf(id: string): Promise<string[]> {
	const link = `quickbooks_id_${town.world.realmId}`;
	const { results } = await town.world.hubSpot<{
		results: Array<{ id: string; properties: Record<string, string | null> }>;
	}>(`/crm/objects/2026-03/invoices?limit=100&properties=${link}`);
	return results
		.filter(({ properties }) => properties[link] === `${town.world.realmId}:${id}`)
		.map((record) => record.id);
}

const attach = async (id: string, to: INodeParameters) =>
	await town.world.one(ATTACH, {
		operation: 'attach',
		...to,
		invoices: 'chosen',
		chosen: { invoice: [{ invoice: picked(id) }] },
	});
const sync = async (id: string) =>
	(await town.world.one(SYNC, { scope: 'records', recordId: id }))['action'];

describe('where HubSpot keeps no links unique, and a search does not find a new record yet', () => {
	it('an invoice that was just billed gets no second record by a sync or by being attached', async () => {
		const deal = await town.deal(HOURS, 'USD', contact);
		const { quickbooks } = await town.bill({
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
	const deal = await town.deal(HOURS, 'USD', contact);
	const id = await invoice();
	const { Invoice } = await town.world.quickBooks<{ Invoice: { SyncToken: string } }>(
		`invoice/${id}`,
	);
	await town.world.quickBooks('invoice', {
		Id: id,
		SyncToken: Invoice.SyncToken,
		sparse: true,
		PrivateNote: `[HubSpot 48291573 deal ${deal}, deal, 0.00-100.00 of 100.00, no. 1]`,
	});
	await town.create(
		'invoices',
		{ hs_currency: 'USD', [`quickbooks_id_${town.world.realmId}`]: `${town.world.realmId}:${id}` },
		[[175, deal]],
	);
	expect(await sync(id)).toBe('updated');
	expect(await recordsOf(id)).toHaveLength(1);
});
