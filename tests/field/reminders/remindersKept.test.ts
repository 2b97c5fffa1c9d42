import type { IDataObject } from 'n8n-workflow';
import { ReadInvoicingData } from '../../../nodes/ReadInvoicingData/ReadInvoicingData.node';
import type { DescribedEvent } from '../../../src/flows/watchInvoices/describe';
import type { WorkflowUnderTest } from '../../support/inProcess';
import { PolledInvoices } from '../../support/polledInvoices';
import { runTemplateCode } from '../../support/templateCode';
import { count } from '../../support/figures';

const READ = 'n8n-nodes-hubspot-quickbooks.readInvoicingData';
const DAY_MS = 86_400_000;

let invoices: PolledInvoices;
let serial = 0;
let clock = '2027-05-10T20:00:00Z';
/** What the data table holds: invoices that mails went out for, one for each mail. */
let mails: string[] = [];
beforeAll(
	async () => (invoices = await PolledInvoices.start(clock, { [READ]: new ReadInvoicingData() })),
);
beforeEach(() => (mails = []));
afterAll(async () => await invoices.accounts.stop());

const line = (Amount: number) => ({
	DetailType: 'SalesItemLineDetail',
	Amount,
	SalesItemLineDetail: { ItemRef: { value: '1' } },
});
const on = (TxnId: string, Amount: number, TxnType = 'Invoice') => ({
	Amount,
	LinkedTxn: [{ TxnId, TxnType }],
});
type Made = { Id: string; SyncToken: string };
const made = async (entity: string, fields: object, more = '') =>
	Object.values(
		await invoices.accounts.quickBooks<Record<string, Made>>(`${entity}${more}`, fields),
	)[0] as Made;
const customer = async () =>
	(
		await made('customer', {
			DisplayName: `Kept ${(serial += 1)}`,
			PrimaryEmailAddr: { Address: 'pays@example.com' },
		})
	).Id;
const day = (after = 0) => new Date(Date.parse(clock) + after * DAY_MS).toISOString().slice(0, 10);

/** A mailed invoice. @param inDays when it is due */
const due = async (of: string, amount: number, inDays = 0) =>
	(
		await made('invoice', {
			CustomerRef: { value: of },
			Line: [line(amount)],
			DueDate: day(inDays),
			EmailStatus: 'EmailSent',
		})
	).Id;

async function daysLater(days: number): Promise<void> {
	clock = new Date(Date.parse(clock) + days * DAY_MS).toISOString();
	await invoices.passTo(clock);
}

async function watching(): Promise<WorkflowUnderTest> {
	const workflow = invoices.trigger({
		events: ['overdue', 'reopened', 'paid', 'partiallyPaid'],
		overdueDays: '1, 7, 14',
	});
	await invoices.poll(workflow);
	return workflow;
}

async function told(workflow: WorkflowUnderTest, of: string): Promise<DescribedEvent[]> {
	count({ runs: 1 });
	return (await invoices.poll(workflow)).filter((event) => event.customer?.id === of);
}

/** One run of the template; a mail that goes out is noted as *Note the mail* does. */
async function reminded(
	workflow: WorkflowUnderTest,
	of: string,
): Promise<Array<[invoice: string, step: unknown, facts: string]>> {
	const events = (await told(workflow, of)).filter(({ event }) => event === 'overdue');
	const rows = (await invoices.accounts.run(READ, { operation: 'openInvoices' }))
		.items('Node')
		.map(({ json }) => json);
	const nodes = {
		Addresses: events as unknown as IDataObject[],
		'Look again': rows,
		'Mails so far': mails.length > 0 ? mails.map((invoice) => ({ invoice })) : [{}],
	};
	const items = runTemplateCode('overdue-reminders', 'Words', { nodes }).map(({ json }) => json);
	for (const { step, key } of items) if (step !== 'team') mails.push(key as string);
	return items.map(({ invoice, step, facts }) => [
		(invoice as { id: string }).id,
		step,
		/Open<\/td><td><b>(.*?)<\/b>/.exec(String(facts))?.[1] ?? '',
	]);
}

// https://github.com/OCA/credit-control/issues/330
it('an invoice that is paid in part is reminded of what is open, and keeps the mails it has had', async () => {
	const workflow = await watching();
	const of = await customer();
	const invoice = await due(of, 500);
	await daysLater(1);
	expect(await reminded(workflow, of)).toEqual([[invoice, 'first', 'USD 500.00']]);
	await invoices.pay(invoice, 200);
	await daysLater(6);
	expect(await reminded(workflow, of)).toEqual([[invoice, 'second', 'USD 300.00']]);
});

// https://github.com/OCA/credit-control/issues/460
it('each of several invoices of a customer has reminders of its own', async () => {
	const workflow = await watching();
	const of = await customer();
	const [early, same, late] = [await due(of, 10), await due(of, 20), await due(of, 30, 3)];
	await daysLater(1);
	expect((await reminded(workflow, of)).map(([id, step]) => [id, step])).toEqual([
		[early, 'first'],
		[same, 'first'],
	]);
	await daysLater(3);
	expect((await reminded(workflow, of)).map(([id, step]) => [id, step])).toEqual([[late, 'first']]);
	await daysLater(3);
	expect((await reminded(workflow, of)).map(([id, step]) => [id, step])).toEqual([
		[early, 'second'],
		[same, 'second'],
	]);
});

// https://github.com/OCA/credit-control/pull/568 and
// https://github.com/OCA/credit-control/issues/211
describe('a credit memo', () => {
	it('covers the invoice that is due first as far as it reaches; a voided one covers nothing', async () => {
		const workflow = await watching();
		const of = await customer();
		const [first, second] = [await due(of, 100), await due(of, 100, 1)];
		const memo = await made('creditmemo', { CustomerRef: { value: of }, Line: [line(100)] });
		await daysLater(2);
		expect((await reminded(workflow, of)).map(([id, step]) => [id, step])).toEqual([
			[first, 'team'],
			[second, 'first'],
		]);
		await made('creditmemo', { Id: memo.Id, SyncToken: memo.SyncToken }, '?operation=void');
		await daysLater(7);
		expect((await reminded(workflow, of)).map(([id, step]) => [id, step])).toEqual([
			[first, 'first'],
			[second, 'second'],
		]);
	});

	// https://github.com/frappe/erpnext/pull/49066
	it('that had settled an invoice and is deleted or voided opens it again, and reminders go on', async () => {
		invoices.accounts.sandbox.quickbooks.setSwitches({ removeAppliedCredit: 'unlink' });
		const workflow = await watching();
		const of = await customer();
		const settled = await Promise.all(
			['delete', 'void'].map(async (way) => {
				const [invoice, memo] = [
					await due(of, 100),
					await made('creditmemo', { CustomerRef: { value: of }, Line: [line(100)] }),
				];
				await made('payment', {
					CustomerRef: { value: of },
					TotalAmt: 0,
					Line: [on(invoice, 100), on(memo.Id, 100, 'CreditMemo')],
				});
				return { invoice, memo: memo.Id, way };
			}),
		);
		await daysLater(1);
		expect((await told(workflow, of)).map(({ event }) => event)).toEqual(['paid', 'paid']);
		for (const { memo, way } of settled) {
			const { CreditMemo } = await invoices.accounts.quickBooks<{ CreditMemo: Made }>(
				`creditmemo/${memo}`,
			);
			await made('creditmemo', { Id: memo, SyncToken: CreditMemo.SyncToken }, `?operation=${way}`);
		}
		await invoices.pass(600);
		expect(
			(await told(workflow, of)).map(
				({ event, oldStatus, newStatus }) => `${event}: ${oldStatus} -> ${newStatus}`,
			),
		).toEqual(settled.map(() => 'reopened: paid_in_full -> overdue'));
		await daysLater(6);
		expect((await reminded(workflow, of)).map(([, step]) => step)).toEqual(['first', 'first']);
	});
});

// https://github.com/invoiceninja/invoiceninja/issues/11415
it('a credit that is applied in part makes an invoice paid in part', async () => {
	const workflow = await watching();
	const of = await customer();
	const invoice = await due(of, 100, 30);
	const memo = await made('creditmemo', { CustomerRef: { value: of }, Line: [line(100)] });
	await made('payment', {
		CustomerRef: { value: of },
		TotalAmt: 0,
		Line: [on(invoice, 40), on(memo.Id, 40, 'CreditMemo')],
	});
	expect(await told(workflow, of)).toMatchObject([
		{
			event: 'partiallyPaid',
			newStatus: 'partial_payment',
			invoice: { status: 'partial_payment', balance: '60.00', paid: '40.00' },
		},
	]);
});

// https://github.com/agit8or1/clientst0r/issues/145
it('one payment of several invoices is told of each, and a deleted one opens each again', async () => {
	const workflow = await watching();
	const of = await customer();
	const [whole, part] = [await due(of, 100, 30), await due(of, 100, 30)];
	const payment = await made('payment', {
		CustomerRef: { value: of },
		TotalAmt: 150,
		Line: [on(whole, 100), on(part, 50)],
	});
	const events = async () =>
		(await told(workflow, of)).map(({ event, invoice, payment: by }) => [
			event,
			invoice.id,
			(invoice as { balance?: string }).balance,
			(by as { amount?: string } | null)?.amount ?? null,
		]);
	expect(await events()).toEqual([
		['paid', whole, '0.00', '100.00'],
		['partiallyPaid', part, '50.00', '50.00'],
	]);
	await invoices.pass(600);
	await invoices.act(`payments/${payment.Id}/delete`);
	expect(await events()).toEqual([
		['reopened', whole, '100.00', null],
		['reopened', part, '100.00', null],
	]);
});
