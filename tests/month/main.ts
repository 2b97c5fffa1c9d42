// The clock comes before everything that might look at it.
import { passTime } from './clock';
import { AttachInvoice } from '../../nodes/AttachInvoice/AttachInvoice.node.js';
import { InvoiceStatusTrigger } from '../../nodes/InvoiceStatusTrigger/InvoiceStatusTrigger.node.js';
import { ReadInvoicingData } from '../../nodes/ReadInvoicingData/ReadInvoicingData.node.js';
import { SyncInvoice } from '../../nodes/SyncInvoice/SyncInvoice.node.js';
import { World } from '../support/world';
import { Chance } from '../sync/random';
import { Life } from './life';
import { Notebook, type NotedInvoice } from './notebook';
import { ATTACH, cents, Office, picked, READ, SYNC, TRIGGER } from './office';

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
	private readonly offices: Office[] = [];
	private readonly deals: string[] = [];
	private readonly chance = new Chance(seed);

	constructor(private readonly world: World) {}

	async begin(): Promise<void> {
		for (let index = 0; index < DEALS; index += 1)
			this.deals.push(
				(
					await this.world.hubSpot<{ id: string }>('/crm/objects/2026-03/deals', {
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
			void (await this.world.one(ATTACH, {
				operation: 'attach',
				record: 'deal',
				deal: picked(deal),
				invoices: 'chosen',
				chosen: { invoice: [{ invoice: picked(invoice) }] },
			}));
		for (const { key, zone, customers, prefix } of COMPANIES) {
			await this.world.connectTo(key);
			const life = new Life(
				this.world,
				this.chance,
				new Notebook(),
				this.deals,
				dayIn(zone),
				attach,
				prefix,
			);
			await life.open();
			for (let index = 0; index < customers; index += 1) await life.addCustomer(index);
			const office = new Office(
				this.world,
				key,
				life,
				life.notebook,
				dayIn(zone),
				this.figures,
				say,
				isNamed ? undefined : ACCOUNT_ZONE,
			);
			await office.begin();
			this.offices.push(office);
		}
	}

	/** In the time of one company after the other, as the workflows of each run. */
	private async visit(work: (office: Office, acts: number) => Promise<void>): Promise<void> {
		for (const [index, office] of this.offices.entries()) {
			await this.world.connectTo(office.company);
			await work(office, COMPANIES[index]?.acts ?? 0);
		}
	}

	async day(number: number): Promise<void> {
		for (let look = 0; look < 4; look += 1) {
			passTime(HOUR * this.chance.int(4, 8));
			await this.visit(async (office, most) => {
				const acts = this.chance.int(0, most);
				for (let act = 0; act < acts; act += 1) await office.life.act();
				await office.followDeals();
				await office.remind(this.chance);
			});
		}
		const isReckoned = number % 3 === 0 || number === days;
		if (isReckoned) {
			await this.visit(async (office) => await office.followDeals());
			await this.reckonDeals(({ isEdited }) => !isEdited);
		}
		await this.visit(async (office) => {
			await office.sync();
			if (isReckoned) await office.reckonReceivables();
		});
		if (isReckoned) await this.reckonDeals(() => true);
	}

	/**
	 * What deals show, against the notebooks. @param counts deals with an invoice for which it does
	 * not hold are left out
	 */
	private async reckonDeals(counts: (invoice: NotedInvoice) => boolean): Promise<void> {
		const told = new Map<string, Awaited<ReturnType<Office['told']>>>();
		await this.visit(async (office) => {
			for (const deal of this.deals)
				told.set(deal, [...(told.get(deal) ?? []), ...(await office.told(deal))]);
		});
		for (const [deal, invoices] of told)
			if (invoices.every(({ invoice }) => counts(invoice))) await this.reckonDeal(deal, invoices);
	}

	private async reckonDeal(
		deal: string,
		invoices: Awaited<ReturnType<Office['told']>>,
	): Promise<void> {
		const { properties } = await this.world.deal(deal, PROPERTIES);
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
		this.offices[0]?.report(
			'dealDifferences',
			`deal ${deal} shows ${status},${shown.join()} instead of ${statuses.join('|')},${wanted.join()} (${who})`,
		);
	}

	get invoices(): number {
		return this.offices.reduce((sum, { notebook }) => sum + notebook.invoices.length, 0);
	}
}

async function main(): Promise<void> {
	// The same hour for every run, so that a seed means the same month.
	passTime(Date.parse('2027-05-10T16:00:00Z') - Date.now());
	const world = await World.start({
		[TRIGGER]: new InvoiceStatusTrigger(),
		[READ]: new ReadInvoicingData(),
		[ATTACH]: new AttachInvoice(),
		[SYNC]: new SyncInvoice(),
	});
	world.sandbox.quickbooks.setSwitches({ companyTimeZone: isNamed ? 'named' : 'absent' });
	const month = new Month(world);
	await month.begin();
	for (let day = 1; day <= days; day += 1) await month.day(day);
	const figures = { ...month.figures, invoices: month.invoices };
	await world.stop();
	console.log(JSON.stringify({ ...figures, seed }));
	const { wrongReminders, missedReminders, ageingDifference, dealDifferences } = figures;
	process.exit(wrongReminders + missedReminders + ageingDifference + dealDifferences > 0 ? 1 : 0);
}

void main();
