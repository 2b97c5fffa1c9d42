import type {
	HubSpotObjectType,
	HubSpotProperties,
	HubSpotRecord,
} from '../../../core/records/hubspot';
import { inChunks } from '../../chunks';
import type { Outcome } from '../../ports';
import type { HubSpotCreate } from '../../../core/records/hubspotQueries';
import { refusalsIn } from '../transport/answers';
import { loadObjects } from '../transport/sdk';
import type { HubSpotSession } from '../transport/session';
import { writeBatch, type BatchAnswer, type BatchEntry } from './outcomes';
import { toCreate, toLinks, toRecord, toWrite, type ClientRecord } from './records';

/**
 * Records in one request.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/using-object-apis
 */
const MOST_WRITTEN = 100;

interface RecordById {
	id: string;
	properties: HubSpotProperties;
}

/**
 * Not repeated when the outcome of a request is unknown: HubSpot would create its records twice.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/using-object-apis
 *
 * @throws GatewayError when no request could be carried out
 */
export function createObjects(
	session: HubSpotSession,
	type: HubSpotObjectType,
	records: HubSpotCreate[],
): Promise<Array<Outcome<HubSpotRecord>>> {
	const toBeCreated = records.map((input, index) => ({ trace: traceOf(index), names: [], input }));
	return writeBatch<HubSpotCreate, HubSpotRecord>(toBeCreated, {
		size: MOST_WRITTEN,
		secrets: session.secrets,
		send: (chunk) => {
			const inputs = chunk.map(({ trace, input }) => ({
				objectWriteTraceId: trace,
				properties: toCreate(input.properties),
				associations: toLinks(input.associations ?? []),
			}));
			return session.call({
				load: loadObjects,
				repeatable: 'once',
				send: ({ batch }) => batch.create(type, { inputs }),
				read: (answer) => toBatchAnswer(type, answer),
			});
		},
		fits: ({ input }, result) =>
			Object.entries(toCreate(input.properties)).every(([name, value]) =>
				sameText(result.properties[name], value),
			),
	});
}

/**
 * May be repeated: the same values are written again.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/using-object-apis
 *
 * @throws GatewayError when no request could be carried out
 */
export function updateObjects(
	session: HubSpotSession,
	type: HubSpotObjectType,
	records: RecordById[],
): Promise<Array<Outcome<HubSpotRecord>>> {
	const { unique, place } = joinRepeats(records);
	return writeBatch<RecordById, HubSpotRecord>(unique, {
		size: MOST_WRITTEN,
		secrets: session.secrets,
		send: (chunk) => {
			const inputs = chunk.map(({ trace, input }) => ({
				objectWriteTraceId: trace,
				id: input.id,
				properties: toWrite(input.properties),
			}));
			return session.call({
				load: loadObjects,
				repeatable: 'keyed',
				send: ({ batch }) => batch.update(type, { inputs }),
				read: (answer) => toBatchAnswer(type, answer),
			});
		},
		fits: ({ input }, result) => result.id === input.id,
		place,
	});
}

/**
 * Creates or updates by a unique property, so it may be repeated.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/using-object-apis
 *
 * @throws GatewayError when no request could be carried out
 */
export function upsertObjects(
	session: HubSpotSession,
	type: HubSpotObjectType,
	idProperty: string,
	records: RecordById[],
): Promise<Array<Outcome<HubSpotRecord & { isNew: boolean }>>> {
	const { unique, place } = joinRepeats(records);
	return writeBatch<RecordById, HubSpotRecord & { isNew: boolean }>(unique, {
		size: MOST_WRITTEN,
		secrets: session.secrets,
		send: (chunk) => {
			const inputs = chunk.map(({ trace, input }) => ({
				objectWriteTraceId: trace,
				idProperty,
				id: input.id,
				properties: toWrite(input.properties),
			}));
			return session.call({
				load: loadObjects,
				repeatable: 'keyed',
				send: ({ batch }) => batch.upsert(type, { inputs }),
				read: (answer) => toUpsertAnswer(type, answer),
			});
		},
		fits: ({ input }, result) => sameText(result.properties[idProperty], input.id),
		place,
	});
}

/**
 * May be repeated: what is archived stays so.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/using-object-apis
 *
 * @throws GatewayError
 */
export function archiveObjects(
	session: HubSpotSession,
	type: HubSpotObjectType,
	ids: string[],
): Promise<void> {
	const archiveChunk = (chunk: string[]) => {
		const inputs = chunk.map((id) => ({ id }));
		return session.call({
			load: loadObjects,
			repeatable: 'keyed',
			send: ({ batch }) => batch.archive(type, { inputs }),
			read: () => undefined,
		});
	};
	return inChunks([...new Set(ids)], MOST_WRITTEN, archiveChunk, () => undefined);
}

function traceOf(index: number): string {
	return `record-${index}`;
}

/**
 * HubSpot refuses a whole request that names a record twice; the later values win, as if written
 * one after the other.
 */
function joinRepeats(records: RecordById[]): {
	unique: Array<BatchEntry<RecordById>>;
	place: number[];
} {
	const places = new Map<string, number>();
	const unique: Array<BatchEntry<RecordById>> = [];
	const place = records.map(({ id, properties }) => {
		const key = id.trim().toLowerCase();
		const known = places.get(key);
		const earlier = known === undefined ? undefined : unique[known];
		if (known !== undefined && earlier) {
			earlier.input = {
				id: earlier.input.id,
				properties: { ...earlier.input.properties, ...properties },
			};
			return known;
		}
		places.set(key, unique.length);
		return (
			unique.push({ trace: traceOf(unique.length), names: [id], input: { id, properties } }) - 1
		);
	});
	return { unique, place };
}

type WrittenRecord = ClientRecord & { objectWriteTraceId?: string };

function toBatchAnswer(
	type: HubSpotObjectType,
	answer: { results: WrittenRecord[] },
): BatchAnswer<HubSpotRecord> {
	const results = answer.results.map((result) => ({
		trace: result.objectWriteTraceId,
		value: toRecord(type, result),
	}));
	return { results, errors: refusalsIn(answer) };
}

function toUpsertAnswer(
	type: HubSpotObjectType,
	answer: { results: Array<WrittenRecord & { _new: boolean }> },
): BatchAnswer<HubSpotRecord & { isNew: boolean }> {
	const results = answer.results.map((result) => ({
		trace: result.objectWriteTraceId,
		value: { ...toRecord(type, result), isNew: result._new },
	}));
	return { results, errors: refusalsIn(answer) };
}

/** HubSpot gives e-mail addresses back in lower case. */
function sameText(one: string | null | undefined, other: string): boolean {
	return one?.trim().toLowerCase() === other.trim().toLowerCase();
}
