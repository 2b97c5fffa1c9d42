import type { IDataObject } from 'n8n-workflow';
import { ReadInvoicingData } from '../../../nodes/ReadInvoicingData/ReadInvoicingData.node';
import { runTemplateCode } from '../../support/templateCode';
import { TestAccounts } from '../../support/testAccounts';
import { count } from '../../support/figures';

// Reports that age by another date, or lose a day:
// https://github.com/moiz-lakkadkutta/Fabric-Inventory/issues/197 and
// https://github.com/microsoft/BCApps/pull/10413

const TYPE = 'n8n-nodes-hubspot-quickbooks.readInvoicingData';
const DAY_MS = 86_400_000;
let accounts: TestAccounts;
beforeAll(
	async () =>
		(accounts = await TestAccounts.start(
			{ [TYPE]: new ReadInvoicingData() },
			{ now: '2026-06-15T19:00:00Z' },
		)),
);
afterAll(async () => await accounts.stop());

const day = (ago: number) =>
	new Date(Date.parse('2026-06-15') - ago * DAY_MS).toISOString().slice(0, 10);
const made = async (entity: string, fields: object) =>
	Object.values(await accounts.quickBooks<Record<string, { Id: string }>>(entity, fields))[0]?.Id ??
	'';
const customer = async (DisplayName: string) => await made('customer', { DisplayName });
const invoice = async (of: string, Amount: number, more: object) =>
	await made('invoice', {
		CustomerRef: { value: of },
		Line: [
			{
				DetailType: 'SalesItemLineDetail',
				Amount,
				SalesItemLineDetail: { ItemRef: { value: '1' } },
			},
		],
		...more,
	});

/** The customer's line of the report. */
async function line(of: string): Promise<IDataObject> {
	count({ runs: 1 });
	const rows = (await accounts.run(TYPE, { operation: 'openInvoices' }))
		.items('Node')
		.map(({ json }) => json);
	const [report] = runTemplateCode('receivables-ageing', 'Ageing', { input: rows });
	return (report?.json['customers'] as IDataObject[]).find(({ id }) => id === of) ?? {};
}

it('goes by the days past the due date, with 30, 60 and 90 days in the younger column, and shows the oldest debt and what is not due', async () => {
	const of = await customer('Pays late');
	const overdue = [-30, 0, 1, 30, 31, 60, 61, 90, 91, 4000];
	for (const [index, days] of overdue.entries())
		await invoice(of, 2 ** index, { TxnDate: day(Math.max(days, 0) + 100), DueDate: day(days) });
	expect(await line(of)).toMatchObject({
		current: '3.00',
		d30: '12.00',
		d60: '48.00',
		d90: '192.00',
		older: '768.00',
		credits: '0.00',
		total: '1,023.00',
		invoices: 10,
	});
});

it('counts an invoice that is dated in the future as not due, and one without terms by the day that QuickBooks gives it', async () => {
	const of = await customer('Billed ahead');
	await invoice(of, 10, { TxnDate: day(-20) });
	await invoice(of, 5, { TxnDate: day(95) });
	expect(await line(of)).toMatchObject({ current: '10.00', d90: '5.00', total: '15.00' });
});

it('takes a payment into account as QuickBooks’ balances do, also one that is dated in the future', async () => {
	const of = await customer('Post-dated cheque');
	const paid = await invoice(of, 100, { TxnDate: day(40), DueDate: day(10) });
	await made('payment', {
		CustomerRef: { value: of },
		TotalAmt: 30,
		TxnDate: day(-15),
		Line: [{ Amount: 30, LinkedTxn: [{ TxnId: paid, TxnType: 'Invoice' }] }],
	});
	await made('payment', { CustomerRef: { value: of }, TotalAmt: 20, TxnDate: day(-15) });
	const { Customer } = await accounts.quickBooks<{ Customer: { Balance: number } }>(
		`customer/${of}`,
	);
	expect(await line(of)).toMatchObject({
		d30: '70.00',
		credits: '-20.00',
		total: Customer.Balance.toFixed(2),
	});
});
