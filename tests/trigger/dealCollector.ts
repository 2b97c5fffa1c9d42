import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Item {
	eventId: string;
	deal: { id: string };
	stage: { id: string };
}

/** Where the workflows end: it notes each entry by `workflow deal stage`; the path of a call is the workflow. */
export class DealCollector {
	private readonly keys: string[] = [];
	private readonly ids = new Map<string, number>();
	private server: Server | undefined;
	url = '';

	async start(): Promise<void> {
		this.server = createServer((request, response) => {
			let text = '';
			request.on('data', (chunk: Buffer) => (text += chunk.toString()));
			request.on('end', () => {
				const { eventId, deal, stage } = JSON.parse(text) as Item;
				const workflow = request.url?.slice(1) ?? '';
				this.keys.push(`${workflow} ${deal.id} ${stage.id}`);
				this.ids.set(`${workflow} ${eventId}`, (this.ids.get(`${workflow} ${eventId}`) ?? 0) + 1);
				response.setHeader('content-type', 'application/json').end('{}');
			});
		});
		await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
		this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
	}

	missing(expected: readonly string[]): string[] {
		return difference(expected, this.keys);
	}

	/** Entries that nobody made, and ids that came twice. */
	extra(expected: readonly string[]): string[] {
		return [...difference(this.keys, expected), ...[...this.ids].filter(([, count]) => count > 1).map(([id]) => id)];
	}

	async stop(): Promise<void> {
		await new Promise((resolve) => this.server?.close(resolve));
	}
}

/** What `some` has more of than `others`; a deal may enter a stage several times. */
function difference(some: readonly string[], others: readonly string[]): string[] {
	const left = new Map<string, number>();
	for (const key of others) left.set(key, (left.get(key) ?? 0) + 1);
	return some.filter((key) => {
		const count = left.get(key) ?? 0;
		left.set(key, count - 1);
		return count <= 0;
	});
}
