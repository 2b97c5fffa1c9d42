import type { FastifyRequest } from 'fastify';

/** The access token of a request; undefined when the header is missing or of another kind. */
export function bearerToken(request: FastifyRequest): string | undefined {
	return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
}
