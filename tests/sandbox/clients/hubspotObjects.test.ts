import type { Client } from '@hubspot/api-client';
import type { Sandbox } from '../../../sandbox/start';
import { startWithClient, textAs } from './hubSpotClientLibrary';
import { moduleOf, OBJECTS } from './hubSpotObjectModules';

let sandbox: Sandbox;
let client: Client;
beforeAll(async () => {
	({ sandbox, client } = await startWithClient());
});
afterAll(() => sandbox.stop());

describe.each(OBJECTS)(
	'the client’s %s',
	(name, pick, property, [first, second, third], needed) => {
		/** Creates a record with a value of the property, through the typed module. */
		const create = (value: string) =>
			moduleOf(client, pick).basicApi.create({
				properties: { ...needed, [property]: value },
				associations: [],
			});

		/** Creates a record for each value in one batch; the ids are in the order of the values. */
		async function createBatch(values: string[]): Promise<string[]> {
			const made = await moduleOf(client, pick).batchApi.create({
				inputs: values.map((value, index) => ({
					properties: { ...needed, [property]: value },
					associations: [],
					objectWriteTraceId: `t${index}`,
				})),
			});
			expect(made.status).toBe('COMPLETE');
			return values.map(
				(value) => made.results.find((row) => row.properties[property] === value)?.id as string,
			);
		}

		/** Adds a property with unique values to the object and gives its name. */
		async function addUniqueProperty(): Promise<string> {
			const unique = `ledger_${name}`;
			const groups = await client.crm.properties.groupsApi.getAll(name);
			await client.crm.properties.coreApi.create(name, {
				name: unique,
				label: 'ledger',
				type: textAs<never>('string'),
				fieldType: textAs<never>('text'),
				groupName: groups.results[0]?.name as string,
				hasUniqueValue: true,
			});
			return unique;
		}

		it('creates, reads and changes one record', async () => {
			const { basicApi } = moduleOf(client, pick);
			const made = await create(first);
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
			const changed = await basicApi.update(made.id, { properties: { [property]: second } });
			expect(changed.properties[property]).toBe(second);
			await basicApi.archive(made.id);
		});

		it('lists every record once, page by page', async () => {
			const { basicApi } = moduleOf(client, pick);
			const made = await create(first);
			const listed: string[] = [];
			for (let after: string | undefined, last = false; !last; last = after === undefined) {
				const page = await basicApi.getPage(2, after, [property]);
				listed.push(...page.results.map(({ id }) => id));
				after = page.paging?.next?.after;
			}
			expect(listed).toContain(made.id);
			expect(new Set(listed).size).toBe(listed.length);
			await basicApi.archive(made.id);
		});

		it('finds a record by a value', async () => {
			const { basicApi, searchApi } = moduleOf(client, pick);
			const made = await create(second);
			const found = await searchApi.doSearch({
				filterGroups: [
					{ filters: [{ propertyName: property, operator: textAs('EQ'), value: second }] },
				],
				sorts: [`-${property}`],
				properties: [property],
				limit: 5,
				after: 0 as never,
			});
			expect(found.results.map((row) => [row.id, row.properties[property]])).toEqual([
				[made.id, second],
			]);
			expect(found.total).toBe(1);
			await basicApi.archive(made.id);
		});

		it('lists an archived record among the archived ones only', async () => {
			const { basicApi } = moduleOf(client, pick);
			const { id } = await create(first);
			await basicApi.archive(id);
			await expect(basicApi.getById(id)).rejects.toMatchObject({ code: 404 });
			const archived = await basicApi.getPage(
				100,
				undefined,
				[property],
				undefined,
				undefined,
				true,
			);
			expect(archived.results.map((row) => row.id)).toContain(id);
		});

		it('creates, reads and changes several records', async () => {
			const { batchApi } = moduleOf(client, pick);
			const ids = await createBatch([first, third]);
			const read = await batchApi.read({
				inputs: [...ids.map((id) => ({ id })), { id: '999999999' }],
				properties: [property],
				propertiesWithHistory: [],
			});
			expect(
				Object.fromEntries(read.results.map((row) => [row.id, row.properties[property]])),
			).toEqual({ [ids[0] as string]: first, [ids[1] as string]: third });
			expect(read).toMatchObject({
				numErrors: 1,
				errors: [{ category: 'OBJECT_NOT_FOUND', context: { ids: ['999999999'] } }],
			});
			const changed = await batchApi.update({
				inputs: ids.map((id) => ({ id, properties: { [property]: second } })),
			});
			expect(changed.results.map((row) => row.properties[property])).toEqual([second, second]);
		});

		it('upserts several records by a unique property, and archives them', async () => {
			const { batchApi, basicApi } = moduleOf(client, pick);
			const [id] = await createBatch([first]);
			const unique = await addUniqueProperty();
			await basicApi.update(id as string, { properties: { [unique]: 'L-1' } });
			const upserted = await batchApi.upsert({
				inputs: ['L-1', 'L-2'].map((value) => ({
					id: value,
					idProperty: unique,
					objectWriteTraceId: value,
					properties: { ...needed, [unique]: value, [property]: third },
				})),
			});
			expect(
				Object.fromEntries(upserted.results.map((row) => [row.objectWriteTraceId, row._new])),
			).toEqual({ 'L-1': false, 'L-2': true });
			const changed = await basicApi.getById(
				'L-1',
				[property],
				undefined,
				undefined,
				false,
				unique,
			);
			expect(changed.properties[property]).toBe(third);
			const inputs = upserted.results.map((row) => ({ id: row.id }));
			await batchApi.archive({ inputs });
			const left = await batchApi.read({ inputs, properties: [], propertiesWithHistory: [] });
			expect(left.results).toEqual([]);
		});
	},
);
