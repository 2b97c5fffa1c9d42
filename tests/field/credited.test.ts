import type { INodeParameters } from 'n8n-workflow';
import { picked, Town } from '../billing/town';
import { count } from './tally';

let town: Town;
beforeAll(async () => {
	town = await Town.open('us');
});
afterAll(async () => await town.world.stop());

async function billed() {
	const deal = await town.deal([{ name: 'Design hours', sku: 'GD-HOUR', quantity: 10_000, price: 100_000 }], 'USD', await town.contact());
	const bill = async (more: INodeParameters = {}) => await town.bill({ deal: picked(deal), source: 'scratch', ifNoItem: 'fail', ...more });
	return { bill, invoice: await town.invoice((await bill()).quickbooks.id) };
}

const applied = (type: string, id: string, Amount = 1000) => ({ Amount, LinkedTxn: [{ TxnId: id, TxnType: type }] });

// https://github.com/odoo/odoo/issues/27165
describe('an invoice that was settled', () => {
	it('by a credit memo is returned with a warning, and can be billed again with a reference', async () => {
		const { bill, invoice } = await billed();
		const Line = invoice.Line.filter(({ DetailType }) => DetailType === 'SalesItemLineDetail').map(({ DetailType, Amount, SalesItemLineDetail }) => ({ DetailType, Amount, SalesItemLineDetail }));
		const { CreditMemo } = await town.world.quickBooks<{ CreditMemo: { Id: string } }>('creditmemo', { CustomerRef: { value: invoice.CustomerRef.value }, Line });
		await town.world.quickBooks('payment', { CustomerRef: { value: invoice.CustomerRef.value }, TotalAmt: 0, Line: [applied('Invoice', invoice.Id), applied('CreditMemo', CreditMemo.Id)] });
		for (const share of ['whole', 'rest']) expect((await bill({ share })).warnings).toEqual([expect.stringMatching(/^Invoice \d+ was settled by a credit memo, not by money.*Create Another with a Reference/)]);
		expect((await bill({ ifInvoiced: 'another', reference: 'corrected' })).action).toBe('created');
		count({ runs: 4 });
	});

	it('by money is returned without one', async () => {
		const { bill, invoice } = await billed();
		await town.world.quickBooks('payment', { CustomerRef: { value: invoice.CustomerRef.value }, TotalAmt: 1000, Line: [applied('Invoice', invoice.Id)] });
		expect((await bill()).warnings).toEqual([]);
	});
});
