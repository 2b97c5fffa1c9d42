import { type HubSpotClient } from '../hubSpotClient';

export const NOW = '2026-11-24T10:00:00.000Z';

export const typeOf = (typeId: number, label: string | null = null) => ({
	category: 'HUBSPOT_DEFINED',
	typeId,
	label,
});

export const specOf = (associationTypeId: number, associationCategory = 'HUBSPOT_DEFINED') => ({
	associationCategory,
	associationTypeId,
});

/** The records of a type that a record is linked with, and the types of the links. */
export const linked = async (hubspot: HubSpotClient, from: string, id: string, to: string) =>
	(await hubspot.ask('GET', `/crm/v4/objects/${from}/${id}/associations/${to}`)).body
		.results as unknown;

/** A contact, a company and a deal without links; their ids. */
export async function makeRecords(hubspot: HubSpotClient) {
	return {
		contact: await hubspot.make('contacts', { email: 'a@example.com' }),
		company: await hubspot.make('companies', { name: 'A' }),
		deal: await hubspot.make('deals', { dealname: 'D', dealstage: 'closedwon' }),
	};
}
