import type { FastifyRequest } from 'fastify';

/** The access token of a request; undefined without an authorization header of this type. */
export function bearerToken(request: FastifyRequest): string | undefined {
	return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
}
