import { picked, BillingAccounts } from '../../support/billingAccounts';
import { ReadInvoicingData } from '../../../nodes/ReadInvoicingData/ReadInvoicingData.node';
import { Bookkeeping } from '../../support/bookkeeping';

const READ = 'n8n-nodes-hubspot-quickbooks.readInvoicingData';
let billing: BillingAccounts;
let bookkeeping: Bookkeeping;
beforeAll(async () => {
	billing = await BillingAccounts.open('us', { [READ]: new ReadInvoicingData() });
	bookkeeping = new Bookkeeping(billing);
});
afterAll(async () => await billing.accounts.stop());

const company = async (name: string) => await billing.create('companies', { name });

describe('a company’s customer is not a person’s', () => {
	it('a contact’s private deal is not billed to the company that has the same address, nor the other way round', async () => {
		const contact = await billing.contact({
			firstname: 'Ann',
			lastname: 'Holt',
			email: 'ann@holt.example',
			company: 'Holt Bakery',
		});
		const bakery = await company('Holt Bakery');
		const forCompany = await bookkeeping.bill(
			await bookkeeping.deal(contact, { company: bakery }),
			{
				billingParty: 'company',
			},
		);
		expect(forCompany.customer).toMatchObject({
			DisplayName: 'Holt Bakery',
			PrimaryEmailAddr: { Address: 'ann@holt.example' },
		});
		const deal = await bookkeeping.deal(contact);
		const choices = (await billing.accounts.one(READ, {
			operation: 'choices',
			deal: picked(deal),
		})) as {
			customer: { matched: unknown; newName: string };
			warnings: string[];
		};
		expect([choices.customer.matched, choices.customer.newName]).toEqual([null, 'Ann Holt']);
		const forHer = await bookkeeping.bill(deal);
		expect(forHer.customer.DisplayName).toBe('Ann Holt');
		expect(forHer.warnings.join()).toContain(
			`"Holt Bakery" (id ${forCompany.customer.Id}) is linked with another record in HubSpot, so the contact "Ann Holt" gets a QuickBooks customer of its own`,
		);
		const again = await bookkeeping.bill(await bookkeeping.deal(contact, { company: bakery }), {
			billingParty: 'company',
		});
		expect(again.customer.Id).toBe(forCompany.customer.Id);
	});

	it('a person’s customer that names the company is not the company’s', async () => {
		const contact = await billing.contact({
			firstname: 'Ben',
			lastname: 'Iver',
			email: 'ben@iver.example',
			company: 'Iver Stone',
		});
		const his = await bookkeeping.bill(await bookkeeping.deal(contact));
		const stone = await company('Iver Stone');
		const forCompany = await bookkeeping.bill(await bookkeeping.deal(contact, { company: stone }), {
			billingParty: 'company',
		});
		expect(forCompany.customer.DisplayName).toBe('Iver Stone');
		expect(forCompany.customer.Id).not.toBe(his.customer.Id);
	});

	it('a person’s customer is not another person’s of the same name', async () => {
		const first = await billing.contact({ firstname: 'Cleo', lastname: 'Same', email: '' });
		const hers = await bookkeeping.bill(await bookkeeping.deal(first));
		const second = await billing.contact({ firstname: 'Cleo', lastname: 'Same', email: '' });
		expect((await bookkeeping.bill(await bookkeeping.deal(second))).customer.DisplayName).toBe(
			`Cleo Same (HubSpot ${second})`,
		);
		expect((await bookkeeping.bill(await bookkeeping.deal(first))).customer.Id).toBe(
			hers.customer.Id,
		);
	});

	it('a customer that nobody is linked with is still found by its address', async () => {
		const known = await bookkeeping.customer({
			DisplayName: 'Dee & Dum',
			PrimaryEmailAddr: { Address: 'dee@dum.example' },
		});
		const contact = await billing.contact({
			firstname: 'Dee',
			lastname: 'Dum',
			email: 'dee@dum.example',
		});
		const { customer, warnings } = await bookkeeping.bill(await bookkeeping.deal(contact));
		expect([customer.Id, warnings]).toEqual([known.Id, []]);
	});
});

describe('the primary company', () => {
	it('of several companies is billed, in whatever order they were associated', async () => {
		const contact = await billing.contact();
		const [first, primary] = [await company('Agency Blue'), await company('Client Red')];
		const deal = await bookkeeping.deal(contact, {
			companies: [
				[341, first],
				[5, primary],
			],
		});
		const { customer, warnings } = await bookkeeping.bill(deal, { billingParty: 'company' });
		expect(customer.DisplayName).toBe('Client Red');
		expect(warnings.join()).toContain('The deal has more than one company. "Client Red" is used.');
	});
});
