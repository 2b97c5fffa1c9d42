import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { ReadInvoicingData } from '../../../nodes/ReadInvoicingData/ReadInvoicingData.node';
import { TestAccounts } from '../../support/testAccounts';
import { count } from '../../support/figures';

// What people report of receivables: github.com/ledgersmb/LedgerSMB/issues/1290,
// github.com/intuit/quickbooks-online-mcp-server/issues/60.

const TYPE = 'n8n-nodes-hubspot-quickbooks.readInvoicingData';

interface Row {
	kind: 'invoice' | 'credit';
	currency: string;
	balance: string;
	homeBalance: string;
	owed?: string | null;
	openCredit?: string | null;
	invoice?: { id: string };
	credit?: { id: string; type: string; number: string | null; customer: { id: string } };
}

/** Money in cents, as a reckoning on paper has it. */
type Sums = Record<string, number>;
interface Kept {
	Id: string;
	CurrencyRef: { value: string };
	Balance?: number;
	UnappliedAmt?: number;
	RemainingCredit?: number;
	ExchangeRate?: number;
}

const cents = (amount: number | string) => Math.round(Number(amount) * 100);
const line = (Amount: number) => ({
	DetailType: 'SalesItemLineDetail',
	Amount,
	SalesItemLineDetail: { ItemRef: { value: '1' } },
});
const on = (TxnId: string, Amount: number, TxnType = 'Invoice') => ({
	Amount,
	LinkedTxn: [{ TxnId, TxnType }],
});

let accounts: TestAccounts;
const open = async (company: string, switches?: IDataObject) =>
	(accounts = await TestAccounts.start(
		{ [TYPE]: new ReadInvoicingData() },
		{ company, ...(switches && { switches: { quickbooks: switches } }) },
	));
afterEach(async () => await accounts.stop());

const made = async (entity: string, fields: object) =>
	Object.values(await accounts.quickBooks<Record<string, { Id: string }>>(entity, fields))[0]?.Id ??
	'';
async function rows(parameters: INodeParameters = {}): Promise<Row[]> {
	count({ runs: 1 });
	return (await accounts.run(TYPE, { operation: 'openInvoices', ...parameters }))
		.items('Node')
		.map(({ json }): Row => json as never);
}

/**
 * What is owed by currency, from every record that the company has; nothing of the node's own ways.
 */
async function reckoned(): Promise<{ owed: Sums; home: number }> {
	const all = async (entity: string) =>
		await accounts.query<Kept>(`select * from ${entity} maxresults 1000`);
	const parts = [
		...(await all('Invoice')).map((one) => ({ ...one, cents: cents(one.Balance ?? 0) })),
		...(await all('Payment')).map((one) => ({ ...one, cents: -cents(one.UnappliedAmt ?? 0) })),
		...(await all('CreditMemo')).map((one) => ({
			...one,
			cents: -cents(one.RemainingCredit ?? 0),
		})),
	].filter((part) => part.cents !== 0);
	const owed: Sums = {};
	for (const part of parts)
		owed[part.CurrencyRef.value] = (owed[part.CurrencyRef.value] ?? 0) + part.cents;
	return {
		owed,
		home: parts.reduce(
			(sum, part) =>
				sum +
				Math.sign(part.cents) *
					Math.floor(Math.abs(part.cents) * (part.ExchangeRate ?? 1) + 0.5 + 1e-9),
			0,
		),
	};
}

function told(found: readonly Row[]): { owed: Sums; home: number } {
	const owed: Sums = {};
	for (const { currency, balance } of found)
		owed[currency] = (owed[currency] ?? 0) + cents(balance);
	return { owed, home: found.reduce((sum, { homeBalance }) => sum + cents(homeBalance), 0) };
}

it.each([false, true])(
	'what customers owe is their invoices less what they have paid without it being applied, when QuickBooks can ask for it: %s',
	async (filterByUnappliedAmount) => {
		await open('us', { filterByUnappliedAmount });
		const before = told(await rows()).owed['USD'] ?? 0;
		const customer = await made('customer', { DisplayName: 'Pays ahead' });
		const invoice = await made('invoice', { CustomerRef: { value: customer }, Line: [line(500)] });
		const payment = await made('payment', {
			CustomerRef: { value: customer },
			TotalAmt: 500,
			PaymentRefNum: 'CHK-9',
		});
		const found = await rows();
		expect((told(found).owed['USD'] ?? 0) - before).toBe(0);
		expect(found.find((row) => row.invoice?.id === invoice)).toMatchObject({
			kind: 'invoice',
			balance: '500.00',
			owed: '0.00',
			openCredit: '500.00',
		});
		expect(found.find((row) => row.credit?.id === payment)).toMatchObject({
			kind: 'credit',
			balance: '-500.00',
			homeBalance: '-500.00',
			credit: {
				type: 'payment',
				number: 'CHK-9',
				total: '500.00',
				customer: { id: customer, name: 'Pays ahead' },
			},
		});
		expect(
			(await rows({ openCredits: false })).every(
				({ kind, owed }) => kind === 'invoice' && owed === null,
			),
		).toBe(true);
	},
);

it('a credit memo counts until it is used up, and again when it is taken back', async () => {
	await open('us');
	const customer = await made('customer', { DisplayName: 'Returns goods' });
	const [early, late] = [
		await made('invoice', {
			CustomerRef: { value: customer },
			Line: [line(300)],
			DueDate: '2026-01-31',
		}),
		await made('invoice', {
			CustomerRef: { value: customer },
			Line: [line(200)],
			DueDate: '2026-02-28',
		}),
	];
	const memo = await made('creditmemo', { CustomerRef: { value: customer }, Line: [line(350)] });
	const state = async () => {
		const found = await rows();
		return [early, late]
			.map((id) => found.find((row) => row.invoice?.id === id))
			.map((row) => row && [row.balance, row.owed, row.openCredit])
			.concat([
				found.filter((row) => row.credit?.customer.id === customer).map(({ balance }) => balance),
			]);
	};
	// The invoice that is due first comes first.
	expect(await state()).toEqual([
		['300.00', '0.00', '350.00'],
		['200.00', '150.00', '350.00'],
		['-350.00'],
	]);
	const applied = await made('payment', {
		CustomerRef: { value: customer },
		TotalAmt: 0,
		Line: [on(late, 200), on(memo, 200, 'CreditMemo')],
	});
	expect(await state()).toEqual([['300.00', '150.00', '150.00'], undefined, ['-150.00']]);
	const { Payment } = await accounts.quickBooks<{ Payment: object }>(`payment/${applied}`);
	await accounts.quickBooks('payment', { ...Payment, Line: [] });
	expect(await state()).toEqual([
		['300.00', '0.00', '350.00'],
		['200.00', '150.00', '350.00'],
		['-350.00'],
	]);
});

it('a customer that has nothing but credit is there, and a parent’s credit pays for its jobs', async () => {
	await open('us');
	const [parent, alone] = [
		await made('customer', { DisplayName: 'Holding' }),
		await made('customer', { DisplayName: 'Only credit' }),
	];
	const job = await made('customer', {
		DisplayName: 'Terrace',
		Job: true,
		ParentRef: { value: parent },
	});
	const invoice = await made('invoice', { CustomerRef: { value: job }, Line: [line(80)] });
	await made('payment', { CustomerRef: { value: parent }, TotalAmt: 100 });
	await made('payment', { CustomerRef: { value: alone }, TotalAmt: 25 });
	const found = await rows();
	expect(found.find((row) => row.invoice?.id === invoice)).toMatchObject({
		balance: '80.00',
		owed: '0.00',
		openCredit: '100.00',
	});
	expect(
		found
			.filter(({ credit }) => credit && [parent, alone].includes(credit.customer.id))
			.map(({ balance }) => balance)
			.sort(),
	).toEqual(['-100.00', '-25.00']);
	expect(told(found)).toEqual(await reckoned());
});

// https://github.com/OCA/credit-control/pull/568
it('a credit in another currency covers nothing', async () => {
	await open('ca');
	const parent = await made('customer', { DisplayName: 'Holding', CurrencyRef: { value: 'CAD' } });
	const job = await made('customer', {
		DisplayName: 'Terrace',
		Job: true,
		ParentRef: { value: parent },
		CurrencyRef: { value: 'USD' },
	});
	const invoice = await made('invoice', {
		CustomerRef: { value: job },
		CurrencyRef: { value: 'USD' },
		ExchangeRate: 1.36,
		GlobalTaxCalculation: 'NotApplicable',
		Line: [line(80)],
	});
	await made('payment', {
		CustomerRef: { value: parent },
		CurrencyRef: { value: 'CAD' },
		TotalAmt: 500,
	});
	expect((await rows()).find((row) => row.invoice?.id === invoice)).toMatchObject({
		currency: 'USD',
		balance: '80.00',
		owed: '80.00',
		openCredit: '0.00',
	});
});

it('in several currencies the sums are those of every record of the company, per currency and at home', async () => {
	await open('ca');
	const foreign = {
		CustomerRef: { value: '2' },
		CurrencyRef: { value: 'USD' },
		ExchangeRate: 1.36525,
	};
	const code = { GlobalTaxCalculation: 'NotApplicable' };
	const first = await made('invoice', { ...foreign, ...code, Line: [line(333.33)] });
	await made('invoice', { ...foreign, ...code, ExchangeRate: 1.41, Line: [line(77.77)] });
	await made('payment', { ...foreign, TotalAmt: 150.01, Line: [on(first, 100)] });
	await made('creditmemo', { ...foreign, ...code, ExchangeRate: 1.3, Line: [line(19.99)] });
	const found = await rows();
	const { owed, home } = await reckoned();
	expect(Object.keys(owed)).toEqual(expect.arrayContaining(['USD']));
	expect(told(found)).toEqual({ owed, home });
});
