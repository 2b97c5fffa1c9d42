import type { FastifyInstance, FastifyRequest, HTTPMethods } from 'fastify';
import { send, type Answer } from '../server';
import type { Version } from './paths';
import { Refusal, validation } from './refusal';
import { findType, type ObjectType } from './types';

export type EndpointWork = (request: FastifyRequest, version: Version) => Answer;
export type Route = (method: HTTPMethods, ending: string, work: EndpointWork) => void;

/**
 * Registers a group of endpoints under the path of every version, and turns their refusals into
 * answers.
 */
export function routesUnder(
	app: FastifyInstance,
	family: ReadonlyArray<readonly [Version, string]>,
): Route {
	return (method, ending, work) => {
		for (const [version, prefix] of family) {
			app.route({
				method,
				url: `${prefix}${ending}`,
				handler: (request, reply) =>
					send(
						reply,
						answerTo(request, () => work(request, version)),
					),
			});
		}
	};
}

function answerTo(request: FastifyRequest, work: () => Answer): Answer {
	try {
		return work();
	} catch (error) {
		if (error instanceof Refusal) return error.answer(request.requestId);
		throw error;
	}
}

/** @throws Refusal 400 if HubSpot has no object with that name */
export function typeNamed(name: string): ObjectType {
	const type = findType(name);
	if (!type) throw validation(`Unable to infer object type from: ${name}`);
	return type;
}

export function param(request: FastifyRequest, name: string): string {
	return (request.params as Record<string, string>)[name] ?? '';
}

export function queryOf(request: FastifyRequest): Record<string, unknown> {
	return request.query as Record<string, unknown>;
}

/** The part of a reply that names the next page. */
export function nextPage(
	request: FastifyRequest,
	after: string,
): { next: { after: string; link: string } } {
	const link = new URL(request.url, `http://${request.headers.host ?? 'localhost'}`);
	link.searchParams.set('after', after);
	return { next: { after, link: link.href } };
}
