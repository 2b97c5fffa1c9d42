import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Takes the items that workflows post to it. */
export class Receiver<T> {
	private server: Server | undefined;
	url = '';

	/** @param note gets each item, and the path of the call without its slash */
	constructor(private readonly note: (item: T, path: string) => void) {}

	async start(): Promise<void> {
		this.server = createServer((request, response) => {
			let text = '';
			request.on('data', (chunk: Buffer) => (text += chunk.toString()));
			request.on('end', () => {
				this.note(JSON.parse(text) as T, request.url?.slice(1) ?? '');
				response.setHeader('content-type', 'application/json').end('{}');
			});
		});
		await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
		this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
	}

	async stop(): Promise<void> {
		await new Promise((resolve) => this.server?.close(resolve));
	}
}

/** What `some` has more of than `others`; the same may be there several times. */
export function difference(some: readonly string[], others: readonly string[]): string[] {
	const left = new Map<string, number>();
	for (const key of others) left.set(key, (left.get(key) ?? 0) + 1);
	return some.filter((key) => {
		const count = left.get(key) ?? 0;
		left.set(key, count - 1);
		return count <= 0;
	});
}
