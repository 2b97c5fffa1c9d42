import { GatewayError, scrubKnown, type GatewayErrorDetail, type GatewayErrorKind } from '../errors';

/** QuickBooks' codes that decide more than their HTTP status does. Source: https://developer.intuit.com/app/developer/qbo/docs/develop/troubleshooting/error-codes */
const kindByCode: Record<string, GatewayErrorKind> = {
	'3200': 'unauthorized', '3202': 'unauthorized', '120': 'forbidden', '130': 'forbidden', '3100': 'forbidden', '5020': 'forbidden', '6190': 'forbidden',
	'3001': 'rateLimited', '600': 'duplicateRequest', '610': 'notFound', '5010': 'stale', '6240': 'duplicateName', '6140': 'duplicateNumber', '10000': 'unavailable',
};

const kindByStatus: Record<number, GatewayErrorKind> = { 401: 'unauthorized', 403: 'forbidden', 404: 'notFound', 408: 'unavailable', 429: 'rateLimited' };

/** An answer that is no success, before it is understood. */
export interface RefusedAnswer {
	/** Absent when a fault came with HTTP 200. */
	status?: number | undefined;
	/** Names in lower case. */
	headers: Record<string, unknown>;
	/** JSON as an object, or text, or bytes. */
	body: unknown;
}

interface ReadFault {
	details: GatewayErrorDetail[];
	type: string;
}

/** Understands a refusal in any of QuickBooks' forms: both spellings of JSON faults, XML, HTML, nothing. */
export function errorOfAnswer({ status, headers, body }: RefusedAnswer, secrets: readonly string[]): GatewayError {
	const fault = readFault(body);
	const [first] = fault.details;
	const code = first?.code;
	const kind = kindOf(status, code, fault);
	const text = fault.details.map(({ message }) => message).join('; ') || `QuickBooks answered with HTTP ${status ?? 'an unknown status'}`;
	const retryAfterMs = retryAfter(headers['retry-after']);
	return new GatewayError({
		system: 'QuickBooks',
		kind,
		message: scrubKnown(text, secrets),
		status,
		code,
		requestId: requestIdOf(headers),
		...(retryAfterMs !== undefined && { retryAfterMs }),
		details: fault.details.map((detail) => ({ ...detail, message: scrubKnown(detail.message, secrets) })),
	});
}

function kindOf(status: number | undefined, code: string | undefined, { details, type }: ReadFault): GatewayErrorKind {
	const isThrottled = status === 429 || code === '3001';
	if (isThrottled) return /month|quota|plan limit/i.test(details.map(({ message }) => message).join(' ')) ? 'quotaExhausted' : 'rateLimited';
	const byCode = code === undefined ? undefined : kindByCode[code];
	if (byCode) return byCode;
	if (/authentication/i.test(type)) return 'unauthorized';
	if (/authorization|^service$/i.test(type) && status === 403) return 'forbidden';
	if (status !== undefined && status >= 500) return 'unavailable';
	return (status !== undefined && kindByStatus[status]) || (details.length > 0 ? 'invalid' : 'unexpected');
}

type Fields = Record<string, unknown>;

function readFault(body: unknown): ReadFault {
	const parsed = Buffer.isBuffer(body) || body instanceof ArrayBuffer ? parse(Buffer.from(body as Buffer).toString('utf8')) : typeof body === 'string' ? parse(body) : body;
	if (typeof parsed === 'string') return readXml(parsed);
	if (typeof parsed !== 'object' || parsed === null) return { details: [], type: '' };
	const fault = ((parsed as Fields)['Fault'] ?? (parsed as Fields)['fault'] ?? parsed) as Fields;
	const errors = fault['Error'] ?? fault['error'];
	return { details: Array.isArray(errors) ? errors.map((error) => toDetail(error as Fields)) : [], type: textOf(fault['type']) };
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

function toDetail(error: Fields): GatewayErrorDetail {
	const summary = textOf(error['Message'] ?? error['message']);
	const detail = textOf(error['Detail'] ?? error['detail']);
	const code = textOf(error['code'] ?? error['Code']);
	const field = textOf(error['element']);
	return { message: [summary, detail].filter((text, index, all) => text && all.indexOf(text) === index).join(': '), ...(code && { code }), ...(field && { field }) };
}

/** Throttling is told in XML, whatever was asked for. */
function readXml(text: string): ReadFault {
	const errors = [...text.matchAll(/<Error[^>]*?(?:code="(\d+)")?[^>]*>([\s\S]*?)<\/Error>/gi)];
	const inner = (block: string, tag: string) => new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, 'i').exec(block)?.[1]?.trim() ?? '';
	const details = errors.map(([block, code, content = '']) => ({
		message: [inner(content, 'Message'), inner(content, 'Detail')].filter(Boolean).join(': '),
		...((code ?? /code="(\d+)"/.exec(block)?.[1]) && { code: (code ?? /code="(\d+)"/.exec(block)?.[1]) as string }),
	}));
	return { details, type: /<Fault[^>]*type="([^"]+)"/i.exec(text)?.[1] ?? '' };
}

function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function requestIdOf(headers: Record<string, unknown>): string | undefined {
	return textOf(headers['intuit_tid'] ?? headers['intuit-tid'] ?? headers['x-request-id']) || undefined;
}

/** Seconds or a date. */
function retryAfter(value: unknown): number | undefined {
	const text = textOf(value);
	if (!text) return undefined;
	return /^\d+$/.test(text) ? Number(text) * 1000 : Math.max(0, Date.parse(text) - Date.now()) || undefined;
}

/** No answer arrived. */
export function errorWithoutAnswer(error: unknown, timedOut: boolean, timeoutMs: number): GatewayError {
	if (timedOut) return new GatewayError({ system: 'QuickBooks', kind: 'timeout', message: `QuickBooks did not answer within ${timeoutMs / 1000} seconds` });
	const code = textOf((error as { code?: unknown } | undefined)?.code);
	return new GatewayError({ system: 'QuickBooks', kind: 'network', message: `The connection to QuickBooks failed${code ? ` (${code})` : ''}`, ...(code && { code }) });
}
