import type { IDataObject, INode } from 'n8n-workflow';
import { oneNodeWorkflow, type WorkflowUnderTest } from '../support/inProcess';
import { runTemplateCode } from '../support/templateCode';
import type { TestAccounts } from '../support/testAccounts';
import type { SeededRandom } from '../support/seededRandom';
import type { RandomActivity } from './randomActivity';
import type { ExpectedInvoice, ExpectedInvoices } from './expectedInvoices';
import { picked } from '../support/billingAccounts';

const PACKAGE = 'n8n-nodes-hubspot-quickbooks';
export const TRIGGER = `${PACKAGE}.invoiceStatusTrigger`;
export const READ = `${PACKAGE}.readInvoicingData`;
export const ATTACH = `${PACKAGE}.attachInvoice`;
export const SYNC = `${PACKAGE}.syncInvoice`;
const DEAL_EVENTS = [
	'created',
	'waitingToBeSent',
	'sent',
	'partiallyPaid',
	'paid',
	'paymentReceived',
	'reopened',
	'overdue',
	'voided',
	'deleted',
];

export interface Figures {
	remindersDue: number;
	remindersSent: number;
	wrongReminders: number;
	missedReminders: number;
	ageingDifference: number;
	dealDifferences: number;
}
type Counted = 'wrongReminders' | 'missedReminders' | 'dealDifferences';

interface Event extends IDataObject {
	event: string;
	invoice: { id: string };
	hubspot: { deal: { id: string } | null; deals?: Array<{ id: string }> } | null;
}

export const cents = (value: unknown) => Math.round(Number(value ?? 0) * 100);

/**
 * One QuickBooks company: what happens in it, the workflows that are connected to it, and an
 * account of what they should do, which knows nothing of them.
 */
export class CompanyWorkflows {
	private readonly mails: string[] = [];
	private readonly reminders: WorkflowUnderTest;
	private readonly deals: WorkflowUnderTest;
	private readonly nightly: WorkflowUnderTest;
	/** The demo's own invoices and credits stay as they are. */
	private before = 0;

	constructor(
		private readonly accounts: TestAccounts,
		/** Of the sandbox. */
		readonly company: string,
		readonly activity: RandomActivity,
		readonly expected: ExpectedInvoices,
		private readonly today: () => string,
		private readonly figures: Figures,
		private readonly say: (text: string) => void,
		/** The time zone to name in the form, where QuickBooks names none. */
		zone: string | undefined,
	) {
		const options = zone === undefined ? {} : { options: { timeZone: zone } };
		this.reminders = this.trigger('Reminders', {
			events: ['overdue'],
			overdueDays: '1, 7, 14',
			...options,
		});
		this.deals = this.trigger('Deals', {
			events: DEAL_EVENTS,
			overdueDays: '1',
			hubspotAuthentication: 'serviceKey',
			...options,
		});
		this.nightly = oneNodeWorkflow(
			{
				name: 'Node',
				type: SYNC,
				parameters: {
					hubspotAuthentication: 'serviceKey',
					scope: 'changed',
					onDelete: 'mark',
					output: 'summary',
				},
				credentials: accounts.nodeCredentials,
			},
			[{}],
			{},
		);
	}

	private trigger(name: string, parameters: IDataObject): WorkflowUnderTest {
		const node: INode = {
			id: crypto.randomUUID(),
			name,
			type: TRIGGER,
			typeVersion: 1,
			position: [0, 0],
			parameters: parameters as never,
			credentials: this.accounts.nodeCredentials,
		};
		return { nodes: [node], connections: {} };
	}

	private async poll(workflow: WorkflowUnderTest): Promise<Event[]> {
		const name = workflow.nodes[0]?.name ?? '';
		return ((await this.accounts.n8n.poll(workflow, name))?.[0] ?? []).map(
			({ json }) => json as unknown as Event,
		);
	}

	async begin(): Promise<void> {
		this.before = await this.ageing();
		await this.poll(this.reminders);
		await this.poll(this.deals);
		this.expected.reached(this.today());
	}

	/**
	 * The template *Overdue reminders*: poll, look again, words; a mail counts when it goes to a
	 * customer.
	 */
	async remind(chance: SeededRandom): Promise<void> {
		const reached = this.expected.reached(this.today());
		const events = await this.poll(this.reminders);
		// Somebody may pay while the mails are being written.
		if (events.length > 0 && chance.is(0.5))
			await this.activity.pay(chance.is(0.7) ? events.map(({ invoice }) => invoice.id) : undefined);
		const due = new Set(
			reached
				.filter((invoice) => this.expected.isToBeReminded(invoice, this.today()))
				.map(({ id }) => id),
		);
		const sent = events.length > 0 ? await this.mailsFor(events) : [];
		this.figures.remindersDue += due.size;
		this.figures.remindersSent += sent.length;
		for (const { step, key, to, invoice } of sent) {
			this.mails.push(key);
			if (!due.has(invoice.id) || !this.isRightMail(invoice.id, step, to))
				this.report('wrongReminders', `wrong: ${step} mail for ${invoice.id}`);
		}
		for (const id of due)
			if (!sent.some(({ invoice }) => invoice.id === id))
				this.report('missedReminders', `missed: ${id}`);
	}

	private async mailsFor(
		events: Event[],
	): Promise<Array<{ step: string; key: string; to?: string; invoice: { id: string } }>> {
		const rows = (await this.accounts.run(READ, { operation: 'openInvoices', openCredits: true }))
			.items('Node')
			.map(({ json }) => json);
		const nodes = {
			Addresses: events,
			'Look again': rows,
			'Mails so far': this.mails.map((invoice) => ({ invoice })),
		};
		const own = new Set(this.expected.invoices.map(({ id }) => id));
		const words = runTemplateCode('overdue-reminders', 'Words', { nodes }).map(
			({ json }) => json as { step: string; key: string; to?: string; invoice: { id: string } },
		);
		return words.filter(({ step, invoice }) => step !== 'team' && own.has(invoice.id));
	}

	/**
	 * The first mail for a due date is the first in words, the second the second, and it goes to the
	 * customer.
	 */
	private isRightMail(id: string, step: string, to: string | undefined): boolean {
		const invoice = this.expected.invoices.find((one) => one.id === id);
		if (!invoice) return false;
		const before = invoice.mails.get(invoice.dueOn) ?? 0;
		invoice.mails.set(invoice.dueOn, before + 1);
		return (
			step === (['first', 'second'][before] ?? 'third') &&
			to === this.expected.customers.get(invoice.customer)
		);
	}

	/** The template *Keep the deal's invoice properties current*. */
	async followDeals(): Promise<void> {
		const events = (await this.poll(this.deals)).filter(({ hubspot }) => hubspot?.deal);
		if (events.length === 0) return;
		for (const { json } of runTemplateCode('deal-invoice-properties', 'Each of its deals', {
			input: events,
		})) {
			const { event, invoice, hubspot } = json as Event;
			const operation = event === 'deleted' ? 'detach' : 'attach';
			await this.accounts.one(ATTACH, {
				operation,
				record: 'deal',
				deal: picked(hubspot?.deal?.id ?? ''),
				invoices: 'chosen',
				chosen: { invoice: [{ invoice: picked(invoice.id) }] },
			});
		}
	}

	/** The template *Nightly sync*, which remembers what it did. */
	async sync(): Promise<void> {
		const run = await this.accounts.n8n.run(this.nightly, 'trigger');
		if (run.error) throw run.error;
		for (const invoice of this.expected.invoices) invoice.isEdited = false;
		for (const { json } of run.items('Node', 1))
			this.say(`${this.today()} not synced: ${JSON.stringify(json).slice(0, 600)}`);
	}

	/** The template *Receivables ageing report* against the expected figures. */
	async reckonReceivables(): Promise<void> {
		const difference = Math.abs((await this.ageing()) - this.before - this.expected.receivables());
		if (difference > 0)
			this.say(`${this.today()} receivables of ${this.company} differ by ${difference} cents`);
		this.figures.ageingDifference += difference;
	}

	/** The total of the report, in cents. */
	private async ageing(): Promise<number> {
		const input = (await this.accounts.run(READ, { operation: 'openInvoices' }))
			.items('Node')
			.map(({ json }) => json);
		const [report] = runTemplateCode('receivables-ageing', 'Ageing', {
			input: input.length > 0 ? input : [{}],
		});
		return cents((report?.json['totals'] as { total: string }).total.replace(/,/g, ''));
	}

	/**
	 * When QuickBooks changed each of the deal's invoices, in ms, with what it is called in HubSpot.
	 */
	async told(
		deal: string,
	): Promise<Array<{ at: number; status: string; invoice: ExpectedInvoice }>> {
		return await Promise.all(
			this.expected.ofDeal(deal).map(async (invoice) => {
				const { Invoice } = await this.accounts.quickBooks<{
					Invoice: { MetaData: { LastUpdatedTime: string } };
				}>(`invoice/${invoice.id}`);
				return {
					at: Date.parse(Invoice.MetaData.LastUpdatedTime),
					status: this.expected.statusOf(invoice, this.today()),
					invoice,
				};
			}),
		);
	}

	report(figure: Counted, text: string): void {
		this.figures[figure] += 1;
		this.say(`${this.today()} ${this.company} ${text}`);
	}
}
