import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { picked, Town, type Invoice } from '../billing/town';

const SALES_TAX = '2148420997';
const GST = '2148420998';
const companies = { us: 'USD', 'us-manual': 'USD', ca: 'CAD' } as const;
const towns = new Map<string, Town>();
beforeAll(async () => {
	for (const company of Object.keys(companies)) towns.set(company, await Town.open(company));
}, 60_000);
afterAll(async () => {
	for (const town of towns.values()) await town.world.stop();
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
	const town = towns.get(company) as Town;
	const currency = companies[company];
	const deal = await town.create(
		'deals',
		{
			dealname: 'Taxed',
			pipeline: 'default',
			dealstage: 'closedwon',
			deal_currency_code: currency,
		},
		[[3, await town.contact()]],
	);
	const quote = await town.create(
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
		await town.create(
			'line_items',
			{ quantity: '1', hs_line_item_currency_code: currency, ...line },
			[[68, quote]],
		);
	if (tax)
		await town.world.hubSpot(
			`/crm/v4/objects/quotes/${quote}/associations/default/taxes/${await town.create('taxes', tax)}`,
			{},
			'PUT',
		);
	await town.world.hubSpot(
		`/crm/objects/2026-03/quotes/${quote}`,
		{ properties: { hs_status: 'APPROVED' } },
		'PATCH',
	);
	return deal;
}

async function bill(
	town: Town,
	deal: string,
	more: INodeParameters = {},
): Promise<{ invoice: Invoice; warnings: string[] }> {
	const incomeAccount = picked(await town.id('Account', "AccountType = 'Income'"));
	const { quickbooks, warnings } = await town.bill({
		deal: picked(deal),
		source: 'quote',
		ifNoItem: 'create',
		incomeAccount,
		...more,
	});
	return { invoice: await town.invoice(quickbooks.id), warnings };
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
			const town = towns.get(company) as Town;
			town.world.sandbox.quickbooks.setSwitches({ automatedTaxSent });
			const [pump, labor] = [
				`Pump ${company} ${automatedTaxSent}`,
				`Labor ${company} ${automatedTaxSent}`,
			];
			const deal = await dealWith(company, [
				{ name: pump, price: '100', hs_tax_rate_group_id: SALES_TAX },
				{ name: labor, price: '200' },
			]);
			const { invoice } = await bill(town, deal);
			expect(codesOf(invoice)).toEqual(['TAX', 'NON']);
			const taxable = await town.world.query<{ Taxable: boolean }>(
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
		expect(codesOf((await bill(towns.get('us') as Town, deal)).invoice)).toEqual(['TAX', 'TAX']);
	});

	it('bills that tax with that line, and the other line later without any', async () => {
		const town = towns.get('ca') as Town;
		const [gst, zero] = [
			await town.id('TaxCode', "Name = 'GST'"),
			await town.id('TaxCode', "Name = 'Zero-rated'"),
		];
		const codes = {
			defaultTaxCode: picked(zero),
			taxes: { codeByRate: { mapping: [{ rate: GST, taxCode: picked(gst) }] } },
		};
		const deal = await dealWith('ca', [
			{ name: 'Survey', price: '100', hs_tax_rate_group_id: GST },
			{ name: 'Upkeep', price: '50', ...later },
		]);
		const first = await bill(town, deal, { ...codes, options: { laterLines: 'leaveOut' } });
		const second = await bill(town, deal, { ...codes, share: 'rest' });
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
