import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { AttachInvoice } from '../../../nodes/AttachInvoice/AttachInvoice.node';
import { SyncContact } from '../../../nodes/SyncContact/SyncContact.node';
import { SyncInvoice } from '../../../nodes/SyncInvoice/SyncInvoice.node';
import { picked, BillingAccounts, TYPE } from '../../support/billingAccounts';

const PACKAGE = 'n8n-nodes-hubspot-quickbooks';
const ATTACH = `${PACKAGE}.attachInvoice`;
const CONTACTS = `${PACKAGE}.syncContact`;
const INVOICES = `${PACKAGE}.syncInvoice`;
const OBJECTS = ['contacts', 'companies', 'deals', 'products', 'invoices'];
const HOUR = { name: 'Design hours', sku: 'GD-HOUR', quantity: 1_000, price: 50_000 };
const LIMITS = '/custom-properties';

interface Told {
	message: string;
	description: string;
}

let billing: BillingAccounts;
let deal: string;
beforeEach(async () => {
	billing = await BillingAccounts.open('us', {
		[ATTACH]: new AttachInvoice(),
		[CONTACTS]: new SyncContact(),
		[INVOICES]: new SyncInvoice(),
	});
	deal = await billing.deal([HOUR], 'USD', await billing.contact());
});
afterEach(async () => await billing.accounts.stop());

const set = (switches: object) =>
	billing.accounts.sandbox.hubspot.setSwitches(switches as Record<string, unknown>);
const own = async (objectType: string) =>
	(
		await billing.accounts.hubSpot<{ results: Array<{ name: string; hubspotDefined: boolean }> }>(
			`/crm/properties/2026-03/${objectType}`,
		)
	).results
		.filter(({ hubspotDefined }) => !hubspotDefined)
		.map(({ name }) => name);
const written = async () => ({
	properties: Object.fromEntries(
		await Promise.all(OBJECTS.map(async (type) => [type, await own(type)] as const)),
	),
	invoices: (await billing.accounts.query('select Id from Invoice maxresults 1000')).length,
	customers: (await billing.accounts.query('select Id from Customer maxresults 1000')).length,
});
const failure = async (type: string, parameters: INodeParameters): Promise<Told> =>
	(await billing.accounts.run(type, parameters)).error as unknown as Told;
const creating = (more: INodeParameters = {}) => ({
	deal: picked(deal),
	source: 'scratch',
	ifNoItem: 'fail',
	...more,
});
const attaching = async () => {
	const [invoice] = await billing.accounts.query<{ Id: string }>(
		"select * from Invoice where Balance > '0' maxresults 1",
	);
	return {
		operation: 'attach',
		hubspotAuthentication: 'serviceKey',
		record: 'deal',
		deal: picked(deal),
		invoices: 'chosen',
		chosen: { invoice: [{ invoice: picked(invoice?.Id ?? '') }] },
	};
};
const takeRoom = async (objectType: string, count: number) => {
	await billing.accounts.hubSpot(`/crm/properties/2026-03/${objectType}/groups`, {
		name: 'own',
		label: 'Own',
	});
	for (let index = 0; index < count; index += 1)
		await billing.accounts.hubSpot(`/crm/properties/2026-03/${objectType}`, {
			name: `own_${index}`,
			label: `Own ${index}`,
			groupName: 'own',
			type: 'string',
			fieldType: 'text',
		});
};

// https://knowledge.hubspot.com/data-management/track-crm-data-limits
describe('an account without room for all properties', () => {
	it.each<[string, () => Promise<[string, INodeParameters]>]>([
		['Create', async () => await Promise.resolve([TYPE, creating()])],
		['Create, a dry run', async () => await Promise.resolve([TYPE, creating({ dryRun: true })])],
		['Attach', async () => [ATTACH, await attaching()]],
	])(
		'%s says how many are needed, on which object, before anything is written',
		async (_name, call) => {
			await takeRoom('deals', 6);
			set({ ownProperties: 12 });
			const before = await written();
			const { message, description } = await failure(...(await call()));
			expect(message).toBe(
				'HubSpot has no room for the properties that the nodes need: deals need 9 free custom properties, and 6 of 12 are free.',
			);
			expect(description).toMatch(
				/^Archive custom properties that nobody uses \(3 of deals\) in HubSpot's settings under Properties, or raise the account's limit\. Then run the node again\. Nothing was written/,
			);
			expect(await written()).toEqual(before);
		},
	);

	it.each(['notFound', 'forbidden'])(
		'where the limit is not told (%s), nothing stays half made, and what was there before stays',
		async (propertyLimits) => {
			await takeRoom('deals', 6);
			set({ propertyLimits, ownProperties: 12 });
			const before = await written();
			const { message, description } = await failure(TYPE, creating());
			expect(message).toMatch(
				/^HubSpot did not create 3 of the 9 properties that deals need here: The limit of 12 .+ is reached\. The other 6 were archived again\.$/,
			);
			expect(description).toContain('deals need room for 9');
			const after = await written();
			expect(after).toMatchObject({ invoices: before.invoices, customers: before.customers });
			expect(after.properties['deals']).toEqual(before.properties['deals']);
			set({ ownProperties: null });
			expect((await billing.bill(creating())).action).toBe('created');
		},
	);

	it('none of our properties that stand is archived when one more is refused', async () => {
		expect((await billing.bill(creating())).action).toBe('created');
		const [first = ''] = await own('deals');
		await billing.accounts.hubSpot(`/crm/properties/2026-03/deals/${first}`, undefined, 'DELETE');
		set({ ownProperties: 8, propertyLimits: 'forbidden' });
		const before = await own('deals');
		const run = await billing.accounts.run(INVOICES, {
			hubspotAuthentication: 'serviceKey',
			scope: 'all',
		});
		const warnings = run.items('Node').flatMap(({ json }) => json['warnings'] as string[]);
		expect(
			warnings.filter((text) => text.includes('did not create the property that deals need here')),
		).toHaveLength(1);
		expect(await own('deals')).toEqual(before);
	});
});

describe('asking for the limit', () => {
	it('costs one request when properties are made, and none afterwards', async () => {
		await billing.bill(creating());
		const asked = () =>
			billing.accounts.requests.filter(
				({ system, url }) => system === 'hubspot' && url.endsWith(LIMITS),
			).length;
		expect(asked()).toBe(1);
		billing.accounts.forgetRequests();
		await billing.bill(creating());
		await billing.accounts.run(CONTACTS, { hubspotAuthentication: 'serviceKey', scope: 'all' });
		await billing.accounts.run(INVOICES, { hubspotAuthentication: 'serviceKey', scope: 'all' });
		expect(asked()).toBe(0);
	});
});

describe('deals without room for what their invoices come to', () => {
	it.each(['told', 'notFound'])(
		'invoices are synced all the same, with a warning (the limit is %s)',
		async (propertyLimits) => {
			await takeRoom('deals', 11);
			set({ ownProperties: 12, propertyLimits });
			const origin = `[HubSpot 48291573 deal ${deal}, deal, 0.00-500.00 of 500.00, no. 1]`;
			const [customer] = await billing.accounts.query<{ Id: string }>(
				'select Id from Customer maxresults 1',
			);
			const item = await billing.id('Item', "Type = 'Service'");
			const { Invoice } = await billing.accounts.quickBooks<{ Invoice: { Id: string } }>(
				'invoice',
				{
					CustomerRef: { value: customer?.Id },
					PrivateNote: origin,
					Line: [
						{
							DetailType: 'SalesItemLineDetail',
							Amount: 500,
							SalesItemLineDetail: { ItemRef: { value: item } },
						},
					],
				},
			);
			const run = await billing.accounts.run(INVOICES, {
				hubspotAuthentication: 'serviceKey',
				scope: 'records',
				recordId: Invoice.Id,
			});
			expect(run.error).toBeUndefined();
			const { action, warnings } = run.items('Node')[0]?.json as IDataObject & {
				warnings: string[];
			};
			expect([action, warnings]).toEqual([
				'created',
				[expect.stringMatching(/^The deals of the invoice are not kept current: .*deals need.* 9/)],
			]);
			expect((await own('deals')).filter((name) => name.startsWith('quickbooks_'))).toEqual([]);
		},
	);
});
