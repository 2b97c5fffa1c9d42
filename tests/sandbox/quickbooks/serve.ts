import type { FastifyInstance } from 'fastify';

export interface Reply {
	status: number;
	headers: Record<string, string>;
	text: string;
	bytes: Buffer;
	json<T = unknown>(): T;
}
export type Call = (path: string, init?: RequestInit) => Promise<Reply>;

const open: FastifyInstance[] = [];

/** Serves the app on a loopback port until the test ends; redirects are answers, not followed. */
export async function serve(app: FastifyInstance): Promise<Call & { url: string }> {
	const url = await app.listen({ host: '127.0.0.1', port: 0 });
	open.push(app);
	const call = async (path: string, init: RequestInit = {}): Promise<Reply> => {
		const response = await fetch(url + path, { redirect: 'manual', ...init });
		const bytes = Buffer.from(await response.arrayBuffer());
		const text = bytes.toString('utf8');
		return {
			status: response.status,
			headers: Object.fromEntries(response.headers),
			text,
			bytes,
			json: <T>() => JSON.parse(text) as T,
		};
	};
	return Object.assign(call, { url });
}

afterEach(async () => {
	await Promise.all(open.splice(0).map((app) => app.close()));
});
