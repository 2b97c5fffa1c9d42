import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { FaultRule } from '../../sandbox/faults';
import type { BillingAccounts } from '../support/billingAccounts';
import { picked } from '../support/billingAccounts';

export type Shop = 'us' | 'us-numbers' | 'uk' | 'ca';

export interface RefusedCase {
	code: string;
	what: string;
	shop: Shop;
	/** What makes QuickBooks refuse, or would. */
	given?: (billing: BillingAccounts) => Promise<INodeParameters>;
	contact?: IDataObject;
	company?: IDataObject;
	fault?: FaultRule;
	/** The field as the form calls it, or what HubSpot calls it. */
	says: RegExp;
	remedy: RegExp;
}
let count = 0;
export const unique = (name: string) => `${name} ${Date.now()}${(count += 1)}`;
export const option = (options: IDataObject) => async () =>
	await Promise.resolve({ options } as INodeParameters);
export const plain = (parameters: INodeParameters) => async () => await Promise.resolve(parameters);
export const line = (more: IDataObject) =>
	({
		lines: {
			line: [{ name: 'Design hours', sku: 'GD-HOUR', quantity: 1, unitPrice: 10, ...more }],
		},
	}) as unknown as INodeParameters;

export const inactive = async (
	billing: BillingAccounts,
	entity: string,
	fields: IDataObject,
): Promise<ReturnType<typeof picked>> => {
	const made = (
		await billing.accounts.quickBooks<Record<string, { Id: string; SyncToken: string }>>(
			entity.toLowerCase(),
			fields,
		)
	)[entity] as { Id: string; SyncToken: string };
	await billing.accounts.quickBooks(entity.toLowerCase(), {
		Id: made.Id,
		SyncToken: made.SyncToken,
		sparse: true,
		Active: false,
	});
	return picked(made.Id);
};
export const customer = async (billing: BillingAccounts, fields: IDataObject) =>
	(await billing.accounts.quickBooks<{ Customer: { Id: string } }>('customer', fields)).Customer.Id;

const taxCodes: Partial<Record<Shop, string>> = { uk: '20.0% S', ca: 'HST ON' };
export async function taxed(billing: BillingAccounts, shop: Shop): Promise<INodeParameters> {
	const name = taxCodes[shop];
	return name ? { defaultTaxCode: picked(await billing.id('TaxCode', `Name = '${name}'`)) } : {};
}
