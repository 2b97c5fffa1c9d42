import type { HubSpotObjectType, HubSpotRecord } from '../../../core/records/hubspot';
import { MERGED_IDS } from '../../../core/records/merged';
import { inChunks } from '../../chunks';
import { GatewayError } from '../../errors';
import { missingIds, realRefusalsIn } from '../transport/answers';
import { errorOfEntries } from '../transport/errors';
import { loadObjects } from '../transport/sdk';
import type { HubSpotSession } from '../transport/session';
import { joinAsked, withAskedIds } from './merged';
import { toRecord, type ClientRecord } from './records';

/**
 * Records in one request.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/using-object-apis
 */
const MOST_READ = 100;
/** And with the history of properties. */
const MOST_WITH_HISTORY = 50;

/**
 * By id, each record says which of the ids asked for it answers: one that was merged answers to
 * several. Records that do not exist are missing from the answer.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/using-object-apis
 *
 * @throws GatewayError
 */
export function readObjects(
	session: HubSpotSession,
	type: HubSpotObjectType,
	ids: string[],
	ask: { properties: string[]; idProperty?: string },
): Promise<HubSpotRecord[]> {
	const isById = ask.idProperty === undefined;
	const properties = isById ? [...new Set([...ask.properties, MERGED_IDS])] : ask.properties;
	const read = (answer: { results: ClientRecord[] }, asked: string[]): HubSpotRecord[] => {
		const errors = realRefusalsIn(answer);
		if (errors.length > 0) throw errorOfEntries(errors, session.secrets);
		const records = answer.results.map((record) => toRecord(type, record));
		return isById ? withAskedIds(records, asked, missingIds(answer)) : records;
	};
	const readChunk = async (chunk: string[]): Promise<HubSpotRecord[]> => {
		const inputs = chunk.map((id) => ({ id }));
		const input = { inputs, propertiesWithHistory: [], ...ask, properties };
		try {
			return await session.call({
				load: loadObjects,
				repeatable: 'read',
				send: ({ batch }) => batch.read(type, input, false),
				read: (answer) => read(answer, chunk),
			});
		} catch (error) {
			if (isWithoutRecords(error)) return [];
			throw error;
		}
	};
	return inChunks([...new Set(ids)], MOST_READ, readChunk, (pages) =>
		isById ? joinAsked(pages.flat()) : pages.flat(),
	);
}

/**
 * Any other 404 says that the path is unknown. If it were taken for an empty answer, it would lead
 * to duplicates.
 */
function isWithoutRecords(error: unknown): boolean {
	return (
		error instanceof GatewayError && error.kind === 'notFound' && error.code === 'OBJECT_NOT_FOUND'
	);
}

/**
 * Every value that properties have had, as far as HubSpot keeps them. Records that are gone are
 * missing.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/using-object-apis
 *
 * @throws GatewayError
 */
export function readHistories(
	session: HubSpotSession,
	type: HubSpotObjectType,
	ids: string[],
	properties: string[],
): Promise<Map<string, Record<string, string[]>>> {
	const readChunk = (chunk: string[]) => {
		const inputs = chunk.map((id) => ({ id }));
		const input = { inputs, properties: [], propertiesWithHistory: properties };
		return session.call({
			load: loadObjects,
			repeatable: 'read',
			send: ({ batch }) => batch.read(type, input, false),
			read: ({ results }) => results.map(historyOf),
		});
	};
	return inChunks(
		[...new Set(ids)],
		MOST_WITH_HISTORY,
		readChunk,
		(pages) => new Map(pages.flat()),
	);
}

interface TracedProperties {
	id: string;
	propertiesWithHistory?: Record<string, Array<{ value: string }>>;
}

function historyOf({
	id,
	propertiesWithHistory = {},
}: TracedProperties): [id: string, values: Record<string, string[]>] {
	const histories = Object.entries(propertiesWithHistory).map(([name, values]) => [
		name,
		values.map(({ value }) => value),
	]);
	return [id, Object.fromEntries(histories)];
}
