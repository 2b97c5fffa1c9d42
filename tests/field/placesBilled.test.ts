import { Town } from '../billing/town';
import { Books } from './books';

// An account whose states and countries are lists gives internal values:
// https://github.com/SalesforceFoundation/NPSP/issues/6405
let town: Town;
let books: Books;
beforeAll(async () => {
	town = await Town.open('us');
	books = new Books(town);
});
afterAll(async () => await town.world.stop());

const address = async (customerId: string) =>
	(await town.world.quickBooks<{ Customer: { BillAddr?: object } }>(`customer/${customerId}`))
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
		town.world.sandbox.hubspot.setSwitches({ places });
		const contact = await town.contact({ address: '1 Elm', city: 'Oakland', state, country });
		const company = await town.create('companies', {
			name: `Holt ${places}`,
			city: 'Oakland',
			state,
			country,
		});
		for (const billingParty of ['contact', 'company']) {
			const { customer } = await books.bill(await books.deal(contact, { company }), {
				billingParty,
			});
			expect(await address(customer.Id)).toMatchObject({ City: 'Oakland', ...due });
		}
	},
);
