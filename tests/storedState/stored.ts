import type { INodeParameters } from 'n8n-workflow';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SandboxOptions } from '../../sandbox/options';
import { passTime } from '../month/clock';
import { TestAccounts } from '../support/testAccounts';
import type { PreparedIds } from './prepared';
import type { BillingRun } from './billing';
import { allNodes, type StatefulNode } from './nodes';
import { writeRecords, type SandboxRecords } from './records';

/** A trigger's static data at some moment, and the events that the poll before it gave. */
export interface TriggerState {
	trigger: StatefulNode;
	eventIds: string[];
}

/** What one release wrote into both systems and into n8n. */
export interface Stored {
	realmId: string;
	/** When the scenario began. */
	startedAt: string;
	/** Both systems before the first run. */
	start: SandboxRecords;
	prepared: PreparedIds;
	billing: BillingRun[];
	/** The deal that two processes billed at the same moment. */
	atOnce: { parameters: INodeParameters; memos: string[] };
	/** When the triggers gave their events. */
	eventsAt: string;
	events: { invoices: TriggerState; deals: TriggerState };
	/** Ten minutes later, after quiet runs of everything. */
	savedAt: string;
	saved: SandboxRecords;
	nodes: Record<'contacts' | 'products' | 'invoices', StatefulNode>;
	quiet: { invoices: StatefulNode; deals: StatefulNode };
}

/** @param version of the package that wrote it */
export function readStored(version: string): Stored {
	return JSON.parse(readFileSync(join(__dirname, 'fixtures', `${version}.json`), 'utf8')) as Stored;
}

/**
 * Sandboxes that keep their records in a folder. HubSpot creates no companies by itself: it does so
 * minutes after a contact appears, and an invoice record gets them only in a run over all.
 */
export function sandboxIn(dataDir: string): SandboxOptions {
	return { seed: 'empty', dataDir, switches: { hubspot: { companiesByDomain: 'never' } } };
}

/** Both sandboxes with given records, in a process whose clock shows the given time. */
export class RestoredAccounts {
	private constructor(
		readonly accounts: TestAccounts,
		private readonly folder: string,
	) {}

	static async open(
		{ realmId }: Pick<Stored, 'realmId'>,
		records: SandboxRecords,
		at: string,
	): Promise<RestoredAccounts> {
		passTime(Date.parse(at) - Date.now());
		const folder = mkdtempSync(join(tmpdir(), 'stored-state-'));
		await writeRecords(folder, realmId, records);
		const accounts = await TestAccounts.start(allNodes(), sandboxIn(folder));
		return new RestoredAccounts(accounts, folder);
	}

	async close(): Promise<void> {
		await this.accounts.stop();
		rmSync(this.folder, { recursive: true, force: true });
	}
}
