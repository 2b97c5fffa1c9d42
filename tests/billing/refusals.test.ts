import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { FaultRule } from '../../sandbox/faults';
import { picked, BillingAccounts, TYPE } from '../support/billingAccounts';

type Shop = 'us' | 'us-numbers' | 'uk' | 'ca';
const skus: Record<Shop, { currency: string; sku: string; name: string }> = {
	us: { currency: 'USD', sku: 'GD-HOUR', name: 'Design hours' },
	'us-numbers': { currency: 'USD', sku: 'WD-1', name: 'Workshop day' },
	uk: { currency: 'GBP', sku: 'HT-H', name: 'Hedge trimming' },
	ca: { currency: 'CAD', sku: 'AM-1', name: 'Aménagement' },
};
const NO_SUCH = picked('987654');

interface Case {
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

const INCOME = "AccountType = 'Income'";
let count = 0;
const unique = (name: string) => `${name} ${Date.now()}${(count += 1)}`;
const option = (options: IDataObject) => async () =>
	await Promise.resolve({ options } as INodeParameters);
const plain = (parameters: INodeParameters) => async () => await Promise.resolve(parameters);
const line = (more: IDataObject) =>
	({
		lines: {
			line: [{ name: 'Design hours', sku: 'GD-HOUR', quantity: 1, unitPrice: 10, ...more }],
		},
	}) as unknown as INodeParameters;
const UNKNOWN = line({ sku: '', name: 'Never heard' });
const refused = (behaviour: FaultRule['behaviour']): FaultRule => ({
	system: 'quickbooks',
	method: 'POST',
	path: '/invoice',
	behaviour,
	times: 1,
});

const inactive = async (
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
const customer = async (billing: BillingAccounts, fields: IDataObject) =>
	(await billing.accounts.quickBooks<{ Customer: { Id: string } }>('customer', fields)).Customer.Id;

const taxCodes: Partial<Record<Shop, string>> = { uk: '20.0% S', ca: 'HST ON' };
async function taxed(billing: BillingAccounts, shop: Shop): Promise<INodeParameters> {
	const name = taxCodes[shop];
	return name ? { defaultTaxCode: picked(await billing.id('TaxCode', `Name = '${name}'`)) } : {};
}
async function stock(billing: BillingAccounts): Promise<string> {
	const account = async (type: string) => ({
		value: await billing.id('Account', `AccountType = '${type}'`),
	});
	const fields = {
		Name: unique('Pump'),
		Type: 'Inventory',
		IncomeAccountRef: await account('Income'),
		ExpenseAccountRef: await account('Cost of Goods Sold'),
		AssetAccountRef: await account('Other Current Asset'),
		TrackQtyOnHand: true,
		QtyOnHand: 10,
		InvStartDate: '2025-01-01',
	};
	return (await billing.accounts.quickBooks<{ Item: { Id: string } }>('item', fields)).Item.Id;
}

const gone = async (billing: BillingAccounts) =>
	await inactive(billing, 'Customer', {
		DisplayName: 'Rita Back',
		PrimaryEmailAddr: { Address: 'rita@example.com' },
	});
async function levels(billing: BillingAccounts): Promise<void> {
	let parent: string | undefined;
	for (const level of [1, 2, 3, 4, 5])
		parent = await customer(billing, {
			DisplayName: `Level ${level}`,
			...(parent && { Job: true, ParentRef: { value: parent } }),
		});
}

const cases: Case[] = [
	{
		code: '610',
		what: 'an inactive class',
		shop: 'us-numbers',
		given: async (billing) => ({
			class: await inactive(billing, 'Class', { Name: unique('Old') }),
		}),
		says: /^Class: "Old \d+.*" is inactive in QuickBooks\.$/,
		remedy: /Choose the class again/,
	},
	{
		code: '610',
		what: 'an inactive location',
		shop: 'us-numbers',
		given: async (billing) => ({
			location: await inactive(billing, 'Department', { Name: unique('Old') }),
		}),
		says: /^Location: "Old \d+.*" is inactive/,
		remedy: /Choose the location again/,
	},
	{
		code: '610',
		what: 'inactive terms',
		shop: 'us',
		given: async (billing) => ({
			terms: await inactive(billing, 'Term', { Name: unique('Old'), DueDays: 3 }),
		}),
		says: /^Terms: "Old \d+.*" is inactive/,
		remedy: /Choose the payment terms again/,
	},
	{
		code: '610',
		what: 'an inactive customer',
		shop: 'us',
		given: async (billing) => ({
			customer: 'specific',
			customerId: await inactive(billing, 'Customer', { DisplayName: unique('Gone') }),
		}),
		says: /^The QuickBooks customer "Gone \d+ \(deleted\)" is inactive/,
		remedy: /Make the customer active/,
	},
	{
		code: '610',
		what: 'an inactive item',
		shop: 'us',
		given: async (billing) =>
			line({
				item: await inactive(billing, 'Item', {
					Name: unique('Gone'),
					Type: 'Service',
					IncomeAccountRef: { value: await billing.id('Account', INCOME) },
				}),
			}),
		says: /^Line 1 "Design hours" names the QuickBooks item \d+, which is inactive/,
		remedy: /Choose an active item/,
	},
	{
		code: '2500',
		what: 'no such class',
		shop: 'us-numbers',
		given: plain({ class: NO_SUCH }),
		says: /^Class: this QuickBooks company has no class with the ID 987654/,
		remedy: /Choose the class again/,
	},
	{
		code: '2500',
		what: 'no such location',
		shop: 'us-numbers',
		given: plain({ location: NO_SUCH }),
		says: /^Location: this QuickBooks company has no location with the ID/,
		remedy: /Choose the location again/,
	},
	{
		code: '2500',
		what: 'no such terms',
		shop: 'us',
		given: plain({ terms: NO_SUCH }),
		says: /^Terms: this QuickBooks company has no payment terms with the ID/,
		remedy: /Choose the payment terms again/,
	},
	{
		code: '2500',
		what: 'terms by a name',
		shop: 'us',
		given: plain({ terms: picked('={{ "Net 30" }}') }),
		says: /^Terms: this QuickBooks company has no payment terms with the ID Net 30/,
		remedy: /from the list/,
	},
	{
		code: '2500',
		what: 'no such deposit account',
		shop: 'us',
		given: option({ deposit: 5, depositAccount: NO_SUCH }),
		says: /^Deposit Account: this QuickBooks company has no account/,
		remedy: /Choose the account again/,
	},
	{
		code: '2500',
		what: 'no such class of a line',
		shop: 'us-numbers',
		given: plain(line({ name: 'Workshop day', sku: 'WD-1', class: NO_SUCH })),
		says: /^Line 1 "Workshop day", Class: this QuickBooks company has no class/,
		remedy: /Choose the class again/,
	},
	{
		code: '2500',
		what: 'no such customer',
		shop: 'us',
		given: plain({ customer: 'specific', customerId: NO_SUCH }),
		says: /^QuickBooks has no customer with id 987654/,
		remedy: /Choose another customer/,
	},
	{
		code: '2500',
		what: 'no such item',
		shop: 'us',
		given: plain(line({ item: NO_SUCH })),
		says: /^Line 1 "Design hours" names the QuickBooks item 987654, which does not exist/,
		remedy: /Choose an active item/,
	},
	{
		code: '2500',
		what: 'no such default item',
		shop: 'us',
		given: plain({ ...UNKNOWN, ifNoItem: 'default', defaultItem: NO_SUCH }),
		says: /^The default item 987654 does not exist/,
		remedy: /Choose another default item/,
	},
	{
		code: '2500',
		what: 'no such income account',
		shop: 'us',
		given: plain({ ...UNKNOWN, ifNoItem: 'create', incomeAccount: NO_SUCH }),
		says: /^Income Account: this QuickBooks company has no account with the ID 987654/,
		remedy: /Choose the account again/,
	},
	{
		code: '2500',
		what: 'no such tax code',
		shop: 'uk',
		given: plain({ defaultTaxCode: NO_SUCH }),
		says: /^Line "Hedge trimming" has the tax code "987654", which does not exist or is inactive in this QuickBooks company/,
		remedy: /Choose a tax code from the list/,
	},
	{
		code: '2020',
		what: 'no income account for a new item',
		shop: 'us',
		given: plain({ ...UNKNOWN, ifNoItem: 'create' }),
		says: /^Line 1 "Never heard" has no item in QuickBooks, and a new item needs an income account/,
		remedy: /"Income Account"/,
	},
	{
		code: '2020',
		what: 'no lines but words',
		shop: 'us',
		given: plain({ lines: { line: [{ kind: 'text', description: 'Only words' }] } }),
		says: /^The deal "Case \d+" has no line items/,
		remedy: /set lines in the node/,
	},
	{
		code: '6430',
		what: 'an account that is no income',
		shop: 'us',
		given: async (billing) => ({
			...UNKNOWN,
			ifNoItem: 'create',
			incomeAccount: picked(await billing.id('Account', "AccountType = 'Bank'")),
		}),
		says: /^Income Account: ".*" is of the type Bank, which cannot be used here/,
		remedy: /Choose the account again/,
	},
	{
		code: '2050',
		what: 'a number of 22 characters',
		shop: 'us-numbers',
		given: option({ number: 'N'.repeat(22) }),
		says: /^Invoice Number: it has 22 characters; QuickBooks takes 21/,
		remedy: /Shorten/,
	},
	{
		code: '2050',
		what: 'a message of 1,001 characters',
		shop: 'us',
		given: plain({ customerMessage: 'm'.repeat(1001) }),
		says: /^Customer Message: it has 1001 characters/,
		remedy: /Shorten/,
	},
	{
		code: '2050',
		what: 'a memo of 5,000 characters',
		shop: 'us',
		given: plain({ memo: 'x'.repeat(5000) }),
		says: /^Memo: it has 5000 characters/,
		remedy: /Shorten/,
	},
	{
		code: '2050',
		what: 'a custom field of 32 characters',
		shop: 'us',
		given: option({ customFields: { field: [{ definitionId: '1', value: 'v'.repeat(32) }] } }),
		says: /^Custom Fields: it has 32 characters/,
		remedy: /Shorten/,
	},
	{
		code: '2050',
		what: 'a copy to a long address',
		shop: 'us',
		given: option({ cc: `${'a'.repeat(120)}@example.com` }),
		says: /^CC: it has 132 characters; QuickBooks takes 100/,
		remedy: /Enter an address such as/,
	},
	{
		code: '2050',
		what: 'a blind copy to a long address',
		shop: 'us',
		given: option({ bcc: `${'a'.repeat(120)}@example.com` }),
		says: /^BCC: it has 132 characters/,
		remedy: /Enter an address such as/,
	},
	{
		code: '2050',
		what: 'a bill e-mail that is long',
		shop: 'us',
		given: plain({ billEmail: `${'a'.repeat(120)}@example.com` }),
		says: /^Bill Email: it has 132 characters/,
		remedy: /Enter an address such as/,
	},
	{
		code: '2060',
		what: 'an invoice date that is none',
		shop: 'us',
		given: plain({ invoiceDate: '31/12/2026' }),
		says: /^Invoice Date: "31\/12\/2026" is not a date/,
		remedy: /YYYY-MM-DD/,
	},
	{
		code: '2060',
		what: 'a service date that is none',
		shop: 'us',
		given: plain(line({ serviceDate: 'soon' })),
		says: /^Line 1 "Design hours" has the service date "soon"/,
		remedy: /YYYY-MM-DD/,
	},
	{
		code: '2070',
		what: 'a day that does not exist',
		shop: 'us',
		given: plain({ dueDate: '2026-02-30' }),
		says: /^Due Date: "2026-02-30" is not a date/,
		remedy: /YYYY-MM-DD/,
	},
	{
		code: '2210',
		what: 'an address that is none',
		shop: 'us',
		given: plain({ billEmail: 'ann at example.com' }),
		says: /^Bill Email: "ann at example.com" is no e-mail address/,
		remedy: /ann@example.com/,
	},
	{
		code: '2290',
		what: 'a price below zero',
		shop: 'us',
		given: plain(line({ unitPrice: -10 })),
		says: /^The deal comes to -10\.00, and QuickBooks accepts no invoice below zero/,
		remedy: /credit memo/,
	},
	{
		code: '6000',
		what: 'a line without a VAT code',
		shop: 'uk',
		says: /^Line "Hedge trimming" has no tax code/,
		remedy: /Choose a default tax code/,
	},
	{
		code: '6000',
		what: 'a line without a GST code',
		shop: 'ca',
		says: /^Line "Aménagement" has no tax code/,
		remedy: /Choose a default tax code/,
	},
	{
		code: '6000',
		what: 'another currency than that of the customer',
		shop: 'ca',
		given: async (billing) => ({
			customer: 'specific',
			customerId: picked(
				await customer(billing, { DisplayName: unique('Yankee'), CurrencyRef: { value: 'USD' } }),
			),
			...(await taxed(billing, 'ca')),
		}),
		says: /^The deal is in CAD, but the QuickBooks customer "Yankee \d+" is in USD/,
		remedy: /customer in CAD/,
	},
	{
		code: '6000',
		what: 'a discount above the total',
		shop: 'us',
		given: option({ discountAmount: 1e6 }),
		says: /^The discount is 1000000\.00, but only 50\.00 is billed/,
		remedy: /Lower the discount/,
	},
	{
		code: '6000',
		what: 'more lines than QuickBooks takes',
		shop: 'us',
		given: plain({
			lines: {
				line: Array.from({ length: 751 }, () => ({
					name: 'Design hours',
					sku: 'GD-HOUR',
					unitPrice: 1,
				})),
			},
		}),
		says: /^There are 751 lines; QuickBooks takes 750/,
		remedy: /in parts/,
	},
	{
		code: '6100',
		what: 'a tax code of another country',
		shop: 'us',
		given: plain(line({ taxCode: picked('5') })),
		says: /^Line 1 "Design hours" has the tax code "5", but a US company knows only TAX and NON/,
		remedy: /Use TAX/,
	},
	{
		code: '6140',
		what: 'a number that is taken',
		shop: 'us-numbers',
		given: async (billing) => ({
			options: {
				number:
					(await billing.accounts.query<{ DocNumber?: string }>('select * from Invoice')).find(
						({ DocNumber }) => DocNumber,
					)?.DocNumber ?? '',
			},
		}),
		says: /^Invoice Number: \S+ is the number of the invoice with the id \d+/,
		remedy: /Choose another number/,
	},
	{
		code: '6180',
		what: 'a sixth level of customers',
		shop: 'us',
		company: { name: 'Level 5' },
		given: async (billing) => (await levels(billing), { customerOptions: { underCompany: true } }),
		says: /^New customer "Case No\. \d+": .*Sub level limit exceeded/,
		remedy: /five levels of sub-customers\. Choose a customer of a higher level/,
	},
	{
		code: '6200',
		what: 'a date in closed books',
		shop: 'us-numbers',
		given: async (billing) => (
			await billing.prefer('AccountingInfoPrefs', { BookCloseDate: '2026-06-30' }),
			{ invoiceDate: '2026-06-30' }
		),
		says: /^Invoice for the deal "Case \d+": .*Account Period Closed.*2026-06-30|^Invoice Date: the books are closed up to 2026-06-30/,
		remedy: /reopen the books/,
	},
	{
		code: '6240',
		what: 'the name of a vendor',
		shop: 'us',
		given: async (billing) => (
			await billing.accounts.quickBooks('vendor', { DisplayName: 'Vera Vendor' }),
			{ nameTaken: 'fail' }
		),
		contact: { firstname: 'Vera', lastname: 'Vendor', email: 'vera@example.com' },
		says: /^The name "Vera Vendor" belongs to a vendor, an employee or another customer/,
		remedy: /"If Name Is Taken"/,
	},
	{
		code: '6270',
		what: 'a day before the stock began',
		shop: 'us',
		given: async (billing) => ({
			...line({ item: picked(await stock(billing)) }),
			invoiceDate: '2001-01-01',
		}),
		says: /sells "Pump .*", which QuickBooks keeps in stock from 2025-01-01 on/,
		remedy: /on or after 2025-01-01/,
	},
	{
		code: '6420',
		what: 'a mail to nobody',
		shop: 'us',
		given: plain({ send: 'now' }),
		contact: { firstname: 'No', lastname: 'Mail', email: '' },
		says: /^The invoice cannot be sent: no e-mail address is known/,
		remedy: /"Bill Email"/,
	},
	{
		code: '2030',
		what: 'a customer ID that is no number',
		shop: 'us',
		given: plain({ customer: 'specific', customerId: picked('={{ "58; drop" }}') }),
		says: /^QuickBooks Customer: "58; drop" is not a QuickBooks customer ID\.$/,
		remedy: /which is a number/,
	},
	{
		code: '5010',
		what: 'somebody else at the same moment',
		shop: 'us',
		contact: { firstname: 'Rita', lastname: 'Back', email: 'rita@example.com' },
		given: async (billing) => (await gone(billing), { customerOptions: { reactivate: true } }),
		fault: { ...refused('stale-token'), path: '/customer' },
		says: /^Customer "Rita Back \(deleted\)": Somebody changed the record/,
		remedy: /Run the item again/,
	},
	{
		code: '3200',
		what: 'a token that has ended',
		shop: 'us',
		fault: { ...refused('expired-token'), times: 9 },
		says: /^QuickBooks does not accept the credential/,
		remedy: /connect it again/,
	},
	{
		code: '3100',
		what: 'an app that was disconnected',
		shop: 'us',
		fault: refused('missing-scope'),
		says: /^QuickBooks denies access: /,
		remedy: /disconnected/,
	},
	{
		code: '10000',
		what: 'a failure that stays',
		shop: 'us',
		fault: { ...refused('500'), times: 9 },
		says: /^QuickBooks cannot answer right now \(HTTP 500\)/,
		remedy: /Nothing is done twice/,
	},
];

const billingByCompany = new Map<Shop, BillingAccounts>();
beforeAll(async () => {
	for (const shop of Object.keys(skus) as Shop[])
		billingByCompany.set(shop, await BillingAccounts.open(shop));
	await billingByCompany
		.get('us-numbers')
		?.prefer('AccountingInfoPrefs', { ClassTrackingPerTxn: true, TrackDepartments: true });
}, 60_000);
afterAll(async () => {
	for (const billing of billingByCompany.values()) await billing.accounts.stop();
});

interface Told {
	message: string;
	description: string;
	context: { itemIndex?: number };
}

const invoicesOf = async (billing: BillingAccounts, deal: string) =>
	(
		await billing.accounts.query<{ PrivateNote?: string }>(
			'select * from Invoice orderby Id desc maxresults 50',
		)
	).filter(({ PrivateNote }) => PrivateNote?.includes(`deal ${deal},`));

/**
 * What each refusal of QuickBooks that the node can meet says: what it is about, the field, and
 * what to do. Nothing is written, and once corrected the deal is billed.
 */
it.each(cases)(
	'$code $what',
	async (one) => {
		const billing = billingByCompany.get(one.shop) as BillingAccounts;
		const { currency, sku, name } = skus[one.shop];
		const company = one.company && (await billing.create('companies', one.company));
		const deal = await billing.deal(
			[{ sku, name, quantity: 1_000, price: 50_000 }],
			currency,
			await billing.contact(one.contact),
			company,
		);
		const parameters = { deal: picked(deal), source: 'scratch', ifNoItem: 'fail' };
		const given = await one.given?.(billing);
		if (one.fault) billing.accounts.fault(one.fault);
		const run = await billing.accounts.run(TYPE, { ...parameters, ...given });
		billing.accounts.clearFaults();
		const { message, description, context } = run.error as unknown as Told;
		expect([message, description]).toEqual([
			expect.stringMatching(one.says),
			expect.stringMatching(one.remedy),
		]);
		expect(description).toMatch(/[.)]$/);
		expect(message.length).toBeLessThan(600);
		expect(context.itemIndex).toBe(0);
		const { properties, associations } = await billing.accounts.deal(deal, [
			'quickbooks_invoice_number',
		]);
		expect([
			await invoicesOf(billing, deal),
			properties['quickbooks_invoice_number'] ?? null,
			associations,
		]).toEqual([[], null, undefined]);
		await billing.prefer('AccountingInfoPrefs', { BookCloseDate: null });
		const corrected = await billing.bill({
			...parameters,
			...(await taxed(billing, one.shop)),
			...(one.fault && given),
		});
		expect([corrected.action, (await invoicesOf(billing, deal)).length]).toEqual(['created', 1]);
	},
	60_000,
);

it('2040, 6170, 2410 cannot be met: names are cleaned, no tax is sent out of scope, a rate is always sent', async () => {
	const [us, uk, ca] = (['us', 'uk', 'ca'] as const).map(
		(shop) => billingByCompany.get(shop) as BillingAccounts,
	) as [BillingAccounts, BillingAccounts, BillingAccounts];
	const named = await us.bill({
		deal: picked(
			await us.deal(
				[{ ...skus.us, quantity: 1_000, price: 1_000 }],
				'USD',
				await us.contact({ firstname: 'Ann: the\tbuyer' }),
			),
		),
		source: 'scratch',
		ifNoItem: 'fail',
	});
	expect((await us.invoice(named.quickbooks.id)).CustomerRef.name).toMatch(
		/^Ann - the buyer No\. \d+$/,
	);
	const scoped = await uk.bill({
		deal: picked(
			await uk.deal([{ ...skus.uk, quantity: 1_000, price: 1_000 }], 'GBP', await uk.contact()),
		),
		source: 'scratch',
		ifNoItem: 'fail',
		taxes: { calculation: 'NotApplicable', useHubSpotTax: true },
	});
	expect((await uk.invoice(scoped.quickbooks.id)).TotalAmt).toBe(1);
	ca.accounts.sandbox.quickbooks.setSwitches({ missingExchangeRate: 'refuse' });
	const foreign = await ca.bill({
		deal: picked(
			await ca.deal([{ ...skus.ca, quantity: 1_000, price: 1_000 }], 'USD', await ca.contact()),
		),
		source: 'scratch',
		ifNoItem: 'fail',
		...(await taxed(ca, 'ca')),
	});
	expect((await ca.invoice(foreign.quickbooks.id)).ExchangeRate).toBeGreaterThan(1);
});
