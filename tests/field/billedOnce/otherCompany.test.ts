import { picked, BillingAccounts } from '../../support/billingAccounts';
import { count } from '../../support/figures';

let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
});
afterAll(async () => await billing.accounts.stop());

// https://invoicestack.co/articles/linking-multiple-xero-or-quickbooks-accounts-hubspot
describe('a deal that two QuickBooks companies bill', () => {
	it('names the other company’s invoice, until it is void', async () => {
		await billing.accounts.connectTo('us');
		const deal = await billing.deal(
			[{ name: 'Design hours', sku: 'GD-HOUR', quantity: 1_000, price: 50_000 }],
			'USD',
			await billing.contact(),
		);
		const line = {
			lines: { line: [{ name: 'Workshop day', sku: 'WD-1', quantity: 1, unitPrice: 50 }] },
		};
		const bill = async (more = {}) =>
			await billing.bill({ deal: picked(deal), source: 'scratch', ifNoItem: 'fail', ...more });
		const first = await bill();
		expect((await bill()).warnings).toEqual([]);
		await billing.accounts.connectTo('us-numbers');
		const number = String((first.quickbooks as { docNumber?: string }).docNumber);
		const told = expect.stringMatching(
			new RegExp(
				`^The deal was also invoiced in another QuickBooks company \\(invoice ${number} over 50\\.00 USD for ".+"\\), which does not count`,
			),
		) as string;
		expect((await bill({ ...line, dryRun: true })).warnings).toContainEqual(told);
		const second = await bill(line);
		expect([second.action, second.warnings]).toEqual(['created', [told]]);
		expect((await bill(line)).warnings).toEqual([told]);
		await billing.accounts.hubSpot(
			`/crm/objects/2026-03/invoices/${(first as unknown as { hubspot: { id: string } }).hubspot.id}`,
			{ properties: { quickbooks_invoice_status: 'voided' } },
			'PATCH',
		);
		expect((await bill(line)).warnings).toEqual([]);
		count({ runs: 6 });
	});
});
