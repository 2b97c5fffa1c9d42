import type { IDataObject } from 'n8n-workflow';
import { picked, BillingAccounts } from '../../support/billingAccounts';

type Shop = 'us-numbers' | 'ca';
export const billingByCompany = new Map<Shop, BillingAccounts>();
beforeAll(async () => {
	for (const shop of ['us-numbers', 'ca'] as const)
		billingByCompany.set(shop, await BillingAccounts.open(shop));
	await billingByCompany
		.get('us-numbers')
		?.prefer('AccountingInfoPrefs', { ClassTrackingPerTxn: true, TrackDepartments: true });
	await billingByCompany
		.get('us-numbers')
		?.prefer('SalesFormsPrefs', { AllowDeposit: true, AllowDiscount: true });
}, 60_000);
afterAll(async () => {
	for (const billing of billingByCompany.values()) await billing.accounts.stop();
});

/** Changes the company's settings, and lets the time pass for which a process remembers them. */
const realNow = Date.now.bind(Date);
let passed = 0;
const now = jest.spyOn(Date, 'now').mockImplementation(() => realNow() + passed);

/** Lets time pass in this process. */
export function pass(ms: number): void {
	passed += ms;
}

afterAll(() => now.mockRestore());
export async function prefer(billing: BillingAccounts, values: IDataObject): Promise<void> {
	await billing.prefer('AccountingInfoPrefs', values);
	pass(121_000);
}

const DAY_MS = 86_400_000;
export const daysAgo = (days: number) =>
	new Date(realNow() - days * DAY_MS).toISOString().slice(0, 10);
let serial = 0;
export const unique = (name: string) => `${name} ${(serial += 1)}`;
export const account = async (billing: BillingAccounts, type: string) =>
	await billing.id('Account', `AccountType = '${type}'`);

async function inactive(
	billing: BillingAccounts,
	entity: string,
	fields: IDataObject,
): Promise<string> {
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
	return made.Id;
}

async function numberOf(
	billing: BillingAccounts,
	entity: 'Invoice' | 'CreditMemo' | 'SalesReceipt',
): Promise<string> {
	const number = unique(`${entity}-`).replace(' ', '');
	const [customer, item] = [
		await billing.id('Customer', 'Active = true'),
		await billing.id('Item', "Type = 'Service'"),
	];
	await billing.accounts.quickBooks(entity.toLowerCase(), {
		CustomerRef: { value: customer },
		DocNumber: number,
		Line: [
			{
				Amount: 1,
				DetailType: 'SalesItemLineDetail',
				SalesItemLineDetail: { ItemRef: { value: item } },
			},
		],
	});
	return number;
}

async function stocked(billing: BillingAccounts, since: string): Promise<string> {
	const ref = async (type: string) => ({ value: await account(billing, type) });
	const fields = {
		Name: unique('Pump'),
		Type: 'Inventory',
		IncomeAccountRef: await ref('Income'),
		ExpenseAccountRef: await ref('Cost of Goods Sold'),
		AssetAccountRef: await ref('Other Current Asset'),
		TrackQtyOnHand: true,
		QtyOnHand: 10,
		InvStartDate: since,
	};
	return (await billing.accounts.quickBooks<{ Item: { Id: string } }>('item', fields)).Item.Id;
}

const line = (more: IDataObject) => ({
	lines: { line: [{ name: 'Pump', quantity: 1, unitPrice: 50, ...more }] },
});
const options = (more: IDataObject) => ({ options: more });

interface Case {
	what: string;
	shop?: Shop;
	currency?: string;
	given: (billing: BillingAccounts) => Promise<object> | object;
	says: RegExp[];
}

export const cases: Case[] = [
	{
		what: 'the number of an invoice',
		given: async (billing) => options({ number: await numberOf(billing, 'Invoice') }),
		says: [/Invoice Number: Invoice-\d+ is the number of the invoice with the id \d+/],
	},
	{
		what: 'the number of a credit memo',
		given: async (billing) => options({ number: await numberOf(billing, 'CreditMemo') }),
		says: [/Invoice Number: CreditMemo-\d+ is the number of the credit memo with the id \d+/],
	},
	{
		what: 'the number of a sales receipt',
		given: async (billing) => options({ number: await numberOf(billing, 'SalesReceipt') }),
		says: [/Invoice Number: SalesReceipt-\d+ is the number of the sales receipt with the id \d+/],
	},
	{
		what: 'a date in closed books',
		given: async (billing) => (
			await prefer(billing, { BookCloseDate: daysAgo(30) }),
			{ invoiceDate: daysAgo(40) }
		),
		says: [/Invoice Date: the books are closed up to/],
	},
	{
		what: 'no date, and books that are closed beyond today',
		given: async (billing) => (await prefer(billing, { BookCloseDate: daysAgo(-2) }), {}),
		says: [/Invoice Date: it is today, .*, and the books are closed up to/],
	},
	{
		what: 'a class that is inactive',
		given: async (billing) => ({
			class: picked(await inactive(billing, 'Class', { Name: unique('Old') })),
		}),
		says: [/Class: "Old \d+.*" is inactive/],
	},
	{
		what: 'a deposit account of another kind',
		given: async (billing) =>
			options({ deposit: 5, depositAccount: picked(await account(billing, 'Income')) }),
		says: [/Deposit Account: ".*" is of the type Income/],
	},
	{
		what: 'an income account of another kind',
		given: async (billing) => ({ incomeAccount: picked(await account(billing, 'Bank')) }),
		says: [/Income Account: ".*" is of the type Bank/],
	},
	{
		what: 'an income account that does not exist',
		given: () => ({ incomeAccount: picked('987654') }),
		says: [/Income Account: this QuickBooks company has no account with the ID 987654/],
	},
	{
		what: 'a custom field that does not exist',
		given: () => options({ customFields: { field: [{ definitionId: '5', value: 'x' }] } }),
		says: [/Custom Fields: the company has no custom field "5"/],
	},
	{
		what: 'a day before the stock of an item began',
		given: async (billing) => ({
			...line({ item: picked(await stocked(billing, daysAgo(3))) }),
			invoiceDate: daysAgo(10),
		}),
		says: [/Line 1 "Pump" sells "Pump \d+", .* from \d{4}-\d\d-\d\d on, but the invoice is dated/],
	},
	{
		what: 'a discount above the total',
		given: () => options({ discountAmount: 1_000 }),
		says: [/The discount is 1000\.00, but only 50\.00 is billed/],
	},
	{
		what: 'a copy to an address that is too long',
		given: () => options({ cc: `${'a'.repeat(120)}@example.com` }),
		says: [/CC: it has 132 characters/],
	},
	{
		what: 'a currency that the company does not have',
		shop: 'ca',
		currency: 'GBP',
		given: () => ({}),
		says: [/Currency: GBP is not among the currencies of/],
	},
	{
		what: 'a currency that is inactive',
		shop: 'ca',
		currency: 'EUR',
		given: async (billing) => {
			const [euro] = await billing.accounts.query<{ Id: string; SyncToken: string }>(
				"select * from CompanyCurrency where Code = 'EUR'",
			);
			await billing.accounts.quickBooks('companycurrency', {
				Id: euro?.Id,
				SyncToken: euro?.SyncToken,
				sparse: true,
				Active: false,
			});
			return {};
		},
		says: [/Currency: EUR is inactive in/],
	},
	{
		what: 'all of it at once',
		given: async (billing) => ({
			...options({
				number: await numberOf(billing, 'Invoice'),
				customFields: { field: [{ definitionId: '5', value: 'x' }] },
			}),
			invoiceDate: (await prefer(billing, { BookCloseDate: daysAgo(30) }), daysAgo(40)),
			class: picked(await inactive(billing, 'Class', { Name: unique('Old') })),
			incomeAccount: picked('987654'),
		}),
		says: [/Invoice Number: /, /Custom Fields: /, /Invoice Date: /, /Class: /, /Income Account: /],
	},
];
