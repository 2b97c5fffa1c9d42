import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { picked, BillingAccounts, type Invoice } from '../../support/billingAccounts';

/** 7.25 % in HubSpot's tax library. */
const TAXED = { hs_tax_rate_group_id: '2148420997' };
const place = {
	address: '1420 Broadway',
	city: 'Oakland',
	state: 'CA',
	zip: '94612',
	country: 'USA',
};

let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
});
afterAll(async () => await billing.accounts.stop());

async function deal(lines: IDataObject[]): Promise<string> {
	const id = await billing.create(
		'deals',
		{ dealname: 'Goods', pipeline: 'default', dealstage: 'closedwon' },
		[[3, await billing.contact(place)]],
	);
	for (const line of lines)
		await billing.create('line_items', { quantity: '1', price: '1000', ...line }, [[20, id]]);
	return id;
}

async function bill(
	lines: IDataObject[],
	more: INodeParameters = {},
): Promise<{ invoice: Invoice; warnings: string[] }> {
	const result = await billing.bill({
		deal: picked(await deal(lines)),
		source: 'scratch',
		incomeAccount: picked(await billing.id('Account', "AccountType = 'Income'")),
		...more,
	});
	return { invoice: await billing.invoice(result.quickbooks.id), warnings: result.warnings };
}

const codesOf = ({ Line }: Invoice) =>
	Line.flatMap(({ SalesItemLineDetail }) => SalesItemLineDetail?.TaxCodeRef?.value ?? []);
const isTaxable = async (sku: string) =>
	(await billing.accounts.query<{ Taxable: boolean }>(`select * from Item where Sku = '${sku}'`))[0]
		?.Taxable;

// https://github.com/Torqvoice/torqvoice/pull/330
describe('an item that is made for a line', () => {
	it('is taxable where HubSpot taxed the line, and taxed on later invoices without HubSpot’s help', async () => {
		const shed = { name: 'Garden shed', hs_sku: 'SHED-1' };
		const first = await bill([{ ...shed, ...TAXED }]);
		const later = await bill([shed]);
		expect(
			[first, later].map(({ invoice, warnings }) => [
				codesOf(invoice),
				invoice.TxnTaxDetail?.TotalTax,
				warnings,
			]),
		).toEqual([
			[['TAX'], 102.5, []],
			[['TAX'], 102.5, []],
		]);
		expect(await isTaxable('SHED-1')).toBe(true);
	});

	it('is taxable where the node says that lines are taxed', async () => {
		const { warnings } = await bill([{ name: 'Garden gate', hs_sku: 'GATE-1' }], {
			defaultTaxCode: picked('TAX'),
		});
		expect([await isTaxable('GATE-1'), warnings]).toEqual([true, []]);
	});

	it('is not where nothing says so, and the result tells it once, with what to do', async () => {
		const lines = [
			{ name: 'Garden wall', hs_sku: 'WALL-1' },
			{ name: 'Garden path', hs_sku: 'PATH-1' },
		];
		const first = await bill(lines);
		expect([codesOf(first.invoice), await isTaxable('WALL-1')]).toEqual([['NON', 'NON'], false]);
		expect(first.warnings).toEqual([
			expect.stringMatching(
				/^The new items "Garden wall", "Garden path" are not taxable in QuickBooks, because HubSpot shows no tax: they are sold without sales tax.*mark them as taxable in QuickBooks/,
			),
		]);
		expect((await bill(lines)).warnings).toEqual([]);
	});

	it('is not, and nothing is told, where HubSpot taxes the other lines or the node says that nothing is taxed', async () => {
		const mixed = await bill([
			{ name: 'Garden pond', hs_sku: 'POND-1', ...TAXED },
			{ name: 'Pond care', hs_sku: 'CARE-1' },
		]);
		expect([
			codesOf(mixed.invoice),
			await isTaxable('POND-1'),
			await isTaxable('CARE-1'),
			mixed.warnings,
		]).toEqual([['TAX', 'NON'], true, false, []]);
		expect(
			(await bill([{ name: 'Garden tour', hs_sku: 'TOUR-1' }], { defaultTaxCode: picked('NON') }))
				.warnings,
		).toEqual([]);
	});
});
