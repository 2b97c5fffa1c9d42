import {
	GatewayError,
	scrubKnown,
	type GatewayErrorDetail,
	type GatewayErrorKind,
} from '../../errors';

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

/** What of a text is read; a fault is never this long. */
const LONGEST_TEXT = 20_000;

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

interface ReadFault {
	details: GatewayErrorDetail[];
	type: string;
}
type Fields = Record<string, unknown>;

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
		requestId: requestIdOf(headers),
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
	const code = textOf((error as Fields | undefined)?.['code']);
	return new GatewayError({
		system: 'QuickBooks',
		kind: 'network',
		message: `The connection to QuickBooks failed${code ? ` (${code})` : ''}`,
		...(code && { code }),
	});
}

/** Whether an answer with HTTP 200 is a refusal nevertheless. */
export function holdsFault(body: unknown): boolean {
	const object = Buffer.isBuffer(body) && body[0] === 0x7b ? parse(textOfBytes(body)) : body;
	return (
		typeof object === 'object' &&
		object !== null &&
		!Buffer.isBuffer(object) &&
		(isObject((object as Fields)['Fault']) || isObject((object as Fields)['fault']))
	);
}

export function requestIdOf(headers: Record<string, unknown>): string | undefined {
	return (
		textOf(headers['intuit_tid'] ?? headers['intuit-tid'] ?? headers['x-request-id']) || undefined
	);
}

/**
 * The monthly cap on reads is told with the same status as a busy minute. Source: blogs.intuit.com,
 * "Intuit App Partner Program"
 */
function kindOf(
	status: number | undefined,
	code: string | undefined,
	{ details, type }: ReadFault,
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

function readFault(body: unknown): ReadFault {
	const parsed = Buffer.isBuffer(body)
		? parse(textOfBytes(body))
		: typeof body === 'string'
			? parse(body.slice(0, LONGEST_TEXT))
			: body;
	if (typeof parsed === 'string') return readXml(parsed);
	if (!isObject(parsed)) return { details: [], type: '' };
	const fault = [parsed['Fault'], parsed['fault'], parsed].find(isObject) as Fields;
	const errors = fault['Error'] ?? fault['error'];
	return {
		details: Array.isArray(errors) ? errors.filter(isObject).map(toDetail) : [],
		type: textOf(fault['type']),
	};
}

function isObject(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null;
}

function textOfBytes(bytes: Buffer): string {
	return bytes.subarray(0, LONGEST_TEXT).toString('utf8');
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

function toDetail(error: Fields): GatewayErrorDetail {
	const code = textOf(error['code'] ?? error['Code']);
	const field = textOf(error['element']);
	return {
		message: joined(
			textOf(error['Message'] ?? error['message']),
			textOf(error['Detail'] ?? error['detail']),
		),
		...(code && { code }),
		...(field && { field }),
	};
}

/** Throttling is told in XML, whatever was asked for. */
function readXml(text: string): ReadFault {
	const details = text
		.split(/(?=<Error\b)/)
		.slice(1)
		.map((block) => {
			const code = /^<Error\b[^>]*\bcode="([^"]+)"/.exec(block)?.[1];
			return {
				message: joined(inner(block, 'Message'), inner(block, 'Detail')),
				...(code && { code }),
			};
		});
	return { details, type: /<Fault\b[^>]*\btype="([^"]+)"/.exec(text)?.[1] ?? '' };
}

function inner(block: string, tag: string): string {
	const [, after = ''] = block.split(`<${tag}>`);
	return after.includes(`</${tag}>`) ? (after.split(`</${tag}>`)[0] ?? '').trim() : '';
}

/** The detail often repeats the summary. */
function joined(summary: string, detail: string): string {
	return detail.startsWith(summary) ? detail : [summary, detail].filter(Boolean).join(': ');
}

function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Seconds or a date; 0, or a date that has passed, means at once. */
function retryAfter(value: unknown, nowMs: number): number | undefined {
	const text = textOf(value);
	const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
	return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
