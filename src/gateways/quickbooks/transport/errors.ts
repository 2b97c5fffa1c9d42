import { GatewayError, scrubKnown, type GatewayErrorKind } from '../../errors';
import { textOrEmpty, readFault, type QuickBooksFault } from './faults';

/**
 * QuickBooks' codes that decide more than their HTTP status does; any other code of a refusal means
 * `invalid`.
 * Source: https://developer.intuit.com/app/developer/qbo/docs/develop/troubleshooting/error-codes
 */
const kindByCode: Record<string, GatewayErrorKind> = {
	'3200': 'unauthorized',
	'3202': 'unauthorized',
	'120': 'forbidden',
	'130': 'forbidden',
	'3100': 'forbidden',
	'140': 'forbidden',
	'5020': 'forbidden',
	'5030': 'forbidden',
	'6190': 'forbidden',
	'150': 'unavailable',
	'600': 'duplicateRequest',
	'610': 'notFound',
	'5010': 'stale',
	'6240': 'duplicateName',
	'6140': 'duplicateNumber',
	'10000': 'unavailable',
};
const THROTTLED = '3001';
/** Refusals of a date in closed books, by the code that Intuit lists for them. */
const CLOSED_PERIOD = '6200';
const IN_CLOSED_PERIOD =
	/\b(?:period|books)\b[^.]{0,20}\bclosed\b|\bclosed\b[^.]{0,20}\b(?:period|books)\b/i;
const AT_ONCE = /at the same time/i;

const kindByStatus: Record<number, GatewayErrorKind> = {
	401: 'unauthorized',
	403: 'forbidden',
	404: 'notFound',
	408: 'unavailable',
};

/** An answer that is no success, before it is understood. */
export interface RefusedAnswer {
	status?: number | undefined;
	/** Names in lower case. */
	headers: Record<string, unknown>;
	/** JSON as an object, or text, or bytes. */
	body: unknown;
	/** Now, for a Retry-After that is a date. */
	nowMs: number;
}

/**
 * Understands a refusal in any of QuickBooks' forms: both spellings of JSON faults, also as bytes,
 * XML, HTML, nothing.
 */
export function errorOfAnswer(
	{ status, headers, body, nowMs }: RefusedAnswer,
	secrets: readonly string[],
): GatewayError {
	const fault = readFault(body);
	const details = fault.details.map((detail) => ({
		...detail,
		message: scrubKnown(detail.message, secrets),
	}));
	const code = details[0]?.code;
	const text = details
		.map(({ message }) => message)
		.filter(Boolean)
		.join('; ');
	const meaning = meaningOf(code, text);
	return new GatewayError({
		system: 'QuickBooks',
		kind: kindOf(status, meaning, fault),
		message:
			text ||
			`QuickBooks answered with ${status === undefined ? 'a refusal' : `HTTP ${status}`} and no reason`,
		status,
		code,
		requestId: quickBooksRequestId(headers),
		retryAfterMs: retryAfter(headers['retry-after'], nowMs),
		details,
		...(meaning !== code && { context: { meaning } }),
	});
}

/** What stands for a refusal that has no code of its own. */
const NO_SERVICE_DATE = 'serviceDate';

/**
 * The code that stands for what is said: a date in closed books was seen under the code of a stale
 * record.
 */
function meaningOf(code: string | undefined, text: string): string | undefined {
	if (code === '6000' && /\bservice date\b/i.test(text)) return NO_SERVICE_DATE;
	return code === '5010' && IN_CLOSED_PERIOD.test(text) && !AT_ONCE.test(text)
		? CLOSED_PERIOD
		: code;
}

/** No answer arrived. */
export function errorWithoutAnswer(
	error: unknown,
	timedOut: boolean,
	timeoutMs: number,
): GatewayError {
	if (timedOut)
		return new GatewayError({
			system: 'QuickBooks',
			kind: 'timeout',
			message: `QuickBooks did not answer within ${timeoutMs / 1000} seconds`,
		});
	const code = textOrEmpty((error as { code?: unknown } | undefined)?.code);
	return new GatewayError({
		system: 'QuickBooks',
		kind: 'network',
		message: `The connection to QuickBooks failed${code ? ` (${code})` : ''}`,
		...(code && { code }),
	});
}

export function quickBooksRequestId(headers: Record<string, unknown>): string | undefined {
	return (
		textOrEmpty(headers['intuit_tid'] ?? headers['intuit-tid'] ?? headers['x-request-id']) ||
		undefined
	);
}

/**
 * The monthly cap on reads comes with the same status as a busy minute. Source: blogs.intuit.com,
 * "Intuit App Partner Program"
 */
function kindOf(
	status: number | undefined,
	code: string | undefined,
	{ details, type }: QuickBooksFault,
): GatewayErrorKind {
	if (status === 429 || code === THROTTLED)
		return details.some(({ message }) => /month|quota|core ?plus/i.test(message))
			? 'quotaExhausted'
			: 'rateLimited';
	const byCode = code === undefined ? undefined : kindByCode[code];
	if (byCode) return byCode;
	if (/authentication/i.test(type)) return 'unauthorized';
	if (status !== undefined && status >= 500) return 'unavailable';
	return (
		(status !== undefined && kindByStatus[status]) ||
		(details.length > 0 ? 'invalid' : 'unexpected')
	);
}

/** Seconds or a date; 0, or a date that has passed, means at once. */
function retryAfter(value: unknown, nowMs: number): number | undefined {
	const text = textOrEmpty(value);
	const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
	return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
