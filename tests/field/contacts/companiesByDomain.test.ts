import { contactKind } from '../../../src/core/contact/fields';
import type { QuickBooksPayload } from '../../../src/core/records/quickbooks';
import type { SyncPolicy } from '../../../src/core/sync/types';
import { SyncAccounts, type Synced } from '../../support/syncAccounts';
import { count } from '../../support/figures';

let accounts: SyncAccounts;
let serial = 0;
afterEach(async () => await accounts.stop());

async function start(
	companiesByDomain: 'never' | 'lacking' | 'always',
	more: Record<string, unknown> = {},
): Promise<void> {
	accounts = await SyncAccounts.start({
		seed: 'empty',
		fast: true,
		switches: { hubspot: { companiesByDomain, ...more } },
	});
}

const contact = async (properties: Record<string, string>) =>
	(await accounts.hubspot.createObject('contacts', { properties })).id;
const company = async (properties: Record<string, string>) =>
	(await accounts.hubspot.createObject('companies', { properties })).id;
const customer = async (
	DisplayName: string,
	address: string,
	CompanyName: string,
	more: QuickBooksPayload = {},
) =>
	(
		await accounts.quickbooks.create(
			'Customer',
			{
				DisplayName,
				GivenName: DisplayName,
				PrimaryEmailAddr: { Address: address },
				CompanyName,
				...more,
			},
			`customer ${(serial += 1)}`,
		)
	).Id;

async function sync(
	policy: Partial<SyncPolicy> = {},
	input: Parameters<SyncAccounts['sync']>[2] = {},
	context: Parameters<SyncAccounts['sync']>[3] = {},
): Promise<Synced> {
	count({ runs: 1 });
	return await accounts.sync(contactKind, policy, { companies: true, ...input }, context);
}

/** HubSpot does in this time what it does by itself. */
const later = () => accounts.sandbox.runtime.clock.advance(30_000);

/** Companies as a person sees them, with the addresses of their contacts. */
async function companies(): Promise<Record<string, string[]>> {
	const { records } = await accounts.hubspot.listObjects('companies', {
		properties: ['name', 'domain'],
		associations: ['contacts'],
		limit: 100,
	});
	const people = await accounts.hubspot.listObjects('contacts', {
		properties: ['email'],
		limit: 100,
	});
	const emailOf = new Map(
		people.records.map(({ id, properties }) => [id, properties['email'] ?? '']),
	);
	return Object.fromEntries(
		records.map(({ properties, associations }) => [
			[properties['name'], properties['domain']].filter(Boolean).join(' '),
			[...new Set(associations.contacts ?? [])].map((id) => emailOf.get(id) ?? '').sort(),
		]),
	);
}

async function link(contactId: string, companyId: string): Promise<void> {
	await accounts.hubspot.associate('contacts', 'companies', [
		{ fromId: contactId, toId: companyId, typeIds: [279, 1] },
	]);
}

const warnings = ({ results }: Synced) => results.flatMap((one) => one.warnings);

describe.each(['never', 'lacking', 'always'] as const)(
	'HubSpot makes companies of addresses: %s',
	(position) => {
		it('a contact that has a company keeps it, and no second one is made', async () => {
			await start(position);
			const ann = await contact({ email: 'ann@acme.example' });
			later();
			if (position === 'never')
				await link(ann, await company({ name: 'Acme', domain: 'acme.example' }));
			await customer('Ann', 'ann@acme.example', 'Acme Ltd');
			await sync();
			later();
			expect(await companies()).toEqual({ 'Acme acme.example': ['ann@acme.example'] });
			await sync({}, { scope: { kind: 'all' } });
			expect(await companies()).toEqual({ 'Acme acme.example': ['ann@acme.example'] });
		});

		it('a new contact is given the company of its domain', async () => {
			await start(position);
			await company({ name: 'Acme', domain: 'acme.example' });
			await customer('Ann', 'ann@acme.example', 'Acme Ltd');
			await customer('Bob', 'bob@acme.example', 'ACME LTD.');
			expect(warnings(await sync())).toEqual([]);
			later();
			expect(await companies()).toEqual({
				'Acme acme.example': ['ann@acme.example', 'bob@acme.example'],
			});
		});

		it('a company that is made bears the domain, so HubSpot makes none beside it', async () => {
			await start(position);
			await customer('Ann', 'ann@acme.example, office@acme.example', 'Acme Ltd');
			await customer('Bob', 'bob@acme.example', 'Acme Ltd');
			await customer('Cy', 'cy@gmail.com', 'Acme Ltd');
			await sync();
			later();
			expect(await companies()).toEqual({
				'Acme Ltd acme.example': ['ann@acme.example', 'bob@acme.example', 'cy@gmail.com'],
			});
			await customer('Dee', 'dee@acme.example', 'Acme Limited');
			await sync();
			later();
			expect(Object.values(await companies())).toEqual([
				['ann@acme.example', 'bob@acme.example', 'cy@gmail.com', 'dee@acme.example'],
			]);
		});

		it('two names that are alike, with one domain, are one company, as in HubSpot, and a warning says so', async () => {
			await start(position);
			await customer('Ann', 'ann@acme.example', 'Acme Ltd');
			await customer('Bob', 'bob@acme.example', 'Acme Garden Centre');
			const told = warnings(await sync());
			later();
			expect(await companies()).toEqual({
				'Acme Ltd acme.example': ['ann@acme.example', 'bob@acme.example'],
			});
			expect(told).toEqual([
				expect.stringMatching(
					/^The contact was given the HubSpot company "Acme Ltd".*QuickBooks calls the company "Acme Garden Centre"\.$/,
				),
			]);
		});

		it('a company that bears the very name comes before that of the domain', async () => {
			await start(position);
			await company({ name: 'Acme', domain: 'acme.example' });
			const garden = await company({ name: 'Acme Garden' });
			await customer('Ann', 'ann@acme.example', 'Acme Garden');
			const { results } = await sync();
			const ann = results[0]?.hubspot?.id ?? '';
			later();
			expect((await accounts.hubspot.readPrimaryCompanies('contacts', [ann])).get(ann)).toBe(
				garden,
			);
			expect(Object.keys(await companies())).toHaveLength(2);
		});

		it('free addresses say nothing', async () => {
			await start(position);
			await company({ name: 'Mail', domain: 'gmail.com' });
			await customer('Ann', 'ann@gmail.com', 'Acme Ltd');
			await customer('Bob', 'bob@yahoo.co.uk', 'Holt Bakery');
			await customer('Cy', 'cy@yahoo.co.uk', 'Northwind Books');
			await sync();
			later();
			expect(await companies()).toMatchObject({
				'Mail gmail.com': [],
				'Acme Ltd': ['ann@gmail.com'],
				'Holt Bakery': [expect.anything()],
				'Northwind Books': [expect.anything()],
			});
		});

		it('of several companies with the domain, the one with the name counts, else none is guessed', async () => {
			await start(position);
			const ids = [
				await company({ name: 'Acme East', domain: 'acme.example' }),
				await company({ name: 'Acme West', domain: 'acme.example' }),
			];
			await customer('Ann', 'ann@acme.example', 'Acme West Inc.');
			await customer('Bob', 'bob@acme.example', 'Acme Ltd');
			const { results } = await sync();
			const [ann, bob] = ['Ann', 'Bob'].map((name) =>
				results.find(({ changes }) => changes.some(({ to }) => to === name)),
			);
			expect(
				(
					await accounts.hubspot.readAssociations('contacts', 'companies', [ann?.hubspot?.id ?? ''])
				).get(ann?.hubspot?.id ?? ''),
			).toEqual([ids[1]]);
			expect(bob?.warnings).toEqual([
				`No company was associated for "Acme Ltd": several companies have the domain acme.example (ids ${ids.join(', ')}).`,
			]);
			later();
			expect(Object.keys(await companies())).toHaveLength(2);
		});

		it('a dry run tells of the company that would be used', async () => {
			await start(position);
			const acme = await company({ name: 'Acme', domain: 'acme.example' });
			const ann = await contact({ email: 'ann@holt.example' });
			later();
			if (position === 'never')
				await link(ann, await company({ name: 'Holt', domain: 'holt.example' }));
			await customer('Ann', 'ann@holt.example', 'Holt Bakery');
			await customer('Bob', 'bob@acme.example', 'Acme Ltd');
			await customer('Cy', 'cy@new.example', 'New Ltd');
			const { results, writes } = await sync({}, { dryRun: true });
			const plans = results.map(({ plan = [] }) =>
				plan
					.filter(({ target, operation }) => target === 'companies' || operation === 'associate')
					.map(({ operation, payload }) => [operation, payload]),
			);
			expect(plans).toEqual([
				[],
				[['associate', { to: `companies/${acme}` }]],
				[
					['create', { properties: { name: 'New Ltd', domain: 'new.example' } }],
					['associate', { to: 'companies/New Ltd' }],
				],
			]);
			expect(writes).toEqual([]);
		});
	},
);

describe('HubSpot is faster', () => {
	it('with the contact’s company: it is kept', async () => {
		await start('always', { companiesByDomainSeconds: 0 });
		await customer('Ann', 'ann@acme.example', 'Acme Ltd');
		await sync();
		expect(await companies()).toEqual({ 'Acme acme.example': ['ann@acme.example'] });
	});

	it('between our look and our company: ours goes again', async () => {
		await start('always', { searchLagSeconds: 600 });
		await customer('Ann', 'ann@acme.example', 'Acme Ltd');
		const hubspot = Object.create(accounts.hubspot) as typeof accounts.hubspot;
		const { hubspot: plain } = accounts;
		hubspot.createObjects = async (type, records) => {
			if (type === 'companies') later();
			return await plain.createObjects(type, records);
		};
		await sync({}, {}, { hubspot });
		expect(await companies()).toEqual({ 'Acme acme.example': ['ann@acme.example'] });
	});

	it('with a colleague’s company that its search does not show yet: the colleague’s is taken', async () => {
		await start('always', { searchLagSeconds: 600 });
		await contact({ email: 'bob@acme.example' });
		later();
		await customer('Bob', 'bob@acme.example', 'Acme Ltd');
		await customer('Ann', 'ann@acme.example', 'Acme Ltd');
		await sync();
		later();
		expect(await companies()).toEqual({
			'Acme acme.example': ['ann@acme.example', 'bob@acme.example'],
		});
	});
});

describe('a customer whose company changes', () => {
	it('brings the contact into a company that is there, and makes none beside the one it has', async () => {
		await start('lacking');
		const id = await customer('Ann', 'ann@acme.example', 'Acme Ltd');
		await sync();
		await company({ name: 'Beta' });
		const rename = async (CompanyName: string) =>
			await accounts.quickbooks.update('Customer', {
				Id: id,
				SyncToken: (await accounts.quickbooks.read('Customer', id)).SyncToken,
				sparse: true,
				CompanyName,
			});
		await rename('Beta');
		await sync();
		expect(await companies()).toEqual({
			'Acme Ltd acme.example': ['ann@acme.example'],
			Beta: ['ann@acme.example'],
		});
		await rename('Gamma');
		expect(warnings(await sync())).toEqual([
			'No company was associated for "Gamma": HubSpot has no company with this name, and the contact keeps its present company.',
		]);
		expect(Object.keys(await companies())).toHaveLength(2);
	});
});

it('quite different names with one domain are two companies, in whatever order they come', async () => {
	await start('never');
	await customer('Bob', 'bob@holt.example', 'The Tin Shop');
	await customer('Ann', 'ann@holt.example', 'Holt Bakery');
	await customer('Cy', 'cy@holt.example', 'The Tin Shop');
	await sync();
	expect(await companies()).toEqual({
		'Holt Bakery holt.example': ['ann@holt.example'],
		'The Tin Shop': ['bob@holt.example', 'cy@holt.example'],
	});
});

it('customers with one unknown provider and different names are not one company', async () => {
	await start('never');
	await customer('Ann', 'ann@valleynet.example', 'Holt Bakery');
	await customer('Bob', 'bob@valleynet.example', 'Northwind Books');
	await sync();
	await customer('Cy', 'cy@valleynet.example', 'Acme Ltd');
	await sync();
	await customer('Dee', 'dee@valleynet.example', 'Lee Trading');
	await sync();
	expect(await companies()).toEqual({
		'Holt Bakery': ['ann@valleynet.example'],
		'Northwind Books': ['bob@valleynet.example'],
		'Acme Ltd valleynet.example': ['cy@valleynet.example'],
		'Lee Trading': ['dee@valleynet.example'],
	});
});
