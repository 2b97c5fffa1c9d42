import { PolledInvoices } from '../../support/polledInvoices';
import type { WorkflowUnderTest } from '../../support/inProcess';
import { count } from '../../support/figures';

// What people report of status changes: github.com/fivetran/dbt_quickbooks/issues/122, and
// accountants who take payments back.

let invoices: PolledInvoices;
beforeAll(async () => (invoices = await PolledInvoices.start()));
afterAll(async () => await invoices.accounts.stop());

const ITEM = {
	DetailType: 'SalesItemLineDetail',
	SalesItemLineDetail: { ItemRef: { value: '1' } },
};
const lines = (...amounts: number[]) => ({ Line: amounts.map((Amount) => ({ ...ITEM, Amount })) });
const on = (TxnId: string, Amount: number, TxnType = 'Invoice') => ({
	Amount,
	LinkedTxn: [{ TxnId, TxnType }],
});
const made = async <T = { Id: string; SyncToken: string }>(
	entity: string,
	fields: object,
	more = '',
) =>
	Object.values(
		await invoices.accounts.quickBooks<Record<string, T>>(`${entity}${more}`, fields),
	)[0] as T;
const read = async (entity: string, id: string) =>
	Object.values(
		await invoices.accounts.quickBooks<Record<string, Record<string, unknown>>>(`${entity}/${id}`),
	)[0] as Record<string, unknown>;

async function watching(): Promise<WorkflowUnderTest> {
	const workflow = invoices.trigger();
	await invoices.poll(workflow);
	return workflow;
}

/** `event: old -> new` of one invoice. */
async function told(workflow: WorkflowUnderTest, id: string): Promise<string[]> {
	count({ runs: 1 });
	const own = (await invoices.poll(workflow)).filter(({ invoice }) => invoice.id === id);
	return own.map(({ event, oldStatus, newStatus }) => `${event}: ${oldStatus} -> ${newStatus}`);
}

/** What a bookkeeper does to take money back, given the payment. */
const takeBack: Record<string, (paymentId: string) => Promise<unknown>> = {
	'deleting the payment': async (id) => await invoices.act(`payments/${id}/delete`),
	'voiding the payment': async (id) =>
		await made('payment', await read('payment', id), '?operation=update&include=void'),
	'unapplying the payment': async (id) =>
		await made('payment', { ...(await read('payment', id)), Line: [] }),
	'lowering the payment': async (id) => {
		const payment = await read('payment', id);
		const [line] = payment['Line'] as Array<{ LinkedTxn: unknown }>;
		return await made('payment', {
			...payment,
			TotalAmt: 40,
			Line: [{ Amount: 40, LinkedTxn: line?.LinkedTxn }],
		});
	},
};

describe('paid is told once, whatever made the balance zero', () => {
	it('by a line that takes everything off', async () => {
		const workflow = await watching();
		const id = await invoices.invoice();
		await invoices.pass(300);
		await invoices.poll(workflow);
		await invoices.pass(300);
		await invoices.edit(id, lines(100, -100));
		expect(await told(workflow, id)).toEqual(['paid: waiting_to_be_sent -> paid_in_full']);
		await invoices.edit(id, { PrivateNote: 'Deposit used up' });
		expect(await told(workflow, id)).toEqual([]);
		await invoices.pass(600);
		await invoices.edit(id, { PrivateNote: 'Filed' });
		expect(await told(workflow, id)).toEqual([]);
	});

	it('by being made with nothing to pay', async () => {
		const workflow = await watching();
		const id = await invoices.invoice(lines(100, -100));
		expect(await told(workflow, id)).toEqual([
			'created: null -> paid_in_full',
			'waitingToBeSent: null -> paid_in_full',
			'paid: waiting_to_be_sent -> paid_in_full',
		]);
		await invoices.pass(600);
		await invoices.edit(id, { PrivateNote: 'For the files' });
		expect(await told(workflow, id)).toEqual([]);
	});

	it('by a credit memo', async () => {
		const workflow = await watching();
		const id = await invoices.invoice();
		const memo = await made('creditmemo', { CustomerRef: { value: '1' }, ...lines(100) });
		await invoices.poll(workflow);
		await made('payment', {
			CustomerRef: { value: '1' },
			TotalAmt: 0,
			Line: [on(id, 100), on(memo.Id, 100, 'CreditMemo')],
		});
		expect(await told(workflow, id)).toEqual(['paid: waiting_to_be_sent -> paid_in_full']);
	});

	it('by the rest being taken off an invoice in a foreign currency', async () => {
		const workflow = await watching();
		const id = await invoices.invoice();
		const payment = await invoices.pay(id, 60);
		await invoices.poll(workflow);
		await invoices.pass(600);
		await invoices.poll(workflow);
		// QuickBooks does not promise to say what was open before a payment, nor in which currency.
		const { Line } = await read('payment', payment);
		expect(Line).toBeDefined();
		await invoices.edit(id, lines(60));
		expect(await told(workflow, id)).toEqual(['paid: partial_payment -> paid_in_full']);
		await invoices.pass(600);
		await invoices.edit(id, { PrivateNote: 'Agreed' });
		expect(await told(workflow, id)).toEqual([]);
	});

	it('but not by a void', async () => {
		const workflow = await watching();
		const id = await invoices.invoice();
		await invoices.poll(workflow);
		await invoices.act(`invoices/${id}/void`);
		expect(await told(workflow, id)).toEqual(['voided: waiting_to_be_sent -> voided']);
	});
});

describe('reopened is told once', () => {
	it.each(Object.keys(takeBack))('after %s', async (way) => {
		const workflow = await watching();
		const id = await invoices.invoice({ EmailStatus: 'EmailSent' });
		const payment = await invoices.pay(id);
		await invoices.poll(workflow);
		await invoices.pass(600);
		expect(await told(workflow, id)).toEqual([]);
		await takeBack[way]?.(payment);
		const now = way.startsWith('lowering') ? 'partial_payment' : 'sent_to_customer';
		expect(await told(workflow, id)).toEqual([`reopened: paid_in_full -> ${now}`]);
		expect(await told(workflow, id)).toEqual([]);
		await invoices.pass(600);
		await invoices.edit(id, { PrivateNote: 'Cheque bounced' });
		expect(await told(workflow, id)).toEqual([]);
		await invoices.pay(id);
		expect(
			(await told(workflow, id)).filter((event) => !event.startsWith('paymentReceived')),
		).toEqual([`paid: ${now} -> paid_in_full`]);
	});

	it('after a credit is taken back, and again when the same credit pays and is taken back once more', async () => {
		const workflow = await watching();
		const id = await invoices.invoice();
		const memo = await made('creditmemo', { CustomerRef: { value: '1' }, ...lines(100) });
		const applied = await made('payment', {
			CustomerRef: { value: '1' },
			TotalAmt: 0,
			Line: [on(id, 100), on(memo.Id, 100, 'CreditMemo')],
		});
		await invoices.poll(workflow);
		const ids: string[] = [];
		for (let round = 0; round < 2; round += 1) {
			await invoices.pass(600);
			await made('payment', { ...(await read('payment', applied.Id)), Line: [] });
			const [reopened] = (await invoices.poll(workflow)).filter(({ invoice }) => invoice.id === id);
			expect(reopened).toMatchObject({
				event: 'reopened',
				oldStatus: 'paid_in_full',
				newStatus: 'waiting_to_be_sent',
				payment: null,
				invoice: { balance: '100.00' },
			});
			await invoices.pass(600);
			await made('payment', {
				...(await read('payment', applied.Id)),
				Line: [on(id, 100), on(memo.Id, 100, 'CreditMemo')],
			});
			const [paid] = (await invoices.poll(workflow)).filter(({ invoice }) => invoice.id === id);
			expect(paid).toMatchObject({
				event: 'paid',
				oldStatus: 'waiting_to_be_sent',
				newStatus: 'paid_in_full',
			});
			ids.push(reopened?.eventId ?? '', paid?.eventId ?? '');
		}
		expect(new Set(ids).size).toBe(4);
	});

	it('after a payment in part is taken back', async () => {
		const workflow = await watching();
		const id = await invoices.invoice();
		await invoices.pay(id, 20);
		const payment = await invoices.pay(id, 40);
		await invoices.poll(workflow);
		await invoices.pass(600);
		await invoices.edit(id, lines(150));
		expect(await told(workflow, id)).toEqual([]);
		await takeBack['voiding the payment']?.(payment);
		expect(await told(workflow, id)).toEqual(['reopened: partial_payment -> partial_payment']);
		expect(await told(workflow, id)).toEqual([]);
	});

	it('after an amount is added to a paid invoice', async () => {
		const workflow = await watching();
		const id = await invoices.invoice();
		await invoices.pay(id);
		await invoices.poll(workflow);
		await invoices.pass(600);
		await invoices.edit(id, lines(100, 50));
		expect(await told(workflow, id)).toEqual(['reopened: paid_in_full -> partial_payment']);
	});

	it('also of an invoice that was paid before the watch began, and of one whose state an earlier version stored', async () => {
		const [before, later] = [await invoices.invoice(), await invoices.invoice()];
		const payments = [await invoices.pay(before), await invoices.pay(later)];
		await invoices.pass(600);
		const workflow = await watching();
		await takeBack['deleting the payment']?.(payments[0] ?? '');
		expect(await told(workflow, before)).toEqual(['reopened: paid_in_full -> waiting_to_be_sent']);
		const { watch: state } = workflow.staticData?.['node:Trigger'] as {
			watch: Record<string, unknown>;
		};
		delete state['settled'];
		await invoices.pass(600);
		expect(await invoices.poll(workflow)).toEqual([]);
		await takeBack['voiding the payment']?.(payments[1] ?? '');
		expect(await told(workflow, later)).toEqual(['reopened: paid_in_full -> waiting_to_be_sent']);
	});
});

it('a voided invoice that was paid says so', async () => {
	const workflow = await watching();
	const id = await invoices.invoice(lines(100, -100));
	await invoices.poll(workflow);
	await invoices.pass(600);
	await invoices.act(`invoices/${id}/void`);
	expect(await told(workflow, id)).toEqual(['voided: paid_in_full -> voided']);
});
