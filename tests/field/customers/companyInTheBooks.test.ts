import { BillingAccounts } from '../../support/billingAccounts';
import { Bookkeeping } from '../../support/bookkeeping';

let billing: BillingAccounts;
let bookkeeping: Bookkeeping;
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
	bookkeeping = new Bookkeeping(billing);
});
afterAll(async () => await billing.accounts.stop());

/** A company as HubSpot makes it of an address, billed. */
async function billed(name: string, domain: string) {
	const company = await billing.create('companies', { name, domain });
	return await bookkeeping.bill(await bookkeeping.deal(await billing.contact(), { company }), {
		billingParty: 'company',
	});
}

const customer = async (DisplayName: string, more: object) =>
	await bookkeeping.customer({ DisplayName, CompanyName: DisplayName, ...more });

describe('a company that HubSpot made of a domain', () => {
	it('is the customer whose name differs by its legal form, and that has the domain', async () => {
		const fern = await customer('Fernwood Ltd', {
			PrimaryEmailAddr: { Address: 'me@gmail.com, office@fernwood.example' },
		});
		const first = await billed('Fernwood', 'fernwood.example');
		expect([first.customer.Id, first.warnings]).toEqual([fern.Id, []]);
		const lark = await customer('Larkspur', { WebAddr: { URI: 'https://www.larkspur.example/' } });
		expect((await billed('Larkspur Inc.', 'larkspur.example')).customer.Id).toBe(lark.Id);
	});

	it('is no other firm of nearly the same name, and nobody who works there', async () => {
		const other = await customer('Bramble Ltd', {
			PrimaryEmailAddr: { Address: 'office@bramble-and-sons.example' },
		});
		expect((await billed('Bramble', 'bramble.example')).customer).toMatchObject({
			DisplayName: 'Bramble',
		});
		expect((await bookkeeping.customers(`Id = '${other.Id}'`))[0]).toMatchObject({
			DisplayName: 'Bramble Ltd',
		});
		await bookkeeping.customer({
			DisplayName: 'Rowan Hedge',
			CompanyName: 'Thornfield Ltd',
			GivenName: 'Rowan',
			FamilyName: 'Hedge',
			PrimaryEmailAddr: { Address: 'rowan@thornfield.example' },
		});
		expect((await billed('Thornfield', 'thornfield.example')).customer).toMatchObject({
			DisplayName: 'Thornfield',
		});
	});

	it('is not guessed among two', async () => {
		for (const name of ['Mosswood Ltd', 'Mosswood Inc'])
			await customer(name, { PrimaryEmailAddr: { Address: 'office@mosswood.example' } });
		await expect(billed('Mosswood', 'mosswood.example')).rejects.toMatchObject({
			message: expect.stringMatching(/Mosswood Ltd.*Mosswood Inc/),
		});
	});
});
