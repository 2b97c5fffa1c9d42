import type { IDataObject } from 'n8n-workflow';
import { AttachInvoice } from '../../../nodes/AttachInvoice/AttachInvoice.node';
import { SyncContact } from '../../../nodes/SyncContact/SyncContact.node';
import { SyncProduct } from '../../../nodes/SyncProduct/SyncProduct.node';
import { picked, BillingAccounts } from '../../support/billingAccounts';
import { count } from '../../support/figures';

export const ATTACH = 'n8n-nodes-hubspot-quickbooks.attachInvoice';
export const CONTACT = 'n8n-nodes-hubspot-quickbooks.syncContact';
export const PRODUCT = 'n8n-nodes-hubspot-quickbooks.syncProduct';
export const SOLD = { name: 'Design hours', sku: 'GD-HOUR', quantity: 1_000, price: 100_000 };

export interface Made {
	Id: string;
}

export let billing: BillingAccounts;
export let income: string;
export let serial = 0;
beforeAll(async () => {
	billing = await BillingAccounts.open('us', {
		[ATTACH]: new AttachInvoice(),
		[CONTACT]: new SyncContact(),
		[PRODUCT]: new SyncProduct(),
	});
	income = await billing.id('Account', "AccountType = 'Income'");
});
beforeEach(() => (serial += 1));
afterAll(async () => await billing.accounts.stop());

export const make = async (entity: string, fields: IDataObject) =>
	(
		Object.values(
			await billing.accounts.quickBooks<Record<string, Made>>(entity, fields),
		)[0] as Made
	).Id;
export const customer = async (fields: IDataObject) => await make('customer', fields);
export const item = async (fields: IDataObject) =>
	await make('item', { Type: 'Service', IncomeAccountRef: { value: income }, ...fields });
const howMany = async (entity: string) =>
	(
		await billing.accounts.query(
			`select * from ${entity} where Active in (true, false) maxresults 1000`,
		)
	).length;

/** What a run leaves alone: nobody and nothing is made a second time. */
export async function withoutAnother<T>(
	entity: 'Customer' | 'Item',
	run: () => Promise<T>,
): Promise<T> {
	const before = await howMany(entity);
	const result = await run();
	expect(await howMany(entity)).toBe(before);
	count({ runs: 1 });
	return result;
}

export async function billed(
	contact: string,
	more: IDataObject = {},
	company?: string,
): Promise<string> {
	const deal = await billing.deal([SOLD], 'USD', contact, company);
	const { quickbooks } = await withoutAnother(
		'Customer',
		async () =>
			await billing.bill({ deal: picked(deal), source: 'scratch', ifNoItem: 'fail', ...more }),
	);
	return (await billing.invoice(quickbooks.id)).CustomerRef.value;
}

export async function sold(...lines: Array<{ name: string; sku?: string }>): Promise<string[]> {
	const deal = await billing.deal(
		lines.map((line) => ({ quantity: 1_000, price: 100_000, ...line })),
		'USD',
		await billing.contact(),
	);
	const { quickbooks } = await withoutAnother(
		'Item',
		async () =>
			await billing.bill({
				deal: picked(deal),
				source: 'scratch',
				ifNoItem: 'create',
				incomeAccount: picked(income),
				defaultTaxCode: picked('NON'),
			}),
	);
	const invoiced = (await billing.invoice(quickbooks.id)).Line as unknown as Array<{
		SalesItemLineDetail?: { ItemRef: { value: string } };
	}>;
	return invoiced.flatMap(({ SalesItemLineDetail: detail }) => detail?.ItemRef.value ?? []);
}

export async function synced(type: string, id: string): Promise<IDataObject> {
	return await withoutAnother(type === CONTACT ? 'Customer' : 'Item', async () => {
		const run = await billing.accounts.run(type, {
			direction: 'hubSpotToQuickBooks',
			scope: 'records',
			recordId: id,
			recordSide: 'hubSpot',
			...(type === PRODUCT && { incomeAccount: picked(income) }),
		});
		if (run.error) throw run.error;
		return (run.items('Node')[0] ?? run.items('Node', 1)[0])?.json ?? {};
	});
}
