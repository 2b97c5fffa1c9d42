// The clock comes before everything that might look at it.
import { passTime } from './clock';
import { AttachInvoice } from '../../nodes/AttachInvoice/AttachInvoice.node.js';
import { InvoiceStatusTrigger } from '../../nodes/InvoiceStatusTrigger/InvoiceStatusTrigger.node.js';
import { ReadInvoicingData } from '../../nodes/ReadInvoicingData/ReadInvoicingData.node.js';
import { SyncInvoice } from '../../nodes/SyncInvoice/SyncInvoice.node.js';
import { TestAccounts } from '../support/testAccounts';
import { SeededRandom } from '../support/seededRandom';
import { RandomActivity } from './randomActivity';
import { ExpectedInvoices, type ExpectedInvoice } from './expectedInvoices';
import { ATTACH, cents, CompanyWorkflows, READ, SYNC, TRIGGER } from './companyWorkflows';
import { picked } from '../support/billingAccounts';

// A month of random life in two QuickBooks companies, with the reminders, the ageing report and the
// deal properties of the templates beside it, and a reckoning on paper that knows nothing of them.
// Options: --seed N, --days N, --json.

const HOUR = 3_600_000;
const DEALS = 30;
/** The HubSpot account's zone; n8n is in New York. */
const ACCOUNT_ZONE = 'America/Los_Angeles';
const COMPANIES = [
	{ key: 'us', zone: 'America/Los_Angeles', customers: 12, acts: 3, prefix: '' },
	{ key: 'us-numbers', zone: 'America/New_York', customers: 6, acts: 2, prefix: 'N-' },
];
const PROPERTIES = [
	'quickbooks_invoice_status',
	'quickbooks_invoice_count',
	'quickbooks_total_billed',
	'quickbooks_total_outstanding',
];

const given = (name: string, otherwise: number) =>
	process.argv.includes(`--${name}`)
		? Number(process.argv[process.argv.indexOf(`--${name}`) + 1])
		: otherwise;
const seed = given('seed', Math.floor(Math.random() * 1_000_000));
const days = given('days', 30);
const say = process.argv.includes('--json') ? () => undefined : (text: string) => console.log(text);
/**
 * With an odd seed QuickBooks does not say where a company is: then it is taken to be where the
 * HubSpot account is.
 */
const isNamed = seed % 2 === 0;
const dayIn = (zone: string) => () =>
	new Intl.DateTimeFormat('en-CA', { timeZone: isNamed ? zone : ACCOUNT_ZONE }).format(Date.now());

class Month {
	readonly figures = {
		invoices: 0,
		remindersDue: 0,
		remindersSent: 0,
		wrongReminders: 0,
		missedReminders: 0,
		ageingDifference: 0,
		dealDifferences: 0,
	};
	private readonly allWorkflows: CompanyWorkflows[] = [];
	private readonly deals: string[] = [];
	private readonly chance = new SeededRandom(seed);

	constructor(private readonly accounts: TestAccounts) {}

	async begin(): Promise<void> {
		for (let index = 0; index < DEALS; index += 1)
			this.deals.push(
				(
					await this.accounts.hubSpot<{ id: string }>('/crm/objects/2026-03/deals', {
						properties: {
							dealname: `Deal ${index}`,
							pipeline: 'default',
							dealstage: 'closedwon',
							amount: '1000',
							deal_currency_code: 'USD',
						},
					})
				).id,
			);
		const attach = async (deal: string, invoice: string) =>
			void (await this.accounts.one(ATTACH, {
				operation: 'attach',
				record: 'deal',
				deal: picked(deal),
				invoices: 'chosen',
				chosen: { invoice: [{ invoice: picked(invoice) }] },
			}));
		for (const { key, zone, customers, prefix } of COMPANIES) {
			await this.accounts.connectTo(key);
			const activity = new RandomActivity(
				this.accounts,
				this.chance,
				new ExpectedInvoices(),
				this.deals,
				dayIn(zone),
				attach,
				prefix,
			);
			await activity.open();
			for (let index = 0; index < customers; index += 1) await activity.addCustomer(index);
			const workflows = new CompanyWorkflows(
				this.accounts,
				key,
				activity,
				activity.expected,
				dayIn(zone),
				this.figures,
				say,
				isNamed ? undefined : ACCOUNT_ZONE,
			);
			await workflows.begin();
			this.allWorkflows.push(workflows);
		}
	}

	/** In the time of one company after the other, as the workflows of each run. */
	private async visit(
		work: (workflows: CompanyWorkflows, acts: number) => Promise<void>,
	): Promise<void> {
		for (const [index, workflows] of this.allWorkflows.entries()) {
			await this.accounts.connectTo(workflows.company);
			await work(workflows, COMPANIES[index]?.acts ?? 0);
		}
	}

	async day(number: number): Promise<void> {
		for (let look = 0; look < 4; look += 1) {
			passTime(HOUR * this.chance.int(4, 8));
			await this.visit(async (workflows, most) => {
				const acts = this.chance.int(0, most);
				for (let act = 0; act < acts; act += 1) await workflows.activity.act();
				await workflows.followDeals();
				await workflows.remind(this.chance);
			});
		}
		const isReckoned = number % 3 === 0 || number === days;
		if (isReckoned) {
			await this.visit(async (workflows) => await workflows.followDeals());
			await this.reckonDeals(({ isEdited }) => !isEdited);
		}
		await this.visit(async (workflows) => {
			await workflows.sync();
			if (isReckoned) await workflows.reckonReceivables();
		});
		if (isReckoned) await this.reckonDeals(() => true);
	}

	/**
	 * What deals show, against the notebooks. @param counts deals with an invoice for which it does
	 * not hold are left out
	 */
	private async reckonDeals(counts: (invoice: ExpectedInvoice) => boolean): Promise<void> {
		const told = new Map<string, Awaited<ReturnType<CompanyWorkflows['told']>>>();
		await this.visit(async (workflows) => {
			for (const deal of this.deals)
				told.set(deal, [...(told.get(deal) ?? []), ...(await workflows.told(deal))]);
		});
		for (const [deal, invoices] of told)
			if (invoices.every(({ invoice }) => counts(invoice))) await this.reckonDeal(deal, invoices);
	}

	private async reckonDeal(
		deal: string,
		invoices: Awaited<ReturnType<CompanyWorkflows['told']>>,
	): Promise<void> {
		const { properties } = await this.accounts.deal(deal, PROPERTIES);
		const [status = '', ...figures] = PROPERTIES.map((name) => properties[name] ?? '');
		const shown = [Number(figures[0]), cents(figures[1]), cents(figures[2])];
		const live = invoices.filter(({ invoice }) => invoice.state === 'alive');
		const wanted = [
			live.length,
			live.reduce((sum, { invoice }) => sum + invoice.total, 0),
			live.reduce((sum, { invoice }) => sum + invoice.open, 0),
		];
		// QuickBooks' times have seconds: of several that changed in one, each may be the last.
		const latest = Math.max(...invoices.map(({ at }) => at));
		const statuses =
			invoices.length > 0
				? invoices.filter(({ at }) => at === latest).map((one) => one.status)
				: [''];
		if (shown.join() === wanted.join() && statuses.includes(status)) return;
		const who = invoices
			.map(
				(one) =>
					`${one.invoice.id} ${one.status} ${new Date(one.at).toISOString()} ${one.invoice.total} ${one.invoice.open}`,
			)
			.join('; ');
		this.allWorkflows[0]?.report(
			'dealDifferences',
			`deal ${deal} shows ${status},${shown.join()} instead of ${statuses.join('|')},${wanted.join()} (${who})`,
		);
	}

	get invoices(): number {
		return this.allWorkflows.reduce((sum, { expected }) => sum + expected.invoices.length, 0);
	}
}

async function main(): Promise<void> {
	// The same hour for every run, so that a seed means the same month.
	passTime(Date.parse('2027-05-10T16:00:00Z') - Date.now());
	const accounts = await TestAccounts.start({
		[TRIGGER]: new InvoiceStatusTrigger(),
		[READ]: new ReadInvoicingData(),
		[ATTACH]: new AttachInvoice(),
		[SYNC]: new SyncInvoice(),
	});
	accounts.sandbox.quickbooks.setSwitches({ companyTimeZone: isNamed ? 'named' : 'absent' });
	const month = new Month(accounts);
	await month.begin();
	for (let day = 1; day <= days; day += 1) await month.day(day);
	const figures = { ...month.figures, invoices: month.invoices };
	await accounts.stop();
	console.log(JSON.stringify({ ...figures, seed }));
	const { wrongReminders, missedReminders, ageingDifference, dealDifferences } = figures;
	process.exit(wrongReminders + missedReminders + ageingDifference + dealDifferences > 0 ? 1 : 0);
}

void main();
