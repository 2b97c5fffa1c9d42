import { Client } from '@hubspot/api-client';
import { startSandbox, type Sandbox } from '../../../sandbox/start';

/**
 * The part that all typed modules of the client have in common; their own types differ in names
 * only.
 */
interface ObjectModule {
	basicApi: {
		create(input: object): Promise<Row>;
		getPage(
			limit?: number,
			after?: string,
			properties?: string[],
			withHistory?: string[],
			associations?: string[],
			archived?: boolean,
		): Promise<{ results: Row[]; paging?: { next?: { after: string } } }>;
		getById(
			id: string,
			properties?: string[],
			withHistory?: string[],
			associations?: string[],
			archived?: boolean,
			idProperty?: string,
		): Promise<Row>;
		update(id: string, input: object, idProperty?: string): Promise<Row>;
		archive(id: string): Promise<void>;
	};
	batchApi: Record<
		'create' | 'read' | 'update' | 'upsert',
		(input: object) => Promise<{
			status: string;
			results: Row[];
			numErrors?: number;
			errors?: { category: string; context: Record<string, string[]> }[];
		}>
	> & { archive(input: object): Promise<void> };
	searchApi: {
		doSearch(
			input: object,
		): Promise<{ total: number; results: Row[]; paging?: { next?: { after: string } } }>;
	};
}
interface Row {
	id: string;
	properties: Record<string, string | null>;
	createdAt: Date;
	updatedAt: Date;
	archived?: boolean;
	associations?: Record<string, { results: { id: string; type: string }[] }>;
	_new?: boolean;
	objectWriteTraceId?: string;
}
type Modules = Record<string, ObjectModule> & {
	commerce: { invoices: ObjectModule };
	objects: Record<string, ObjectModule>;
};

let sandbox: Sandbox;
let client: Client;
beforeAll(async () => {
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
afterAll(() => sandbox.stop());

/** [object, module of the client, a property and three values of it, what else a record needs] */
const OBJECTS: [
	string,
	(modules: Modules) => ObjectModule | undefined,
	string,
	[string, string, string],
	Record<string, string>,
][] = [
	['contacts', (modules) => modules['contacts'], 'lastname', ['Åkesson', 'Ødegård', 'Çelik'], {}],
	[
		'companies',
		(modules) => modules['companies'],
		'name',
		['Åkerbär & Co', 'Two "quoted"', 'Three 🌷'],
		{},
	],
	[
		'deals',
		(modules) => modules['deals'],
		'dealname',
		['One deal', 'Other deal', 'Third deal'],
		{ dealstage: 'closedwon', pipeline: 'default', amount: '10.50' },
	],
	[
		'products',
		(modules) => modules['products'],
		'name',
		['Trellis', 'Pergola', 'Arbour'],
		{ price: '12.30' },
	],
	[
		'line_items',
		(modules) => modules['lineItems'],
		'name',
		['Line 1', 'Line 2', 'Line 3'],
		{ quantity: '2', price: '3.20' },
	],
	[
		'quotes',
		(modules) => modules['quotes'],
		'hs_title',
		['Offer 1', 'Offer 2', 'Offer 3'],
		{ hs_expiration_date: '2026-12-31T00:00:00.000Z' },
	],
	[
		'invoices',
		(modules) => modules.commerce.invoices,
		'hs_purchase_order_number',
		['PO-1', 'PO-2', 'PO-3'],
		{ hs_currency: 'USD' },
	],
	[
		'taxes',
		(modules) => modules.objects['taxes'],
		'hs_label',
		['VAT', 'GST', 'PST'],
		{ hs_type: 'PERCENT', hs_value: '20' },
	],
];

/**
 * A caller of the client's module for one object, generic by name or by type id where it has none
 * of its own.
 */
function moduleOf(pick: (modules: Modules) => ObjectModule | undefined): ObjectModule {
	const found = pick(client.crm as unknown as Modules);
	if (!found) throw new Error('the client has no such module');
	return found;
}

describe.each(OBJECTS)(
	'the client’s %s',
	(name, pick, property, [first, second, third], needed) => {
		it('creates, reads, changes, lists, finds and archives one', async () => {
			const { basicApi, searchApi } = moduleOf(pick);
			const made = await basicApi.create({
				properties: { ...needed, [property]: first },
				associations: [],
			});
			expect(made).toMatchObject({
				id: expect.stringMatching(/^\d+$/),
				archived: false,
				properties: { ...needed, [property]: first },
			});
			expect(made.createdAt).toBeInstanceOf(Date);
			expect((await basicApi.getById(made.id, [property])).properties).toMatchObject({
				[property]: first,
				hs_object_id: made.id,
			});
			expect(
				(await basicApi.update(made.id, { properties: { [property]: second } })).properties[
					property
				],
			).toBe(second);
			const pages: string[] = [];
			for (let after: string | undefined, last = false; !last; last = after === undefined) {
				const page = await basicApi.getPage(2, after, [property]);
				pages.push(...page.results.map(({ id }) => id));
				after = page.paging?.next?.after;
			}
			expect(pages).toContain(made.id);
			expect(new Set(pages).size).toBe(pages.length);
			const found = await searchApi.doSearch({
				filterGroups: [{ filters: [{ propertyName: property, operator: 'EQ', value: second }] }],
				sorts: [`-${property}`],
				properties: [property],
				limit: 5,
				after: 0,
			});
			expect(found.results.map((row) => [row.id, row.properties[property]])).toEqual([
				[made.id, second],
			]);
			expect(found.total).toBe(1);
			await basicApi.archive(made.id);
			await expect(basicApi.getById(made.id)).rejects.toMatchObject({ code: 404 });
			expect(
				(
					await basicApi.getPage(100, undefined, [property], undefined, undefined, true)
				).results.map(({ id }) => id),
			).toContain(made.id);
		});

		it('creates, reads, changes, upserts and archives several', async () => {
			const { batchApi, basicApi } = moduleOf(pick);
			const made = await batchApi.create({
				inputs: [first, third].map((value, index) => ({
					properties: { ...needed, [property]: value },
					associations: [],
					objectWriteTraceId: `t${index}`,
				})),
			});
			expect(made.status).toBe('COMPLETE');
			const ids = [first, third].map(
				(value) => made.results.find((row) => row.properties[property] === value)?.id as string,
			);
			const read = await batchApi.read({
				inputs: [...ids.map((id) => ({ id })), { id: '999999999' }],
				properties: [property],
				propertiesWithHistory: [],
			});
			expect(
				Object.fromEntries(read.results.map((row) => [row.id, row.properties[property]])),
			).toEqual({ [ids[0] as string]: first, [ids[1] as string]: third });
			expect([
				read.numErrors,
				read.errors?.[0]?.category,
				read.errors?.[0]?.context['ids'],
			]).toEqual([1, 'OBJECT_NOT_FOUND', ['999999999']]);
			const changed = await batchApi.update({
				inputs: ids.map((id) => ({ id, properties: { [property]: second } })),
			});
			expect(changed.results.map((row) => row.properties[property])).toEqual([second, second]);
			const [unique, other] = [`ledger_${name}`, 'ledger'];
			await client.crm.properties.coreApi.create(name, {
				name: unique,
				label: other,
				type: 'string' as never,
				fieldType: 'text' as never,
				groupName: (await client.crm.properties.groupsApi.getAll(name)).results[0]?.name as string,
				hasUniqueValue: true,
			});
			await basicApi.update(ids[0] as string, { properties: { [unique]: 'L-1' } });
			const upserted = await batchApi.upsert({
				inputs: ['L-1', 'L-2'].map((id) => ({
					id,
					idProperty: unique,
					objectWriteTraceId: id,
					properties: { ...needed, [unique]: id, [property]: third },
				})),
			});
			expect(
				Object.fromEntries(upserted.results.map((row) => [row.objectWriteTraceId, row._new])),
			).toEqual({ 'L-1': false, 'L-2': true });
			expect(
				(await basicApi.getById('L-1', [property], undefined, undefined, false, unique)).properties[
					property
				],
			).toBe(third);
			await batchApi.archive({ inputs: upserted.results.map(({ id }) => ({ id })) });
			expect(
				(
					await batchApi.read({
						inputs: upserted.results.map(({ id }) => ({ id })),
						properties: [],
						propertiesWithHistory: [],
					})
				).results,
			).toEqual([]);
		});
	},
);

describe('the client’s generic objects', () => {
	it.each(['invoices', '0-53'])('go by name or by type id: %s', async (type) => {
		const { basicApi, batchApi, searchApi } = client.crm.objects;
		const made = await basicApi.create(type, {
			properties: { hs_currency: 'CAD' },
			associations: [],
		});
		expect((await basicApi.getById(type, made.id, ['hs_currency'])).properties['hs_currency']).toBe(
			'CAD',
		);
		expect(
			(await basicApi.update(type, made.id, { properties: { hs_comments: 'seen' } })).properties[
				'hs_comments'
			],
		).toBe('seen');
		expect(
			(
				await batchApi.read(type, {
					inputs: [{ id: made.id }],
					properties: ['hs_comments'],
					propertiesWithHistory: [],
				})
			).results.map(({ properties }) => properties['hs_comments']),
		).toEqual(['seen']);
		expect(
			(
				await searchApi.doSearch(type, { filterGroups: [], properties: [], sorts: [], limit: 100 })
			).results.map(({ id }) => id),
		).toContain(made.id);
		await basicApi.archive(type, made.id);
		await expect(basicApi.getById(type, made.id)).rejects.toMatchObject({ code: 404 });
	});

	it.each(['discounts', 'fees'])('list %s, which have no module of their own', async (type) => {
		const made = await client.crm.objects.basicApi.create(type, {
			properties: { hs_label: 'Early', hs_type: 'FIXED', hs_value: '5' },
			associations: [],
		});
		expect(
			(await client.crm.objects.basicApi.getPage(type, 5)).results.map(({ id }) => id),
		).toEqual([made.id]);
	});

	it('refuse what the sandbox has not', async () => {
		await expect(client.crm.objects.basicApi.getPage('subscriptions')).rejects.toMatchObject({
			code: 400,
			body: { status: 'error', message: expect.stringContaining('subscriptions') },
		});
	});

	it('reads by e-mail, a history, and what a record is linked with', async () => {
		const contacts = client.crm.contacts.basicApi;
		await contacts.update('101', { properties: { jobtitle: 'Gardener' } });
		const contact = await contacts
			.getById('Niamh.OBrien+none@example.com', ['email'], undefined, undefined, false, 'email')
			.catch((error: { code: number }) => error.code);
		expect(contact).toBe(404);
		const read = await contacts.getById(
			'niamh.obrien@example.com',
			['email', 'jobtitle'],
			['jobtitle'],
			['deals', 'companies'],
			false,
			'email',
		);
		expect(read.propertiesWithHistory?.['jobtitle']?.map(({ value }) => value)[0]).toBe('Gardener');
		expect(read.associations?.['deals']?.results.map(({ id }) => id)).toEqual(
			expect.arrayContaining(['401', '404']),
		);
		expect(
			(await contacts.update('dragon2@example.com', { properties: { city: 'Chengdu' } }, 'email'))
				.id,
		).toBe('105');
	});
});
