import type { QuickBooksInvoice, QuickBooksPayload } from '../../../src/core/records/quickbooks';
import { SyncAccounts } from '../../support/syncAccounts';

let accounts: SyncAccounts;
let serial = 0;
afterEach(async () => await accounts.stop());

const start = async (hubspot: Record<string, unknown>) =>
	(accounts = await SyncAccounts.start({ seed: 'demo', fast: true, switches: { hubspot } }));

/** Lines of an item by amount; negative ones are refunds and retainers. */
async function invoice(
	amounts: readonly number[],
	more: QuickBooksPayload[] = [],
	fields: QuickBooksPayload = {},
): Promise<QuickBooksInvoice> {
	const [item] = await accounts.quickbooks.find('Item', {
		where: [{ field: 'Type', operator: '=', value: 'Service' }],
		limit: 1,
	});
	const [customer] = await accounts.quickbooks.find('Customer', { limit: 1 });
	const lines = amounts.map((Amount) => ({
		Amount,
		DetailType: 'SalesItemLineDetail',
		SalesItemLineDetail: { ItemRef: { value: item?.Id } },
	}));
	return await accounts.quickbooks.create(
		'Invoice',
		{
			CustomerRef: { value: customer?.Id },
			Line: [...lines, ...more],
			DueDate: '2031-01-01',
			...fields,
		},
		`figures ${(serial += 1)}`,
	);
}

const NAMES = ['hs_amount_billed', 'hs_balance_due', 'hs_subtotal', 'quickbooks_invoice_total'];
async function figures({ Id }: QuickBooksInvoice): Promise<Record<string, number>> {
	const [record] = await accounts.hubspot.readObjects('invoices', [`${accounts.realmId}:${Id}`], {
		properties: NAMES,
		idProperty: `quickbooks_id_${accounts.realmId}`,
	});
	return Object.fromEntries(
		NAMES.map((name) => [
			name.replace(/^(hs|quickbooks_invoice)_/, ''),
			Number(record?.properties[name]),
		]),
	);
}
const subtotalOf = ({ TotalAmt, TxnTaxDetail }: QuickBooksInvoice) =>
	Number((TotalAmt - (TxnTaxDetail?.TotalTax ?? 0)).toFixed(2));
const discount = (percent: number) => ({
	DetailType: 'DiscountLineDetail',
	DiscountLineDetail: { PercentBased: true, DiscountPercent: percent },
});

const POSITIONS = [
	['which takes figures of invoices billed elsewhere', {}, true],
	['which takes the balance, too', { invoiceBalance: 'nonBillable' }, true],
	[
		'which reckons them by itself',
		{ invoiceOutputFields: 'readOnly', invoiceBalance: 'readOnly' },
		false,
	],
] as const;

describe.each(POSITIONS)(
	'figures of the invoice record in an account %s',
	(_name, hubspot, takes) => {
		it('a discount, a refund and a retainer: the lines come to the subtotal, and the amount billed to the total', async () => {
			await start(hubspot);
			const tax = { TxnTaxDetail: { TotalTax: 72 } };
			const invoices = [
				await invoice([1000], [discount(10)], tax),
				await invoice([33.33, 33.33, 33.34], [discount(7.5)]),
				await invoice([100, 50, -10.01]),
				await invoice([1000, -1000]),
			];
			await accounts.syncInvoices();
			for (const one of invoices) {
				const { subtotal, amount_billed: billed, total } = await figures(one);
				expect([subtotal, total]).toEqual([subtotalOf(one), one.TotalAmt]);
				expect(billed).toBe(takes ? one.TotalAmt : subtotalOf(one));
			}
			expect((await accounts.syncInvoices({}, { scope: { kind: 'all' } })).writes).toEqual([]);
		});

		it('what is still to be paid is right where HubSpot takes it', async () => {
			await start(hubspot);
			const one = await invoice([100]);
			await accounts.quickbooks.create(
				'Payment',
				{
					CustomerRef: { value: one.CustomerRef.value },
					TotalAmt: 40,
					Line: [{ Amount: 40, LinkedTxn: [{ TxnId: one.Id, TxnType: 'Invoice' }] }],
				},
				`figures ${(serial += 1)}`,
			);
			await accounts.syncInvoices();
			if ('invoiceBalance' in hubspot && hubspot.invoiceBalance === 'nonBillable')
				expect(await figures(one)).toMatchObject({ amount_billed: 100, balance_due: 60 });
			accounts.sandbox.runtime.clock.advance(60_000);
			await accounts.quickbooks.create(
				'Payment',
				{
					CustomerRef: { value: one.CustomerRef.value },
					TotalAmt: 60,
					Line: [{ Amount: 60, LinkedTxn: [{ TxnId: one.Id, TxnType: 'Invoice' }] }],
				},
				`figures ${(serial += 1)}`,
			);
			await accounts.syncInvoices();
			expect(await figures(one)).toMatchObject({ amount_billed: 100, balance_due: 0 });
			expect((await accounts.syncInvoices({}, { scope: { kind: 'all' } })).writes).toEqual([]);
		});
	},
);
