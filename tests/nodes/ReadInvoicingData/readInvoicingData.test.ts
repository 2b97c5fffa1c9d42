import type { IDataObject } from 'n8n-workflow';
import { CreateQuickBooksInvoice } from '../../../nodes/CreateQuickBooksInvoice/CreateQuickBooksInvoice.node';
import { ReadInvoicingData } from '../../../nodes/ReadInvoicingData/ReadInvoicingData.node';
import type { BillingChoices } from '../../../src/flows/invoicingData/billingChoices';
import { TestAccounts } from '../../support/testAccounts';
import { picked } from '../../support/billingAccounts';

const TYPE = 'n8n-nodes-hubspot-quickbooks.readInvoicingData';
const CREATE = 'n8n-nodes-hubspot-quickbooks.createQuickBooksInvoice';

let accounts: TestAccounts;
beforeAll(
	async () =>
		(accounts = await TestAccounts.start({
			[TYPE]: new ReadInvoicingData(),
			[CREATE]: new CreateQuickBooksInvoice(),
		})),
);
afterAll(async () => await accounts.stop());

const choices = async (deal: string) =>
	(await accounts.one(TYPE, {
		operation: 'choices',
		deal: picked(deal),
	})) as unknown as BillingChoices;
const found = async (search: string) =>
	(await accounts.run(TYPE, { operation: 'findDeals', search }))
		.items('Node')
		.map(({ json }) => json);

describe('finding deals', () => {
	it('by id, by address and by a word of the name', async () => {
		const [byId] = await found('401');
		expect(byId).toEqual({
			id: '401',
			name: "Spring planting – O'Brien's garden 🌷",
			amount: '1313.58',
			currency: 'USD',
			url: 'https://app.hubspot.com/contacts/48291573/record/0-3/401',
		});
		expect(await found(String(byId?.['url']))).toEqual([byId]);
		expect((await found('terrace')).map(({ id }) => id)).toEqual(['402']);
	});

	it('finds nothing for an address of a deal that is not there', async () => {
		expect(await found('https://app.hubspot.com/contacts/48291573/record/0-3/99999')).toEqual([]);
	});
});

describe('choices for a deal', () => {
	it('tells lines, customer, lists and the account', async () => {
		const { scratch, customer, account, terms, taxCodes, items, incomeAccounts } =
			await choices('401');
		expect(scratch.obstacle).toBeNull();
		expect(scratch.total).toBe('1313.58');
		expect(
			scratch.lines.map(({ name, quantity, unitPrice, amount }) => [
				name,
				quantity,
				unitPrice,
				amount,
			]),
		).toEqual([
			['Design hours', '12.5', '85', '956.25'],
			['Sod roll 5\' × 2"', '40', '6.4', '256.00'],
			['Fertilizer', '17.625', '3.196', '56.33'],
			['Delivery', '1', '45', '45.00'],
		]);
		expect(customer.matched).toMatchObject({ name: "Niamh O'Brien", by: 'email' });
		expect(account).toMatchObject({
			realmId: accounts.realmId,
			name: "Zoë's Garden & Design LLC",
			taxRegime: 'usAutomated',
			homeCurrency: 'USD',
		});
		expect(terms.map(({ name }) => name)).toEqual(
			expect.arrayContaining(['Due on receipt', 'Net 15', 'Net 30', 'Net 60']),
		);
		expect(taxCodes.map(({ id }) => id)).toEqual(['TAX', 'NON']);
		expect(items.find(({ id }) => id === scratch.lines[0]?.itemId)?.sku).toBe('GD-HOUR');
		expect(incomeAccounts.length).toBeGreaterThan(1);
	});

	it('says why a deal without line items cannot be billed', async () => {
		expect((await choices('403')).scratch.obstacle).toEqual({
			message: 'There are no line items.',
			remedy: 'Add line items to the deal in HubSpot, or choose a quote.',
		});
	});

	it('says which quotes can be billed, and why the others cannot', async () => {
		const { quotes } = await choices('405');
		expect(quotes.map(({ id, obstacle }) => [id, obstacle?.message ?? null])).toEqual([
			['501', null],
			['502', expect.stringContaining('it expired on')],
			['503', expect.stringContaining('its status is DRAFT')],
		]);
		expect(quotes[0]?.lines.map(({ amount }) => amount)).toEqual(['646.00', '299.80', '45.00']);
	});

	it('names a new customer where none fits', async () => {
		expect((await choices('402')).customer).toMatchObject({
			matched: null,
			newName: 'José García-Núñez',
			obstacle: null,
		});
	});
});

it('lists open invoices with their balance at home', async () => {
	const rows = (await accounts.run(TYPE, { operation: 'openInvoices' }))
		.items('Node')
		.map(
			({ json }) =>
				json as IDataObject & { invoice: { balance: string; id: string }; homeBalance: string },
		);
	const open = await accounts.query<{ Id: string; Balance: number }>(
		"select * from Invoice where Balance > '0'",
	);
	expect(rows.map(({ invoice, homeBalance }) => [invoice.id, homeBalance]).sort()).toEqual(
		open.map(({ Id, Balance }) => [Id, Balance.toFixed(2)]).sort(),
	);
});

it('tells the age and the home worth of invoices in a foreign currency', async () => {
	const abroad = await TestAccounts.start({ [TYPE]: new ReadInvoicingData() }, { company: 'ca' });
	try {
		const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(
			Date.now(),
		);
		const ages = [-5, 0, 1, 30, 31, 60, 61, 90, 91];
		const made = new Map<string, [daysOverdue: number, homeBalance: string]>();
		for (const [index, age] of ages.entries()) {
			const DueDate = new Date(Date.parse(today) - age * 86_400_000).toISOString().slice(0, 10);
			const Line = [
				{
					DetailType: 'SalesItemLineDetail',
					Amount: 33.33 + index,
					SalesItemLineDetail: { ItemRef: { value: '1' } },
				},
			];
			const { Invoice } = await abroad.quickBooks<{ Invoice: { Id: string; HomeBalance: number } }>(
				'invoice',
				{
					CustomerRef: { value: '2' },
					CurrencyRef: { value: 'USD' },
					ExchangeRate: 1.36525,
					GlobalTaxCalculation: 'NotApplicable',
					TxnDate: '2026-01-01',
					DueDate,
					Line,
				},
			);
			made.set(Invoice.Id, [Math.max(0, age), Invoice.HomeBalance.toFixed(2)]);
		}
		const rows = (await abroad.run(TYPE, { operation: 'openInvoices' })).items('Node').map(
			({ json }) =>
				json as unknown as {
					invoice: { id: string; daysOverdue: number; currency: string };
					homeBalance: string;
					homeCurrency: string;
				},
		);
		const own = rows.filter(({ invoice }) => made.has(invoice.id));
		expect(own.map(({ invoice, homeCurrency }) => [invoice.currency, homeCurrency])).toEqual(
			Array(9).fill(['USD', 'CAD']),
		);
		expect(
			new Map(
				own.map(({ invoice, homeBalance }) => [invoice.id, [invoice.daysOverdue, homeBalance]]),
			),
		).toEqual(made);
	} finally {
		await abroad.stop();
	}
});

it('Create QuickBooks Invoice takes lines as JSON', async () => {
	const { items } = await choices('401');
	const item = items.find(({ sku }) => sku === 'GD-HOUR')?.id ?? '';
	const result = (await accounts.one(CREATE, {
		deal: picked('401'),
		source: 'scratch',
		linesJson: JSON.stringify([{ item, quantity: 2, unitPrice: 45.5, taxCode: 'NON' }]),
	})) as { invoice?: { total: string } };
	expect(result.invoice?.total).toBe('91.00');
	const refused = await accounts.run(CREATE, {
		deal: picked('401'),
		source: 'scratch',
		linesJson: '{"item":1}',
	});
	expect(refused.error?.message).toBe('The lines are not a list of JSON objects.');
});
