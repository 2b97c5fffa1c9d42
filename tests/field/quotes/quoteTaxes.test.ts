import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { picked, BillingAccounts, type Invoice } from '../../support/billingAccounts';

const SALES_TAX = '2148420997';
const GST = '2148420998';
const companies = { us: 'USD', 'us-manual': 'USD', ca: 'CAD' } as const;
const billingByCompany = new Map<string, BillingAccounts>();
beforeAll(async () => {
	for (const company of Object.keys(companies))
		billingByCompany.set(company, await BillingAccounts.open(company));
}, 60_000);
afterAll(async () => {
	for (const billing of billingByCompany.values()) await billing.accounts.stop();
});

const later = {
	recurringbillingfrequency: 'monthly',
	hs_recurring_billing_start_date: '2036-01-01',
};

/** A deal with a published quote. @param tax on the whole of it */
async function dealWith(
	company: keyof typeof companies,
	lines: IDataObject[],
	tax?: IDataObject,
): Promise<string> {
	const billing = billingByCompany.get(company) as BillingAccounts;
	const currency = companies[company];
	const deal = await billing.create(
		'deals',
		{
			dealname: 'Taxed',
			pipeline: 'default',
			dealstage: 'closedwon',
			deal_currency_code: currency,
		},
		[[3, await billing.contact()]],
	);
	const quote = await billing.create(
		'quotes',
		{
			hs_title: 'Offer',
			hs_template_type: 'CPQ_QUOTE',
			hs_currency: currency,
			hs_status: 'DRAFT',
			hs_expiration_date: '2036-01-01',
		},
		[[64, deal]],
	);
	for (const line of lines)
		await billing.create(
			'line_items',
			{ quantity: '1', hs_line_item_currency_code: currency, ...line },
			[[68, quote]],
		);
	if (tax)
		await billing.accounts.hubSpot(
			`/crm/v4/objects/quotes/${quote}/associations/default/taxes/${await billing.create('taxes', tax)}`,
			{},
			'PUT',
		);
	await billing.accounts.hubSpot(
		`/crm/objects/2026-03/quotes/${quote}`,
		{ properties: { hs_status: 'APPROVED' } },
		'PATCH',
	);
	return deal;
}

async function bill(
	billing: BillingAccounts,
	deal: string,
	more: INodeParameters = {},
): Promise<{ invoice: Invoice; warnings: string[] }> {
	const incomeAccount = picked(await billing.id('Account', "AccountType = 'Income'"));
	const { quickbooks, warnings } = await billing.bill({
		deal: picked(deal),
		source: 'quote',
		ifNoItem: 'create',
		incomeAccount,
		...more,
	});
	return { invoice: await billing.invoice(quickbooks.id), warnings };
}
const codesOf = ({ Line }: Invoice) =>
	Line.flatMap(({ SalesItemLineDetail }) => SalesItemLineDetail?.TaxCodeRef?.value ?? []);
const taxOf = ({ TxnTaxDetail }: Invoice) => TxnTaxDetail?.TotalTax;

describe('a quote of which only one line is taxed', () => {
	it.each([
		['us', 'kept'],
		['us', 'zero'],
		['us-manual', 'kept'],
	] as const)(
		'taxes that line, and the new item of the other one stays untaxed (%s, the tax that is sent: %s)',
		async (company, automatedTaxSent) => {
			const billing = billingByCompany.get(company) as BillingAccounts;
			billing.accounts.sandbox.quickbooks.setSwitches({ automatedTaxSent });
			const [pump, labor] = [
				`Pump ${company} ${automatedTaxSent}`,
				`Labor ${company} ${automatedTaxSent}`,
			];
			const deal = await dealWith(company, [
				{ name: pump, price: '100', hs_tax_rate_group_id: SALES_TAX },
				{ name: labor, price: '200' },
			]);
			const { invoice } = await bill(billing, deal);
			expect(codesOf(invoice)).toEqual(['TAX', 'NON']);
			const taxable = await billing.accounts.query<{ Taxable: boolean }>(
				`select * from Item where Name in ('${pump}', '${labor}') orderby Name desc`,
			);
			expect(taxable.map(({ Taxable }) => Taxable)).toEqual([true, false]);
		},
	);

	it('and a tax on the whole of a quote taxes every line', async () => {
		const deal = await dealWith(
			'us',
			[
				{ name: 'Basin', price: '100', hs_tax_rate_group_id: SALES_TAX },
				{ name: 'Digging', price: '200' },
			],
			{ hs_label: 'City', hs_type: 'PERCENT', hs_value: '2' },
		);
		expect(
			codesOf((await bill(billingByCompany.get('us') as BillingAccounts, deal)).invoice),
		).toEqual(['TAX', 'TAX']);
	});

	it('bills that tax with that line, and the other line later without any', async () => {
		const billing = billingByCompany.get('ca') as BillingAccounts;
		const [gst, zero] = [
			await billing.id('TaxCode', "Name = 'GST'"),
			await billing.id('TaxCode', "Name = 'Zero-rated'"),
		];
		const codes = {
			defaultTaxCode: picked(zero),
			taxes: { codeByRate: { mapping: [{ rate: GST, taxCode: picked(gst) }] } },
		};
		const deal = await dealWith('ca', [
			{ name: 'Survey', price: '100', hs_tax_rate_group_id: GST },
			{ name: 'Upkeep', price: '50', ...later },
		]);
		const first = await bill(billing, deal, { ...codes, options: { laterLines: 'leaveOut' } });
		const second = await bill(billing, deal, { ...codes, share: 'rest' });
		expect([first, second].map(({ invoice }) => [invoice.TotalAmt, taxOf(invoice)])).toEqual([
			[105, 5],
			[50, 0],
		]);
		expect(
			[...first.warnings, ...second.warnings].filter(
				(one) => /tax/.test(one) && !/discounts/.test(one),
			),
		).toEqual([]);
	});
});
