import type {
	HubSpotObjectType,
	HubSpotProperties,
	HubSpotRecord,
} from '../../../core/records/hubspot';
import { MERGED_IDS } from '../../../core/records/merged';
import { GatewayError } from '../../errors';
import type { HubSpotCreate, Outcome } from '../../ports';
import { missingIds, realRefusalsIn, refusalsIn } from '../transport/answers';
import { inChunks } from '../../chunks';
import { errorOfEntries } from '../transport/errors';
import { joinAsked, withAskedIds } from './merged';
import { HUBSPOT_DEFINED } from './objects';
import { writeBatch, type Asked, type BatchAnswer } from './outcomes';
import { toCreate, toLinks, toRecord, toWrite } from './records';
import { loadObjects } from '../transport/sdk';
import type { HubSpotSession } from '../transport/session';

/**
 * Records in one request.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/using-object-apis
 */
const MOST = 100;
/** And with the history of properties. */
const MOST_WITH_HISTORY = 50;

interface Keyed {
	id: string;
	properties: HubSpotProperties;
}
type Traced = HubSpotRecord & { objectWriteTraceId?: string };

/**
 * By id, each record says which of the ids asked for it answers: one that was merged answers to
 * several.
 */
export async function readObjects(
	session: HubSpotSession,
	type: HubSpotObjectType,
	ids: string[],
	ask: { properties: string[]; idProperty?: string },
): Promise<HubSpotRecord[]> {
	const isById = ask.idProperty === undefined;
	const properties = isById ? [...new Set([...ask.properties, MERGED_IDS])] : ask.properties;
	const pages = await inChunks([...new Set(ids)], MOST, async (chunk) => {
		const input = {
			inputs: chunk.map((id) => ({ id })),
			propertiesWithHistory: [],
			...ask,
			properties,
		};
		try {
			return await session.call(loadObjects, 'read', async ({ batch }) => {
				const answer = await batch.read(type, input, false);
				const errors = realRefusalsIn(answer);
				if (errors.length > 0) throw errorOfEntries(errors, session.secrets);
				const records = answer.results.map((record) => toRecord(type, record));
				return isById ? withAskedIds(records, chunk, missingIds(answer)) : records;
			});
		} catch (error) {
			// Any other 404 says that the path is unknown; taken for an empty answer it would lead to
			// duplicates.
			if (
				error instanceof GatewayError &&
				error.kind === 'notFound' &&
				error.code === 'OBJECT_NOT_FOUND'
			)
				return [];
			throw error;
		}
	});
	return isById ? joinAsked(pages.flat()) : pages.flat();
}

/**
 * Every value that properties have had, as far as HubSpot keeps them; records that are gone are
 * missing.
 */
export async function readHistories(
	session: HubSpotSession,
	type: HubSpotObjectType,
	ids: string[],
	properties: string[],
): Promise<Map<string, Record<string, string[]>>> {
	const pages = await inChunks([...new Set(ids)], MOST_WITH_HISTORY, async (chunk) => {
		const input = {
			inputs: chunk.map((id) => ({ id })),
			properties: [],
			propertiesWithHistory: properties,
		};
		return await session.call(loadObjects, 'read', async ({ batch }) => {
			const { results } = await batch.read(type, input, false);
			return results.map(
				({ id, propertiesWithHistory = {} }) =>
					[
						id,
						Object.fromEntries(
							Object.entries(propertiesWithHistory).map(([name, values]) => [
								name,
								values.map(({ value }) => value),
							]),
						),
					] as const,
			);
		});
	});
	return new Map(pages.flat());
}

/**
 * Not repeated when the outcome of a request is unknown: HubSpot would create its records twice.
 */
export async function createObjects(
	session: HubSpotSession,
	type: HubSpotObjectType,
	records: HubSpotCreate[],
): Promise<Array<Outcome<HubSpotRecord>>> {
	const asked = records.map((input, index) => ({ trace: traceOf(index), names: [], input }));
	const outcomes = await writeBatch<HubSpotCreate, Traced>(asked, {
		size: MOST,
		secrets: session.secrets,
		send: async (chunk) => {
			const inputs = chunk.map(({ trace, input }) => ({
				objectWriteTraceId: trace,
				properties: toCreate(input.properties),
				associations: toLinks(input.associations ?? [], HUBSPOT_DEFINED),
			}));
			return await session.call(loadObjects, 'once', async ({ batch }) => {
				const answer = await batch.create(type, { inputs });
				return answerOf(
					answer,
					answer.results.map((result) => traced(toRecord(type, result), result)),
				);
			});
		},
		fits: ({ input }, result) =>
			Object.entries(toCreate(input.properties)).every(([name, value]) =>
				sameText(result.properties[name], value),
			),
	});
	return outcomes.map(plain);
}

export async function updateObjects(
	session: HubSpotSession,
	type: HubSpotObjectType,
	records: Keyed[],
): Promise<Array<Outcome<HubSpotRecord>>> {
	const { unique, place } = joinRepeats(records);
	const outcomes = await writeBatch<Keyed, Traced>(unique, {
		size: MOST,
		secrets: session.secrets,
		send: async (chunk) => {
			const inputs = chunk.map(({ trace, input }) => ({
				objectWriteTraceId: trace,
				id: input.id,
				properties: toWrite(input.properties),
			}));
			return await session.call(loadObjects, 'keyed', async ({ batch }) => {
				const answer = await batch.update(type, { inputs });
				return answerOf(
					answer,
					answer.results.map((result) => traced(toRecord(type, result), result)),
				);
			});
		},
		fits: ({ input }, result) => result.id === input.id,
	});
	return inPlaces(outcomes.map(plain), place);
}

export async function upsertObjects(
	session: HubSpotSession,
	type: HubSpotObjectType,
	idProperty: string,
	records: Keyed[],
): Promise<Array<Outcome<HubSpotRecord & { isNew: boolean }>>> {
	const { unique, place } = joinRepeats(records);
	const outcomes = await writeBatch<Keyed, Traced & { isNew: boolean }>(unique, {
		size: MOST,
		secrets: session.secrets,
		send: async (chunk) => {
			const inputs = chunk.map(({ trace, input }) => ({
				objectWriteTraceId: trace,
				idProperty,
				id: input.id,
				properties: toWrite(input.properties),
			}));
			return await session.call(loadObjects, 'keyed', async ({ batch }) => {
				const answer = await batch.upsert(type, { inputs });
				return answerOf(
					answer,
					answer.results.map((result) => ({
						...traced(toRecord(type, result), result),
						isNew: result._new,
					})),
				);
			});
		},
		fits: ({ input }, result) => sameText(result.properties[idProperty], input.id),
	});
	return inPlaces(outcomes.map(plain), place);
}

export async function archiveObjects(
	session: HubSpotSession,
	type: HubSpotObjectType,
	ids: string[],
): Promise<void> {
	await inChunks([...new Set(ids)], MOST, async (chunk) => {
		await session.call(
			loadObjects,
			'keyed',
			async ({ batch }) => await batch.archive(type, { inputs: chunk.map((id) => ({ id })) }),
		);
	});
}

function traceOf(index: number): string {
	return `record-${index}`;
}

/**
 * HubSpot refuses a whole request that names a record twice; the later values win, as if written
 * one after the other.
 */
function joinRepeats(records: Keyed[]): { unique: Array<Asked<Keyed>>; place: number[] } {
	const places = new Map<string, number>();
	const unique: Array<Asked<Keyed>> = [];
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

function inPlaces<T>(outcomes: Array<Outcome<T>>, place: number[]): Array<Outcome<T>> {
	return place.flatMap((index) => outcomes[index] ?? []);
}

function answerOf<R>(answer: object, results: R[]): BatchAnswer<R> {
	return { results, errors: refusalsIn(answer) };
}

function traced(
	record: HubSpotRecord,
	{ objectWriteTraceId }: { objectWriteTraceId?: string },
): Traced {
	return { ...record, ...(objectWriteTraceId !== undefined && { objectWriteTraceId }) };
}

function plain<T extends Traced>(outcome: Outcome<T>): Outcome<Omit<T, 'objectWriteTraceId'>> {
	if (!outcome.ok) return outcome;
	const { objectWriteTraceId: _, ...value } = outcome.value;
	return { ok: true, value };
}

/** HubSpot gives e-mail addresses back in lower case. */
function sameText(one: string | null | undefined, other: string): boolean {
	return one?.trim().toLowerCase() === other.trim().toLowerCase();
}
