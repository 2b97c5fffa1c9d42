import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { apiPath } from './address';

/** One request and the reply of the real system, in the terms of the API. */
export interface Exchange {
	method: string;
	/** The path after the company, without the query: `invoice/266/send`. */
	path: string;
	query: URLSearchParams;
	/**
	 * As recorded: an object, or a text for multipart bodies and queries. Undefined if there was no
	 * body.
	 */
	body: unknown;
	contentType: string | undefined;
	/** The company's id in the recording. */
	realm: string | undefined;
	status: number;
	reply: unknown;
	/** When it was recorded, in milliseconds; undefined if unknown. */
	at: number | undefined;
}

export interface Recording {
	file: string;
	exchanges: Exchange[];
}

const requestSchema = z
	.object({
		method: z.string().default('GET'),
		path: z.string().optional(),
		uri: z.string().optional(),
		url: z.string().optional(),
		endpoint: z.string().optional(),
		body: z.unknown(),
		data: z.unknown(),
		query: z.record(z.unknown()).nullish(),
		params: z.record(z.unknown()).nullish(),
		contentType: z.string().nullish(),
		headers: z.record(z.unknown()).nullish(),
	})
	.refine(
		(request) =>
			[request.path, request.uri, request.url, request.endpoint].some((text) => text !== undefined),
		'has neither path nor uri',
	);
const responseSchema = z.object({
	status: z.coerce.number().int(),
	body: z.unknown(),
	headers: z.record(z.unknown()).nullish(),
});
const exchangeSchema = z.object({
	request: requestSchema,
	response: responseSchema,
	recordedAt: z.string().optional(),
});
const recordingSchema = z.union([
	z.array(exchangeSchema),
	exchangeSchema.transform((exchange) => [exchange]),
	z.object({ exchanges: z.array(exchangeSchema) }).transform(({ exchanges }) => exchanges),
]);

/**
 * Reads every `*.json` file of a folder and its subfolders, sorted by name.
 * @throws RangeError with a sentence if the folder cannot be read or holds no recording, or if a file
 * is not a recording
 */
export function readRecordings(folder: string): Recording[] {
	const files = filesOf(folder);
	if (files.length === 0) throw new RangeError(`There is no recording (*.json) in ${folder}.`);
	return files.map((file) => ({
		file,
		exchanges: parseRecording(readFileSync(join(folder, file), 'utf8'), file),
	}));
}

function filesOf(folder: string): string[] {
	try {
		return readdirSync(folder, { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith('.json'))
			.sort();
	} catch (error) {
		throw new RangeError(
			`The folder ${folder} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}).`,
		);
	}
}

/** @throws RangeError if the text is not a list of exchanges */
export function parseRecording(text: string, name: string): Exchange[] {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw new RangeError(`${name} is not JSON.`);
	}
	const parsed = recordingSchema.safeParse(value);
	if (!parsed.success)
		throw new RangeError(
			`${name} is not a recording. A recording is a list of {request: {method, path or uri, body}, response: {status, headers, body}}.`,
		);
	return parsed.data.map(toExchange);
}

function toExchange({ request, response, recordedAt }: z.infer<typeof exchangeSchema>): Exchange {
	const { path, query, realm } = apiPath(
		(request.path ?? request.uri ?? request.url ?? request.endpoint) as string,
	);
	for (const [name, value] of Object.entries({ ...request.params, ...request.query }))
		if (value !== null && value !== undefined) query.set(name, String(value));
	const reply = readJson(response.body);
	return {
		method: request.method.toUpperCase(),
		path,
		query,
		realm,
		body: readJson(request.body ?? request.data) ?? undefined,
		contentType: request.contentType ?? header(request.headers, 'content-type'),
		status: response.status,
		reply,
		at: momentOf(reply, header(response.headers, 'date'), recordedAt),
	};
}

function header(
	headers: Record<string, unknown> | null | undefined,
	name: string,
): string | undefined {
	const value = Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
	const first: unknown = Array.isArray(value) ? value[0] : value;
	return typeof first === 'string' ? first : undefined;
}

/** A JSON body that was recorded as text counts as JSON. */
function readJson(body: unknown): unknown {
	if (typeof body !== 'string' || !/^\s*[[{]/.test(body)) return body;
	try {
		return JSON.parse(body);
	} catch {
		return body;
	}
}

function momentOf(
	reply: unknown,
	date: string | undefined,
	recordedAt: string | undefined,
): number | undefined {
	const time = (reply as { time?: unknown } | null | undefined)?.time;
	const candidates = [
		typeof time === 'number' ? time : NaN,
		Date.parse(typeof time === 'string' ? time : ''),
		Date.parse(date ?? ''),
		Date.parse(recordedAt ?? ''),
	];
	return candidates.find((at) => !Number.isNaN(at));
}
