import { executionsOf, publish } from '../../scripts/n8n/workflows';
import { OWNER } from '../support/n8nServer';
import { billDeals } from './support/bill';
import { importTemplate, pollEveryMinute, unconnected } from './support/editor';
import { startWorld, type TemplateWorld } from './support/world';

const DAY = 86_400;

let world: TemplateWorld;
beforeAll(async () => (world = await startWorld()), 240_000);
afterAll(async () => await world?.stop(), 60_000);

const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }).format(Date.now());

it('reminds in three different mails, and never after the payment', async () => {
	const { rows } = await world.control<{ rows: { id: string; balance: number }[] }>('GET', '/quickbooks/companies/us/invoices?limit=100');
	// The demo's own invoices would have milestones of their own.
	for (const { id } of rows.filter(({ balance }) => Number(balance) > 0)) await world.control('POST', '/quickbooks/companies/us/payments', { invoiceId: id });
	const [late, paidInTime] = await billDeals(world, ['401', '406']);
	for (const invoice of [late, paidInTime]) await world.control('PATCH', `/quickbooks/companies/us/invoices/${invoice?.id}`, { DueDate: today() });
	const workflow = await importTemplate(world, 'overdue-reminders');
	expect(unconnected(workflow)).toEqual([]);
	await pollEveryMinute(world, workflow, 'Overdue');
	await publish(world.session, workflow.id);

	await world.advance(DAY);
	await world.mail.waitFor(2, 100_000);
	await world.control('POST', '/quickbooks/companies/us/payments', { invoiceId: paidInTime?.id });
	await world.advance(6 * DAY);
	await world.mail.waitFor(3, 100_000);
	await world.advance(7 * DAY);
	const mails = await world.mail.waitFor(4, 100_000);
	await world.control('POST', '/quickbooks/companies/us/payments', { invoiceId: late?.id });
	await world.advance(16 * DAY);
	await new Promise((resolve) => setTimeout(resolve, 70_000));

	const of = (number: string | undefined) => mails.filter(({ subject }) => subject?.includes(String(number))).map(({ subject, recipients }) => [subject, recipients]);
	expect(of(late?.number)).toEqual([
		[`Reminder: invoice ${late?.number} is due`, ['niamh.obrien@example.com']],
		[`Second reminder: invoice ${late?.number} is a week overdue`, ['niamh.obrien@example.com']],
		[`Last reminder: invoice ${late?.number} is two weeks overdue`, ['niamh.obrien@example.com']],
	]);
	expect(of(paidInTime?.number)).toEqual([[`Reminder: invoice ${paidInTime?.number} is due`, [expect.stringContaining('@')]]]);
	expect(world.mail.mails).toHaveLength(4);
	expect(new Set(mails.map(({ html }) => html?.replace(/<[^>]+>/g, ' '))).size).toBe(4);
	expect(mails[0]?.html).toContain('USD');
	// Thirty days have passed for n8n, too.
	await world.session.signIn(OWNER);
	expect((await executionsOf(world.session, workflow.id)).map(({ status }) => status)).not.toContain('error');
}, 500_000);
