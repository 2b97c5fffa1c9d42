import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { picked, BillingAccounts, TYPE, type Invoice } from '../../support/billingAccounts';

/** 7.25 % in HubSpot's tax library. */
const TAXED = { hs_tax_rate_group_id: '2148420997' };

let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('uk');
});
afterAll(async () => await billing.accounts.stop());
afterEach(() =>
	billing.accounts.sandbox.quickbooks.setSwitches({ datedTaxRates: 'withRateValue' }),
);

const code = async (name: string) => await billing.id('TaxCode', `Name = '${name}'`);
const newItem = async (name: string, more: IDataObject = {}) =>
	await billing.accounts.quickBooks('item', {
		Name: name,
		Type: 'NonInventory',
		IncomeAccountRef: { value: await billing.id('Account', "AccountType = 'Income'") },
		...more,
	});
let count = 0;

/** A deal whose contact is a customer of QuickBooks. */
async function deal(currency: string, line: IDataObject, customer?: IDataObject): Promise<string> {
	count += 1;
	const email = `taxpayer${count}@example.com`;
	if (customer)
		await billing.accounts.quickBooks('customer', {
			DisplayName: `Taxpayer ${count}`,
			PrimaryEmailAddr: { Address: email },
			...customer,
		});
	const contact = await billing.contact({ firstname: 'Taxpayer', lastname: String(count), email });
	const id = await billing.create(
		'deals',
		{
			dealname: 'Taxes',
			pipeline: 'default',
			dealstage: 'closedwon',
			deal_currency_code: currency,
		},
		[[3, contact]],
	);
	await billing.create(
		'line_items',
		{
			name: 'Planting',
			quantity: '1',
			price: '100',
			hs_line_item_currency_code: currency,
			...line,
		},
		[[20, id]],
	);
	return id;
}

async function bill(
	id: string,
	more: INodeParameters = {},
): Promise<{ invoice: Invoice; warnings: string[] }> {
	const { quickbooks, warnings } = await billing.bill({
		deal: picked(id),
		source: 'scratch',
		incomeAccount: picked(await billing.id('Account', "AccountType = 'Income'")),
		...more,
	});
	return { invoice: await billing.invoice(quickbooks.id), warnings };
}

const taxOf = ({ TxnTaxDetail }: Invoice) => TxnTaxDetail?.TotalTax;

// https://github.com/invoiceninja/ui/issues/2040
describe('the tax code that the books keep for a customer', () => {
	beforeAll(async () => {
		await billing.accounts.connectTo('uk');
		await newItem('Planting');
		await newItem('Pruning', { SalesTaxCodeRef: { value: await code('20.0% S') } });
	});

	it('comes before the default of the node, and the result says so', async () => {
		const { invoice, warnings } = await bill(
			await deal('GBP', {}, { DefaultTaxCodeRef: { value: await code('0.0% Z') } }),
			{ defaultTaxCode: picked(await code('20.0% S')) },
		);
		expect([taxOf(invoice), warnings]).toEqual([
			0,
			[
				expect.stringMatching(
					/^QuickBooks has the tax code "0\.0% Z" for the customer "Taxpayer \d+", so it is used instead of "20\.0% S"\./,
				),
			],
		]);
	});

	it('comes before the item’s', async () => {
		const { invoice, warnings } = await bill(
			await deal(
				'GBP',
				{ name: 'Pruning' },
				{ DefaultTaxCodeRef: { value: await code('5.0% R') } },
			),
		);
		expect([taxOf(invoice), warnings]).toEqual([
			5,
			[expect.stringMatching(/instead of "20\.0% S"/)],
		]);
	});

	it('gives way to the mapping of a HubSpot tax rate, and says nothing where nothing differs', async () => {
		const customer = { DefaultTaxCodeRef: { value: await code('0.0% Z') } };
		const taxes = {
			codeByRate: {
				mapping: [{ rate: TAXED.hs_tax_rate_group_id, taxCode: picked(await code('20.0% S')) }],
			},
		};
		const mapped = await bill(await deal('GBP', TAXED, customer), { taxes });
		expect([taxOf(mapped.invoice), mapped.warnings]).toEqual([20, []]);
		const same = await bill(await deal('GBP', {}, customer), {
			defaultTaxCode: picked(await code('0.0% Z')),
		});
		expect([taxOf(same.invoice), same.warnings]).toEqual([0, []]);
	});
});

// https://github.com/ruckus/quickbooks-ruby/pull/408
describe.each(['withRateValue', 'datesOnly'])(
	'a tax rate that was changed (%s)',
	(datedTaxRates) => {
		it('counts as of the day of the invoice, in amounts that include it', async () => {
			await billing.accounts.connectTo('ca');
			billing.accounts.sandbox.quickbooks.setSwitches({ datedTaxRates });
			const inclusive = {
				defaultTaxCode: picked(await code('HST NS')),
				taxes: { calculation: 'TaxInclusive' },
			};
			const now = await bill(await deal('CAD', { price: '114' }), inclusive);
			expect([now.invoice.TotalAmt, taxOf(now.invoice), now.warnings]).toEqual([114, 14, []]);
			const before = await bill(await deal('CAD', { price: '115' }), {
				...inclusive,
				invoiceDate: '2025-03-31',
				dueDate: '2099-01-01',
			});
			expect([before.invoice.TotalAmt, taxOf(before.invoice), before.warnings]).toEqual([
				115,
				15,
				[],
			]);
		});

		it('is what a quote’s tax is compared with', async () => {
			await billing.accounts.connectTo('uk');
			billing.accounts.sandbox.quickbooks.setSwitches({ datedTaxRates });
			const contact = await billing.contact();
			const lines = [{ name: 'Hedge trimming', sku: 'HT-H', quantity: 1_000, price: 100_000 }];
			const id = await billing.deal(lines, 'GBP', contact);
			await billing.quote(
				id,
				contact,
				lines,
				'GBP',
				{ hs_type: 'FIXED', hs_value: '20', hs_label: 'VAT' },
				'taxes',
			);
			const { invoice, warnings } = await bill(id, {
				source: 'quote',
				defaultTaxCode: picked(await code('20.0% S')),
			});
			expect([taxOf(invoice), warnings]).toEqual([20, []]);
		});
	},
);

// https://github.com/consolibyte/quickbooks-php/issues/223
describe('a US company without automated sales tax', () => {
	const refs = ({ TxnTaxDetail }: Invoice) =>
		(TxnTaxDetail as { TxnTaxCodeRef?: { value: string } }).TxnTaxCodeRef?.value;
	const companyCode = async (id: string) => {
		const { Preferences } = await billing.accounts.quickBooks<{
			Preferences: { TaxPrefs: IDataObject } & IDataObject;
		}>('preferences');
		await billing.accounts.quickBooks('preferences', {
			...Preferences,
			TaxPrefs: { ...Preferences.TaxPrefs, TaxGroupCodeRef: { value: id } },
		});
	};
	beforeAll(async () => {
		await billing.accounts.connectTo('us-manual');
		await newItem('Desk', { Taxable: true });
	});

	it.each<[string, IDataObject | undefined, INodeParameters, string]>([
		['the company’s code', undefined, {}, 'Nevada'],
		[
			'the customer’s code before the company’s',
			{ DefaultTaxCodeRef: { value: 'California' } },
			{},
			'California',
		],
		[
			'a code chosen in the node before the company’s',
			undefined,
			{ defaultTaxCode: 'California' },
			'California',
		],
	])('taxes by %s', async (_what, customer, more, expected) => {
		await companyCode(await code('Nevada'));
		const id = await code(expected);
		const own = customer && { DefaultTaxCodeRef: { value: id } };
		const { invoice, warnings } = await bill(
			await deal('USD', { name: 'Desk' }, own),
			'defaultTaxCode' in more ? { defaultTaxCode: picked(id) } : {},
		);
		expect([refs(invoice), taxOf(invoice), warnings]).toEqual([
			id,
			expected === 'Nevada' ? 6.85 : 10.25,
			[],
		]);
	});

	it('says which code counts where customer and node differ', async () => {
		const { invoice, warnings } = await bill(
			await deal('USD', { name: 'Desk' }, { DefaultTaxCodeRef: { value: await code('Nevada') } }),
			{ defaultTaxCode: picked(await code('California')) },
		);
		expect([refs(invoice), warnings]).toEqual([
			await code('Nevada'),
			[expect.stringMatching(/tax code "Nevada" for the customer .* instead of "California"/)],
		]);
	});

	it('sends HubSpot’s tax under the code', async () => {
		const { invoice } = await bill(await deal('USD', { name: 'Desk', ...TAXED }), {
			taxes: { useHubSpotTax: true },
		});
		expect([refs(invoice), taxOf(invoice)]).toEqual([await code('Nevada'), 7.25]);
	});

	it('says that a taxed line gets no tax where nobody has a code, and declines a code that there is none of', async () => {
		await companyCode('999');
		const id = await deal('USD', { name: 'Desk' });
		const { error } = await billing.accounts.run(TYPE, {
			deal: picked(id),
			source: 'scratch',
			ifNoItem: 'fail',
			defaultTaxCode: picked('99'),
		});
		expect(error?.message).toMatch(
			/^Default Tax Code: this QuickBooks company has no sales tax code "99"/,
		);
		const { invoice, warnings } = await bill(id);
		expect([taxOf(invoice), warnings]).toEqual([
			0,
			[
				expect.stringMatching(
					/^Lines are taxed, but neither the customer nor the company has a sales tax code/,
				),
			],
		]);
	});
});

// https://github.com/Rise-Vision/rise-vision-apps/issues/851
describe('a customer who is exempt from sales tax in QuickBooks', () => {
	beforeAll(async () => await billing.accounts.connectTo('us'));

	it.each([
		['kept', true, 7.25],
		['zero', true, 0],
		['kept', false, 0],
	] as const)(
		'is told where HubSpot taxes the deal (tax that is sent: %s; HubSpot’s tax is used: %s)',
		async (automatedTaxSent, useHubSpotTax, tax) => {
			billing.accounts.sandbox.quickbooks.setSwitches({ automatedTaxSent });
			const { invoice, warnings } = await bill(
				await deal('USD', { name: 'Design hours', ...TAXED }, { Taxable: false }),
				{ taxes: { useHubSpotTax } },
			);
			expect(taxOf(invoice)).toBe(tax);
			expect(warnings[0]).toMatch(
				useHubSpotTax
					? /^The customer "Taxpayer \d+" is exempt from sales tax in QuickBooks, but HubSpot shows 7\.25 of tax, which is sent/
					: /and QuickBooks charges none of it/,
			);
			billing.accounts.sandbox.quickbooks.setSwitches({ automatedTaxSent: 'kept' });
		},
	);

	it('is not told where HubSpot taxes nothing', async () => {
		expect(
			(await bill(await deal('USD', { name: 'Design hours' }, { Taxable: false }))).warnings,
		).toEqual([]);
	});
});
