import { executionsOf, publish } from '../../scripts/n8n/workflows';
import { OWNER } from '../support/n8nServer';
import { billDeals, type Billed } from './support/bill';
import { importTemplate, pollEveryMinute, unconnected } from './support/editor';
import { startTemplateStack, type TemplateStack } from './support/templateStack';

const DAY = 86_400;

let stack: TemplateStack;
beforeAll(async () => (stack = await startTemplateStack()), 400_000);
afterAll(async () => await stack?.stop(), 60_000);

const today = () =>
	new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }).format(Date.now());

const edit = (invoice: Billed | undefined, fields: object) =>
	stack.control('PATCH', `/quickbooks/companies/us/invoices/${invoice?.id}`, fields);
const pay = (invoice: Billed | undefined, amount?: number) =>
	stack.control('POST', '/quickbooks/companies/us/payments', {
		invoiceId: invoice?.id,
		...(amount && { amount }),
	});

it('reminds in three different mails whoever owes something, and tells the team of everybody else', async () => {
	const { rows } = await stack.control<{ rows: { id: string; balance: number; number: string }[] }>(
		'GET',
		'/quickbooks/companies/us/invoices?limit=100',
	);
	// The demo's own invoices would have milestones of their own; two are kept, one of them covered
	// by a payment that is not applied.
	const [draft, covered, ...others] = rows
		.filter(({ balance }) => Number(balance) > 0)
		.map(({ id, number }) => ({ id, number, total: '', deal: '' }));
	for (const { id } of others) await pay({ id } as Billed);
	await edit(draft, {
		DueDate: today(),
		EmailStatus: 'NotSet',
		BillEmail: { Address: 'draft@example.com' },
	});
	const { payment } = (await pay(covered)) as { payment: { Id: string; Line: object[] } };
	await stack.control('PATCH', `/quickbooks/companies/us/payments/${payment.Id}`, { Line: [] });
	await edit(covered, { DueDate: today(), EmailStatus: 'EmailSent' });
	const [late, paidInTime, paidLater, silent, wrong] = await billDeals(stack, [
		'401',
		'406',
		'402',
		'405',
		'408',
	]);
	for (const invoice of [late, paidInTime, paidLater])
		await edit(invoice, { DueDate: today(), EmailStatus: 'EmailSent' });
	await edit(wrong, {
		DueDate: today(),
		EmailStatus: 'EmailSent',
		BillEmail: { Address: 'gone@refused.example' },
	});
	const { customerId } =
		(
			await stack.control<{ rows: { id: string; customerId: string }[] }>(
				'GET',
				'/quickbooks/companies/us/invoices?limit=100',
			)
		).rows.find(({ id }) => id === silent?.id) ?? {};
	await stack.control('PATCH', `/quickbooks/companies/us/customers/${customerId}`, {
		PrimaryEmailAddr: { Address: '' },
	});
	await edit(silent, { DueDate: today(), EmailStatus: 'EmailSent', BillEmail: { Address: '' } });
	const workflow = await importTemplate(stack, 'overdue-reminders');
	expect(unconnected(workflow)).toEqual([]);
	await pollEveryMinute(stack, workflow, 'Overdue');
	await publish(stack.session, workflow.id);

	await stack.advance(DAY);
	await stack.mail.waitFor(7, 150_000);
	await pay(paidInTime);
	await pay(late, 100);
	await pay(draft);
	const line = { ...payment.Line[0] } as { Amount: number; LinkedTxn: object[] };
	await stack.control('PATCH', `/quickbooks/companies/us/payments/${payment.Id}`, {
		Line: [{ Amount: line.Amount, LinkedTxn: line.LinkedTxn }],
	});
	await stack.advance(6 * DAY);
	await stack.mail.waitFor(11, 150_000);
	await pay(paidLater);
	await stack.advance(7 * DAY);
	const mails = await stack.mail.waitFor(14, 150_000);
	for (const invoice of [late, silent, wrong]) await pay(invoice);
	await stack.advance(16 * DAY);
	await new Promise((resolve) => setTimeout(resolve, 70_000));

	const of = (invoice: Pick<Billed, 'number'> | undefined) =>
		mails
			.filter(({ subject }) => subject?.includes(String(invoice?.number)))
			.map(({ subject, recipients }) => [subject, recipients]);
	expect(of(late)).toEqual([
		[`Reminder: invoice ${late?.number} is due`, ['niamh.obrien@example.com']],
		[`Second reminder: invoice ${late?.number} is 7 days overdue`, ['niamh.obrien@example.com']],
		[`Last reminder: invoice ${late?.number} is 14 days overdue`, ['niamh.obrien@example.com']],
	]);
	const open = mails
		.filter(({ subject }) => subject?.includes(String(late?.number)))
		.map(({ html }) => /USD ([\d.]+)/.exec(html ?? '')?.[1]);
	expect(open).toEqual([
		late?.total,
		(Number(late?.total) - 100).toFixed(2),
		(Number(late?.total) - 100).toFixed(2),
	]);
	expect(of(paidInTime)).toEqual([
		[`Reminder: invoice ${paidInTime?.number} is due`, [expect.stringContaining('@')]],
	]);
	expect(of(paidLater).map(([subject]) => subject)).toEqual([
		`Reminder: invoice ${paidLater?.number} is due`,
		`Second reminder: invoice ${paidLater?.number} is 7 days overdue`,
	]);
	const told = (invoice: Billed | undefined, times: number) =>
		Array(times).fill([
			`No reminder was sent for invoice ${invoice?.number}`,
			['accounts@example.com'],
		]);
	expect(of(silent)).toEqual(told(silent, 3));
	expect(of(wrong)).toEqual(told(wrong, 3));
	expect(of(covered)).toEqual(told(covered, 1));
	expect(of(draft)).toEqual([
		[`A draft is past its due date: invoice ${draft?.number}`, ['accounts@example.com']],
	]);
	const words = (invoice: Billed | undefined) =>
		mails.find(({ subject }) => subject === `No reminder was sent for invoice ${invoice?.number}`)
			?.html;
	expect(words(silent)).toContain('has no e-mail address in QuickBooks');
	expect(words(wrong)).toMatch(/could not be sent: .*No such mailbox/);
	expect(words(covered)).toContain('not applied, which covers it');
	expect(stack.mail.mails).toHaveLength(14);
	// Thirty days have passed for n8n, too.
	await stack.session.signIn(OWNER);
	expect(
		(await executionsOf(stack.session, workflow.id)).map(({ status }) => status),
	).not.toContain('error');
}, 600_000);
