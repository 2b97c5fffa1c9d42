import { startClient, type HubSpotClient } from '../hubSpotClient';
import { linked, makeRecords } from './links';

let hubspot: HubSpotClient;
let contact: string;
let deal: string;
beforeEach(async () => {
	hubspot = await startClient();
	({ contact, deal } = await makeRecords(hubspot));
});
afterEach(() => hubspot.stop());

describe('limits', () => {
	it.each(['/crm/associations/2026-03', '/crm/v4/associations', '/crm/associations/v4'])(
		'set under %s hold from both ends, and can be raised and removed',
		async (prefix) => {
			const path = `${prefix}/definitions/configurations`;
			const limit = (maxToObjectIds: number) => ({
				inputs: [{ category: 'HUBSPOT_DEFINED', typeId: 4, maxToObjectIds }],
			});
			const shown = (userEnforcedMaxToObjectIds: number) => ({
				category: 'HUBSPOT_DEFINED',
				typeId: 4,
				userEnforcedMaxToObjectIds,
			});
			expect(
				await hubspot.ask('POST', `${path}/contacts/deals/batch/create`, limit(1)),
			).toMatchObject({ status: 201, body: { results: [shown(1)] } });
			expect((await hubspot.ask('GET', `${path}/all`)).body).toEqual({ results: [shown(1)] });
			await hubspot.ask(
				'PUT',
				`/crm/v4/objects/deals/${deal}/associations/default/contacts/${contact}`,
			);
			await hubspot.ask(
				'PUT',
				`/crm/v4/objects/deals/${deal}/associations/default/contacts/${contact}`,
			);
			const other = await hubspot.make('deals', { dealname: 'E', dealstage: 'closedwon' });
			const put = () =>
				hubspot.ask(
					'PUT',
					`/crm/v4/objects/deals/${other}/associations/default/contacts/${contact}`,
				);
			expect(await put()).toMatchObject({
				status: 400,
				body: {
					subCategory: 'crm.associations.ASSOCIATION_LIMIT_EXCEEDED',
					context: { fromObjectId: [contact], limit: ['1'] },
				},
			});
			expect(await linked(hubspot, 'contacts', contact, 'deals')).toMatchObject([
				{ toObjectId: deal },
			]);
			expect(
				(await hubspot.ask('POST', `${path}/contacts/deals/batch/update`, limit(2))).body.results,
			).toEqual([shown(2)]);
			expect((await put()).status).toBe(200);
			expect(
				(
					await hubspot.ask('POST', `${path}/contacts/deals/batch/purge`, {
						inputs: [{ category: 'HUBSPOT_DEFINED', typeId: 4 }],
					})
				).status,
			).toBeLessThan(205);
			expect((await hubspot.ask('GET', `${path}/contacts/deals`)).body).toEqual({ results: [] });
			expect(
				(
					await hubspot.ask('POST', `${path}/contacts/deals/batch/create`, {
						inputs: [{ category: 'HUBSPOT_DEFINED', typeId: 3, maxToObjectIds: 1 }],
					})
				).body.errors,
			).toHaveLength(1);
		},
	);
});
