import { createServer, type IncomingMessage, type Server } from 'node:http';
import { writeFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { generate } from 'selfsigned';

/** One call of Slack's API. */
export interface SlackCall {
	method: string;
	token: string | undefined;
	body: Record<string, unknown>;
}

/**
 * Slack on this machine. n8n's Slack node knows one address only, so n8n is given a proxy that
 * leads that address here
 * and refuses every other one.
 */
export class SlackStandIn {
	readonly calls: SlackCall[] = [];
	/** Hosts that were asked for and refused. */
	readonly refused: string[] = [];
	private readonly sockets = new Set<Socket>();
	private constructor(
		private readonly api: Server,
		private readonly proxy: Server,
		readonly caFile: string,
	) {}

	/** @param caFile where the certificate of the authority is put, for n8n to trust */
	static async start(caFile: string): Promise<SlackStandIn> {
		const { private: key, cert } = await generate([{ name: 'commonName', value: 'slack.com' }], {
			keySize: 2048,
			extensions: [
				{ name: 'basicConstraints', cA: true },
				{ name: 'subjectAltName', altNames: [{ type: 2, value: 'slack.com' }] },
			],
		});
		writeFileSync(caFile, cert);
		const holder: { slack?: SlackStandIn } = {};
		const api = createTlsServer({ key, cert }, (request, response) => {
			void readBody(request).then((body) => {
				holder.slack?.calls.push({
					method: (request.url ?? '').replace(/^\/api\//, '').replace(/\?.*$/, ''),
					token: request.headers.authorization,
					body,
				});
				response.setHeader('content-type', 'application/json');
				response.end(
					JSON.stringify({
						ok: true,
						channel: 'C0123456789',
						ts: '1700000000.000100',
						message: { text: body['text'] },
					}),
				);
			});
		});
		const proxy = createServer((_request, response) => response.writeHead(502).end());
		const slack = new SlackStandIn(api, proxy, caFile);
		holder.slack = slack;
		proxy.on('connect', (request, socket: Socket) => slack.lead(request, socket));
		for (const server of [api, proxy])
			await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return slack;
	}

	private lead(request: IncomingMessage, socket: Socket): void {
		if (request.url !== 'slack.com:443') {
			this.refused.push(request.url ?? '');
			socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
			return;
		}
		const onward = connect((this.api.address() as AddressInfo).port, '127.0.0.1', () => {
			socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
			socket.pipe(onward).pipe(socket);
		});
		for (const end of [socket, onward]) {
			this.sockets.add(end);
			end.on('error', () => end.destroy());
		}
	}

	/** What n8n's environment needs. */
	get environment(): Record<string, string> {
		const proxy = `http://127.0.0.1:${(this.proxy.address() as AddressInfo).port}`;
		return { HTTPS_PROXY: proxy, https_proxy: proxy, NODE_EXTRA_CA_CERTS: this.caFile };
	}

	/** @throws Error when so many calls do not come */
	async waitFor(count: number, patienceMs = 90_000): Promise<SlackCall[]> {
		const startedAt = performance.now();
		while (this.calls.length < count) {
			if (performance.now() - startedAt > patienceMs)
				throw new Error(`${this.calls.length} of ${count} calls came to Slack`);
			await wait(100);
		}
		return this.calls;
	}

	async stop(): Promise<void> {
		for (const socket of this.sockets) socket.destroy();
		for (const server of [this.api, this.proxy]) {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		}
	}
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const text = Buffer.concat(chunks).toString();
	try {
		return JSON.parse(text) as Record<string, unknown>;
	} catch {
		return Object.fromEntries(new URLSearchParams(text));
	}
}
