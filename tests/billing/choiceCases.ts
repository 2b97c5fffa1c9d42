import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { type CaseLine } from '../support/lineAmounts';
import { picked, BillingAccounts, type Invoice } from '../support/billingAccounts';

export interface Customer {
	Id: string;
	SyncToken: string;
	DisplayName: string;
	Active: boolean;
	Job?: boolean;
	ParentRef?: { value: string };
	CurrencyRef?: { value: string };
}

export const shops = {
	us: { currency: 'USD', sku: 'GD-HOUR', item: 'Design hours' },
	uk: { currency: 'GBP', sku: 'HT-H', item: 'Hedge trimming', taxCode: '20.0% S' },
	ca: { currency: 'CAD', sku: 'AM-1', item: 'Aménagement', taxCode: 'HST ON' },
	'us-numbers': { currency: 'USD', sku: 'WD-1', item: 'Workshop day' },
};
export type Shop = keyof typeof shops;
export const billingByCompany = new Map<Shop, BillingAccounts>();
beforeAll(async () => {
	for (const key of Object.keys(shops) as Shop[])
		billingByCompany.set(key, await BillingAccounts.open(key));
	await (billingByCompany.get('us') as BillingAccounts).prefer('SalesFormsPrefs', {
		AllowShipping: true,
	});
	await (billingByCompany.get('us-numbers') as BillingAccounts).prefer('AccountingInfoPrefs', {
		ClassTrackingPerTxn: true,
		TrackDepartments: true,
	});
}, 60_000);
afterAll(async () => {
	for (const billing of billingByCompany.values()) await billing.accounts.stop();
});

export const linesOf = (shop: Shop): CaseLine[] => [
	{ sku: shops[shop].sku, name: shops[shop].item, quantity: 2_000, price: 50_250 },
];

interface Done {
	billing: BillingAccounts;
	invoice: Invoice;
	result: Awaited<ReturnType<BillingAccounts['bill']>>;
	customer: Customer;
	payload: IDataObject;
}

/** Bills a deal of the contact twice over: as a dry run, then for good; both must say the same. */
export async function bill(
	shop: Shop,
	contact: string,
	parameters: INodeParameters = {},
	company?: string,
	lines = linesOf(shop),
): Promise<Done> {
	const billing = billingByCompany.get(shop) as BillingAccounts;
	const { currency, ...more } = shops[shop];
	const deal = await billing.deal(lines, currency, contact, company);
	const taxCode =
		'taxCode' in more && !('defaultTaxCode' in parameters)
			? { defaultTaxCode: picked(await billing.id('TaxCode', `Name = '${more.taxCode}'`)) }
			: {};
	const common = {
		deal: picked(deal),
		source: 'scratch',
		ifNoItem: 'fail',
		...taxCode,
		...parameters,
	};
	const planned =
		(await billing.bill({ ...common, dryRun: true })).plan?.find(
			({ target, operation }) => target === 'Invoice' && operation === 'create',
		)?.payload ?? {};
	billing.accounts.forgetRequests();
	const result = await billing.bill(common);
	const sent =
		billing.accounts.requests
			.filter(({ method, url }) => method === 'POST' && /\/invoice\?/.test(url))
			.map(({ requestBody }) => JSON.parse(requestBody ?? '{}') as IDataObject)[0] ?? {};
	const known = {
		...planned,
		CustomerRef: (planned['CustomerRef'] as { value: string }).value.startsWith('(')
			? sent['CustomerRef']
			: planned['CustomerRef'],
	};
	expect(sent).toEqual(known);
	const invoice = await billing.invoice(result.quickbooks.id);
	const { Customer } = await billing.accounts.quickBooks<{ Customer: Customer }>(
		`customer/${invoice.CustomerRef.value}`,
	);
	return { billing, invoice, result, customer: Customer, payload: sent };
}

export async function customer(billing: BillingAccounts, fields: IDataObject): Promise<Customer> {
	return (await billing.accounts.quickBooks<{ Customer: Customer }>('customer', fields)).Customer;
}
