import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { SyncContact } from '../../../nodes/SyncContact/SyncContact.node';
import { picked, BillingAccounts } from '../../support/billingAccounts';

const SYNC = 'n8n-nodes-hubspot-quickbooks.syncContact';
const LEAF = '🌿';

let billing: BillingAccounts;
let incomeAccount: ReturnType<typeof picked>;
beforeAll(async () => {
	billing = await BillingAccounts.open('us', { [SYNC]: new SyncContact() });
	incomeAccount = picked(await billing.id('Account', "AccountType = 'Income'"));
});
afterAll(async () => await billing.accounts.stop());

async function dealWith(
	contact: IDataObject,
	line: IDataObject = {},
): Promise<{ deal: string; contact: string }> {
	const contactId = await billing.contact(contact);
	const deal = await billing.create(
		'deals',
		{ dealname: 'Texts', pipeline: 'default', dealstage: 'closedwon', deal_currency_code: 'USD' },
		[[3, contactId]],
	);
	await billing.create(
		'line_items',
		{
			name: 'Design hours',
			hs_sku: 'GD-HOUR',
			quantity: '1',
			price: '100',
			hs_line_item_currency_code: 'USD',
			...line,
		},
		[[20, deal]],
	);
	return { deal, contact: contactId };
}

const bill = async (deal: string, more: INodeParameters = {}) =>
	await billing.bill({
		deal: picked(deal),
		source: 'scratch',
		incomeAccount,
		defaultTaxCode: picked('NON'),
		...more,
	});
const customerOf = async (invoiceId: string) =>
	(
		await billing.accounts.quickBooks<{ Customer: IDataObject }>(
			`customer/${(await billing.invoice(invoiceId)).CustomerRef.value}`,
		)
	).Customer;
const halves = (value: unknown) => /\p{Cs}|\\ud[89a-f]/iu.test(JSON.stringify(value));

describe('texts that are longer than QuickBooks holds', () => {
	it('a name is cut between two characters and told', async () => {
		const { deal } = await dealWith({
			firstname: 'A'.repeat(249),
			lastname: `${'B'.repeat(249)}${LEAF}${LEAF}`,
		});
		const { quickbooks, warnings } = await bill(deal);
		const customer = await customerOf(quickbooks.id);
		expect(customer['DisplayName']).toBe(`${'A'.repeat(249)} ${'B'.repeat(249)}`);
		expect(warnings).toEqual([
			expect.stringMatching(/the name was cut to 500/),
			expect.stringMatching(/the first name was cut to 100/),
			expect.stringMatching(/the last name was cut to 100/),
		]);
	});

	it('a description is cut on the invoice and on the new item', async () => {
		const { deal } = await dealWith(
			{},
			{ name: 'Leaf work', hs_sku: 'LEAF-1', description: `${'D'.repeat(3999)}${LEAF}tail` },
		);
		const plan = (await bill(deal, { dryRun: true })).plan ?? [];
		expect(halves(plan)).toBe(false);
		const { quickbooks, warnings } = await bill(deal);
		const invoice = await billing.invoice(quickbooks.id);
		expect(invoice.Line[0]).toMatchObject({ Description: 'D'.repeat(3999) });
		expect(warnings).toEqual([
			'Line "Leaf work": the description was cut to 4000 characters, the most that QuickBooks stores.',
		]);
	});

	it('a SKU of which a part could be another product’s is left out, and a long name told', async () => {
		const { deal } = await dealWith({}, { name: 'N'.repeat(120), hs_sku: 'S'.repeat(120) });
		const { warnings } = await bill(deal);
		expect(warnings).toEqual([
			expect.stringMatching(/the name of the new item was cut to 100/),
			expect.stringMatching(/the SKU .* was left out/),
		]);
	});

	it('a phone number and an e-mail address are left out, not cut', async () => {
		const email = `${'long.'.repeat(20)}x@example.com`;
		const { deal } = await dealWith({ phone: '+1 (212) 555-0100 extension 45217', email });
		const { quickbooks, warnings } = await bill(deal);
		const customer = await customerOf(quickbooks.id);
		expect([customer['PrimaryPhone'], customer['PrimaryEmailAddr']]).toEqual([
			undefined,
			undefined,
		]);
		expect(warnings).toEqual([
			expect.stringMatching(/the e-mail address .* was left out/),
			expect.stringMatching(
				/the phone number "\+1 \(212\) 555-0100 extension 45217" was left out; QuickBooks stores at most 30 characters/,
			),
		]);
	});

	it('a customer that is there already is none of this', async () => {
		const { deal, contact } = await dealWith({ phone: '+1 (212) 555-0100 extension 45217' });
		await bill(deal);
		const second = await billing.create(
			'deals',
			{ dealname: 'Again', pipeline: 'default', dealstage: 'closedwon', deal_currency_code: 'USD' },
			[[3, contact]],
		);
		await billing.create(
			'line_items',
			{
				name: 'Design hours',
				hs_sku: 'GD-HOUR',
				quantity: '1',
				price: '5',
				hs_line_item_currency_code: 'USD',
			},
			[[20, second]],
		);
		expect((await bill(second)).warnings).toEqual([]);
	});

	it('Sync Contact tells of the same name', async () => {
		const id = await billing.contact({
			firstname: 'C'.repeat(260),
			lastname: `${'D'.repeat(239)}${LEAF}`,
		});
		const result = await billing.accounts.one(SYNC, {
			direction: 'hubSpotToQuickBooks',
			scope: 'records',
			recordSide: 'hubSpot',
			recordId: id,
		});
		expect(JSON.stringify(result)).toMatch(/Display name was cut to 500 characters/);
		expect(halves(result)).toBe(false);
	});
});

describe('half a character that HubSpot gives', () => {
	it('is replaced before it is sent', async () => {
		const { deal } = await dealWith({}, { description: 'Cut \uD83C here' });
		const { quickbooks } = await bill(deal);
		expect((await billing.invoice(quickbooks.id)).Line[0]).toMatchObject({
			Description: 'Cut \uFFFD here',
		});
	});
});

describe('the terms of a quote', () => {
	async function quoted(terms: string): Promise<{ message: string; warnings: string[] }> {
		const { deal, contact } = await dealWith({});
		const expires = new Date(Date.now() + 30 * 86_400_000).toISOString();
		const quote = await billing.create(
			'quotes',
			{
				hs_title: 'Terms',
				hs_status: 'DRAFT',
				hs_currency: 'USD',
				hs_expiration_date: expires,
				hs_terms: terms,
			},
			[
				[64, deal],
				[69, contact],
			],
		);
		await billing.create(
			'line_items',
			{
				name: 'Design hours',
				hs_sku: 'GD-HOUR',
				quantity: '1',
				price: '100',
				hs_line_item_currency_code: 'USD',
			},
			[[68, quote]],
		);
		await billing.accounts.hubSpot(
			`/crm/objects/2026-03/quotes/${quote}`,
			{ properties: { hs_status: 'APPROVED' } },
			'PATCH',
		);
		const { quickbooks, warnings } = await bill(deal, { source: 'quote', quote: picked(quote) });
		const invoice = (await billing.invoice(quickbooks.id)) as unknown as {
			CustomerMemo: { value: string };
		};
		return { message: invoice.CustomerMemo.value, warnings };
	}

	it('are cut to what a message to the customer holds, and told', async () => {
		const { message, warnings } = await quoted(`<p>${'word '.repeat(280)}</p>`);
		expect([message.length, warnings]).toEqual([
			1000,
			[expect.stringMatching(/message to the customer.* was cut to 1000 characters/)],
		]);
	});

	it('are read with all their characters', async () => {
		expect(
			await quoted('<p>&euro;&nbsp;100 &ndash; caf&eacute; &#8364; &#x2014; &lt;b&gt;</p>'),
		).toEqual({ message: '€ 100 – café € — <b>', warnings: [] });
	});
});
