import type { Client } from '@hubspot/api-client';
import type { Sandbox } from '../../../sandbox/start';
import { code, startWithClient, textAs } from './hubSpotClientLibrary';

let sandbox: Sandbox;
let client: Client;
beforeEach(async () => {
	({ sandbox, client } = await startWithClient());
});
afterEach(() => sandbox.stop());

describe('associations', () => {
	const defined = (associationTypeId: number) => ({
		associationCategory: textAs<never>('HUBSPOT_DEFINED'),
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
		const worn = { associationCategory: textAs<never>('USER_DEFINED'), associationTypeId: typeId };
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
