import { picked, Town } from '../billing/town';
import { count } from './tally';

let town: Town;
beforeAll(async () => {
	town = await Town.open('us');
});
afterAll(async () => await town.world.stop());

// https://invoicestack.co/articles/linking-multiple-xero-or-quickbooks-accounts-hubspot
describe('a deal that two QuickBooks companies bill', () => {
	it('names the other company’s invoice, until it is void', async () => {
		await town.world.connectTo('us');
		const deal = await town.deal(
			[{ name: 'Design hours', sku: 'GD-HOUR', quantity: 1_000, price: 50_000 }],
			'USD',
			await town.contact(),
		);
		const line = {
			lines: { line: [{ name: 'Workshop day', sku: 'WD-1', quantity: 1, unitPrice: 50 }] },
		};
		const bill = async (more = {}) =>
			await town.bill({ deal: picked(deal), source: 'scratch', ifNoItem: 'fail', ...more });
		const first = await bill();
		expect((await bill()).warnings).toEqual([]);
		await town.world.connectTo('us-numbers');
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
		await town.world.hubSpot(
			`/crm/objects/2026-03/invoices/${(first as unknown as { hubspot: { id: string } }).hubspot.id}`,
			{ properties: { quickbooks_invoice_status: 'voided' } },
			'PATCH',
		);
		expect((await bill(line)).warnings).toEqual([]);
		count({ runs: 6 });
	});
});
