import type { FaultRule } from '../../sandbox/faults';
import type { BillingAccounts } from '../support/billingAccounts';
import { picked } from '../support/billingAccounts';
import { type RefusedCase, unique, plain, line, inactive, customer } from './refusedCases';

const refused = (behaviour: FaultRule['behaviour']): FaultRule => ({
	system: 'quickbooks',
	method: 'POST',
	path: '/invoice',
	behaviour,
	times: 1,
});
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

export const refusedInvoices: RefusedCase[] = [
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
