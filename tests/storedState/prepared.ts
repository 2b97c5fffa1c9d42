import type { IDataObject } from 'n8n-workflow';
import type { TestAccounts } from '../support/testAccounts';

/** Ids of HubSpot records that the scenario bills, by what happens to them. */
export type Deals = Record<(typeof dealNames)[number], string>;

export interface PreparedIds {
	deals: Deals;
	quote: string;
	/** A contact whose customer is made inactive later. */
	leaver: string;
	/** A product that is deleted later. */
	oldProduct: string;
}

const dealNames = [
	'whole',
	'shares',
	'amount',
	'quote',
	'lines',
	'repeated',
	'voided',
	'mailed',
	'deleted',
	'atOnce',
] as const;

type Link = [typeId: number, id: string];
const CONTACT_OF_DEAL = 3;
const LINE_OF_DEAL = 20;
const DEAL_OF_QUOTE = 64;
const LINE_OF_QUOTE = 68;
const CONTACT_OF_QUOTE = 69;

/** What people entered in both systems before the package did anything. */
export async function prepareRecords(accounts: TestAccounts): Promise<PreparedIds> {
	await createQuickBooksRecords(accounts);
	// This contact cannot become a customer: its name is a vendor's.
	await createHubSpot(accounts, 'contacts', {
		firstname: 'Ruth',
		lastname: 'Okafor',
		email: 'ruth@example.com',
	});
	const leaver = await createHubSpot(accounts, 'contacts', {
		firstname: 'Leo',
		lastname: 'Brandt',
		email: 'leo@example.com',
	});
	const oldProduct = await createHubSpot(accounts, 'products', {
		name: 'Pruning',
		hs_sku: 'PRUNE',
	});
	await createHubSpot(accounts, 'products', { name: 'Planting', hs_sku: 'PLANT-H', price: '90' });
	const [one, many] = [await createContact(accounts, 'one'), await createContact(accounts, 'many')];
	const deals = {} as Deals;
	for (const name of dealNames)
		deals[name] = await createDeal(accounts, name, name === 'whole' ? one : many);
	return { deals, quote: await createQuote(accounts, deals.quote, many), leaver, oldProduct };
}

async function createQuickBooksRecords(accounts: TestAccounts): Promise<void> {
	const { Item } = await accounts.quickBooks<{ Item: { Id: string } }>('item', {
		Name: 'Planting',
		Sku: 'PLANT-H',
		Type: 'Service',
		UnitPrice: 90,
		IncomeAccountRef: { value: '5' },
	});
	const { Customer } = await accounts.quickBooks<{ Customer: { Id: string } }>('customer', {
		DisplayName: 'Ivy Larsen',
		GivenName: 'Ivy',
		FamilyName: 'Larsen',
		PrimaryEmailAddr: { Address: 'ivy@example.com' },
	});
	const line = {
		DetailType: 'SalesItemLineDetail',
		Amount: 90,
		SalesItemLineDetail: { ItemRef: { value: Item.Id } },
	};
	await accounts.quickBooks('invoice', { CustomerRef: { value: Customer.Id }, Line: [line] });
	await accounts.quickBooks('vendor', { DisplayName: 'Ruth Okafor' });
}

async function createHubSpot(
	accounts: TestAccounts,
	type: string,
	properties: IDataObject,
	links: Link[] = [],
): Promise<string> {
	const associations = links.map(([associationTypeId, id]) => ({
		to: { id },
		types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId }],
	}));
	const made = await accounts.hubSpot<{ id: string }>(`/crm/objects/2026-03/${type}`, {
		properties,
		associations,
	});
	return made.id;
}

async function createContact(accounts: TestAccounts, deals: string): Promise<string> {
	return await createHubSpot(accounts, 'contacts', {
		firstname: 'Buyer',
		lastname: `Of ${deals}`,
		email: `${deals}@example.com`,
		phone: '+1 415 555 0100',
		city: 'Oakland',
	});
}

async function createDeal(accounts: TestAccounts, name: string, contact: string): Promise<string> {
	const deal = await createHubSpot(
		accounts,
		'deals',
		{
			dealname: `Garden, ${name}`,
			pipeline: 'default',
			dealstage: 'contractsent',
			deal_currency_code: 'USD',
			amount: '1000',
		},
		[[CONTACT_OF_DEAL, contact]],
	);
	await createLines(accounts, [LINE_OF_DEAL, deal]);
	return deal;
}

/** They come to 1,000. */
async function createLines(accounts: TestAccounts, to: Link): Promise<void> {
	const lines: IDataObject[] = [
		{ name: 'Planting', hs_sku: 'PLANT-H', quantity: '8', price: '100' },
		{ name: 'Bulbs', hs_sku: 'BULB', quantity: '400', price: '0.5' },
	];
	for (const line of lines)
		await createHubSpot(accounts, 'line_items', { ...line, hs_line_item_currency_code: 'USD' }, [
			to,
		]);
}

async function createQuote(accounts: TestAccounts, deal: string, contact: string): Promise<string> {
	const quote = await createHubSpot(
		accounts,
		'quotes',
		{
			hs_title: 'Garden',
			hs_expiration_date: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
			hs_currency: 'USD',
			hs_status: 'DRAFT',
		},
		[
			[DEAL_OF_QUOTE, deal],
			[CONTACT_OF_QUOTE, contact],
		],
	);
	await createLines(accounts, [LINE_OF_QUOTE, quote]);
	await accounts.hubSpot(
		`/crm/objects/2026-03/quotes/${quote}`,
		{ properties: { hs_status: 'APPROVAL_NOT_NEEDED' } },
		'PATCH',
	);
	return quote;
}
