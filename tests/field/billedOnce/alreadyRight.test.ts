import type { IDataObject } from 'n8n-workflow';
import { ReadInvoicingData } from '../../../nodes/ReadInvoicingData/ReadInvoicingData.node';
import { allScopes } from '../../../sandbox/hubspot/oauth/scopes';
import { picked, BillingAccounts, TYPE, type Invoice } from '../../support/billingAccounts';
import { control } from '../../support/testSandbox';

const READ = 'n8n-nodes-hubspot-quickbooks.readInvoicingData';
let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('us', { [READ]: new ReadInvoicingData() });
});
afterAll(async () => await billing.accounts.stop());

const HOUR = { name: 'Design hours', sku: 'GD-HOUR', quantity: 1_000, price: 50_000 };
const scratch = (deal: string, more: IDataObject = {}) =>
	({ deal: picked(deal), source: 'scratch', ifNoItem: 'fail', ...more }) as never;
const customersNow = async () =>
	(await billing.accounts.query('select Id from Customer maxresults 1000')).length;

describe('what was right before, and stays right', () => {
	it('730 line items are billed, each of them', async () => {
		const contact = await billing.contact();
		const lines = Array.from({ length: 730 }, () => ({
			name: 'Design hours',
			sku: 'GD-HOUR',
			quantity: 1_000,
			price: 1_000,
		}));
		const deal = await billing.deal(lines, 'USD', contact);
		const { quickbooks } = await billing.bill(scratch(deal));
		const invoice = await billing.invoice(quickbooks.id);
		expect([
			invoice.Line.filter(({ DetailType }) => DetailType === 'SalesItemLineDetail').length,
			invoice.TotalAmt,
		]).toEqual([730, 730]);
	});

	it.each([
		[
			'free by a discount of 100 %',
			{ quantity: '2.25', price: '64.22', hs_discount_percentage: '100' },
			0,
		],
		['half a cent rounds up', { quantity: '1.65', price: '29.9' }, 49.34],
		['a price of eleven decimals', { quantity: '278362.5', price: '0.01110515964' }, 3091.26],
		[
			'a discount of 33.333 %',
			{ quantity: '2000', price: '9.99', hs_discount_percentage: '33.333' },
			13320.07,
		],
	])('cents: %s', async (_what, values, expected) => {
		const deal = await billing.deal([HOUR], 'USD', await billing.contact());
		await billing.create(
			'line_items',
			{ name: 'Fertilizer', hs_sku: 'FERT-KG', hs_line_item_currency_code: 'USD', ...values },
			[[20, deal]],
		);
		const { quickbooks } = await billing.bill(
			scratch(deal, { options: { ifTotalsDiffer: 'warn' } }),
		);
		const invoice = await billing.invoice(quickbooks.id);
		expect(Number((invoice.TotalAmt - (invoice.TxnTaxDetail?.TotalTax ?? 0) - 50).toFixed(2))).toBe(
			expected,
		);
	});

	it('a custom field that the company does not have is refused before anything is written', async () => {
		const deal = await billing.deal([HOUR], 'USD', await billing.contact());
		const before = await customersNow();
		billing.accounts.forgetRequests();
		const { error } = await billing.accounts.run(
			TYPE,
			scratch(deal, { options: { customFields: { field: [{ definitionId: '5', value: 'x' }] } } }),
		);
		expect(error?.message).toContain('the company has no custom field "5"');
		expect([
			(await customersNow()) - before,
			billing.accounts.requests.filter(
				({ method, endpoint }) => method === 'POST' && /invoice|customer|item$/.test(endpoint),
			).length,
		]).toEqual([0, 0]);
	});

	const names = [
		['Siobhán', 'O’Brien'],
		['The', '“Limited Company”'],
		['Ngụy Như', 'Kon Tum'],
		['Back\\slash', 'Ltd'],
		['100 %', 'Sure'],
		['Family', '👨‍👩‍👧‍👦 Garden'],
	] as const;

	it('names with curly quotes, other letters, a backslash, a wildcard and an emoji are found again, also without their link', async () => {
		const customersOf = await Promise.all(
			names.map(async ([firstname, lastname]) => {
				const contact = await billing.contact({ firstname, lastname });
				const billed: string[] = [];
				for (const unlink of [false, true]) {
					if (unlink)
						await billing.accounts.hubSpot(
							`/crm/objects/2026-03/contacts/${contact}`,
							{ properties: { [`quickbooks_id_${billing.accounts.realmId}`]: '' } },
							'PATCH',
						);
					const { quickbooks } = await billing.bill(
						scratch(await billing.deal([HOUR], 'USD', contact)),
					);
					billed.push((await billing.invoice(quickbooks.id)).CustomerRef.value);
				}
				return new Set(billed).size;
			}),
		);
		expect(customersOf).toEqual(names.map(() => 1));
	});

	it('two addresses in the e-mail field of a linked customer: the invoice goes to both', async () => {
		const contact = await billing.contact();
		const { Customer } = await billing.accounts.quickBooks<{ Customer: { Id: string } }>(
			'customer',
			{
				DisplayName: 'Both Addresses',
				PrimaryEmailAddr: { Address: 'one@example.com, two@example.com' },
			},
		);
		await billing.bill(scratch(await billing.deal([HOUR], 'USD', contact)));
		await billing.accounts.hubSpot(
			`/crm/objects/2026-03/contacts/${contact}`,
			{
				properties: {
					[`quickbooks_id_${billing.accounts.realmId}`]: `${billing.accounts.realmId}:${Customer.Id}`,
				},
			},
			'PATCH',
		);
		const { quickbooks } = await billing.bill(
			scratch(await billing.deal([HOUR], 'USD', contact), { send: 'now' }),
		);
		const invoice = (await billing.invoice(quickbooks.id)) as Invoice & {
			BillEmail: IDataObject;
			EmailStatus: string;
		};
		expect([invoice.CustomerRef.value, invoice.BillEmail, invoice.EmailStatus]).toEqual([
			Customer.Id,
			{ Address: 'one@example.com, two@example.com' },
			'EmailSent',
		]);
	});
});

describe('the node among others', () => {
	it('ids come as numbers, items stay paired, and one that fails goes to the error output', async () => {
		const deals = [
			await billing.deal([HOUR], 'USD', await billing.contact()),
			'99999999',
			await billing.deal([HOUR], 'USD', await billing.contact()),
		];
		const parameters = {
			...(scratch('') as IDataObject),
			deal: { __rl: true, mode: 'id', value: '={{ $json.deal }}' },
		} as never;
		const run = await billing.accounts.run(TYPE, parameters, {
			items: deals.map((deal) => ({ deal: Number(deal) })),
			onError: 'continueErrorOutput',
		});
		const [done = [], failed = []] =
			run.run.data.resultData.runData['Node']?.[0]?.data?.['main'] ?? [];
		expect([
			done?.map(({ json, pairedItem }) => [json['action'], pairedItem]),
			failed?.map(({ json, pairedItem }) => [json['error'], pairedItem]),
		]).toEqual([
			[
				['created', { item: 0 }],
				['created', { item: 2 }],
			],
			[[expect.any(String), { item: 1 }]],
		]);
		const again = await billing.accounts.run(TYPE, parameters, {
			items: deals.map((deal) => ({ deal: Number(deal) })),
			onError: 'continueRegularOutput',
		});
		expect(again.items('Node').map(({ json }) => json['action'])).toEqual([
			'existing',
			'failed',
			'existing',
		]);
	});

	it('a key that may not write invoices names the scope; the deal knows its invoice', async () => {
		const { sandbox, n8n } = billing.accounts;
		const scopes = allScopes.filter((scope) => scope !== 'crm.objects.invoices.write');
		const { serviceKey } = await control<{ serviceKey: string }>(
			sandbox,
			'POST',
			'hubspot/service-keys',
			{ scopes },
		);
		const deal = await billing.deal([HOUR], 'USD', await billing.contact());
		const credentials = n8n.credential('hubspotServiceKeyApi', {
			accessToken: serviceKey,
			baseUrl: sandbox.hubspot.url,
		});
		const { error } = await billing.accounts.run(TYPE, scratch(deal), { credentials });
		expect(error?.message).toContain('the scope crm.objects.invoices.write is missing');
		expect(
			(await billing.accounts.deal(deal, ['quickbooks_invoice_count'])).properties[
				'quickbooks_invoice_count'
			],
		).toBe('1');
	});

	it.each([
		'https://app.hubspot.com/contacts/1/record/0-3/401',
		'https://app-eu1.hubspot.com/contacts/1/record/0-3/401/view/1',
		'https://app.hubspot.com/contacts/1/deal/401',
		'https://app-eu1.hubspot.com/contacts/1/deal/401/?a=b',
	])('finds a deal by its address: %s', async (search) => {
		const found = await billing.accounts.one(READ, { operation: 'findDeals', search });
		expect(found['id']).toBe('401');
	});
});

describe('in the United Kingdom', () => {
	let uk: BillingAccounts;
	beforeAll(async () => {
		uk = await BillingAccounts.open('uk');
	});
	afterAll(async () => await uk.accounts.stop());

	const inclusive = async () => ({
		taxes: { calculation: 'TaxInclusive' },
		defaultTaxCode: picked(await uk.id('TaxCode', "Name = '20.0% S'")),
	});

	it('a discount on the whole of amounts with VAT goes into the prices', async () => {
		const line = (price: number, quantity: number) => ({
			name: 'Hedge trimming',
			sku: 'HT-H',
			quantity,
			price,
		});
		const deal = await uk.deal(
			[line(24_990, 1_000), line(1_110, 3_000)],
			'GBP',
			await uk.contact(),
		);
		const { quickbooks } = await uk.bill(
			scratch(deal, { ...(await inclusive()), options: { discountAmount: 20 } }),
		);
		const invoice = await uk.invoice(quickbooks.id);
		expect([
			invoice.TotalAmt,
			invoice.TxnTaxDetail?.TotalTax,
			invoice.Line.some(({ DetailType }) => DetailType === 'DiscountLineDetail'),
		]).toEqual([8.32, 1.38, false]);
	});

	it('a line without a code in the node takes the tax code of its item', async () => {
		const [item] = await uk.accounts.query<{ Id: string; SyncToken: string }>(
			"select * from Item where Sku = 'HT-H'",
		);
		const code = await uk.id('TaxCode', "Name = '20.0% S'");
		await uk.accounts.quickBooks('item', {
			Id: item?.Id,
			SyncToken: item?.SyncToken,
			sparse: true,
			SalesTaxCodeRef: { value: code },
		});
		const { quickbooks } = await uk.bill(
			scratch(
				await uk.deal(
					[{ name: 'Hedge trimming', sku: 'HT-H', quantity: 1_000, price: 10_000 }],
					'GBP',
					await uk.contact(),
				),
			),
		);
		const invoice = await uk.invoice(quickbooks.id);
		expect([invoice.Line[0]?.SalesItemLineDetail?.TaxCodeRef?.value, invoice.TotalAmt]).toEqual([
			code,
			12,
		]);
	});
});
