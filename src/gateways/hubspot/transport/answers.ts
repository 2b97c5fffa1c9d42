/** What HubSpot sent back, before anything is made of it. */
export interface HubSpotAnswer {
	status: number;
	headers: Headers;
	text: string;
}

export type Json = Record<string, unknown>;

/** @returns undefined for text that is not a JSON object */
export function readJson(text: string): Json | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return isJson(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

export function isJson(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): Json[] {
	return Array.isArray(value) ? value.filter(isJson) : [];
}

export function filledText(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * The values of a context as texts. HubSpot gives lists, but here and there a single value, for
 * which its client has no room.
 */
export function contextOf(value: unknown): Record<string, string[]> {
	if (!isJson(value)) return {};
	return Object.fromEntries(
		Object.entries(value).map(([name, content]) => [
			name,
			(Array.isArray(content) ? content : [content]).filter(isPlain).map(String),
		]),
	);
}

function isPlain(value: unknown): value is string | number | boolean {
	return ['string', 'number', 'boolean'].includes(typeof value);
}

/** Brings the errors within a batch's answer into the form that HubSpot's client can read. */
export function withReadableErrors(answer: Json): Json {
	if (!Array.isArray(answer.errors) || answer.errors.length === 0) return answer;
	const errors = listOf(answer.errors).map((error) => ({
		...error,
		context: contextOf(error.context),
		...(error.errors !== undefined && {
			errors: listOf(error.errors).map((inner) => ({
				...inner,
				context: contextOf(inner.context),
			})),
		}),
	}));
	return { ...answer, errors };
}

/** The refusals within an answer about many records. */
export function refusalsIn(answer: object): object[] {
	return 'errors' in answer ? listOf(answer.errors) : [];
}

/** As `refusalsIn`, without those that only say that something is not there. */
export function realRefusalsIn(answer: object): object[] {
	return refusalsIn(answer).filter((entry) => (entry as Json).category !== 'OBJECT_NOT_FOUND');
}

/** Ids of which an answer says that there is no such record. */
export function missingIds(answer: object): Set<string> {
	const entries = refusalsIn(answer).filter(
		(entry) => (entry as Json).category === 'OBJECT_NOT_FOUND',
	);
	return new Set(entries.flatMap((entry) => contextOf((entry as Json).context)['ids'] ?? []));
}
