import { BillingAccounts } from '../../support/billingAccounts';
import { Bookkeeping } from '../../support/bookkeeping';

// An account whose states and countries are lists gives internal values:
// https://github.com/SalesforceFoundation/NPSP/issues/6405
let billing: BillingAccounts;
let bookkeeping: Bookkeeping;
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
	bookkeeping = new Bookkeeping(billing);
});
afterAll(async () => await billing.accounts.stop());

const address = async (customerId: string) =>
	(await billing.accounts.quickBooks<{ Customer: { BillAddr?: object } }>(`customer/${customerId}`))
		.Customer.BillAddr;

it.each([
	[
		'words',
		'state_california',
		'country_united_states',
		{ CountrySubDivisionCode: 'California', Country: 'United States' },
	],
	['codes', 'CA', 'US', { CountrySubDivisionCode: 'CA', Country: 'US' }],
] as const)(
	'a new customer’s address is in words that the post knows (%s)',
	async (places, state, country, due) => {
		billing.accounts.sandbox.hubspot.setSwitches({ places });
		const contact = await billing.contact({ address: '1 Elm', city: 'Oakland', state, country });
		const company = await billing.create('companies', {
			name: `Holt ${places}`,
			city: 'Oakland',
			state,
			country,
		});
		for (const billingParty of ['contact', 'company']) {
			const { customer } = await bookkeeping.bill(await bookkeeping.deal(contact, { company }), {
				billingParty,
			});
			expect(await address(customer.Id)).toMatchObject({ City: 'Oakland', ...due });
		}
	},
);
