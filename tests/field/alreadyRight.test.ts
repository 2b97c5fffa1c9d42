import { picked, Town } from '../billing/town';

let town: Town;
beforeAll(async () => {
	town = await Town.open('us');
});
afterAll(async () => await town.world.stop());

describe('what was right before, and stays right', () => {
	it('730 line items are billed, each of them', async () => {
		const contact = await town.contact();
		const lines = Array.from({ length: 730 }, () => ({ name: 'Design hours', sku: 'GD-HOUR', quantity: 1_000, price: 1_000 }));
		const deal = await town.deal(lines, 'USD', contact);
		const { quickbooks } = await town.bill({ deal: picked(deal), source: 'scratch', ifNoItem: 'fail' });
		const invoice = await town.invoice(quickbooks.id);
		expect([invoice.Line.filter(({ DetailType }) => DetailType === 'SalesItemLineDetail').length, invoice.TotalAmt]).toEqual([730, 730]);
	});
});
