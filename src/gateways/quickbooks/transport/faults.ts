import type { GatewayErrorDetail } from '../../errors';

/** What of a text is read; a fault is never this long. */
const LONGEST_TEXT = 20_000;

export interface QuickBooksFault {
	details: GatewayErrorDetail[];
	type: string;
}

type Fields = Record<string, unknown>;

/** Whether an answer with HTTP 200 is a refusal nevertheless. */
export function holdsFault(body: unknown): boolean {
	const object = Buffer.isBuffer(body) && body[0] === 0x7b ? parse(decode(body)) : body;
	return (
		typeof object === 'object' &&
		object !== null &&
		!Buffer.isBuffer(object) &&
		(isObject((object as Fields)['Fault']) || isObject((object as Fields)['fault']))
	);
}

/** Reads both spellings of JSON faults, also as text or bytes, and those in XML. */
export function readFault(body: unknown): QuickBooksFault {
	const parsed = parseBody(body);
	if (typeof parsed === 'string') return readXml(parsed);
	if (!isObject(parsed)) return { details: [], type: '' };
	const fault = [parsed['Fault'], parsed['fault'], parsed].find(isObject) as Fields;
	const errors = fault['Error'] ?? fault['error'];
	return {
		details: Array.isArray(errors) ? errors.filter(isObject).map(toDetail) : [],
		type: textOrEmpty(fault['type']),
	};
}

function parseBody(body: unknown): unknown {
	if (Buffer.isBuffer(body)) return parse(decode(body));
	return typeof body === 'string' ? parse(body.slice(0, LONGEST_TEXT)) : body;
}

function isObject(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null;
}

function decode(bytes: Buffer): string {
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
	const code = textOrEmpty(error['code'] ?? error['Code']);
	const field = textOrEmpty(error['element']);
	return {
		message: joined(
			textOrEmpty(error['Message'] ?? error['message']),
			textOrEmpty(error['Detail'] ?? error['detail']),
		),
		...(code && { code }),
		...(field && { field }),
	};
}

/** QuickBooks reports throttling in XML, whatever was asked for. */
function readXml(text: string): QuickBooksFault {
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

/** Empty for anything but a text or a number. */
export function textOrEmpty(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
