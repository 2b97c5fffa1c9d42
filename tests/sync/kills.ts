import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { SyncAccounts } from '../support/syncAccounts';
import { InvoicesByHand } from './invoicesByHand';
import { goods } from './goods';
import type { Kind } from './history';
import type { SyncProcessInput } from './syncProcess';
import { people } from './people';
import { SeededRandom } from '../support/seededRandom';
import { RecordsByHand, type RecordKind, type Side } from './recordsByHand';

const KINDS: Kind[] = ['people', 'goods', 'bills'];
/** Records of each kind at the start, and those that come or change before each sync. */
const [FIRST, MORE] = [60, 8];
const MOST_REQUESTS = 30;

/**
 * Two companies and portals with the same work: in one of them whoever syncs is killed again and
 * again.
 */
class SyncedAccounts {
	private readonly chance: SeededRandom;
	private readonly states = new Map<Kind, unknown>();
	private readonly made: Record<'people' | 'goods', Array<{ side: Side; id: string }>> = {
		people: [],
		goods: [],
	};
	private readonly recordsByHand: Record<'people' | 'goods', RecordsByHand>;
	private readonly bills: InvoicesByHand;
	private invoices: string[] = [];
	private serial = 0;

	private constructor(
		readonly accounts: SyncAccounts,
		seed: number,
	) {
		this.chance = new SeededRandom(seed);
		this.recordsByHand = {
			people: new RecordsByHand(accounts, people),
			goods: new RecordsByHand(accounts, goods),
		};
		this.bills = new InvoicesByHand(accounts, this.chance);
	}

	static async open(seed: number): Promise<SyncedAccounts> {
		const accounts = new SyncedAccounts(
			await SyncAccounts.start({ seed: 'empty', fast: true, randomSeed: seed }),
			seed,
		);
		await accounts.bills.prepare();
		for (const recordsByHand of Object.values(accounts.recordsByHand))
			await recordsByHand.prepare();
		await accounts.work(FIRST);
		return accounts;
	}

	/** Some records come and some change, each on a side of its own. */
	async work(count: number): Promise<void> {
		for (let each = 0; each < count; each += 1) {
			for (const [kind, what] of [
				['people', people],
				['goods', goods],
			] as const)
				await this.workOn(kind, what);
			this.accounts.sandbox.runtime.clock.advance(700);
			if (this.invoices.length === 0 || this.chance.is(0.5))
				this.invoices.push(await this.bills.create());
		}
	}

	private async workOn(kind: 'people' | 'goods', what: RecordKind): Promise<void> {
		const { chance } = this;
		this.serial += 1;
		const one =
			this.made[kind].length > FIRST / 2 && chance.is(0.5)
				? chance.pick(this.made[kind])
				: undefined;
		const some = what.facts.filter(({ name, poison }) => !poison && (!one || name !== what.key));
		const facts = Object.fromEntries(
			some.map(({ name, some: value }) => [name, value(chance, this.serial)]),
		);
		if (one) return await this.recordsByHand[kind].edit(one.side, one.id, facts);
		const side = chance.pick(['hubSpot', 'quickBooks'] as const);
		this.made[kind].push({
			side,
			id: await this.recordsByHand[kind].create(side, facts, this.serial),
		});
	}

	/**
	 * One execution in a process of its own; what it remembers is kept when it comes to its end.
	 * @returns whether it did
	 */
	async sync(kind: Kind, killAfter?: { requests: number; ms: number }): Promise<boolean> {
		const { sandbox, realmId } = this.accounts;
		const input: SyncProcessInput = {
			kind,
			state: this.states.get(kind) ?? {},
			realmId,
			now: sandbox.runtime.clock.now().getTime(),
			hubspot: sandbox.hubspot.url,
			hubspotToken: sandbox.hubspot.describe()['serviceKey'] as string,
			quickbooks: sandbox.quickbooks.url,
			quickbooksToken: await this.accounts.accessToken(),
		};
		sandbox.runtime.traffic.reset();
		const child = spawn(
			process.execPath,
			['--import', 'tsx', join(__dirname, 'oneSync.ts'), JSON.stringify(input)],
			{ stdio: ['ignore', 'pipe', 'inherit'] },
		);
		let answer = '';
		child.stdout.on('data', (chunk: Buffer) => (answer += chunk.toString()));
		const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
		let over = false;
		void ended.then(() => (over = true));
		while (killAfter && !over && sandbox.runtime.traffic.requests().length < killAfter.requests)
			await wait(1);
		if (killAfter && !over) {
			await wait(killAfter.ms);
			child.kill('SIGKILL');
		}
		if ((await ended) !== 0) return false;
		this.states.set(kind, JSON.parse(answer));
		return true;
	}

	/** What both sides hold, without the ids that differ from town to accounts. */
	async holdings(): Promise<string[]> {
		const lines: string[] = [];
		for (const recordsByHand of Object.values(this.recordsByHand)) {
			const { hubSpot, quickBooks } = await recordsByHand.look();
			const own = (facts: object) => JSON.stringify(facts);
			for (const { facts, link } of hubSpot.values())
				lines.push(
					`HubSpot ${own(facts)} with ${link ? own(quickBooks.get(link)?.facts ?? {}) : 'nothing'}`,
				);
			for (const { facts } of quickBooks.values()) lines.push(`QuickBooks ${own(facts)}`);
		}
		const { linked, count } = await this.bills.records();
		lines.push(
			`${count} invoice records`,
			...[...linked.values()].map(
				({ properties, lines: sold, deals, contacts }) =>
					`${properties['quickbooks_invoice_number']} ${properties['quickbooks_invoice_status']} ${properties['quickbooks_invoice_total']} ${sold.join()} ${deals.length} ${contacts.length}`,
			),
		);
		return lines.sort();
	}
}

/** @returns how often a sync was killed, and what then differs from accounts whose syncs were left alone */
export async function playKills(
	kills: number,
	seed: number,
): Promise<{ kills: number; finished: number; records: number; differences: string[] }> {
	const chance = new SeededRandom(seed);
	const [hit, calm] = [await SyncedAccounts.open(seed), await SyncedAccounts.open(seed)];
	try {
		let [done, finished] = [0, 0];
		for (let turn = 0; done < kills; turn += 1) {
			const kind = KINDS[turn % KINDS.length] ?? 'people';
			if (await hit.sync(kind, { requests: chance.int(1, MOST_REQUESTS), ms: chance.int(0, 12) }))
				finished += 1;
			else done += 1;
			// The other accounts see the same times, and each of their syncs finishes.
			if (!(await calm.sync(kind))) throw new Error(`The undisturbed sync of ${kind} failed`);
			if (turn % KINDS.length === KINDS.length - 1)
				for (const accounts of [hit, calm]) await accounts.work(MORE);
		}
		for (const accounts of [hit, calm])
			for (let round = 0; round < 2; round += 1)
				for (const kind of KINDS)
					if (!(await accounts.sync(kind))) throw new Error(`The last sync of ${kind} failed`);
		const [is, due] = [await hit.holdings(), await calm.holdings()];
		const differences = [
			...due.filter((line) => !is.includes(line)).map((line) => `missing: ${line}`),
			...is
				.filter((line, at) => !due.includes(line) || is.indexOf(line) !== at)
				.map((line) => `wrong or twice: ${line}`),
		];
		return { kills: done, finished, records: is.length, differences };
	} finally {
		await Promise.all([hit.accounts.stop(), calm.accounts.stop()]);
	}
}
