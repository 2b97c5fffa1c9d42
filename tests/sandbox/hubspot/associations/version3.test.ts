import { startClient, type HubSpotClient } from '../hubSpotClient';
import { NOW, linked, makeRecords } from './links';

let hubspot: HubSpotClient;
let contact: string;
let company: string;
let deal: string;
beforeEach(async () => {
	hubspot = await startClient();
	({ contact, company, deal } = await makeRecords(hubspot));
});
afterEach(() => hubspot.stop());

describe('links as v3 names them', () => {
	it('go by the name or the number of one type', async () => {
		const path = `/crm/v3/objects/deals/${deal}/associations`;
		const put = await hubspot.ask('PUT', `${path}/contacts/${contact}/deal_to_contact`);
		expect(put).toMatchObject({
			status: 200,
			body: {
				id: deal,
				associations: { contacts: { results: [{ id: contact, type: 'deal_to_contact' }] } },
			},
		});
		await hubspot.ask('PUT', `${path}/companies/${company}/341`);
		expect(await hubspot.ask('GET', `${path}/companies`)).toEqual({
			status: 200,
			body: {
				results: [
					{ id: company, type: 'deal_to_company' },
					{ id: company, type: 'deal_to_company_unlabeled' },
				],
			},
		});
		expect((await hubspot.ask('PUT', `${path}/contacts/${contact}/contact_to_deal`)).status).toBe(
			400,
		);
		expect((await hubspot.ask('DELETE', `${path}/contacts/${contact}/3`)).status).toBe(204);
		expect((await hubspot.ask('GET', `${path}/contacts`)).body).toEqual({ results: [] });
	});

	it('go in batches', async () => {
		const path = '/crm/v3/associations/deals/contacts';
		const input = { from: { id: deal }, to: { id: contact }, type: 'deal_to_contact' };
		expect(await hubspot.ask('POST', `${path}/batch/create`, { inputs: [input] })).toEqual({
			status: 201,
			body: { status: 'COMPLETE', results: [input], startedAt: NOW, completedAt: NOW },
		});
		expect(
			(
				await hubspot.ask('POST', `${path}/batch/create`, {
					inputs: [input, { ...input, to: { id: '7' } }],
				})
			).body,
		).toMatchObject({ results: [input], numErrors: 1 });
		expect(
			await hubspot.ask('POST', `${path}/batch/read`, { inputs: [{ id: deal }, { id: '7' }] }),
		).toMatchObject({
			status: 207,
			body: {
				results: [{ from: { id: deal }, to: [{ id: contact, type: 'deal_to_contact' }] }],
				errors: [{ subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND' }],
			},
		});
		expect((await hubspot.ask('GET', `${path}/types`)).body).toEqual({
			results: [{ id: '3', name: 'deal_to_contact' }],
		});
		expect((await hubspot.ask('POST', `${path}/batch/archive`, { inputs: [input] })).status).toBe(
			204,
		);
		expect(await linked(hubspot, 'deals', deal, 'contacts')).toEqual([]);
	});
});
