import type { FastifyInstance } from 'fastify';
import { send } from '../../server';
import type { HubSpotLimits } from './limits';
import { isRefusal, type CheckToken, type Grant } from '../oauth/checkToken';
import { isOpen } from '../oauth/register';

declare module 'fastify' {
	interface FastifyRequest {
		/** The rights of the token; absent on paths that need no token. */
		grant?: Grant | undefined;
	}
}

/** Checks the token and then the rate limits on every path except those of OAuth. */
export function addGuard(
	app: FastifyInstance,
	checkToken: CheckToken,
	limits: HubSpotLimits,
): void {
	app.decorateRequest('grant', undefined);
	app.addHook('preHandler', async (request, reply) => {
		if (request.is404 || isOpen(request.url)) return undefined;
		const grant = checkToken(request);
		if (isRefusal(grant)) return send(reply, grant);
		request.grant = grant;
		const { headers, refusal } = limits.take(grant, request);
		for (const [name, value] of Object.entries(headers)) reply.header(name, value);
		return refusal && send(reply, refusal);
	});
}
