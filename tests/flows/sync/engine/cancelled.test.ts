import { setTimeout as wait } from 'node:timers/promises';
import { contactKind } from '../../../../src/core/contact/fields';
import type { FaultRule } from '../../../../sandbox/faults';
import { SyncAccounts } from '../../../support/syncAccounts';

const policy = { direction: 'twoWay', conflict: 'newest' } as const;
const CANCELLED = new Error('cancelled by the user');
/**
 * Records that one side alone has: more than two batches of QuickBooks, some of them known by
 * nothing but their name.
 */
const [CONTACTS, CUSTOMERS, NAMELESS] = [70, 40, 10];
/** Stopping takes a moment, waiting takes longer than this. */
const AT_ONCE_MS = 3000;
let accounts: SyncAccounts;

beforeEach(async () => {
	accounts = await SyncAccounts.start({ seed: 'empty' });
	const contacts = Array.from({ length: CONTACTS }, (_, at) => ({
		properties: {
			lastname: `Contact ${at}`,
			...(at >= NAMELESS && { email: `contact${at}@example.com` }),
		},
	}));
	await accounts.hubspot.createObjects('contacts', contacts);
	const customers = Array.from({ length: CUSTOMERS }, (_, at) => ({
		DisplayName: `Customer ${at}`,
		FamilyName: `Customer ${at}`,
		...(at >= NAMELESS && { PrimaryEmailAddr: { Address: `customer${at}@example.com` } }),
	}));
	await accounts.quickbooks.batch(
		customers.map((payload) => ({ operation: 'create', entity: 'Customer', payload })),
	);
});
afterEach(async () => await accounts.stop());

const requests = () => accounts.sandbox.runtime.traffic.requests();

/**
 * Cancels as soon as a fault has hit, or so many requests after the beginning. @returns how long
 * the run took to stop, and its reason
 */
async function cancelWhen(isReached: () => boolean): Promise<{ ms: number; reason: unknown }> {
	const execution = new AbortController();
	const run = accounts.sync(contactKind, policy, {}, { signal: execution.signal }).then(
		() => 'the run came to its end',
		(error: unknown) => error,
	);
	while (!isReached()) await wait(1);
	const at = Date.now();
	execution.abort(CANCELLED);
	return { reason: await run, ms: Date.now() - at };
}

/**
 * The next run completes what was begun: every record has one counterpart, and a further run has
 * nothing to write.
 */
async function expectAgreement(): Promise<void> {
	accounts.sandbox.runtime.faults.clear();
	await accounts.sync(contactKind, policy);
	const link = `quickbooks_id_${accounts.realmId}`;
	const names: Array<[string, string | undefined]> = [];
	for (let after: string | undefined, more = true; more; more = after !== undefined) {
		const page = await accounts.hubspot.listObjects('contacts', {
			properties: ['lastname', link],
			limit: 100,
			...(after !== undefined && { after }),
		});
		names.push(
			...page.records.map(({ properties }): [string, string | undefined] => [
				properties['lastname'] ?? '',
				properties[link]?.split(':')[1],
			]),
		);
		after = page.after;
	}
	const customers = new Map(
		(await accounts.quickbooks.find('Customer', {})).map(({ Id, FamilyName }) => [Id, FamilyName]),
	);
	expect({ contacts: names.length, customers: customers.size }).toEqual({
		contacts: CONTACTS + CUSTOMERS,
		customers: CONTACTS + CUSTOMERS,
	});
	expect(names.filter(([name, id]) => customers.get(id ?? '') !== name)).toEqual([]);
	expect((await accounts.sync(contactKind, policy)).writes).toEqual([]);
}

const faultHit = () => accounts.sandbox.runtime.faults.list().every(({ done }) => done > 0);

describe('a sync that is cancelled stops at once, and the next run continues it', () => {
	it.each<[string, FaultRule[]]>([
		[
			'while it waits as long as HubSpot said',
			[{ system: 'hubspot', path: 'search', behaviour: '429', times: 1, retryAfterSeconds: 6 }],
		],
		[
			'while it waits as long as HubSpot said, in the middle of writing',
			[
				{
					system: 'hubspot',
					path: 'batch/update',
					behaviour: '429',
					times: 1,
					retryAfterSeconds: 6,
				},
			],
		],
		[
			'while it waits as long as QuickBooks said',
			[{ system: 'quickbooks', path: 'query', behaviour: '429', times: 1, retryAfterSeconds: 6 }],
		],
		[
			'while it waits as long as QuickBooks said, in the middle of writing',
			[
				{
					system: 'quickbooks',
					path: 'batch',
					behaviour: '429',
					after: 1,
					times: 1,
					retryAfterSeconds: 6,
				},
			],
		],
		[
			'while HubSpot does not answer a question',
			[{ system: 'hubspot', path: 'search', behaviour: 'hang', times: 1 }],
		],
		[
			'while HubSpot does not answer a write',
			[{ system: 'hubspot', path: 'batch/upsert', behaviour: 'hang', times: 1 }],
		],
		[
			'while QuickBooks does not answer a question',
			[{ system: 'quickbooks', path: 'query', behaviour: 'hang', times: 1 }],
		],
		[
			'while QuickBooks does not answer a write',
			[{ system: 'quickbooks', path: 'batch', behaviour: 'hang', after: 1, times: 1 }],
		],
		[
			'while QuickBooks gives no new token',
			[
				{ system: 'quickbooks', path: 'query', behaviour: 'expired-token', times: 1 },
				{ system: 'quickbooks', path: 'oauth2', behaviour: 'hang', times: 1 },
			],
		],
		[
			'while QuickBooks gives no new token, in the middle of writing',
			[
				{ system: 'quickbooks', path: 'batch', behaviour: 'expired-token', after: 1, times: 1 },
				{ system: 'quickbooks', path: 'oauth2', behaviour: 'hang', times: 1 },
			],
		],
		[
			'while a write of QuickBooks is under way that is carried out all the same',
			[
				{
					system: 'quickbooks',
					path: 'batch',
					behaviour: 'slow',
					after: 1,
					times: 1,
					delayMs: 300,
				},
			],
		],
		[
			'while a write of HubSpot is under way that is carried out all the same',
			[{ system: 'hubspot', path: 'batch/upsert', behaviour: 'slow', times: 1, delayMs: 300 }],
		],
	])(
		'%s',
		async (_when, rules) => {
			for (const rule of rules) accounts.sandbox.runtime.faults.add(rule);
			const { reason, ms } = await cancelWhen(faultHit);
			expect(reason).toBe(CANCELLED);
			expect(ms).toBeLessThan(AT_ONCE_MS);
			const sent = requests().length;
			await wait(400);
			expect(
				requests()
					.slice(sent)
					.map(({ method, endpoint }) => `${method} ${endpoint}`)
					.filter((request) => !request.endsWith('batch') && !request.endsWith('upsert')),
			).toEqual([]);
			await expectAgreement();
		},
		60_000,
	);

	it.each([1, 2])(
		'between two batches of QuickBooks, after the %i. was answered',
		async (answered) => {
			const { reason } = await cancelWhen(
				() =>
					requests().filter(({ endpoint }) => endpoint.endsWith('/company/:realm/batch')).length >=
					answered,
			);
			expect(reason).toBe(CANCELLED);
			await expectAgreement();
		},
		60_000,
	);
});
