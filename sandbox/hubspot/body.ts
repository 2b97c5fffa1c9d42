import type { FastifyRequest } from 'fastify';
import { z, type ZodType } from 'zod';
import { Refusal, validation } from './refusal';

/**
 * The body of a request in the shape that the endpoint needs. Unknown keys are ignored, as in
 * HubSpot.
 * @throws Refusal 415 for another content type, 400 for malformed JSON or a missing part
 */
export function readBody<T extends ZodType>(request: FastifyRequest, schema: T): z.output<T> {
	const type = request.headers['content-type'] ?? '';
	if (request.rawBody.length > 0 && !/json/i.test(type))
		throw new Refusal(415, {
			category: 'VALIDATION_ERROR',
			message: `Content-Type ${type || '(none)'} is not supported; use application/json`,
		});
	const parsed = schema.safeParse(parse(request.rawBody.toString('utf8')));
	if (parsed.success) return parsed.data as z.output<T>;
	const [issue] = parsed.error.issues;
	throw validation(
		`Invalid input JSON on line 1, column 1: ${issue?.message ?? 'invalid'} at "${issue?.path.join('.') ?? ''}"`,
	);
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch (error) {
		const position = Number(/position (\d+)/.exec((error as Error).message)?.[1] ?? text.length);
		const before = text.slice(0, position).split('\n');
		throw validation(
			`Invalid input JSON on line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: ${text.trim() === '' ? 'Unexpected end-of-input' : 'Unexpected character'}`,
		);
	}
}

/** The value of a property as a client sends it; HubSpot turns numbers and booleans into text. */
const value = z.union([z.string(), z.number().finite(), z.boolean(), z.null()]);
export const propertiesSchema = z.record(value);
export type SentProperties = z.output<typeof propertiesSchema>;
/** Clients send ids as text or as numbers. */
export const idSchema = z.union([z.string(), z.number().int()]).transform(String);

export const associationTypeSchema = z.object({
	associationCategory: z.string(),
	associationTypeId: z.coerce.number().int(),
});
export const inlineAssociationsSchema = z.array(
	z.object({ to: z.object({ id: idSchema }), types: z.array(associationTypeSchema) }),
);
export type InlineAssociations = z.output<typeof inlineAssociationsSchema>;

/** A query parameter that is repeated or contains a list with commas. */
export function readList(query: Record<string, unknown>, name: string): string[] | undefined {
	const given = query[name];
	if (given === undefined) return undefined;
	const texts = (Array.isArray(given) ? given : [given]).map(String);
	return [
		...new Set(
			texts
				.flatMap((text) => text.split(','))
				.map((text) => text.trim())
				.filter((text) => text !== ''),
		),
	];
}

export function readOne(query: Record<string, unknown>, name: string): string | undefined {
	const given = query[name];
	return typeof given === 'string' && given !== '' ? given : undefined;
}

/** The cursor: the last id of the previous page. @throws Refusal 400 if it is not a number */
export function readAfter(given: string | null | undefined): number {
	const after = given ?? '0';
	if (!/^\d{1,15}$/.test(after)) throw validation(`Invalid after: ${after}`);
	return Number(after);
}

/** @throws Refusal 400 if it is not a whole number from 1 to `max` */
export function readLimit(query: Record<string, unknown>, normal: number, max: number): number {
	const text = readOne(query, 'limit');
	if (text === undefined) return normal;
	const number = Number(text);
	if (!/^\d+$/.test(text) || number < 1 || number > max)
		throw validation(`Invalid limit: ${text}. It must be between 1 and ${max}.`, {
			context: { limit: [text] },
		});
	return number;
}
