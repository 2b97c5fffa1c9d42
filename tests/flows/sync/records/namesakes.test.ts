import { setTimeout as wait } from 'node:timers/promises';
import { contactKind } from '../../../../src/core/contact/fields';
import type { SyncPolicy } from '../../../../src/core/sync/types';
import { SyncAccounts } from '../../../support/syncAccounts';

const toQuickBooks: Partial<SyncPolicy> = { direction: 'hubSpotToQuickBooks' };
const toHubSpot: Partial<SyncPolicy> = { direction: 'quickBooksToHubSpot' };
const twoWay: Partial<SyncPolicy> = { direction: 'twoWay' };
let accounts: SyncAccounts;

beforeEach(async () => (accounts = await SyncAccounts.start({ seed: 'empty', fast: true })));
afterEach(async () => await accounts.stop());

const contact = async (properties: Record<string, string>) =>
	(await accounts.hubspot.createObject('contacts', { properties })).id;
const customer = async (DisplayName: string, more: object = {}) =>
	(await accounts.quickbooks.create('Customer', { DisplayName, ...more }, DisplayName)).Id;
const contacts = async () =>
	(
		await accounts.hubspot.listObjects('contacts', {
			properties: [`quickbooks_id_${accounts.realmId}`],
			limit: 100,
		})
	).records;
const later = (ms: number) => accounts.sandbox.runtime.clock.advance(ms);
const actions = ({ results }: Awaited<ReturnType<SyncAccounts['sync']>>) =>
	results.map(({ action }) => action);

/** A worker of its own: a run with what it remembered itself. */
function worker(): (policy: Partial<SyncPolicy>) => ReturnType<SyncAccounts['sync']> {
	let state: unknown = {};
	return async (policy) => {
		accounts.state = state;
		return await accounts.sync(
			contactKind,
			policy,
			{},
			{ onState: (next) => (state = structuredClone(next)) },
		);
	};
}

async function expectOnePair(): Promise<void> {
	const [all, made] = [await contacts(), await accounts.quickbooks.find('Customer', {})];
	expect(all.map(({ properties }) => properties[`quickbooks_id_${accounts.realmId}`])).toEqual(
		made.map(({ Id }) => `${accounts.realmId}:${Id}`),
	);
	expect(made).toHaveLength(1);
}

describe('a customer without an e-mail address that another run has made a moment ago', () => {
	it.each([
		['one workflow in each direction', toQuickBooks, toHubSpot, 'conflict'],
		['one workflow both ways in two workers', twoWay, twoWay, 'linked'],
	] as const)(
		'%s: is no second contact while that run links it',
		async (_name, first, second, action) => {
			await accounts.sync(contactKind, twoWay);
			await contact({ firstname: 'Ann', lastname: 'Bell', phone: '555 0100' });
			accounts.sandbox.runtime.faults.add({
				system: 'hubspot',
				path: 'contacts/batch/update',
				behaviour: 'slow',
				delayMs: 1500,
				times: 1,
			});
			const [one, other] = [worker(), worker()];
			const linking = one(first);
			while ((await accounts.quickbooks.find('Customer', {})).length === 0) await wait(10);
			expect(actions(await other(second))).toEqual([action]);
			expect(actions(await linking)).toEqual(['created']);
			expect(actions(await other(second))).toEqual([]);
			expect(actions(await one(first))).toEqual([]);
			await expectOnePair();
		},
	);

	it.each([
		['first and last name', { firstname: 'Ann', lastname: 'van Bell' }, 'Ann van Bell'],
		[
			'names of several words',
			{ firstname: 'Mary Ann', lastname: 'van den Bell' },
			'Mary Ann van den Bell',
		],
		['a first name alone', { firstname: 'Mary Ann' }, 'Mary Ann'],
		['a last name alone', { lastname: 'Bell' }, 'Bell'],
		['in other letters', { firstname: 'ANN', lastname: 'Béll' }, 'Ann Béll'],
	])('is recognised by %s', async (_name, properties, displayName) => {
		await contact(properties);
		await customer(displayName);
		const { results, writes } = await accounts.sync(contactKind, toHubSpot);
		expect(results).toEqual([
			expect.objectContaining({
				action: 'conflict',
				reason: expect.stringContaining('another run may be about to link the two'),
			}),
		]);
		expect(writes.filter((write) => write.includes('/crm/objects/'))).toEqual([]);
	});

	it('is recognised by the name of its own that it got because another one had its name', async () => {
		const id = await contact({ firstname: 'Ann', lastname: 'Bell' });
		await customer(`Ann Bell (HubSpot ${id})`);
		expect(actions(await accounts.sync(contactKind, toHubSpot))).toEqual(['conflict']);
	});

	it('becomes a contact of its own when nobody has linked it a minute later', async () => {
		await contact({ firstname: 'Ann', lastname: 'Bell' });
		await customer('Ann Bell');
		expect(actions(await accounts.sync(contactKind, toHubSpot))).toEqual(['conflict']);
		later(61_000);
		expect(actions(await accounts.sync(contactKind, toHubSpot))).toEqual(['created']);
		expect(await contacts()).toHaveLength(2);
	});
});

it.each([
	['HubSpot has nobody of its name', { firstname: 'Bea', lastname: 'Cole' }, {}],
	[
		'whoever has its name has an e-mail address',
		{ firstname: 'Ann', lastname: 'Bell', email: 'ann@example.com' },
		{},
	],
	[
		'it has an e-mail address itself',
		{ firstname: 'Ann', lastname: 'Bell' },
		{ PrimaryEmailAddr: { Address: 'ann@example.com' } },
	],
])('a new customer becomes a contact at once where %s', async (_name, properties, more) => {
	await contact(properties);
	await customer('Ann Bell', more);
	expect(actions(await accounts.sync(contactKind, toHubSpot))).toEqual(['created']);
});
