import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { FaultRule } from '../../../../sandbox/faults';
import type { SyncProcessInput } from '../../../sync/syncProcess';
import { SyncAccounts } from '../../../support/syncAccounts';

/**
 * Records that one side alone has; some contacts and customers are known by nothing but their name,
 * and two contacts share one.
 */
const [EACH, NAMELESS] = [75, 12];
type Kind = 'people' | 'goods';
let accounts: SyncAccounts;
let workers: ChildProcess[];

beforeAll(async () => {
	workers = [0, 1].map(() =>
		fork(join(__dirname, '../../../sync/worker.ts'), { execArgv: ['--import', 'tsx'] }),
	);
	await Promise.all(workers.map(async (each) => await once(each, 'message')));
}, 120_000);
afterAll(async () => {
	const ends = workers.map(async (each) => await once(each, 'exit'));
	workers.forEach((each) => each.kill());
	await Promise.all(ends);
});
beforeEach(
	async () =>
		(accounts = await SyncAccounts.start({
			seed: 'empty',
			switches: {
				hubspot: { limits: true, latencyMs: 60 },
				quickbooks: { limits: true, latencyMs: 60, throttleRetryAfterSeconds: 2 },
			},
		})),
);
afterEach(async () => await accounts.stop());

const numbers = Array.from({ length: EACH }, (_, at) => at);

async function fill(kind: Kind): Promise<void> {
	const { hubspot, quickbooks } = accounts;
	if (kind === 'people') {
		await hubspot.createObjects(
			'contacts',
			numbers.map((at) => ({
				properties: {
					lastname: `Contact ${at === 1 ? 0 : at}`,
					...(at >= NAMELESS && { email: `contact${at}@example.com` }),
				},
			})),
		);
		await quickbooks.batch(
			numbers.map((at) => ({
				operation: 'create',
				entity: 'Customer',
				payload: {
					DisplayName: `Customer ${at}`,
					FamilyName: `Customer ${at}`,
					...(at >= NAMELESS && { PrimaryEmailAddr: { Address: `customer${at}@example.com` } }),
				},
			})),
		);
	} else {
		await hubspot.createObjects(
			'products',
			numbers.map((at) => ({
				properties: { name: `Product ${at}`, ...(at >= NAMELESS && { hs_sku: `P-${at}` }) },
			})),
		);
		await quickbooks.batch(
			numbers.map((at) => ({
				operation: 'create',
				entity: 'Item',
				payload: {
					Name: `Item ${at}`,
					Type: 'Service',
					IncomeAccountRef: { value: '5' },
					...(at >= NAMELESS && { Sku: `I-${at}` }),
				},
			})),
		);
	}
}

/** One execution in a process of its own. @returns what it remembers */
async function work(
	worker: ChildProcess | undefined,
	kind: Kind,
	state: unknown,
): Promise<unknown> {
	const { sandbox, realmId } = accounts;
	const input: SyncProcessInput = {
		kind,
		state,
		realmId,
		now: sandbox.runtime.clock.now().getTime(),
		hubspot: sandbox.hubspot.url,
		hubspotToken: sandbox.hubspot.describe()['serviceKey'] as string,
		quickbooks: sandbox.quickbooks.url,
		quickbooksToken: await accounts.accessToken(),
	};
	if (!worker) throw new Error('There is no such worker');
	const answered = once(worker, 'message') as Promise<[{ state?: unknown; failure?: string }]>;
	worker.send(input);
	const [{ state: after, failure }] = await answered;
	expect(failure).toBeUndefined();
	return after;
}

/** What both sides hold, by name: a record, and its counterpart's name. */
async function holdings(kind: Kind) {
	const [type, entity, name] =
		kind === 'people'
			? (['contacts', 'Customer', 'lastname'] as const)
			: (['products', 'Item', 'name'] as const);
	const link = `quickbooks_id_${accounts.realmId}`;
	const ours: Array<{ name: string; link: string | undefined }> = [];
	for (let after: string | undefined, more = true; more; more = after !== undefined) {
		const page = await accounts.hubspot.listObjects(type, {
			properties: [name, link],
			limit: 100,
			...(after !== undefined && { after }),
		});
		ours.push(
			...page.records.map(({ properties }) => ({
				name: properties[name] ?? '',
				link: properties[link]?.split(':')[1],
			})),
		);
		after = page.after;
	}
	const theirs = new Map(
		(await accounts.quickbooks.find(entity, {})).map((record) => [record.Id, nameOf(record)]),
	);
	return { ours, theirs };
}

function nameOf(record: object): string {
	const { FamilyName, Name } = record as { FamilyName?: string; Name?: string };
	return FamilyName ?? Name ?? '';
}

const SLOW = { times: 40, delayMs: 150, behaviour: 'slow' } as const;

describe('two workers sync the same records of one account and company at the same time', () => {
	it.each<[Kind, string, FaultRule[]]>([
		['people', 'as fast as they can', []],
		['people', 'while HubSpot answers late', [{ system: 'hubspot', ...SLOW }]],
		['goods', 'as fast as they can', []],
		[
			'goods',
			'while HubSpot writes late',
			[{ system: 'hubspot', path: 'batch/(upsert|update|create)', ...SLOW, delayMs: 600 }],
		],
	])(
		'%s, %s: nothing is made twice, and hardly a request is refused',
		async (kind, _when, rules) => {
			await fill(kind);
			for (const rule of rules) accounts.sandbox.runtime.faults.add(rule);
			accounts.sandbox.runtime.traffic.reset();
			const states = await Promise.all(workers.map(async (each) => await work(each, kind, {})));
			accounts.sandbox.runtime.faults.clear();
			const requests = accounts.sandbox.runtime.traffic.requests();
			expect(requests.filter(({ status }) => status === 429).length).toBeLessThanOrEqual(
				0.1 * requests.length,
			);
			// What one of them left to the other, each completes by itself.
			for (const [index, state] of states.entries()) await work(workers[index], kind, state);
			const { ours, theirs } = await holdings(kind);
			expect({ hubSpot: ours.length, quickBooks: theirs.size }).toEqual({
				hubSpot: 2 * EACH,
				quickBooks: 2 * EACH,
			});
			expect(ours.filter(({ name, link }) => theirs.get(link ?? '') !== name)).toEqual([]);
			expect(new Set(ours.map(({ link }) => link)).size).toBe(2 * EACH);
		},
		120_000,
	);
});
