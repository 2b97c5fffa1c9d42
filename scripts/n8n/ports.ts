import { createServer } from 'node:net';

function listen(port: number): Promise<number | undefined> {
	return new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(undefined));
		server.listen(port, '127.0.0.1', () => {
			const address = server.address();
			server.close(() =>
				resolve(typeof address === 'object' && address ? address.port : undefined),
			);
		});
	});
}

/** The wished port of the loopback address when nobody has it, else any free one. */
export async function freePort(wished = 0): Promise<number> {
	const port = (await listen(wished)) ?? (await listen(0));
	if (port === undefined) throw new Error('No free port on 127.0.0.1');
	return port;
}
