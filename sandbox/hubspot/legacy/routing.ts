import type { FastifyInstance, FastifyRequest, HTTPMethods } from 'fastify';
import { z } from 'zod';
import { send, type Answer } from '../../server';
import { readBody, readOne, type SentProperties } from '../body';
import { queryOf } from '../routing';
import { Refusal } from '../refusal';

export type OldRoute = (
	method: HTTPMethods,
	url: string,
	work: (request: FastifyRequest) => object | undefined,
) => void;

/** Registers endpoints from before v3, which have their own form for errors. */
export function oldRoutes(app: FastifyInstance): OldRoute {
	return (method, url, work) => {
		app.route({ method, url, handler: (request, reply) => send(reply, answerTo(request, work)) });
	};
}

function answerTo(
	request: FastifyRequest,
	work: (request: FastifyRequest) => object | undefined,
): Answer {
	try {
		const body = work(request);
		return body === undefined ? { status: 204 } : { status: 200, body };
	} catch (error) {
		if (error instanceof Refusal) return worded(error, request.requestId);
		throw error;
	}
}

/** The old form of an error, with invalid values in `validationResults`. */
function worded({ status, facts }: Refusal, correlationId: string): Answer {
	const invalid = /^Property values were not valid: (\[.*\])$/s.exec(facts.message)?.[1];
	const validationResults =
		invalid === undefined
			? undefined
			: (JSON.parse(invalid) as Array<{ message: string; error: string; name: string }>).map(
					({ message, error, name }) => ({ isValid: false, message, error, name }),
				);
	return {
		status,
		body: {
			...(validationResults && { validationResults }),
			status: 'error',
			message: validationResults ? 'Property values were not valid' : facts.message,
			correlationId,
			requestId: correlationId,
		},
	};
}

const sentSchema = z.object({
	properties: z
		.array(
			z.object({
				property: z.string().optional(),
				name: z.string().optional(),
				value: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
			}),
		)
		.default([]),
});
const associationsSchema = z.object({
	associations: z.record(z.array(z.union([z.string(), z.number()]).transform(String))).nullish(),
});

/** Properties in the old form: a list of `{property, value}` or `{name, value}`. */
export function readOld(request: FastifyRequest): SentProperties {
	const { properties } = readBody(request, sentSchema);
	return Object.fromEntries(
		properties.map(({ property, name, value }) => [property ?? name ?? '', value ?? null]),
	);
}

export function readOldAssociations(request: FastifyRequest): Record<string, string[]> {
	return readBody(request, associationsSchema).associations ?? {};
}

/** The page size and the offset. Each endpoint has its own names for the two parameters. */
export function readPage(
	request: FastifyRequest,
	names: { count: string; offset: string },
	normal: number,
	max: number,
): { count: number; offset: number } {
	const query = queryOf(request);
	const number = (name: string) =>
		Math.trunc(Math.min(Number(readOne(query, name) ?? NaN), Number.MAX_SAFE_INTEGER));
	const count = number(names.count);
	const offset = number(names.offset);
	return { count: count > 0 ? Math.min(count, max) : normal, offset: offset > 0 ? offset : 0 };
}
