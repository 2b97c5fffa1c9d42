import { picked } from '../support/billingAccounts';
import { type RefusedCase, unique, option, plain, line, inactive } from './refusedCases';

const NO_SUCH = picked('987654');

const INCOME = "AccountType = 'Income'";
const UNKNOWN = line({ sku: '', name: 'Never heard' });

export const refusedReferences: RefusedCase[] = [
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
];
