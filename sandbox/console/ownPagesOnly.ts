import type { FastifyInstance } from 'fastify';

/** By which names this machine reaches itself. */
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/;

/**
 * Lets no other web page steer the sandbox through the browser of whoever runs it: neither by
 * requests from its own
 * address (`Origin`), nor under a name of its own that leads to this machine (`Host`).
 */
export function ownPagesOnly(control: FastifyInstance): void {
	control.addHook('onRequest', async (request, reply) => {
		const { host = '', origin } = request.headers;
		if (!LOOPBACK.test(host))
			return await reply
				.code(403)
				.send({ error: 'The sandbox is reached as localhost or 127.0.0.1 only.' });
		if (origin !== undefined && origin !== `http://${host}`)
			return await reply
				.code(403)
				.send({ error: 'Only the console itself may steer the sandbox from a browser.' });
		return undefined;
	});
}
