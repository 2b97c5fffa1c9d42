import type { HubSpotObjectType, HubSpotRecord } from '../../../core/records/hubspot';
import { GatewayError, isOutcomeUnknown, type GatewayErrorKind } from '../../errors';
import type { HubSpotCreate } from '../../../core/records/hubspotQueries';
import { loadObjects } from '../transport/sdk';
import type { HubSpotSession } from '../transport/session';
import { readObject } from './objects';
import { toCreate, toLinks, toRecord } from './records';

/**
 * Creates a record. With a unique property the request may be repeated: if an attempt without
 * answer had created the record, the next one finds the value taken, and the record of that value
 * is the one asked for.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/using-object-apis
 *
 * @throws GatewayError `conflict` where HubSpot says that a value is taken
 */
export async function createObject(
	session: HubSpotSession,
	type: HubSpotObjectType,
	record: HubSpotCreate,
	uniqueProperty?: string,
): Promise<HubSpotRecord> {
	const properties = toCreate(record.properties);
	const uniqueValue = uniqueProperty === undefined ? undefined : properties[uniqueProperty];
	const associations = toLinks(record.associations ?? []);
	let mayExist = false;
	try {
		return await session.call({
			load: loadObjects,
			repeatable: uniqueValue ? 'keyed' : 'once',
			send: ({ basic }) => basic.create(type, { properties, associations }),
			read: (created) => toRecord(type, created),
			afterFailure: (error) => (mayExist ||= isOutcomeUnknown(error)),
		});
	} catch (error) {
		const isTaken = isKind(error, 'conflict') || isKind(error, 'invalid');
		if (!uniqueValue || !mayExist || !isTaken) throw error;
		const existing = await readObject(session, type, uniqueValue, {
			properties: Object.keys(properties),
			idProperty: uniqueProperty as string,
		}).catch(undefinedWhenNotFound);
		if (!existing) throw error;
		return existing;
	}
}

function undefinedWhenNotFound(error: unknown): undefined {
	if (!isKind(error, 'notFound')) throw error;
}

function isKind(error: unknown, kind: GatewayErrorKind): boolean {
	return error instanceof GatewayError && error.kind === kind;
}
