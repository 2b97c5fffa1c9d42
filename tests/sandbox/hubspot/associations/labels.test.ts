import { startClient, type HubSpotClient } from '../hubSpotClient';
import { typeOf, specOf, linked, makeRecords } from './links';

let hubspot: HubSpotClient;
let contact: string;
let deal: string;
beforeEach(async () => {
	hubspot = await startClient();
	({ contact, deal } = await makeRecords(hubspot));
});
afterEach(() => hubspot.stop());

describe('labels', () => {
	it('of the account are listed, used, renamed and removed', async () => {
		const path = '/crm/associations/2026-03/deals/contacts/labels';
		const { body } = await hubspot.ask('POST', path, {
			name: 'payer',
			label: 'Payer',
			inverseLabel: 'Pays for',
		});
		const [there, back] = body.results as Array<{ typeId: number }>;
		expect(body.results).toEqual([
			{ category: 'USER_DEFINED', typeId: there?.typeId, label: 'Payer' },
			{ category: 'USER_DEFINED', typeId: back?.typeId, label: 'Pays for' },
		]);
		await hubspot.ask('PUT', `/crm/v4/objects/deals/${deal}/associations/contacts/${contact}`, [
			specOf(there?.typeId ?? 0, 'USER_DEFINED'),
		]);
		await hubspot.ask('PUT', path, { associationTypeId: there?.typeId, label: 'Pays the bill' });
		expect(await linked(hubspot, 'deals', deal, 'contacts')).toEqual([
			{
				toObjectId: contact,
				associationTypes: [
					typeOf(3),
					{ category: 'USER_DEFINED', typeId: there?.typeId, label: 'Pays the bill' },
				],
			},
		]);
		expect(
			(await hubspot.ask('GET', '/crm/v4/associations/contacts/deals/labels')).body.results,
		).toEqual([typeOf(4), { category: 'USER_DEFINED', typeId: back?.typeId, label: 'Pays for' }]);
		expect((await hubspot.ask('DELETE', `${path}/${there?.typeId}`)).status).toBe(204);
		expect(await linked(hubspot, 'deals', deal, 'contacts')).toEqual([
			{ toObjectId: contact, associationTypes: [typeOf(3)] },
		]);
	});
});
