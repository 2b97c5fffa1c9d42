import type { SyncInput } from '../../src/flows/sync/engine/types';
import { SyncAccounts, type Synced } from '../support/syncAccounts';
import { InvoiceHistory } from './invoiceHistory';
import { RequestLog } from './requestLog';
import { goods } from './goods';
import { RecordHistory } from './recordHistory';
import { people } from './people';
import { someFault } from './policies';
import { SeededRandom } from '../support/seededRandom';

/** What a history plays with: the records of one kind, and what the rules say about them. */
export interface Play {
	/** How the node is set up, in few words. */
	title(): string;
	start(): Promise<void>;
	/** A person does something on one of the two sides. */
	edit(): Promise<void>;
	sync(input?: Partial<SyncInput>): Promise<Synced>;
	/**
	 * Remembers how things are before a sync. @param disturbed whether something is going to fail
	 * meanwhile
	 */
	before(): Promise<void>;
	/** Compares how things are after it with what the rules say. */
	after(runs: readonly Synced[], complain: (what: string) => void): Promise<void>;
	/** Whether a look at everything does the same as a look at the changes. */
	all(): boolean;
	mayFail(): boolean;
}

export interface HistoryOutcome {
	edits: number;
	mismatches: string[];
	needlessWrites: string[];
	/** Where every request stands, when something is wrong. */
	requestLog?: string;
}

export type Kind = 'people' | 'goods' | 'bills';
export const kinds: Kind[] = ['people', 'goods', 'bills'];
const MOST_RUNS = 6;

/**
 * Edits records at random on both sides and syncs now and then; looks after each sync whether
 * everything is as the rules say.
 */
export class History {
	private readonly chance: SeededRandom;
	private readonly outcome: HistoryOutcome = { edits: 0, mismatches: [], needlessWrites: [] };
	private accounts!: SyncAccounts;
	private game!: Play;
	private readonly requestLog: RequestLog;

	constructor(
		private readonly seed: number,
		private readonly kind: Kind = kinds[seed % kinds.length] ?? 'people',
	) {
		this.chance = new SeededRandom(seed);
		this.requestLog = new RequestLog(`${seed}-${this.kind}`);
	}

	async play(): Promise<HistoryOutcome> {
		const company = this.kind === 'bills' && this.chance.is(0.4) ? 'ca' : 'us';
		// A company that HubSpot gives a contact by itself is no change of its invoices, so only a run
		// over all would bring it.
		const switches = this.kind === 'bills' ? { hubspot: { companiesByDomain: 'never' } } : {};
		this.accounts = await SyncAccounts.start({
			seed: 'empty',
			fast: true,
			randomSeed: this.seed,
			company,
			switches,
		});
		this.game =
			this.kind === 'bills'
				? new InvoiceHistory(this.accounts, this.chance)
				: new RecordHistory(this.accounts, this.chance, this.kind === 'people' ? people : goods);
		this.requestLog.follow(this.accounts.sandbox);
		try {
			await this.game.start();
			// An invoice must have been synced before what happens to it later on tells anything.
			for (
				let round = this.kind === 'bills' ? this.chance.int(3, 5) : this.chance.int(2, 4);
				round > 0;
				round -= 1
			)
				await this.round();
			await this.lookForNeedlessWrites();
		} catch (error) {
			this.complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
		} finally {
			await this.accounts.stop();
		}
		if (this.outcome.mismatches.length + this.outcome.needlessWrites.length > 0)
			this.outcome.requestLog = this.requestLog.keep();
		return this.outcome;
	}

	private async round(): Promise<void> {
		const { chance, game, accounts } = this;
		for (let edit = chance.int(2, 8); edit > 0; edit -= 1) {
			accounts.sandbox.runtime.clock.advance(chance.pick([0, 300, 1500, 4000, 200_000]));
			await game.edit();
			this.outcome.edits += 1;
		}
		this.requestLog.note('the edits are done');
		await game.before();
		const disturbed = game.mayFail() && chance.is(0.3);
		const runs = disturbed ? await this.disturbed() : [];
		// A manual run forgets what it did; a look at everything finds the same.
		if (game.all() && chance.is(0.1)) accounts.state = {};
		runs.push(await game.sync(game.all() && chance.is(0.15) ? { scope: { kind: 'all' } } : {}));
		while (disturbed && (runs.at(-1)?.writes.length ?? 0) > 0 && runs.length < MOST_RUNS)
			runs.push(await game.sync());
		if (runs.length >= MOST_RUNS) this.complain('the sync does not come to rest');
		this.requestLog.note('looking at both sides');
		await game.after(runs, (what) => this.complain(what));
	}

	/** Syncs while things fail; the faults end afterwards. */
	private async disturbed(): Promise<Synced[]> {
		const { faults } = this.accounts.sandbox.runtime;
		const runs: Synced[] = [];
		for (let count = this.chance.int(1, 2); count > 0; count -= 1)
			faults.add(someFault(this.chance));
		for (let run = this.chance.int(1, 2); run > 0; run -= 1) {
			try {
				await this.game.sync();
			} catch {
				// The run stopped; what it had done stays.
			}
		}
		faults.clear();
		this.requestLog.note('the faults are over');
		return runs;
	}

	private async lookForNeedlessWrites(): Promise<void> {
		const { game } = this;
		const look = async (scope: 'changed' | 'all') =>
			this.outcome.needlessWrites.push(
				...(await game.sync({ scope: { kind: scope } })).writes.map(
					(write) => `${this.name()}: needless in a run over ${scope}: ${write}`,
				),
			);
		await look('changed');
		if (!game.all()) await game.sync({ scope: { kind: 'all' } });
		await look('all');
	}

	private name(): string {
		return `seed ${this.seed} (${this.kind}, ${this.game.title()})`;
	}

	private complain(what: string): void {
		this.requestLog.note(what);
		this.outcome.mismatches.push(`${this.name()}: ${what}`);
	}
}
