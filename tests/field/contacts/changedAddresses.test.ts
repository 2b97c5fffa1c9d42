import { contactKind } from '../../../src/core/contact/fields';
import type { SyncPolicy } from '../../../src/core/sync/types';
import { describeError } from '../../../src/n8n/errors';
import { SyncAccounts, type Synced } from '../../support/syncAccounts';
import { count } from '../../support/figures';

// Whoever looks contacts up by e-mail makes a second one when it changes:
// https://github.com/mautic/mautic/issues/5712, https://github.com/mautic/mautic/issues/4895
let accounts: SyncAccounts;
let ann: { contact: string; customer: string };
let ben: { contact: string; customer: string };
beforeEach(async () => {
	accounts = await SyncAccounts.start({ seed: 'empty', fast: true });
	const customers = [
		await customer('Ann', 'ann@example.com'),
		await customer('Ben', 'ben@example.com'),
	];
	const { results } = await sync();
	const pairs = customers.map((id) => ({
		customer: id,
		contact: results.find(({ quickbooks }) => quickbooks?.id === id)?.hubspot?.id ?? '',
	}));
	[ann, ben] = pairs as [typeof ann, typeof ben];
});
afterEach(async () => await accounts.stop());

const customer = async (name: string, Address: string) =>
	(
		await accounts.quickbooks.create(
			'Customer',
			{ DisplayName: name, GivenName: name, PrimaryEmailAddr: { Address } },
			name,
		)
	).Id;
async function sync(
	policy: Partial<SyncPolicy> = {},
	input: Parameters<SyncAccounts['sync']>[2] = {},
): Promise<Synced> {
	count({ runs: 1 });
	accounts.sandbox.runtime.clock.advance(600_000);
	return await accounts.sync(contactKind, { direction: 'twoWay', ...policy }, input);
}
const inHubSpot = async (id: string, email: string) =>
	await accounts.hubspot.updateObject('contacts', id, { email });
const inQuickBooks = async (Id: string, Address: string) =>
	await accounts.quickbooks.update('Customer', {
		Id,
		SyncToken: (await accounts.quickbooks.read('Customer', Id)).SyncToken,
		PrimaryEmailAddr: { Address },
	});

/** The addresses of all contacts and customers, in the order of their names. */
async function addresses(): Promise<{ contacts: string[]; customers: string[] }> {
	const { records } = await accounts.hubspot.listObjects('contacts', {
		properties: ['email', 'firstname'],
		limit: 100,
	});
	const sorted = (pairs: Array<[string | null | undefined, string | undefined]>) =>
		pairs.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)).map(([, address]) => address ?? '');
	return {
		contacts: sorted(
			records.map(({ properties }) => [properties['firstname'], properties['email'] ?? '']),
		),
		customers: sorted(
			(await accounts.quickbooks.find('Customer', {})).map(({ DisplayName, PrimaryEmailAddr }) => [
				DisplayName,
				PrimaryEmailAddr?.Address,
			]),
		),
	};
}
const both = (...list: string[]) => ({ contacts: list, customers: list });
const actions = ({ results }: Synced) => results.map(({ action }) => action).sort();

describe('an address of a linked pair', () => {
	it('that changes on one side changes on the other, and nobody is made twice', async () => {
		await inQuickBooks(ann.customer, 'ann@new.example');
		await inHubSpot(ben.contact, 'ben@new.example');
		expect(actions(await sync())).toEqual(['updated', 'updated']);
		expect(await addresses()).toEqual(both('ann@new.example', 'ben@new.example'));
		expect(actions(await sync({}, { scope: { kind: 'all' } }))).toEqual(['unchanged', 'unchanged']);
	});

	it.each([
		['hubSpot', 'ann@left.example'],
		['quickBooks', 'ann@right.example'],
	] as const)(
		'that changes on both sides at once is what the policy says: %s',
		async (conflict, winner) => {
			await inHubSpot(ann.contact, 'ann@left.example');
			await inQuickBooks(ann.customer, 'ann@right.example');
			expect(actions(await sync({ conflict }))).toEqual(['updated']);
			expect(await addresses()).toEqual(both(winner, 'ben@example.com'));
		},
	);

	it('that two contacts exchange in HubSpot is exchanged in QuickBooks', async () => {
		await inHubSpot(ann.contact, 'between@example.com');
		await inHubSpot(ben.contact, 'ann@example.com');
		await inHubSpot(ann.contact, 'ben@example.com');
		expect(actions(await sync())).toEqual(['updated', 'updated']);
		expect(await addresses()).toEqual(both('ben@example.com', 'ann@example.com'));
		expect(actions(await sync())).toEqual([]);
	});

	it.each(['from', 'to'] as const)(
		'that passes from one customer to the next in QuickBooks does so in HubSpot, in one run (changed %s first)',
		async (first) => {
			if (first === 'to') await inQuickBooks(ann.customer, 'ben@example.com');
			await inQuickBooks(ben.customer, 'ben@new.example');
			accounts.sandbox.runtime.clock.advance(2000);
			if (first === 'from') await inQuickBooks(ann.customer, 'ben@example.com');
			expect(actions(await sync())).toEqual(['updated', 'updated']);
			expect(await addresses()).toEqual(both('ben@example.com', 'ben@new.example'));
		},
	);

	it('that two customers exchange in QuickBooks is told, since HubSpot takes no address twice, and is right once a person has cleared one', async () => {
		await inQuickBooks(ann.customer, 'ben@example.com');
		await inQuickBooks(ben.customer, 'ann@example.com');
		for (let run = 0; run < 2; run += 1) {
			const { results } = await sync();
			expect(results.map(({ error }) => describeError(error).description)).toEqual([
				expect.stringContaining('Change the value of one of the two records'),
				expect.stringContaining('Change the value of one of the two records'),
			]);
		}
		expect((await addresses()).contacts).toEqual(['ann@example.com', 'ben@example.com']);
		await inHubSpot(ben.contact, '');
		await sync();
		expect(await addresses()).toEqual(both('ben@example.com', 'ann@example.com'));
		expect(actions(await sync())).toEqual([]);
	});
});

describe('an address that somebody else has, who is not linked', () => {
	it('in HubSpot: the contact fails and names the other one, until one of them gives it up', async () => {
		const other = (
			await accounts.hubspot.createObject('contacts', {
				properties: { email: 'shared@example.com', firstname: 'Zoe' },
			})
		).id;
		await inQuickBooks(ann.customer, 'shared@example.com');
		const { results } = await sync({ direction: 'quickBooksToHubSpot' });
		const failed = results.filter(({ error }) => error !== undefined);
		expect(failed.map(({ quickbooks }) => quickbooks?.id)).toEqual([ann.customer]);
		expect(describeError(failed[0]?.error).message).toContain(`${other} already has that value`);
		expect((await addresses()).contacts).toEqual([
			'ann@example.com',
			'ben@example.com',
			'shared@example.com',
		]);
		await accounts.hubspot.archiveObjects('contacts', [other]);
		expect(actions(await sync({ direction: 'quickBooksToHubSpot' }))).toEqual(['updated']);
	});

	it('in QuickBooks: the linked customer gets it, and the other one is told as a conflict, never made anew', async () => {
		const other = await customer('Zoe', 'shared@example.com');
		await inHubSpot(ann.contact, 'shared@example.com');
		const { results } = await sync();
		expect(
			Object.fromEntries(results.map(({ quickbooks, action }) => [quickbooks?.id, action])),
		).toEqual({ [ann.customer]: 'updated', [other]: 'conflict' });
		for (let run = 0; run < 2; run += 1) expect(actions(await sync())).toEqual(['conflict']);
		expect(await addresses()).toEqual({
			contacts: ['shared@example.com', 'ben@example.com'],
			customers: ['shared@example.com', 'ben@example.com', 'shared@example.com'],
		});
	});
});

// https://github.com/mitodl/mitxpro/pull/2653
describe('a contact with two addresses that two customers have', () => {
	it('stays with the customer that it is linked with; the other one is a conflict in each run, and no address moves', async () => {
		const other = await customer('Ann B', 'ann@work.example');
		await accounts.hubspot.updateObject('contacts', ann.contact, {
			hs_additional_emails: 'ann@work.example',
		});
		for (let run = 0; run < 3; run += 1) {
			const { results, writes } = await sync();
			expect(results.map(({ quickbooks, action }) => [quickbooks?.id, action])).toEqual([
				[other, 'conflict'],
			]);
			expect(results[0]?.reason).toMatch(
				/has the same email as .*"Ann B".*linked with another record/,
			);
			expect(writes).toEqual([]);
		}
		await inQuickBooks(other, 'ann@work.example, spare@work.example');
		await sync();
		expect(await addresses()).toEqual({
			contacts: ['ann@example.com', 'ben@example.com'],
			customers: ['ann@example.com', 'ann@work.example, spare@work.example', 'ben@example.com'],
		});
	});

	it('without a link is a conflict that both customers name, and writes nothing', async () => {
		const [one, two] = [
			await customer('Cleo A', 'cleo@home.example'),
			await customer('Cleo B', 'cleo@work.example'),
		];
		await accounts.hubspot.createObject('contacts', {
			properties: { email: 'cleo@home.example', hs_additional_emails: 'cleo@work.example' },
		});
		for (let run = 0; run < 2; run += 1) {
			const { results, writes } = await sync();
			expect(
				Object.fromEntries(
					results.map(({ quickbooks, action }) => [quickbooks?.id ?? 'contact', action]),
				),
			).toEqual({ [one]: 'conflict', [two]: 'conflict', contact: 'conflict' });
			expect(writes).toEqual([]);
		}
	});
});
