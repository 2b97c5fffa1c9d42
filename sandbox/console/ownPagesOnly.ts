import type { FastifyInstance } from 'fastify';

/** Names under which this machine reaches itself. */
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/;

/**
 * Stops other web pages from controlling the sandbox through the user's browser. A page may not send
 * requests from another address (`Origin`), nor use another host name that leads to this machine
 * (`Host`).
 */
export function ownPagesOnly(control: FastifyInstance): void {
	control.addHook('onRequest', async (request, reply) => {
		const { host = '', origin } = request.headers;
		if (!LOOPBACK.test(host))
			return await reply
				.code(403)
				.send({ error: 'The sandbox answers only under localhost and 127.0.0.1.' });
		if (origin !== undefined && origin !== `http://${host}`)
			return await reply
				.code(403)
				.send({ error: 'In a browser, only the console may control the sandbox.' });
		return undefined;
	});
}
