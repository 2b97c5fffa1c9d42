import { contactKind, contactMapping } from '../../../../src/core/contact/fields';
import type { PlannedRequest } from '../../../../src/core/plan';
import type { SyncPolicy } from '../../../../src/core/sync/types';
import { SyncAccounts } from '../../../support/syncAccounts';

let accounts: SyncAccounts;

beforeEach(async () => (accounts = await SyncAccounts.start({ seed: 'empty', fast: true })));
afterEach(async () => await accounts.stop());

const contact = async (properties: Record<string, string>) =>
	(await accounts.hubspot.createObject('contacts', { properties })).id;
const customer = async (DisplayName: string, more: object = {}) =>
	(await accounts.quickbooks.create('Customer', { DisplayName, ...more }, DisplayName)).Id;
const toQuickBooks: Partial<SyncPolicy> = { direction: 'hubSpotToQuickBooks' };
const outline = ({ results }: Awaited<ReturnType<SyncAccounts['sync']>>) =>
	results.map(({ quickbooks, changes, warnings, reason }) => ({
		quickbooks: quickbooks?.id,
		changes,
		warnings,
		reason: reason.replace(/^It would be \w+\. ?/, ''),
	}));
const sent = (requests: PlannedRequest[] = []) =>
	requests
		.filter(({ operation }) => operation !== 'create properties')
		.map(({ operation, target }) => `${operation} ${target}`);

describe('a dry run tells what becomes of a name that is taken', () => {
	it('a customer that nobody is linked with and nothing tells apart is the one, as in the real run', async () => {
		await customer('Ann Bell', { Notes: 'kept' });
		await contact({ firstname: 'Ann', lastname: 'Bell', phone: '5' });
		const dry = await accounts.sync(contactKind, toQuickBooks, { dryRun: true });
		expect([dry.writes, dry.results.map(({ action, reason }) => [action, reason])]).toEqual([
			[],
			[['planned', 'It would be updated. Recognised by name.']],
		]);
		expect(outline(await accounts.sync(contactKind, toQuickBooks))).toEqual(outline(dry));
	});

	it('another one leaves the new customer a name of its own, and so does a new one before', async () => {
		await customer('Ann Bell', { PrimaryEmailAddr: { Address: 'other@example.com' } });
		const [one, two, three] = [
			await contact({ firstname: 'Ann', lastname: 'Bell', email: 'ann@example.com' }),
			await contact({ firstname: 'Bea', lastname: 'Cole' }),
			await contact({ firstname: 'Bea', lastname: 'Cole' }),
		];
		const dry = await accounts.sync(contactKind, toQuickBooks, { dryRun: true });
		const names = dry.results.map(
			({ plan = [] }) =>
				(plan.find(({ system }) => system === 'QuickBooks')?.payload as { DisplayName: string })
					.DisplayName,
		);
		expect(names).toEqual([`Ann Bell (HubSpot ${one})`, 'Bea Cole', `Bea Cole (HubSpot ${three})`]);
		await accounts.sync(contactKind, toQuickBooks);
		expect(
			(await accounts.quickbooks.find('Customer', {}))
				.map(({ DisplayName }) => DisplayName)
				.slice(1)
				.sort(),
		).toEqual([...names].sort());
		expect(two).not.toBe(three);
	});

	it('fails where the real run does', async () => {
		await customer('Ann Bell', { PrimaryEmailAddr: { Address: 'other@example.com' } });
		await contact({ firstname: 'Ann', lastname: 'Bell', email: 'ann@example.com' });
		const kinds = [
			await accounts.sync(contactKind, toQuickBooks, { nameTaken: 'fail', dryRun: true }),
			await accounts.sync(contactKind, toQuickBooks, { nameTaken: 'fail' }),
		].map(({ results }) =>
			results.map(({ action, error }) => [action, (error as { kind: string }).kind]),
		);
		expect(kinds).toEqual([[['failed', 'duplicateName']], [['failed', 'duplicateName']]]);
	});
});

describe('a dry run tells of companies', () => {
	it('that would be created, once, and associated', async () => {
		for (const name of ['ann', 'bea'])
			await customer(name, {
				CompanyName: 'Acme Ltd',
				PrimaryEmailAddr: { Address: `${name}@acme.example` },
			});
		const { id } = await accounts.hubspot.createObject('companies', {
			properties: { name: 'Known Ltd' },
		});
		await customer('cleo', {
			CompanyName: 'known ltd',
			PrimaryEmailAddr: { Address: 'cleo@example.com' },
		});
		const { results, writes } = await accounts.sync(
			contactKind,
			{},
			{ companies: true, dryRun: true },
		);
		expect(writes).toEqual([]);
		expect(results.map(({ plan }) => sent(plan))).toEqual([
			['create contacts', 'create companies', 'associate contacts/the new contact'],
			['create contacts', 'associate contacts/the new contact'],
			['create contacts', 'associate contacts/the new contact'],
		]);
		expect(results[2]?.plan?.at(-1)?.payload).toEqual({ to: `companies/${id}` });
	});

	it('of contacts whose customers it would create', async () => {
		await contact({ firstname: 'Ann', lastname: 'Bell', company: 'Acme Ltd' });
		const { results } = await accounts.sync(
			contactKind,
			{ direction: 'twoWay' },
			{ companies: true, dryRun: true },
		);
		expect(results.map(({ plan }) => sent(plan))).toEqual([
			[
				'create Customer',
				expect.stringMatching(/^update contacts/),
				'create companies',
				expect.stringMatching(/^associate contacts\/\d+$/),
			],
		]);
	});
});

it('a dry run shows what would be written of a record whose other fields are a conflict', async () => {
	const policy = { direction: 'twoWay', conflict: 'skip' } as const;
	const id = await customer('Ann', {
		GivenName: 'Ann',
		PrimaryEmailAddr: { Address: 'ann@example.com' },
	});
	const person = (await accounts.sync(contactKind, policy)).results[0]?.hubspot?.id ?? '';
	accounts.sandbox.runtime.clock.advance(600_000);
	await accounts.quickbooks.update('Customer', {
		Id: id,
		SyncToken: '0',
		sparse: true,
		GivenName: 'Anna',
	});
	await accounts.hubspot.updateObject('contacts', person, { firstname: 'Anne', phone: '7' });
	const { results, writes } = await accounts.sync(contactKind, policy, { dryRun: true });
	expect(writes).toEqual([]);
	expect(results.map(({ action, plan }) => [action, sent(plan)])).toEqual([
		['conflict', [`update Customer/${id}`, `update contacts/${person}`]],
	]);
});

it('a customer that is found by its name and holds a value that does not fit fails alone', async () => {
	await accounts.hubspot.createProperties('contacts', [
		{
			name: 'credit_limit',
			label: 'Credit limit',
			type: 'number',
			fieldType: 'number',
			groupName: 'contactinformation',
		},
	]);
	await customer('Ann Bell', { Notes: 'a lot' });
	await contact({ firstname: 'Ann', lastname: 'Bell' });
	await contact({ firstname: 'Bea', lastname: 'Cole' });
	const policy = {
		direction: 'twoWay',
		mapping: [
			...contactMapping,
			{ property: 'credit_limit', field: 'Notes', direction: 'both', ifEmpty: 'keep' },
		],
	} as const satisfies Partial<SyncPolicy>;
	const { results } = await accounts.sync(contactKind, policy);
	expect(
		results
			.filter(({ source }) => source.side === 'hubSpot')
			.map(({ action, error }) => [action, error === undefined ? '' : String(error)])
			.sort(),
	).toEqual([
		['created', ''],
		[
			'failed',
			expect.stringContaining('"a lot" is not a number, which HubSpot needs for "Credit limit".'),
		],
	]);
});
