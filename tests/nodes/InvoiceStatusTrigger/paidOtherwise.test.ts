import type { WorkflowUnderTest } from '../../support/inProcess';
import { PolledInvoices } from '../../support/polledInvoices';

const EVENTS = ['paid', 'partiallyPaid', 'paymentReceived'];
let invoices: PolledInvoices;
beforeEach(async () => {
	invoices = await PolledInvoices.start();
});
afterEach(async () => await invoices.accounts.stop());

const of = (amount: number) => ({
	Line: [
		{
			DetailType: 'SalesItemLineDetail',
			Amount: amount,
			SalesItemLineDetail: { ItemRef: { value: '1' } },
		},
	],
});
const to = (invoice: string, amount: number) => ({
	Amount: amount,
	LinkedTxn: [{ TxnId: invoice, TxnType: 'Invoice' }],
});
const makePayment = async (fields: object) =>
	(
		await invoices.accounts.quickBooks<{ Payment: { Id: string } }>('payment', {
			CustomerRef: { value: '1' },
			...fields,
		})
	).Payment.Id;

async function changePayment(id: string, fields: object): Promise<void> {
	const { Payment } = await invoices.accounts.quickBooks<{ Payment: { SyncToken: string } }>(
		`payment/${id}`,
	);
	await invoices.accounts.quickBooks('payment', {
		Id: id,
		SyncToken: Payment.SyncToken,
		sparse: true,
		CustomerRef: { value: '1' },
		...fields,
	});
}

async function watching(events = EVENTS): Promise<WorkflowUnderTest> {
	const workflow = invoices.trigger({ events });
	await invoices.poll(workflow);
	return workflow;
}

/** Until nothing that was told is read again. */
async function quiet(workflow: WorkflowUnderTest): Promise<void> {
	for (let polls = 0; polls < 2; polls += 1) {
		await invoices.pass(600);
		expect(await invoices.poll(workflow)).toEqual([]);
	}
}

describe('an invoice whose rest is taken off its total', () => {
	it('is told as paid, once, with what it was before', async () => {
		const workflow = await watching();
		const id = await invoices.invoice();
		await invoices.pay(id, 60);
		expect(await invoices.told(workflow, id)).toEqual(['paymentReceived', 'partiallyPaid']);
		await quiet(workflow);
		await invoices.edit(id, of(60));
		const events = await invoices.poll(workflow);
		expect(
			events.map(({ event, eventId, oldStatus, newStatus, payment }) => [
				event,
				eventId.split(':').slice(2).join(':'),
				oldStatus,
				newStatus,
				payment,
			]),
		).toEqual([['paid', `${id}:paid:lowered:60.00`, 'partial_payment', 'paid_in_full', null]]);
		await quiet(workflow);
		await invoices.edit(id, { PrivateNote: 'Agreed' });
		expect(await invoices.poll(workflow)).toEqual([]);
	});

	it('was paid by its payment when nothing was left, whatever is edited later', async () => {
		const workflow = await watching();
		const id = await invoices.invoice();
		await invoices.pay(id, 60);
		await invoices.pass(5);
		await invoices.pay(id);
		expect(await invoices.told(workflow, id)).toEqual([
			'paymentReceived',
			'partiallyPaid',
			'paymentReceived',
			'paid',
		]);
		await quiet(workflow);
		await invoices.edit(id, { PrivateNote: 'Thanks' });
		expect(await invoices.poll(workflow)).toEqual([]);
	});
});

describe('a payment that is changed', () => {
	it('pays an invoice that a later one had left open', async () => {
		const workflow = await watching();
		const id = await invoices.invoice();
		const first = await invoices.pay(id, 30);
		await invoices.pass(60);
		await invoices.pay(id, 20);
		await invoices.poll(workflow);
		await quiet(workflow);
		await changePayment(first, { TotalAmt: 80, Line: [to(id, 80)] });
		const events = await invoices.poll(workflow);
		expect(
			events.map(({ event, oldStatus, newStatus, payment }) => [
				event,
				oldStatus,
				newStatus,
				payment?.amount,
			]),
		).toEqual([
			['paymentReceived', 'partial_payment', 'paid_in_full', '80.00'],
			['paid', 'partial_payment', 'paid_in_full', '80.00'],
		]);
	});

	it('pays one invoice and then another with what was paid in advance, between two polls', async () => {
		const workflow = await watching();
		const [one, two] = [await invoices.invoice(), await invoices.invoice()];
		const advance = await makePayment({ TotalAmt: 200 });
		await quiet(workflow);
		await changePayment(advance, { TotalAmt: 200, Line: [to(one, 100)] });
		await invoices.pass(60);
		await changePayment(advance, { TotalAmt: 200, Line: [to(one, 100), to(two, 100)] });
		const events = await invoices.poll(workflow);
		expect(events.map(({ event, invoice }) => `${event} ${invoice.id}`)).toEqual([
			`paymentReceived ${one}`,
			`paid ${one}`,
			`paymentReceived ${two}`,
			`paid ${two}`,
		]);
		await quiet(workflow);
	});

	it('in its memo only, before the invoice is, is told under the id that was told before', async () => {
		const workflow = await watching(['paid']);
		const id = await invoices.invoice();
		const payment = await invoices.pay(id);
		const ids = (await invoices.poll(workflow)).map(({ eventId }) => eventId);
		expect(ids).toHaveLength(1);
		await quiet(workflow);
		await changePayment(payment, { PrivateNote: 'Cheque' });
		await invoices.pass(10);
		await invoices.edit(id, { PrivateNote: 'Thanks' });
		for (const { eventId } of await invoices.poll(workflow)) expect(ids).toContain(eventId);
	});
});

it('two payments of one second are told in their order', async () => {
	const workflow = await watching(['partiallyPaid', 'paid']);
	const id = await invoices.invoice();
	const payments = await Promise.all([invoices.pay(id, 40), invoices.pay(id, 60)]);
	const events = await invoices.poll(workflow);
	expect(events.map(({ event }) => event)).toEqual(['partiallyPaid', 'paid']);
	expect(events.map(({ payment }) => payment?.id).sort()).toEqual(payments.sort());
});

it('an invoice that was marked as sent when it was made is not told as sent once more by an edit', async () => {
	const workflow = await watching(['sent']);
	const id = await invoices.invoice({ EmailStatus: 'EmailSent' });
	expect(await invoices.told(workflow, id)).toEqual(['sent']);
	await quiet(workflow);
	await invoices.edit(id, { PrivateNote: 'Printed' });
	expect(await invoices.poll(workflow)).toEqual([]);
});
