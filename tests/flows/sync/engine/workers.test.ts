import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { contactKind, contactMapping } from '../../../../src/core/contact/fields';
import type { SyncProcessInput } from '../../../sync/syncProcess';
import { SyncAccounts } from '../../../support/syncAccounts';

/**
 * Records that one side alone has; the first of each have no e-mail address, and the first contacts
 * share a name.
 */
const [CONTACTS, CUSTOMERS, NAMELESS, NAMESAKES] = [80, 50, 20, 3];
const policy = {
	direction: 'twoWay',
	conflict: 'hubSpot',
	onDelete: 'archive',
	mapping: contactMapping,
} as const;
let accounts: SyncAccounts;

afterEach(async () => await accounts.stop());

/** A worker of n8n: a process of its own, with its own idea of the limits. */
async function worker(): Promise<void> {
	const { sandbox, realmId } = accounts;
	const input: SyncProcessInput = {
		kind: 'people',
		state: {},
		realmId,
		now: sandbox.runtime.clock.now().getTime(),
		hubspot: sandbox.hubspot.url,
		hubspotToken: sandbox.hubspot.describe()['serviceKey'] as string,
		quickbooks: sandbox.quickbooks.url,
		quickbooksToken: await accounts.accessToken(),
	};
	const child = spawn(
		process.execPath,
		['--import', 'tsx', join(__dirname, '../../../sync/oneSync.ts'), JSON.stringify(input)],
		{ stdio: ['ignore', 'ignore', 'inherit'] },
	);
	const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
	if (code !== 0) throw new Error(`A worker ended with ${code}`);
}

async function together(): Promise<void> {
	const { traffic } = accounts.sandbox.runtime;
	traffic.reset();
	await Promise.all([worker(), worker()]);
	expect(traffic.requests().filter(({ status }) => status === 429).length).toBeLessThanOrEqual(
		traffic.total() / 10,
	);
}

const link = () => `quickbooks_id_${accounts.realmId}`;
const contacts = async () => {
	const found = [];
	for (let after: string | undefined, more = true; more; more = after !== undefined) {
		const page = await accounts.hubspot.listObjects('contacts', {
			properties: ['lastname', 'city', link()],
			limit: 100,
			...(after !== undefined && { after }),
		});
		found.push(...page.records);
		after = page.after;
	}
	return found;
};

/** Every record has one counterpart that says the same. */
async function expectPairs(): Promise<void> {
	const customers = new Map(
		(await accounts.quickbooks.find('Customer', {})).map((customer) => [customer.Id, customer]),
	);
	const pairs = (await contacts()).map(({ properties }) => ({
		ours: properties,
		theirs: customers.get(properties[link()]?.split(':')[1] ?? ''),
	}));
	expect({
		contacts: pairs.length,
		customers: customers.size,
		linked: new Set(pairs.map(({ theirs }) => theirs?.Id)).size,
	}).toEqual({
		contacts: CONTACTS + CUSTOMERS,
		customers: CONTACTS + CUSTOMERS,
		linked: CONTACTS + CUSTOMERS,
	});
	expect(
		pairs.filter(
			({ ours, theirs }) =>
				ours['lastname'] !== theirs?.FamilyName ||
				(ours['city'] ?? '') !== (theirs?.BillAddr?.City ?? ''),
		),
	).toEqual([]);
}

it('two workers that sync the same records at one time make no duplicate, are seldom refused, and end in agreement', async () => {
	accounts = await SyncAccounts.start({
		seed: 'empty',
		switches: {
			hubspot: { limits: true, latencyMs: 60 },
			quickbooks: { limits: true, latencyMs: 60, throttleRetryAfterSeconds: 2 },
		},
	});
	await accounts.hubspot.createObjects(
		'contacts',
		Array.from({ length: CONTACTS }, (_, at) => ({
			properties: {
				lastname: at < NAMESAKES ? 'Namesake' : `Contact ${at}`,
				...(at >= NAMELESS && { email: `contact${at}@example.com` }),
			},
		})),
	);
	await accounts.quickbooks.batch(
		Array.from({ length: CUSTOMERS }, (_, at) => ({
			operation: 'create',
			entity: 'Customer',
			payload: {
				DisplayName: `Customer ${at}`,
				FamilyName: `Customer ${at}`,
				...(at >= NAMELESS && { PrimaryEmailAddr: { Address: `customer${at}@example.com` } }),
			},
		})),
	);
	await together();
	// What one of them left to people or to the next run, such as namesakes of which one was being
	// made, is settled by then.
	await accounts.sync(contactKind, policy);
	await expectPairs();

	accounts.sandbox.runtime.clock.advance(600_000);
	const [some, others] = [
		(await contacts()).slice(0, 40),
		(await accounts.quickbooks.find('Customer', {})).slice(-30),
	];
	const taken = new Set(some.map(({ properties }) => properties[link()]?.split(':')[1]));
	await accounts.hubspot.updateObjects(
		'contacts',
		some.map(({ id }, at) => ({ id, properties: { city: `Ours ${at}` } })),
	);
	await accounts.quickbooks.batch(
		others
			.filter(({ Id }) => !taken.has(Id))
			.map(({ Id, SyncToken }, at) => ({
				operation: 'update',
				entity: 'Customer',
				payload: { Id, SyncToken, sparse: true, BillAddr: { City: `Theirs ${at}` } },
			})),
	);
	await together();
	await accounts.sync(contactKind, policy);
	await expectPairs();
	expect((await accounts.sync(contactKind, policy)).writes).toEqual([]);
}, 240_000);

it('a customer that another worker made and linked between our reading and writing is ours, not a namesake', async () => {
	accounts = await SyncAccounts.start({ seed: 'empty', fast: true });
	await accounts.hubspot.createObjects('contacts', [
		{ properties: { lastname: 'Bell', email: 'bell@example.com' } },
		{ properties: { lastname: 'Cole' } },
	]);
	const { quickbooks } = accounts;
	let others: unknown[] | undefined;
	const late = {
		...quickbooks,
		batch: async (operations: Parameters<typeof quickbooks.batch>[0]) => {
			if (!others) {
				others = [];
				others = (await accounts.sync(contactKind, policy)).results.map(({ action }) => action);
				// The address does not tell whose it is any more.
				const [bell] = await accounts.quickbooks.find('Customer', {
					where: [{ field: 'DisplayName', operator: '=', value: 'Bell' }],
				});
				await accounts.quickbooks.update('Customer', {
					Id: bell?.Id ?? '',
					SyncToken: bell?.SyncToken ?? '',
					sparse: true,
					PrimaryEmailAddr: { Address: 'new@example.com' },
				});
			}
			return await quickbooks.batch(operations);
		},
	};
	await accounts.sync(contactKind, policy, {}, { quickbooks: late });
	expect(others).toEqual(['created', 'created']);
	const customers = await accounts.quickbooks.find('Customer', {});
	expect(
		customers
			.map(({ DisplayName, PrimaryEmailAddr }) => [DisplayName, PrimaryEmailAddr?.Address])
			.sort(),
	).toEqual([
		['Bell', 'new@example.com'],
		['Cole', undefined],
	]);
	expect(
		(await contacts()).map(({ properties }) => properties[link()]?.split(':')[1]).sort(),
	).toEqual(customers.map(({ Id }) => Id).sort());
});
