import type { INodeParameters } from 'n8n-workflow';
import { picked, BillingAccounts } from '../../support/billingAccounts';
import { count } from '../../support/figures';

let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
});
afterAll(async () => await billing.accounts.stop());

async function billed() {
	const deal = await billing.deal(
		[{ name: 'Design hours', sku: 'GD-HOUR', quantity: 10_000, price: 100_000 }],
		'USD',
		await billing.contact(),
	);
	const bill = async (more: INodeParameters = {}) =>
		await billing.bill({ deal: picked(deal), source: 'scratch', ifNoItem: 'fail', ...more });
	return { bill, deal, invoice: await billing.invoice((await bill()).quickbooks.id) };
}

const applied = (type: string, id: string, Amount = 1000) => ({
	Amount,
	LinkedTxn: [{ TxnId: id, TxnType: type }],
});

// https://github.com/odoo/odoo/issues/27165
describe('an invoice that was settled', () => {
	it('by a credit memo is returned with a warning, and can be billed again with a reference', async () => {
		const { bill, invoice } = await billed();
		const Line = invoice.Line.filter(({ DetailType }) => DetailType === 'SalesItemLineDetail').map(
			({ DetailType, Amount, SalesItemLineDetail }) => ({
				DetailType,
				Amount,
				SalesItemLineDetail,
			}),
		);
		const { CreditMemo } = await billing.accounts.quickBooks<{ CreditMemo: { Id: string } }>(
			'creditmemo',
			{ CustomerRef: { value: invoice.CustomerRef.value }, Line },
		);
		await billing.accounts.quickBooks('payment', {
			CustomerRef: { value: invoice.CustomerRef.value },
			TotalAmt: 0,
			Line: [applied('Invoice', invoice.Id), applied('CreditMemo', CreditMemo.Id)],
		});
		for (const share of ['whole', 'rest'])
			expect((await bill({ share })).warnings).toEqual([
				expect.stringMatching(
					/^Invoice \d+ was settled by a credit memo, not by money.*Create Another with a Reference/,
				),
			]);
		expect((await bill({ ifInvoiced: 'another', reference: 'corrected' })).action).toBe('created');
		count({ runs: 4 });
	});

	// https://github.com/invoiceninja/invoiceninja/issues/11415
	it('in part by a credit memo is paid in part, on the deal and on HubSpot’s record', async () => {
		const { bill, deal, invoice } = await billed();
		const { CreditMemo } = await billing.accounts.quickBooks<{ CreditMemo: { Id: string } }>(
			'creditmemo',
			{
				CustomerRef: { value: invoice.CustomerRef.value },
				Line: [
					{
						DetailType: 'SalesItemLineDetail',
						Amount: 1000,
						SalesItemLineDetail: { ItemRef: { value: '1' } },
					},
				],
			},
		);
		await billing.accounts.quickBooks('payment', {
			CustomerRef: { value: invoice.CustomerRef.value },
			TotalAmt: 0,
			Line: [applied('Invoice', invoice.Id, 400), applied('CreditMemo', CreditMemo.Id, 400)],
		});
		expect((await bill()).warnings).toEqual([]);
		const names = [
			'quickbooks_invoice_status',
			'quickbooks_total_paid',
			'quickbooks_total_outstanding',
		];
		const { properties, associations } = await billing.accounts.deal(deal, names);
		expect(names.map((name) => properties[name])).toEqual(['partial_payment', '400.00', '600.00']);
		const record = await billing.accounts.hubSpot<{ properties: Record<string, string> }>(
			`/crm/objects/2026-03/invoices/${associations?.['invoices']?.results[0]?.id}?properties=quickbooks_invoice_status,quickbooks_invoice_balance`,
		);
		expect(record.properties).toMatchObject({
			quickbooks_invoice_status: 'partial_payment',
			quickbooks_invoice_balance: '600.00',
		});
	});

	it('by money is returned without one', async () => {
		const { bill, invoice } = await billed();
		await billing.accounts.quickBooks('payment', {
			CustomerRef: { value: invoice.CustomerRef.value },
			TotalAmt: 1000,
			Line: [applied('Invoice', invoice.Id)],
		});
		expect((await bill()).warnings).toEqual([]);
	});
});
