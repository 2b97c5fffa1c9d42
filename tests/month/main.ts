// The clock comes before everything that might look at it.
import { passTime } from './clock';
import type { IDataObject, INode } from 'n8n-workflow';
import { AttachInvoice } from '../../nodes/AttachInvoice/AttachInvoice.node.js';
import { InvoiceStatusTrigger } from '../../nodes/InvoiceStatusTrigger/InvoiceStatusTrigger.node.js';
import { ReadInvoicingData } from '../../nodes/ReadInvoicingData/ReadInvoicingData.node.js';
import { SyncInvoice } from '../../nodes/SyncInvoice/SyncInvoice.node.js';
import type { WorkflowUnderTest } from '../support/inProcess';
import { runTemplateCode } from '../support/templateCode';
import { World } from '../support/world';
import { Chance } from '../sync/random';
import { Life } from './life';
import { Notebook } from './notebook';

// A month of random life in QuickBooks, with the reminders, the ageing report and the deal properties of the templates beside
// it, and a reckoning on paper that knows nothing of them. Options: --seed N, --days N, --json.

const PACKAGE = 'n8n-nodes-hubspot-quickbooks';
const TRIGGER = `${PACKAGE}.invoiceStatusTrigger`;
const READ = `${PACKAGE}.readInvoicingData`;
const ATTACH = `${PACKAGE}.attachInvoice`;
const SYNC = `${PACKAGE}.syncInvoice`;
const HOUR = 3_600_000;
const CUSTOMERS = 14;
const DEALS = 30;
const DEAL_EVENTS = ['created', 'waitingToBeSent', 'sent', 'partiallyPaid', 'paid', 'paymentReceived', 'reopened', 'overdue', 'voided', 'deleted'];
const PROPERTIES = ['quickbooks_invoice_status', 'quickbooks_total_billed', 'quickbooks_total_outstanding'];

const given = (name: string, otherwise: number) => (process.argv.includes(`--${name}`) ? Number(process.argv[process.argv.indexOf(`--${name}`) + 1]) : otherwise);
const seed = given('seed', Math.floor(Math.random() * 1_000_000));
const days = given('days', 30);
const say = process.argv.includes('--json') ? () => undefined : (text: string) => console.log(text);
const picked = (value: string) => ({ __rl: true, mode: 'id', value });
const dayAt = (zone: string) => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(Date.now());
/** Where the company and the HubSpot account are; n8n is in New York. With an odd seed QuickBooks does not say where. */
const ZONE = 'America/Los_Angeles';
const isNamed = seed % 2 === 0;
const today = () => dayAt(ZONE);

interface Event {
	event: string;
	eventId: string;
	daysOverdue: number;
	invoice: { id: string };
	hubspot: { deal: { id: string } | null } | null;
}

class Month {
	readonly figures = { invoices: 0, remindersDue: 0, remindersSent: 0, wrongReminders: 0, missedReminders: 0, ageingDifference: 0, dealDifferences: 0 };
	private readonly mails: string[] = [];
	private readonly reminders: WorkflowUnderTest;
	private readonly deals: WorkflowUnderTest;

	constructor(
		private readonly world: World,
		private readonly chance: Chance,
		private readonly life: Life,
		private readonly notebook: Notebook,
	) {
		this.reminders = this.workflow('Reminders', { events: ['overdue'], overdueDays: '1, 7, 14', options: isNamed ? {} : { timeZone: ZONE } });
		this.deals = this.workflow('Deals', { events: DEAL_EVENTS, overdueDays: '1', hubspotAuthentication: 'serviceKey' });
	}

	private workflow(name: string, parameters: IDataObject): WorkflowUnderTest {
		const node: INode = { id: crypto.randomUUID(), name, type: TRIGGER, typeVersion: 1, position: [0, 0], parameters: parameters as never, credentials: this.world.nodeCredentials };
		return { nodes: [node], connections: {} };
	}

	private async poll(workflow: WorkflowUnderTest): Promise<Event[]> {
		const name = workflow.nodes[0]?.name ?? '';
		return ((await this.world.n8n.poll(workflow, name))?.[0] ?? []).map(({ json }) => json as unknown as Event);
	}

	async begin(): Promise<void> {
		await this.poll(this.reminders);
		await this.poll(this.deals);
		this.notebook.reached(today());
	}

	async day(): Promise<void> {
		for (let look = 0; look < 4; look += 1) {
			passTime(HOUR * this.chance.int(4, 8));
			await this.world.renew();
			const acts = this.chance.int(0, 3);
			for (let act = 0; act < acts; act += 1) await this.life.act();
			await this.followDeals();
			await this.remind();
		}
		await this.world.run(SYNC, { scope: 'changed', output: 'summary' });
	}

	/** The template *Overdue reminders*: poll, look again, words; a mail counts when it goes to a customer. */
	private async remind(): Promise<void> {
		const reached = this.notebook.reached(today());
		const events = await this.poll(this.reminders);
		// Somebody may pay while the mails are being written.
		if (events.length > 0 && this.chance.is(0.4)) await this.life.pay();
		const due = new Set(reached.filter((invoice) => this.notebook.isToBeReminded(invoice, today())).map(({ id }) => id));
		const rows = events.length > 0 ? (await this.world.run(READ, { operation: 'openInvoices' })).items('Node').map(({ json }) => json) : [];
		const nodes = { Addresses: events as unknown as IDataObject[], 'Look again': rows, 'Mails so far': this.mails.map((invoice) => ({ invoice })) };
		const own = new Set(this.notebook.invoices.map(({ id }) => id));
		const sent = runTemplateCode('overdue-reminders', 'Words', { nodes }).map(({ json }) => json as { step: string; key: string; to?: string; invoice: { id: string } }).filter(({ step, invoice }) => step !== 'team' && own.has(invoice.id));
		this.figures.remindersDue += due.size;
		this.figures.remindersSent += sent.length;
		for (const { step, key, to, invoice } of sent) {
			this.mails.push(key);
			if (!due.has(invoice.id) || !this.isRightMail(invoice.id, step, to)) this.report('wrongReminders', `wrong: ${step} mail for ${invoice.id}`);
		}
		for (const id of due) if (!sent.some(({ invoice }) => invoice.id === id)) this.report('missedReminders', `missed: ${id}`);
	}

	/** The first mail for a due date is the first in words, the second the second, and it goes to the customer. */
	private isRightMail(id: string, step: string, to: string | undefined): boolean {
		const invoice = this.notebook.invoices.find((one) => one.id === id);
		if (!invoice) return false;
		const before = invoice.mails.get(invoice.dueOn) ?? 0;
		invoice.mails.set(invoice.dueOn, before + 1);
		return step === (['first', 'second'][before] ?? 'third') && to === this.notebook.customers.get(invoice.customer);
	}

	private report(figure: 'wrongReminders' | 'missedReminders' | 'dealDifferences', text: string): void {
		this.figures[figure] += 1;
		say(`${today()} ${text}`);
	}

	/** The template *Keep the deal's invoice properties current*. */
	private async followDeals(): Promise<void> {
		for (const { event, invoice, hubspot } of await this.poll(this.deals)) {
			if (!hubspot?.deal) continue;
			const operation = event === 'deleted' ? 'detach' : 'attach';
			await this.world.one(ATTACH, { operation, record: 'deal', deal: picked(hubspot.deal.id), invoices: 'chosen', chosen: { invoice: [{ invoice: picked(invoice.id) }] } });
		}
	}

	/** The template *Receivables ageing report* against the notebook. */
	async reckonReceivables(before: number): Promise<void> {
		const input = (await this.world.run(READ, { operation: 'openInvoices' })).items('Node').map(({ json }) => json);
		const total = reported(input);
		const difference = Math.abs(total - before - this.notebook.receivables());
		if (difference > 0) say(`${today()} receivables differ by ${difference} cents`);
		this.figures.ageingDifference += difference;
	}

	/** What deals show, against the notebook, at the end of a day on which everything was looked at. */
	async reckonDeals(): Promise<void> {
		await this.followDeals();
		await this.world.run(SYNC, { scope: 'changed', output: 'summary' });
		for (const invoice of this.notebook.invoices) {
			if (!invoice.deal) continue;
			const { properties } = await this.world.deal(invoice.deal, PROPERTIES);
			const { status, billed, outstanding } = this.notebook.dealOf(invoice, today());
			const shown = [properties['quickbooks_invoice_status'] ?? '', cents(properties['quickbooks_total_billed']), cents(properties['quickbooks_total_outstanding'])];
			const wanted = [invoice.state === 'deleted' ? shown[0] : status, billed, outstanding];
			if (shown.join() !== wanted.join()) this.report('dealDifferences', `deal ${invoice.deal} shows ${shown.join()} instead of ${wanted.join()}`);
		}
	}
}

function cents(value: unknown): number {
	return Math.round(Number(value ?? 0) * 100);
}

/** The total of the report, in cents. */
function reported(input: IDataObject[]): number {
	const [report] = runTemplateCode('receivables-ageing', 'Ageing', { input: input.length > 0 ? input : [{}] });
	return cents((report?.json['totals'] as { total: string }).total.replace(/,/g, ''));
}

async function main(): Promise<void> {
	// The same hour for every run, so that a seed means the same month.
	passTime(Date.parse('2027-05-10T16:00:00Z') - Date.now());
	const world = await World.start({ [TRIGGER]: new InvoiceStatusTrigger(), [READ]: new ReadInvoicingData(), [ATTACH]: new AttachInvoice(), [SYNC]: new SyncInvoice() });
	world.sandbox.quickbooks.setSwitches({ companyTimeZone: isNamed ? 'named' : 'absent' });
	const chance = new Chance(seed);
	const notebook = new Notebook();
	const deals: string[] = [];
	for (let index = 0; index < DEALS; index += 1) deals.push((await world.hubSpot<{ id: string }>('/crm/objects/2026-03/deals', { properties: { dealname: `Deal ${index}`, pipeline: 'default', dealstage: 'closedwon', amount: '1000', deal_currency_code: 'USD' } })).id);
	const attach = async (deal: string, invoice: string) => void (await world.one(ATTACH, { operation: 'attach', record: 'deal', deal: picked(deal), invoices: 'chosen', chosen: { invoice: [{ invoice: picked(invoice) }] } }));
	const life = new Life(world, chance, notebook, deals, today, attach);
	for (let index = 0; index < CUSTOMERS; index += 1) await life.addCustomer(index);
	const month = new Month(world, chance, life, notebook);
	// The demo's own invoices and credits stay as they are.
	const before = reported((await world.run(READ, { operation: 'openInvoices' })).items('Node').map(({ json }) => json));
	await month.begin();
	for (let day = 1; day <= days; day += 1) {
		await month.day();
		if (day % 3 === 0) await month.reckonReceivables(before);
	}
	await month.reckonDeals();
	month.figures.invoices = notebook.invoices.length;
	await world.stop();
	const { wrongReminders, missedReminders, ageingDifference, dealDifferences } = month.figures;
	console.log(JSON.stringify({ ...month.figures, seed }));
	process.exit(wrongReminders + missedReminders + ageingDifference + dealDifferences > 0 ? 1 : 0);
}

void main();
