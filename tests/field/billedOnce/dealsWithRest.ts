import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { picked, BillingAccounts, type Invoice } from '../../support/billingAccounts';

export type Kept = Invoice & { SyncToken: string };
type Result = IDataObject & { quickbooks: { id: string; docNumber: string }; warnings: string[] };

const shops = {
	us: { currency: 'USD', sku: 'GD-HOUR' },
	uk: { currency: 'GBP', sku: 'HT-H', taxCode: '20.0% S' },
	ca: { currency: 'CAD', sku: 'AM-1', taxCode: 'HST ON' },
};
const billingByCompany = new Map<string, BillingAccounts>();
export let billing: BillingAccounts;
beforeAll(async () => {
	for (const company of Object.keys(shops))
		billingByCompany.set(company, await BillingAccounts.open(company));
	await billingByCompany.get('us')?.prefer('SalesFormsPrefs', { AllowShipping: true });
});
afterAll(async () => {
	for (const one of billingByCompany.values()) await one.accounts.stop();
});
export const amount = (shareAmount: number): INodeParameters => ({ share: 'amount', shareAmount });
export const rest: INodeParameters = { share: 'rest' };

/** A deal of 1,000, and what bills it. */
export async function open(
	company: keyof typeof shops,
): Promise<{ deal: string; bill: (more?: INodeParameters) => Promise<Result> }> {
	billing = billingByCompany.get(company) as BillingAccounts;
	const { currency, sku, ...more } = shops[company];
	const deal = await billing.deal(
		[{ name: 'Design hours', sku, quantity: 1_000, price: 1_000_000 }],
		currency,
		await billing.contact(),
	);
	const tax =
		'taxCode' in more
			? { defaultTaxCode: picked(await billing.id('TaxCode', `Name = '${more.taxCode}'`)) }
			: {};
	return {
		deal,
		bill: async (parameters = {}) =>
			(await billing.bill({
				deal: picked(deal),
				source: 'scratch',
				ifNoItem: 'fail',
				...tax,
				...parameters,
			})) as never,
	};
}
