import { hubSpotObjectTypes, type HubSpotObjectType } from '../../core/records/hubspot';
import type { PropertyRoom } from '../../core/records/hubspotQueries';
import { listOf, readJson, type Json } from './transport/answers';
import { loadPaths } from './transport/sdk';
import type { HubSpotSession } from './transport/session';

/** https://developers.hubspot.com/docs/guides/api/crm/understanding-the-crm */
const typeIds: Partial<Record<HubSpotObjectType, string>> = {
	contacts: '0-1',
	companies: '0-2',
	deals: '0-3',
	products: '0-7',
	line_items: '0-8',
	quotes: '0-14',
	invoices: '0-53',
};

/**
 * https://developers.hubspot.com/docs/api-reference/latest/crm/limits-tracking/guide
 *
 * @throws GatewayError
 */
export function readPropertyRoom(
	session: HubSpotSession,
): Promise<Map<HubSpotObjectType, PropertyRoom>> {
	const url = `${session.baseUrl}/crm/v3/limits/custom-properties`;
	return session.call({
		load: loadPaths,
		repeatable: 'read',
		send: (attempt) => attempt.send({ method: 'GET', url }, readJson),
		read: (answer) => new Map(listOf(answer?.['byObjectType']).flatMap(toRoom)),
	});
}

function toRoom({
	objectTypeId,
	limit,
	usage,
}: Json): Array<[type: HubSpotObjectType, room: PropertyRoom]> {
	const type = hubSpotObjectTypes.find(
		(one) => typeIds[one] !== undefined && typeIds[one] === objectTypeId,
	);
	return type && typeof limit === 'number' && typeof usage === 'number'
		? [[type, { limit, used: usage }]]
		: [];
}
