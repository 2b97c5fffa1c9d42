import type { Client } from '@hubspot/api-client';
import type { Sandbox } from '../../../sandbox/start';
import { code, startWithClient, textAs } from './hubSpotClientLibrary';

let sandbox: Sandbox;
let client: Client;
beforeEach(async () => {
	({ sandbox, client } = await startWithClient());
});
afterEach(() => sandbox.stop());

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
			type: textAs<never>('enumeration'),
			fieldType: textAs<never>('select'),
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
			type: textAs<never>('string'),
			fieldType: textAs<never>('text'),
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
