import type { IDataObject } from 'n8n-workflow';
import { ReadInvoicingData } from '../../../nodes/ReadInvoicingData/ReadInvoicingData.node';
import type { DescribedEvent } from '../../../src/flows/watchInvoices/describe';
import type { WorkflowUnderTest } from '../../support/inProcess';
import { PolledInvoices } from '../../support/polledInvoices';
import { runTemplateCode } from '../../support/templateCode';
import { count } from '../../support/figures';

// What people report of reminders: github.com/OCA/credit-control/pull/69,
// github.com/InvoicePlane/InvoicePlane-v2/issues/480.

const READ = 'n8n-nodes-hubspot-quickbooks.readInvoicingData';
const DAY = 86_400;
const SETTINGS = { events: ['overdue'], overdueDays: '1, 7, 14' };

let invoices: PolledInvoices;
let serial = 0;
beforeAll(
	async () =>
		(invoices = await PolledInvoices.start('2027-05-10T20:00:00Z', {
			[READ]: new ReadInvoicingData(),
		})),
);
afterAll(async () => await invoices.accounts.stop());

const line = (Amount: number) => ({
	DetailType: 'SalesItemLineDetail',
	Amount,
	SalesItemLineDetail: { ItemRef: { value: '1' } },
});
const made = async (entity: string, fields: object) =>
	Object.values(
		await invoices.accounts.quickBooks<Record<string, { Id: string }>>(entity, fields),
	)[0]?.Id ?? '';
let clock = '2027-05-10T20:00:00Z';

async function customer(email = 'pays@example.com'): Promise<string> {
	serial += 1;
	return await made('customer', {
		DisplayName: `Customer ${serial} & <Sons>`,
		...(email && { PrimaryEmailAddr: { Address: email } }),
	});
}

/** An invoice that is due today, mailed unless said otherwise. */
async function due(
	of: string,
	amount = 500,
	more: object = { EmailStatus: 'EmailSent' },
): Promise<string> {
	return await made('invoice', {
		CustomerRef: { value: of },
		Line: [line(amount)],
		DueDate: clock.slice(0, 10),
		...more,
	});
}

async function daysLater(days: number): Promise<void> {
	clock = new Date(Date.parse(clock) + days * DAY * 1000).toISOString();
	await invoices.passTo(clock);
}

async function watching(): Promise<WorkflowUnderTest> {
	const workflow = invoices.trigger(SETTINGS);
	await invoices.poll(workflow);
	return workflow;
}

/** Events of some invoices, as *Addresses* hands them on. */
async function overdue(
	workflow: WorkflowUnderTest,
	ids: readonly string[],
): Promise<DescribedEvent[]> {
	count({ runs: 1 });
	return (await invoices.poll(workflow)).filter(({ invoice }) => ids.includes(invoice.id));
}

const lookAgain = async () =>
	(await invoices.accounts.run(READ, { operation: 'openInvoices' }))
		.items('Node')
		.map(({ json }) => json);
/**
 * What *Words* makes of events, with what is open now. @param mails invoices that mails went out
 * for, one for each mail
 */
async function words(
	events: readonly DescribedEvent[],
	mails: readonly string[] = [],
	rows?: IDataObject[],
): Promise<IDataObject[]> {
	const nodes = {
		Addresses: events as unknown as IDataObject[],
		'Look again': rows ?? (await lookAgain()),
		'Mails so far': mails.length > 0 ? mails.map((invoice) => ({ invoice })) : [{}],
	};
	return runTemplateCode('overdue-reminders', 'Words', { nodes }).map(({ json }) => json);
}
const steps = (items: readonly IDataObject[]) => items.map(({ step }) => step);

it('a draft that was never mailed is a matter of the team, not of the customer', async () => {
	const workflow = await watching();
	const of = await customer();
	const [draft, marked] = [
		await due(of, 500, { EmailStatus: 'NeedToSend', BillEmail: { Address: 'pays@example.com' } }),
		await due(of),
	];
	await daysLater(1);
	const items = await words(await overdue(workflow, [draft, marked]));
	expect(steps(items)).toEqual(['team', 'first']);
	expect(items[0]).toMatchObject({
		title: 'A draft is past its due date: invoice',
		reason: expect.stringMatching(
			/^QuickBooks never mailed the invoice to .*Mail it, or remind .* yourself if they have it from you/,
		),
	});
	expect(items[0]?.['to']).toBeUndefined();
});

describe('an invoice whose mail bounced', () => {
	/** The invoice is mailed to the address that it has, and the mail bounces. */
	async function bounced(of: string, address: string): Promise<string> {
		const id = await due(of, 500, { EmailStatus: 'NeedToSend', BillEmail: { Address: address } });
		await invoices.act(`invoices/${id}/send`, { to: address });
		await invoices.act(`invoices/${id}/bounced`);
		return id;
	}

	it('is a matter of the team: no reminder goes to the address that takes no mail', async () => {
		const workflow = await watching();
		const of = await customer();
		const id = await bounced(of, 'wrong+1@example.com');
		await daysLater(1);
		const [item, ...others] = await words(await overdue(workflow, [id]));
		expect(others).toEqual([]);
		expect(item).toMatchObject({ step: 'team', title: 'The mail bounced: invoice' });
		expect(item?.['reason']).toMatch(
			/^QuickBooks says that the mail of the invoice to Customer \d+ &amp; &lt;Sons&gt; bounced, so nobody was reminded\. The address on the invoice is wrong\+1@example\.com\. Correct it in QuickBooks and send the invoice again\./,
		);
		expect(item?.['to']).toBeUndefined();
	});

	it('is reminded of once it was sent again, also between the poll and the mail', async () => {
		const workflow = await watching();
		const of = await customer();
		const id = await bounced(of, 'wrong2@example.com');
		await daysLater(1);
		const events = await overdue(workflow, [id]);
		await invoices.act(`invoices/${id}/send`, { to: 'right@example.com' });
		expect(await words(events)).toMatchObject([{ step: 'first', to: 'right@example.com' }]);
	});

	it('is not to be sent again where a credit covers it', async () => {
		const workflow = await watching();
		const of = await customer();
		const id = await bounced(of, 'wrong3@example.com');
		await made('payment', { CustomerRef: { value: of }, TotalAmt: 500 });
		await daysLater(1);
		expect(await words(await overdue(workflow, [id]))).toMatchObject([
			{ step: 'team', reason: expect.stringContaining('USD 500.00 open as credit') },
		]);
	});
});

describe('a customer who owes nothing', () => {
	it.each(['payment', 'creditmemo'])('is not reminded: %s that nobody applied', async (kind) => {
		const workflow = await watching();
		const of = await customer();
		const invoice = await due(of);
		await made(kind, {
			CustomerRef: { value: of },
			...(kind === 'payment' ? { TotalAmt: 500 } : { Line: [line(500)] }),
		});
		await daysLater(1);
		const events = await overdue(workflow, [invoice]);
		expect(events).toMatchObject([
			{
				event: 'overdue',
				owed: '0.00',
				customer: { balance: '0.00', openCredit: '500.00' },
				invoice: { balance: '500.00' },
			},
		]);
		expect(await words(events)).toMatchObject([
			{ step: 'team', reason: expect.stringContaining('USD 500.00 open as credit') },
		]);
	});

	it('is reminded of the invoice that the credit does not reach', async () => {
		const workflow = await watching();
		const of = await customer();
		const [first, second] = [await due(of, 300), await due(of, 200)];
		await made('payment', { CustomerRef: { value: of }, TotalAmt: 350 });
		await daysLater(1);
		const events = await overdue(workflow, [first, second]);
		expect(events.map(({ owed }) => owed)).toEqual(['0.00', '150.00']);
		const items = await words(events);
		expect(steps(items)).toEqual(['team', 'first']);
		expect(items[1]?.['facts']).toContain('Your credit, not yet applied</td><td>USD 350.00');
	});

	it('nor is one who paid, got more time, or whose invoice is void, between the poll and the mail', async () => {
		const workflow = await watching();
		const of = await customer();
		const [paid, moved, voided, open] = [
			await due(of),
			await due(of),
			await due(of),
			await due(of),
		];
		await daysLater(1);
		const events = await overdue(workflow, [paid, moved, voided, open]);
		expect(events).toHaveLength(4);
		await invoices.pay(paid);
		await invoices.edit(moved, { DueDate: '2028-01-31' });
		await invoices.act(`invoices/${voided}/void`);
		const items = await words(events);
		expect(items.map(({ invoice, step }) => [(invoice as { id: string }).id, step])).toEqual([
			[open, 'first'],
		]);
	});
});

describe('the words', () => {
	it('begin with the friendly ones, however late the first mail is', async () => {
		const workflow = await watching();
		const of = await customer();
		const invoice = await due(of);
		await daysLater(14);
		const events = await overdue(workflow, [invoice]);
		expect(events.map(({ daysOverdue }) => daysOverdue)).toEqual([1, 7, 14]);
		// Days that passed together bring one mail.
		const [item, ...others] = await words(events);
		expect(others).toEqual([]);
		expect(item).toMatchObject({
			step: 'first',
			to: 'pays@example.com',
			days: '14 days',
			name: expect.stringMatching(/^Customer \d+ &amp; &lt;Sons&gt;$/),
		});
		const key = item?.['key'] as string;
		expect(key).toContain(`:${invoice}:`);
		expect(steps(await words(events, [key]))).toEqual(['second']);
		expect(steps(await words(events, [key, key, 'another']))).toEqual(['third']);
	});

	it('are for the team when there is no address, and when QuickBooks cannot be asked again', async () => {
		const workflow = await watching();
		const of = await customer('');
		const invoice = await due(of);
		await daysLater(1);
		const events = await overdue(workflow, [invoice]);
		expect(await words(events)).toMatchObject([
			{ step: 'team', reason: expect.stringContaining('has no e-mail address') },
		]);
		expect(await words(events, [], [{ error: 'QuickBooks does not answer' }])).toMatchObject([
			{
				step: 'team',
				reason: expect.stringContaining(
					'could not be asked whether the invoice is still open: QuickBooks does not answer',
				),
			},
		]);
	});
});

it('a won deal outside the US that lacks a tax code is told which ones there are', () => {
	const choices = {
		account: { name: 'Jardins', taxRegime: 'codes' },
		taxCodes: [
			{ id: '3', name: 'HST ON' },
			{ id: '4', name: 'Zero-rated' },
		],
	};
	const html = (taxCode: string) => {
		const won = { deal: { id: '404', name: 'Patio' }, hubspot: { url: 'deal' }, taxCode };
		return runTemplateCode('won-deal-approval', 'Trouble', {
			input: [choices],
			nodes: { Addresses: [won] },
		})[0]?.json['html'];
	};
	expect(html('')).toMatch(/Jardins is outside the US, .* None is chosen\..*HST ON, Zero-rated/);
	expect(html('HST')).toContain('“HST” is not one of them.');
});
