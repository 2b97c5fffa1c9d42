import {
	GatewayError,
	scrubKnown,
	type GatewayErrorDetail,
	type GatewayErrorKind,
} from '../../errors';
import type { OutcomeError } from '../../ports';
import {
	contextOf,
	isJson,
	listOf,
	readJson,
	filledText,
	type HubSpotAnswer,
	type Json,
} from './answers';

/** https://developers.hubspot.com/docs/api-reference/error-handling */
const KIND_OF_STATUS: Readonly<Record<number, GatewayErrorKind>> = {
	400: 'invalid',
	401: 'unauthorized',
	403: 'forbidden',
	404: 'notFound',
	408: 'unavailable',
	409: 'conflict',
	410: 'notFound',
	413: 'invalid',
	414: 'invalid',
	422: 'invalid',
	423: 'unavailable',
	429: 'rateLimited',
	477: 'unavailable',
};
const KIND_OF_CATEGORY: Readonly<Record<string, GatewayErrorKind>> = {
	VALIDATION_ERROR: 'invalid',
	CONFLICT: 'conflict',
	OBJECT_ALREADY_EXISTS: 'conflict',
	OBJECT_NOT_FOUND: 'notFound',
	MISSING_SCOPES: 'forbidden',
	INVALID_AUTHENTICATION: 'unauthorized',
	EXPIRED_AUTHENTICATION: 'unauthorized',
	RATE_LIMITS: 'rateLimited',
};
/** Statuses that a category does not refine. */
const STATUS_DECIDES: ReadonlySet<number> = new Set([401, 403, 423, 429, 477]);
/** HubSpot names no time for a lock; it lasts two seconds. */
const LOCK_MS = 2000;
const POLICY_WAIT_MS: ReadonlyArray<readonly [RegExp, number]> = [
	[/ten_secondly/i, 10_000],
	[/secondly/i, 1000],
];

/** The error for an answer that is not a success. */
export function errorOf(answer: HubSpotAnswer, secrets: readonly string[]): GatewayError {
	const body = readJson(answer.text);
	const kind = kindOf(body, answer.status);
	const clean = (text: string) => scrubKnown(text, secrets);
	return new GatewayError({
		system: 'HubSpot',
		kind,
		message: clean(
			messageOf(body) ?? `HubSpot answered with status ${answer.status} and did not say why`,
		),
		status: answer.status,
		code: filledText(body?.category) ?? filledText(body?.errorType),
		requestId: hubSpotRequestId(answer, body),
		retryAfterMs:
			kind === 'rateLimited' || kind === 'unavailable' ? retryAfterOf(answer, body) : undefined,
		details: detailsOf(body).map((detail) => ({ ...detail, message: clean(detail.message) })),
		context: factsOf(body),
	});
}

/** The error of one record in an answer about many. */
export function outcomeErrorOf(entry: object, secrets: readonly string[]): OutcomeError {
	const body = entry as Json;
	const clean = (text: string) => scrubKnown(text, secrets);
	return {
		kind: kindOf(body, undefined),
		message: clean(messageOf(body) ?? 'HubSpot refused this record and did not say why'),
		code: filledText(body.category),
		details: detailsOf(body).map((detail) => ({ ...detail, message: clean(detail.message) })),
		context: factsOf(body),
	};
}

/**
 * The error for an answer about many records that says of some why they failed, where that is not
 * for the caller to sort out.
 */
export function errorOfEntries(entries: object[], secrets: readonly string[]): GatewayError {
	const errors = entries.map((entry) => outcomeErrorOf(entry, secrets));
	const [first] = errors;
	const details = errors.map(({ message, code }) => ({
		message,
		...(code !== undefined && { code }),
	}));
	return new GatewayError({
		system: 'HubSpot',
		kind: first?.kind ?? 'unexpected',
		message: first?.message ?? 'HubSpot refused a part of the request',
		code: first?.code,
		details,
		context: first?.context,
	});
}

export function outcomeErrorFrom(error: GatewayError): OutcomeError {
	return {
		kind: error.kind,
		message: error.message,
		code: error.code,
		details: error.details,
		context: error.context,
	};
}

/** @param status absent for one record in an answer about many */
function kindOf(body: Json | undefined, status: number | undefined): GatewayErrorKind {
	if (status !== undefined && status >= 500) return 'unavailable';
	if (status === 429)
		return /daily/i.test(`${filledText(body?.policyName) ?? filledText(body?.message)}`)
			? 'quotaExhausted'
			: 'rateLimited';
	if (status !== undefined && STATUS_DECIDES.has(status))
		return KIND_OF_STATUS[status] ?? 'unexpected';
	// Only HubSpot's own body says that a record is missing; any other 404 means that the address is
	// wrong.
	if (status === 404 && !body) return 'unexpected';
	if (isUniqueConflict(body)) return 'conflict';
	const byCategory = KIND_OF_CATEGORY[filledText(body?.category) ?? ''];
	return (
		byCategory ?? (status === undefined ? 'unexpected' : (KIND_OF_STATUS[status] ?? 'unexpected'))
	);
}

function isUniqueConflict(body: Json | undefined): boolean {
	return detailsOf(body).some(({ code }) => code === 'CONFLICTING_UNIQUE_VALUE');
}

const PROPERTY_ERRORS = /^(Property values were not valid): (\[.*\])\s*$/s;

/** HubSpot packs the list of refused values into the message as JSON. */
function packedErrors(body: Json | undefined): { title: string; entries: Json[] } | undefined {
	const [, title, list] = PROPERTY_ERRORS.exec(filledText(body?.message) ?? '') ?? [];
	if (title === undefined || list === undefined) return undefined;
	const entries = listOf(readJson(`{"list":${list}}`)?.list);
	return entries.length > 0 ? { title, entries } : undefined;
}

function messageOf(body: Json | undefined): string | undefined {
	const packed = packedErrors(body);
	if (!packed) return filledText(body?.message);
	const parts = packed.entries.map(
		({ message, name }) =>
			`${filledText(message) ?? 'not valid'}${filledText(name) ? ` (${filledText(name)})` : ''}`,
	);
	return `${packed.title}: ${parts.join('; ')}`;
}

/** Joins both lists of complaints; either may be the shorter one. */
function detailsOf(body: Json | undefined): GatewayErrorDetail[] {
	const listed = listOf(body?.errors).map((entry) =>
		detail(
			entry.message,
			entry.code ?? entry.subCategory,
			contextOf(entry.context).propertyName?.[0] ?? entry.in,
		),
	);
	const packed = (packedErrors(body)?.entries ?? []).map((entry) =>
		detail(entry.message, entry.error, entry.name),
	);
	const unlisted = packed.filter(
		({ code, field, message }) =>
			!listed.some(
				(known) => (known.field === field && known.code === code) || known.message === message,
			),
	);
	return [...listed, ...unlisted];
}

function detail(message: unknown, code: unknown, field: unknown): GatewayErrorDetail {
	const [known, where] = [filledText(code), filledText(field)];
	return {
		message: filledText(message) ?? known ?? 'not valid',
		...(known !== undefined && { code: known }),
		...(where !== undefined && { field: where }),
	};
}

const SCOPE_KEYS = ['requiredGranularScopes', 'requiredScopes', 'missingScopes'];

/**
 * `scopes`, `ids` and `policy`, as far as HubSpot tells them. Who holds a value that is taken is
 * not read from an answer, but asked.
 */
function factsOf(body: Json | undefined): Record<string, unknown> {
	const contexts = [body, ...listOf(body?.errors)].map((part) => contextOf(part?.context));
	const all = (name: string) => contexts.flatMap((context) => context[name] ?? []);
	const scopes = [...new Set(SCOPE_KEYS.flatMap(all))];
	const ids = all('ids');
	const policy = filledText(body?.policyName);
	return {
		...(scopes.length > 0 && { scopes }),
		...(ids.length > 0 && { ids }),
		...(policy !== undefined && { policy }),
	};
}

/** What HubSpot's support asks for. */
export function hubSpotRequestId(
	answer: HubSpotAnswer,
	body: Json | undefined,
): string | undefined {
	return (
		(isJson(body) ? filledText(body.correlationId) : undefined) ??
		answer.headers.get('x-hubspot-correlation-id') ??
		answer.headers.get('x-request-id') ??
		undefined
	);
}

function retryAfterOf(answer: HubSpotAnswer, body: Json | undefined): number | undefined {
	const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
	if (seconds >= 0) return seconds * 1000;
	if (answer.status === 423) return LOCK_MS;
	if (answer.status !== 429) return undefined;
	const policy = `${filledText(body?.policyName)} ${filledText(body?.message)}`;
	return POLICY_WAIT_MS.find(([pattern]) => pattern.test(policy))?.[1];
}
