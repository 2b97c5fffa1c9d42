import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './imports';

interface Reminder {
	invoice: { id: string; number: string | null; billEmail: string | null; dueOn: string; currency: string; balance: string };
	customer: { name: string; email: string | null } | null;
	daysOverdue: number;
}

const { nodes } = JSON.parse(readFileSync(join(root, 'templates/overdue-reminders.json'), 'utf8')) as { nodes: Array<{ name: string; parameters: { jsCode?: string } }> };
const code = nodes.find(({ name }) => name === 'Words')?.parameters.jsCode ?? '';

/** What the node makes of some events of one run, as n8n calls it: once for each. */
function words(events: Reminder[]): Array<{ step: string; to: string; name: string; number: string }> {
	// eslint-disable-next-line @typescript-eslint/no-implied-eval
	const run = new Function('$json', '$', code) as (json: Reminder, node: () => { all(): Array<{ json: Reminder }> }) => { json: ReturnType<typeof words>[number] };
	return events.map((event) => run(event, () => ({ all: () => events.map((json) => ({ json })) })).json);
}

const late = (daysOverdue: number, more: Partial<Reminder['invoice']> = {}): Reminder => ({ invoice: { id: '5', number: '1005', billEmail: 'ann@example.com', dueOn: '2027-05-01', currency: 'USD', balance: '100.00', ...more }, customer: { name: 'Ann & <Sons>', email: null }, daysOverdue });

it('chooses the mail by the days, and the team where there is no address', () => {
	for (const [days, step] of [[1, 'first'], [7, 'second'], [14, 'third']] as const) expect(words([late(days)])).toMatchObject([{ step, to: 'ann@example.com', name: 'Ann &amp; &lt;Sons&gt;', number: '1005' }]);
	expect(words([late(7, { billEmail: null, number: null })])).toMatchObject([{ step: 'no address', to: '', number: '5' }]);
});

it('mails the last of several days that one run brings, for each invoice', () => {
	expect(words([late(1), late(7), late(1, { id: '6' }), late(14)]).map(({ step }) => step)).toEqual(['past', 'past', 'first', 'third']);
});
