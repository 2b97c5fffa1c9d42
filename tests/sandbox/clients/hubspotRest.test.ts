import { Client } from '@hubspot/api-client';
import { startSandbox, type Sandbox } from '../../../sandbox/start';

let sandbox: Sandbox;
let client: Client;
beforeEach(async () => {
	sandbox = await startSandbox({
		seed: 'demo',
		now: '2026-11-24T10:00:00Z',
		switches: { hubspot: { limits: false, searchLagSeconds: 0 } },
	});
	client = new Client({
		accessToken: String(sandbox.hubspot.describe()['serviceKey']),
		basePath: sandbox.hubspot.url,
	});
});
afterEach(() => sandbox.stop());

const code = (work: Promise<unknown>) =>
	work.then(
		() => 'done',
		(error: { code: number }) => error.code,
	);
/** Enumerations of the client's own types, whose values are these texts. */
const as = <T>(text: string) => text as T;

describe('properties and their groups', () => {
	it('are made, read, changed, archived one by one', async () => {
		const { coreApi, groupsApi } = client.crm.properties;
		expect(await groupsApi.create('deals', { name: 'billing', label: 'Billing' })).toMatchObject({
			name: 'billing',
			label: 'Billing',
			archived: false,
		});
		expect((await groupsApi.update('deals', 'billing', { label: 'Invoices' })).label).toBe(
			'Invoices',
		);
		const definition = {
			name: 'bill_state',
			label: 'State',
			type: as<never>('enumeration'),
			fieldType: as<never>('select'),
			groupName: 'billing',
			options: [{ label: 'Open', value: 'open', displayOrder: 0, hidden: false }],
		};
		expect(await coreApi.create('deals', definition)).toMatchObject({
			name: 'bill_state',
			groupName: 'billing',
			type: 'enumeration',
			options: [{ label: 'Open', value: 'open' }],
			hasUniqueValue: false,
		});
		expect(await code(coreApi.create('deals', definition))).toBe(409);
		expect(
			(await coreApi.update('deals', 'bill_state', { label: 'Bill state' })).options,
		).toHaveLength(1);
		expect(await coreApi.getByName('deals', 'bill_state')).toMatchObject({
			label: 'Bill state',
			modificationMetadata: { readOnlyValue: false },
		});
		expect((await coreApi.getAll('deals')).results.map(({ name }) => name)).toEqual(
			expect.arrayContaining(['dealname', 'amount', 'bill_state']),
		);
		expect(await code(groupsApi.archive('deals', 'billing'))).toBe(400);
		await coreApi.archive('deals', 'bill_state');
		expect(await code(coreApi.getByName('deals', 'bill_state'))).toBe(404);
		expect((await coreApi.getAll('deals', true)).results.map(({ name }) => name)).toContain(
			'bill_state',
		);
		await groupsApi.archive('deals', 'billing');
		expect((await groupsApi.getAll('deals')).results.map(({ name }) => name)).not.toContain(
			'billing',
		);
		expect(await code(groupsApi.getByName('deals', 'billing'))).toBe(404);
	});

	it('are made, read, archived in batches', async () => {
		const { batchApi } = client.crm.properties;
		const text = (name: string) => ({
			name,
			label: name,
			type: as<never>('string'),
			fieldType: as<never>('text'),
			groupName: 'companyinformation',
		});
		const made = await batchApi.create('companies', { inputs: [text('one'), text('two')] });
		expect(made.results.map(({ name }) => name).sort()).toEqual(['one', 'two']);
		const read = await batchApi.read('companies', {
			archived: false,
			inputs: [{ name: 'one' }, { name: 'none' }],
		});
		expect(read.results.map(({ name }) => name)).toEqual(['one']);
		await batchApi.archive('companies', { inputs: [{ name: 'one' }, { name: 'two' }] });
		expect(await code(client.crm.properties.coreApi.getByName('companies', 'two'))).toBe(404);
	});
});

describe('associations', () => {
	const defined = (associationTypeId: number) => ({
		associationCategory: as<never>('HUBSPOT_DEFINED'),
		associationTypeId,
	});

	it('are made, read and ended one by one, with type or by default', async () => {
		const { basicApi } = client.crm.associations.v4;
		expect(await basicApi.create('deals', '403', 'contacts', '103', [defined(3)])).toMatchObject({
			fromObjectTypeId: '0-3',
			toObjectTypeId: '0-1',
		});
		expect((await basicApi.createDefault('deals', '403', 'companies', '203')).results).toHaveLength(
			2,
		);
		const ids = async (to: string) =>
			(await basicApi.getPage('deals', '403', to, undefined, 500)).results.map(({ toObjectId }) =>
				String(toObjectId),
			);
		expect(await ids('contacts')).toContain('103');
		expect(await ids('companies')).toEqual(['203']);
		await basicApi.archive('deals', '403', 'companies', '203');
		expect(await ids('companies')).toEqual([]);
		expect(await code(basicApi.create('deals', '403', 'contacts', '103', [defined(279)]))).toBe(
			400,
		);
	});

	it('are made, read and ended in batches', async () => {
		const { batchApi } = client.crm.associations.v4;
		const pair = (from: string, to: string) => ({ _from: { id: from }, to: { id: to } });
		expect(
			(
				await batchApi.create('contacts', 'companies', {
					inputs: [
						{ ...pair('104', '202'), types: [defined(279)] },
						{ ...pair('105', '203'), types: [defined(279)] },
					],
				})
			).results,
		).toHaveLength(2);
		expect(
			(await batchApi.createDefault('contacts', 'companies', { inputs: [pair('104', '203')] }))
				.status,
		).toBe('COMPLETE');
		const read = await batchApi.getPage('contacts', 'companies', {
			inputs: [{ id: '104' }, { id: '105' }],
		});
		expect(
			Object.fromEntries(
				read.results.map(({ _from, to }) => [
					_from.id,
					to.map(({ toObjectId }) => String(toObjectId)).sort(),
				]),
			),
		).toEqual({ 104: ['202', '203'], 105: ['203'] });
		await batchApi.archive('contacts', 'companies', {
			inputs: [{ _from: { id: '104' }, to: [{ id: '202' }] }],
		});
		expect(
			(
				await batchApi.getPage('contacts', 'companies', { inputs: [{ id: '104' }] })
			).results[0]?.to.map(({ toObjectId }) => String(toObjectId)),
		).toEqual(['203']);
	});

	it('have labels, which are made, worn, renamed and ended', async () => {
		const {
			schema: { definitionsApi },
			batchApi,
			basicApi,
		} = client.crm.associations.v4;
		const [label] = (
			await definitionsApi.create('deals', 'contacts', { label: 'Bookkeeper', name: 'bookkeeper' })
		).results;
		const typeId = label?.typeId ?? 0;
		expect(label).toMatchObject({ category: 'USER_DEFINED', label: 'Bookkeeper' });
		await definitionsApi.update('deals', 'contacts', {
			label: 'Accountant',
			associationTypeId: typeId,
		});
		expect((await definitionsApi.getAll('deals', 'contacts')).results).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ typeId, label: 'Accountant' }),
				expect.objectContaining({ category: 'HUBSPOT_DEFINED', typeId: 3 }),
			]),
		);
		const worn = { associationCategory: as<never>('USER_DEFINED'), associationTypeId: typeId };
		await basicApi.create('deals', '401', 'contacts', '101', [worn]);
		const types = async () =>
			(await basicApi.getPage('deals', '401', 'contacts')).results[0]?.associationTypes.map(
				({ typeId: id }) => id,
			);
		expect(await types()).toContain(typeId);
		await batchApi.archiveLabels('deals', 'contacts', {
			inputs: [{ _from: { id: '401' }, to: { id: '101' }, types: [worn] }],
		});
		expect(await types()).not.toContain(typeId);
		await definitionsApi.remove('deals', 'contacts', typeId);
		expect(
			(await definitionsApi.getAll('deals', 'contacts')).results.map((one) => one.typeId),
		).not.toContain(typeId);
	});
});

describe('the account', () => {
	it('has owners and pipelines', async () => {
		const { results: owners } = await client.crm.owners.ownersApi.getPage();
		expect(owners.length).toBeGreaterThan(0);
		expect(await client.crm.owners.ownersApi.getById(Number(owners[0]?.id))).toMatchObject({
			email: owners[0]?.email,
		});
		const { pipelinesApi, pipelineStagesApi } = client.crm.pipelines;
		const { results: pipelines } = await pipelinesApi.getAll('deals');
		expect(pipelines.map(({ id }) => id)).toContain('default');
		expect((await pipelinesApi.getById('deals', 'default')).stages.map(({ id }) => id)).toContain(
			'closedwon',
		);
		expect(
			(await pipelineStagesApi.getAll('deals', 'default')).results.find(
				({ id }) => id === 'closedwon',
			)?.metadata,
		).toMatchObject({ isClosed: 'true', probability: '1.0' });
		expect((await pipelineStagesApi.getById('deals', 'default', 'closedwon')).label).toBe(
			'Closed Won',
		);
		expect(await code(pipelinesApi.getById('deals', 'none'))).toBe(404);
	});

	it.each([
		[
			'/account-info/v3/details',
			{ portalId: 48291573, companyCurrency: 'USD', timeZone: 'America/Los_Angeles' },
		],
		['/settings/v3/currencies/company-currency', { id: 'USD' }],
		['/settings/v3/currencies/exchange-rates/current', { results: expect.any(Array) }],
		['/tax-rates/v1/tax-rates', { results: expect.any(Array) }],
	])('tells %s, for which the client has no module', async (path, expected) => {
		const answer = await client.apiRequest({ method: 'GET', path });
		expect(await answer.json()).toMatchObject(expected);
	});

	it('has no imports and no exports, and says so as for any unknown path', async () => {
		expect(await code(client.crm.imports.coreApi.getPage())).toBe(404);
		expect(await code(client.crm.exports.publicExportsApi.getStatus(1))).toBe(404);
	});

	it('merges deals and companies, and forgets a contact', async () => {
		const deals = client.crm.deals.basicApi;
		const merged = await deals.merge({ primaryObjectId: '402', objectIdToMerge: '403' });
		expect((await deals.getById('403')).id).toBe(merged.id);
		const company = await client.crm.companies.basicApi.merge({
			primaryObjectId: '201',
			objectIdToMerge: '202',
		});
		expect((await client.crm.companies.basicApi.getById('202', ['name'])).id).toBe(company.id);
		await client.crm.contacts.basicApi.purge({ objectId: '105' });
		expect(await code(client.crm.contacts.basicApi.getById('105'))).toBe(404);
	});
});

describe('tokens', () => {
	it('are made of a code, renewed, looked at and ended', async () => {
		const { clientId, clientSecret } = sandbox.hubspot.describe() as {
			clientId: string;
			clientSecret: string;
		};
		const redirectUri = 'http://localhost:5678/rest/oauth2-credential/callback';
		const approved = await fetch(`${sandbox.control.url}/control/hubspot/authorize`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ redirectUri }),
		});
		const { code: given } = (await approved.json()) as { code: string };
		const tokens = await client.oauth.tokensApi.create(
			'authorization_code',
			given,
			redirectUri,
			clientId,
			clientSecret,
		);
		expect(tokens).toMatchObject({ tokenType: 'bearer', expiresIn: 1800 });
		const renewed = await client.oauth.tokensApi.create(
			'refresh_token',
			undefined,
			undefined,
			clientId,
			clientSecret,
			tokens.refreshToken,
		);
		const own = new Client({ accessToken: renewed.accessToken, basePath: sandbox.hubspot.url });
		expect((await own.crm.deals.basicApi.getById('401')).id).toBe('401');
		expect(await client.oauth.accessTokensApi.get(renewed.accessToken)).toMatchObject({
			hubId: 48291573,
			tokenType: 'access',
		});
		expect(await client.oauth.refreshTokensApi.get(tokens.refreshToken)).toMatchObject({
			hubId: 48291573,
			tokenType: 'refresh',
		});
		await client.oauth.refreshTokensApi.archive(tokens.refreshToken);
		expect(
			await code(
				client.oauth.tokensApi.create(
					'refresh_token',
					undefined,
					undefined,
					clientId,
					clientSecret,
					tokens.refreshToken,
				),
			),
		).toBe(400);
		expect(
			await code(
				new Client({
					accessToken: 'none',
					basePath: sandbox.hubspot.url,
				}).crm.deals.basicApi.getById('401'),
			),
		).toBe(401);
	});
});

describe('what the client does when something goes wrong', () => {
	it('repeats after an internal error, gives up on HTML, says what was cut off', async () => {
		const fault = (behaviour: string, more: object = {}) =>
			fetch(`${sandbox.control.url}/control/faults`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ system: 'hubspot', behaviour, times: 1, ...more }),
			});
		const patient = new Client({
			accessToken: String(sandbox.hubspot.describe()['serviceKey']),
			basePath: sandbox.hubspot.url,
			numberOfApiCallRetries: 2,
		});
		const silenced = jest.spyOn(console, 'error').mockImplementation(() => undefined);
		await fault('500');
		expect((await patient.crm.deals.basicApi.getById('401')).id).toBe('401');
		silenced.mockRestore();
		const plain = new Client({
			accessToken: String(sandbox.hubspot.describe()['serviceKey']),
			basePath: sandbox.hubspot.url,
		});
		await fault('502-html');
		expect(
			await plain.crm.deals.basicApi
				.getById('401')
				.catch((error: { code: number; body: unknown }) => [error.code, typeof error.body]),
		).toEqual([502, 'string']);
		for (const behaviour of ['drop-before', 'truncate']) {
			await fault(behaviour);
			await expect(plain.crm.deals.basicApi.getById('401')).rejects.toThrow();
		}
		await fault('drop-after');
		await expect(
			plain.crm.deals.basicApi.update('401', { properties: { dealname: 'Written all the same' } }),
		).rejects.toThrow();
		expect(
			(await plain.crm.deals.basicApi.getById('401', ['dealname'])).properties['dealname'],
		).toBe('Written all the same');
	});
});
