import { Clock } from '../../../sandbox/clock';
import { Faults, type FaultRule } from '../../../sandbox/faults';
import { demoServiceKey } from '../../../sandbox/hubspot/account/account';
import { startHubSpot } from '../../../sandbox/hubspot/start';
import { Random } from '../../../sandbox/random';
import { Traffic } from '../../../sandbox/traffic';
import {
	createHubSpotGateway,
	type HubSpotConnection,
} from '../../../src/gateways/hubspot/gateway';
import type { HubSpotPort } from '../../../src/gateways/ports';
import { failureOf } from './fakeHubSpot';

/** The gateway and the sandbox know nothing of each other but HubSpot's contract. */
const random = new Random(1);
const runtime = {
	clock: new Clock(),
	random,
	faults: new Faults(random),
	traffic: new Traffic(),
};
let sandbox: Awaited<ReturnType<typeof startHubSpot>>;
let gateway: HubSpotPort;

beforeAll(async () => {
	sandbox = await startHubSpot({
		runtime,
		file: ':memory:',
		port: 0,
		seed: 'demo',
		switches: { limits: false },
	});
});
afterAll(async () => await sandbox.stop());
beforeEach(() => {
	runtime.faults.clear();
	gateway = connect();
});

function connect(changes: Partial<HubSpotConnection> = {}): HubSpotPort {
	let passedMs = 0;
	const wait = async (ms: number) => {
		passedMs += ms;
		runtime.clock.advance(ms);
	};
	const tokens = { current: async () => demoServiceKey, refresh: async () => undefined };
	return createHubSpotGateway({
		baseUrl: sandbox.url,
		tokens,
		time: { now: () => Date.now() + passedMs, wait },
		chance: () => 0,
		timeoutMs: 5000,
		...changes,
	});
}

function fault(behaviour: FaultRule['behaviour'], more: Partial<FaultRule> = {}): void {
	runtime.faults.add({ system: 'hubspot', behaviour, times: 1, ...more });
}

const indexed = () => runtime.clock.advance(5000);
const ISO = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string;

describe.each(['2026-03', '2026-09', 'classic'] as const)(
	'the demo portal by %s paths',
	(apiVersion) => {
		beforeEach(() => {
			gateway = connect({ apiVersion });
		});

		it('the account', async () => {
			const account = await gateway.readAccount();
			expect(account).toMatchObject({
				portalId: '48291573',
				timeZone: 'America/Los_Angeles',
				companyCurrency: 'USD',
			});
			expect([...account.additionalCurrencies].sort()).toEqual(['CAD', 'EUR', 'GBP']);
			expect(gateway.environment).toBe('custom');
		});

		it('a deal with its links', async () => {
			expect(
				await gateway.readObject('deals', '401', {
					properties: ['dealname', 'deal_currency_code', 'no_such'],
					associations: ['contacts', 'companies', 'line_items', 'quotes'],
				}),
			).toEqual({
				objectType: 'deals',
				id: '401',
				properties: expect.objectContaining({
					dealname: "Spring planting – O'Brien's garden 🌷",
					deal_currency_code: 'USD',
				}) as object,
				associations: {
					contacts: ['101'],
					companies: ['201'],
					line_items: ['601', '602', '603', '604'],
					quotes: [],
				},
				createdAt: ISO,
				updatedAt: ISO,
				archived: false,
			});
		});

		it('a contact by its e-mail address, also by its second one', async () => {
			const found = await gateway.readObject('contacts', 'dragon@example.com', {
				properties: ['firstname'],
				idProperty: 'email',
			});
			expect([found.id, found.properties.firstname]).toEqual(['105', '小龙']);
			const [second] = await gateway.readObjects('contacts', ['dragon2@example.com'], {
				properties: ['firstname'],
				idProperty: 'email',
			});
			expect(second?.id).toBe('105');
		});

		it('many line items, without those that are missing', async () => {
			const found = await gateway.readObjects('line_items', ['602', '999999', '601'], {
				properties: ['name', 'quantity', 'price'],
			});
			expect(
				found
					.map(({ id, properties: { name, quantity, price } }) => [
						id,
						name,
						quantity,
						Number(price),
					])
					.sort(),
			).toEqual([
				['601', 'Design hours', '12.5', 85],
				['602', 'Sod roll 5\' × 2"', '40', 6.4],
			]);
		});

		it('links of many deals', async () => {
			const links = await gateway.readAssociations('deals', 'quotes', ['401', '405', '999999']);
			expect([...links].map(([id, others]) => [id, [...others].sort()])).toEqual([
				['401', []],
				['405', ['501', '502', '503']],
				['999999', []],
			]);
		});

		it('pipelines, with the stages that end a deal', async () => {
			const pipelines = await gateway.readPipelines('deals');
			const stages = pipelines.find(({ id }) => id === 'default')?.stages;
			expect(stages?.filter(({ isClosed }) => isClosed).map(({ id }) => id)).toEqual([
				'closedwon',
				'closedlost',
			]);
			expect(stages?.length).toBeGreaterThan(2);
		});
	},
);

describe('records', () => {
	it('are created with links, changed, cleared, archived', async () => {
		const created = await gateway.createObject('contacts', {
			properties: { email: 'new@example.com', city: 'Köln', phone: null },
			associations: [{ to: { objectType: 'companies', id: '203' }, typeId: 279 }],
		});
		expect(created).toMatchObject({
			objectType: 'contacts',
			properties: { email: 'new@example.com', city: 'Köln' },
			archived: false,
		});
		expect(
			(await gateway.readAssociations('contacts', 'companies', [created.id])).get(created.id),
		).toEqual(['203']);
		expect([...(await gateway.readPrimaryCompanies('contacts', [created.id, '999999']))]).toEqual([
			[created.id, '203'],
		]);
		await gateway.updateObject('contacts', created.id, { city: null, zip: '50667' });
		const changed = await gateway.readObject('contacts', created.id, {
			properties: ['city', 'zip'],
		});
		expect([changed.properties.city || null, changed.properties.zip]).toEqual([null, '50667']);
		await gateway.archiveObjects('contacts', [created.id]);
		expect(
			await failureOf(gateway.readObject('contacts', created.id, { properties: [] })),
		).toMatchObject({ kind: 'notFound' });
		expect(
			await gateway.readObject('contacts', created.id, { properties: [], archived: true }),
		).toMatchObject({ id: created.id, archived: true });
	});

	it('are listed page by page, and searched', async () => {
		const first = await gateway.listObjects('products', { properties: ['name'], limit: 4 });
		const second = await gateway.listObjects('products', {
			properties: ['name'],
			limit: 100,
			...(first.after !== undefined && { after: first.after }),
		});
		expect([...first.records, ...second.records].map(({ id }) => id)).toEqual([
			'301',
			'302',
			'303',
			'304',
			'305',
			'306',
		]);
		expect(second.after).toBeUndefined();
		indexed();
		const found = await gateway.searchObjects('products', {
			filterGroups: [
				[{ property: 'hs_sku', operator: 'EQ', value: 'SOD-5' }],
				[{ property: 'hs_sku', operator: 'EQ', value: 'FERT-KG' }],
			],
			properties: ['name'],
			sort: { property: 'hs_object_id', direction: 'DESCENDING' },
			limit: 1,
		});
		expect(found).toMatchObject({
			total: 2,
			records: [{ id: '304', properties: { name: 'Fertilizer' } }],
		});
		expect(found.after).toBeDefined();
	});

	it('a taken e-mail address', async () => {
		expect(
			await failureOf(
				gateway.createObject('contacts', { properties: { email: 'Niamh.OBrien@example.com' } }),
			),
		).toMatchObject({ kind: 'conflict', context: {} });
	});

	it('a property that does not exist', async () => {
		const error = await failureOf(gateway.updateObject('contacts', '101', { no_such: 'x' }));
		expect(error).toMatchObject({
			kind: 'invalid',
			code: 'VALIDATION_ERROR',
			details: [{ code: 'PROPERTY_DOESNT_EXIST', field: 'no_such' }],
		});
		expect((error as { requestId?: string }).requestId).toBeTruthy();
	});
});

describe('batches', () => {
	it('of more than a request holds, with an outcome for each', async () => {
		const records = Array.from({ length: 130 }, (_, index) => ({
			properties: {
				email:
					index === 111
						? 'not an address'
						: index === 5
							? 'ann.miller@example.com'
							: `many-${index}@example.com`,
				city: `City ${index}`,
			},
		}));
		const outcomes = await gateway.createObjects('contacts', records);
		expect(outcomes).toHaveLength(130);
		outcomes.forEach((outcome, index) => {
			if (index === 5)
				expect(outcome).toMatchObject({ ok: false, error: { kind: 'conflict', context: {} } });
			else if (index === 111)
				expect(outcome).toMatchObject({ ok: false, error: { kind: 'invalid' } });
			else
				expect(outcome).toMatchObject({
					ok: true,
					value: { properties: { email: `many-${index}@example.com`, city: `City ${index}` } },
				});
		});
		const ids = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value.id] : []));
		const changed = await gateway.updateObjects(
			'contacts',
			[...ids.slice(0, 3), '999999'].map((id, index) => ({ id, properties: { zip: `${index}` } })),
		);
		expect(
			changed.map((outcome) =>
				outcome.ok ? [outcome.value.id, outcome.value.properties.zip] : outcome.error.kind,
			),
		).toEqual([[ids[0], '0'], [ids[1], '1'], [ids[2], '2'], 'notFound']);
		await gateway.archiveObjects('contacts', ids);
		expect(await gateway.readObjects('contacts', ids, { properties: [] })).toEqual([]);
	});

	it("under a unique property of one's own", async () => {
		const definition = {
			label: 'Key',
			type: 'string',
			fieldType: 'text',
			groupName: 'gateway_test',
		};
		await gateway.createPropertyGroup('companies', { name: 'gateway_test', label: 'Gateway' });
		await gateway.createPropertyGroup('companies', { name: 'gateway_test', label: 'Gateway' });
		const made = await gateway.createProperties('companies', [
			{ ...definition, name: 'gateway_key', hasUniqueValue: true },
			{ ...definition, name: 'name' },
		]);
		expect(made).toEqual([
			{ ok: true, value: { name: 'gateway_key', isNew: true } },
			{ ok: true, value: { name: 'name', isNew: false } },
		]);
		expect(
			(await gateway.readProperties('companies')).find(({ name }) => name === 'gateway_key'),
		).toMatchObject({ ...definition, hasUniqueValue: true, readOnlyValue: false });

		const rows = ['us:2', 'us:1'].map((id) => ({ id, properties: { name: `Company ${id}` } }));
		const first = await gateway.upsertObjects('companies', 'gateway_key', rows);
		expect(
			first.map((outcome) => outcome.ok && [outcome.value.properties.name, outcome.value.isNew]),
		).toEqual([
			['Company us:2', true],
			['Company us:1', true],
		]);
		const again = await gateway.upsertObjects('companies', 'gateway_key', [...rows].reverse());
		expect(
			again.map((outcome) => outcome.ok && [outcome.value.properties.name, outcome.value.isNew]),
		).toEqual([
			['Company us:1', false],
			['Company us:2', false],
		]);
	});
});

describe('links', () => {
	it('come and go, and adding one twice changes nothing', async () => {
		const link = { fromId: '403', toId: '103', typeIds: [3] };
		await gateway.associate('deals', 'contacts', [link]);
		await gateway.associate('deals', 'contacts', [link]);
		expect(
			(await gateway.readAssociations('deals', 'contacts', ['403'])).get('403')?.sort(),
		).toEqual(['103', '104']);
		await gateway.dissociate('deals', 'contacts', [link]);
		expect((await gateway.readAssociations('deals', 'contacts', ['403'])).get('403')).toEqual([
			'104',
		]);
	});

	it('to what does not exist are refused', async () => {
		expect(
			await failureOf(
				gateway.associate('deals', 'contacts', [{ fromId: '999999', toId: '101', typeIds: [3] }]),
			),
		).toMatchObject({ name: 'GatewayError', kind: 'notFound' });
	});
});

describe('bad days', () => {
	it.each([
		'429',
		'423',
		'500',
		'502-html',
		'503',
		'drop-before',
		'drop-after',
		'truncate',
	] as const)('a read survives %s', async (behaviour) => {
		fault(behaviour, { times: 2 });
		expect((await gateway.readObject('deals', '401', { properties: [] })).id).toBe('401');
	});

	it('a hanging server costs the time limit, then the read goes on', async () => {
		fault('hang');
		expect(
			(await connect({ timeoutMs: 200 }).readObject('deals', '401', { properties: [] })).id,
		).toBe('401');
	});

	it('a creation whose answer was lost is found by its unique value', async () => {
		fault('drop-after', { method: 'POST', path: '/contacts$|/contacts\\?' });
		const properties = { email: 'lost@example.com', city: 'Ulm' };
		const created = await gateway.createObject('contacts', { properties }, 'email');
		expect(created.properties).toMatchObject(properties);
		indexed();
		const found = await gateway.searchObjects('contacts', {
			filterGroups: [[{ property: 'email', operator: 'EQ', value: 'lost@example.com' }]],
			properties: [],
			limit: 10,
		});
		expect(found.records.map(({ id }) => id)).toEqual([created.id]);
	});

	it('without a unique value it is not sent again', async () => {
		fault('drop-after', { method: 'POST' });
		expect(
			await failureOf(gateway.createObject('companies', { properties: { name: 'Once' } })),
		).toMatchObject({ kind: 'network' });
		indexed();
		expect(
			(
				await gateway.searchObjects('companies', {
					filterGroups: [[{ property: 'name', operator: 'EQ', value: 'Once' }]],
					properties: [],
					limit: 10,
				})
			).total,
		).toBe(1);
	});

	it('a wrong token, a missing scope', async () => {
		const tokens = {
			current: async () => 'pat-na1-00000000-wrong-4000-a000-000000000009',
			refresh: async () => undefined,
		};
		expect(
			await failureOf(connect({ tokens }).readObject('deals', '401', { properties: [] })),
		).toMatchObject({ kind: 'unauthorized' });
		fault('missing-scope');
		const error = (await failureOf(gateway.readObject('deals', '401', { properties: [] }))) as {
			kind: string;
			context: { scopes: string[] };
		};
		expect(error.kind).toBe('forbidden');
		expect(error.context.scopes).toContain('crm.objects.deals.read');
	});
});
