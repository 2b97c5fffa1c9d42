import { request } from 'node:http';
import { z } from 'zod';
import { describeSwitches } from '../../../sandbox/console/switchKinds';
import { startSandbox, type Sandbox } from '../../../sandbox/start';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox({ seed: 'demo', now: '2026-11-24T17:00:00Z', frozen: true });
});
afterAll(() => sandbox.stop());

function hubSpot(path: string): Promise<Response> {
	return fetch(`${sandbox.hubspot.url}${path}`, {
		headers: { authorization: `Bearer ${String(sandbox.hubspot.describe()['serviceKey'])}` },
	});
}

/** `fetch` sets Host and Origin itself. */
function status(path: string, headers: Record<string, string>, method = 'GET'): Promise<number> {
	return new Promise((resolve, reject) => {
		request(`${sandbox.control.url}${path}`, { method, headers }, (answer) =>
			resolve(answer.resume().statusCode ?? 0),
		)
			.on('error', reject)
			.end();
	});
}

describe('the console page', () => {
	it('comes with its scripts and styles, and lets nothing else run', async () => {
		const answer = await fetch(sandbox.control.url);
		const html = await answer.text();
		expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
		expect(answer.headers.get('content-security-policy')).toMatch(
			/^default-src 'none'; script-src 'self'; style-src 'self'/,
		);
		const parts = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path as string);
		expect(parts).toContain('/console/main.js');
		for (const path of parts)
			expect([path, (await fetch(`${sandbox.control.url}${path}`)).status]).toEqual([path, 200]);
		expect(html).not.toMatch(/<script>|<style>| style=| on\w+=/);
	});

	it('serves no other file', async () => {
		for (const path of [
			'/console/',
			'/console/..%2Fconsole.ts',
			'/console/console.ts',
			'/package.json',
		])
			expect([path, (await fetch(`${sandbox.control.url}${path}`)).status]).toEqual([path, 404]);
	});

	it('lets no other web page steer the sandbox', async () => {
		const { host } = new URL(sandbox.control.url);
		expect(await status('/control/clock', { host: 'evil.example' })).toBe(403);
		expect(
			await status('/control/faults', { host, origin: 'https://evil.example' }, 'DELETE'),
		).toBe(403);
		expect(await status('/control/faults', { host, origin: 'null' }, 'DELETE')).toBe(403);
		expect(await status('/control/faults', { host, origin: `http://${host}` }, 'DELETE')).toBe(200);
		expect(
			await status('/control/clock', { host: `localhost:${new URL(sandbox.control.url).port}` }),
		).toBe(200);
	});
});

describe('the stream of requests', () => {
	/** Reads the stream until so many requests came, then hangs up. */
	async function listen(
		count: number,
		headers: Record<string, string>,
		meanwhile?: () => Promise<unknown>,
	): Promise<{ id: string; url: string; status: number }[]> {
		const stop = new AbortController();
		const answer = await fetch(`${sandbox.control.url}/control/requests/stream`, {
			headers,
			signal: stop.signal,
		});
		expect(answer.headers.get('content-type')).toBe('text/event-stream');
		void meanwhile?.();
		let text = '';
		for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
			text += Buffer.from(chunk).toString();
			if ((text.match(/^data: .*\n\n/gm) ?? []).length >= count) break;
		}
		stop.abort();
		return [...text.matchAll(/id: (\d+)\ndata: (.*)\n\n/g)].map(([, id, data]) => ({
			id: id as string,
			...(({ url, status: code }) => ({ url, status: code }))(
				JSON.parse(data as string) as { url: string; status: number },
			),
		}));
	}

	it('tells the kept ones, then each as it is answered, and goes on after the last one seen', async () => {
		await hubSpot('/crm/v3/objects/deals/401');
		await hubSpot('/crm/v3/objects/deals/999');
		expect(await listen(3, {}, () => hubSpot('/crm/v3/owners'))).toEqual([
			{ id: '1', url: '/crm/v3/objects/deals/401', status: 200 },
			{ id: '2', url: '/crm/v3/objects/deals/999', status: 404 },
			{ id: '3', url: '/crm/v3/owners', status: 200 },
		]);
		expect(await listen(1, { 'last-event-id': '2' })).toEqual([
			{ id: '3', url: '/crm/v3/owners', status: 200 },
		]);
	});

	it('refuses a place that is none in words', async () => {
		const answer = await fetch(`${sandbox.control.url}/control/requests/stream?after=-1`);
		expect([answer.status, ((await answer.json()) as { error: string }).error]).toEqual([
			400,
			expect.stringContaining('after'),
		]);
	});
});

describe('what the forms of the console are made of', () => {
	it('reads kinds, bounds and defaults of switches off their schema', () => {
		const schema = z.object({
			on: z.boolean().default(true),
			way: z.enum(['a', 'b']).default('b'),
			wait: z.number().int().min(1).max(9).nullable().default(null),
			share: z.number().min(0).max(1).default(0.5),
			status: z.union([z.literal(400), z.literal(409)]).default(400),
			rules: z.array(z.string()).default([]),
		});
		expect(describeSwitches(schema)).toEqual([
			{ name: 'on', kind: 'boolean', default: true },
			{ name: 'way', kind: 'choice', options: ['a', 'b'], default: 'b' },
			{
				name: 'wait',
				kind: 'number',
				whole: true,
				least: 1,
				most: 9,
				nullable: true,
				default: null,
			},
			{ name: 'share', kind: 'number', whole: false, least: 0, most: 1, default: 0.5 },
			{ name: 'status', kind: 'choice', options: [400, 409], default: 400 },
			{ name: 'rules', kind: 'other', default: [] },
		]);
	});

	it('knows every switch of both systems', async () => {
		type Kind = { name: string; kind: string; default: unknown };
		const kinds = (await (
			await fetch(`${sandbox.control.url}/control/switches/kinds`)
		).json()) as Record<'hubspot' | 'quickbooks', Kind[]>;
		const values = (await (
			await fetch(`${sandbox.control.url}/control/switches`)
		).json()) as Record<'hubspot' | 'quickbooks', object>;
		for (const system of ['hubspot', 'quickbooks'] as const)
			expect(Object.fromEntries(kinds[system].map((kind) => [kind.name, kind.default]))).toEqual(
				values[system],
			);
		expect(
			kinds.hubspot
				.concat(kinds.quickbooks)
				.filter(({ kind, default: value }) => kind === 'other' && !Array.isArray(value)),
		).toEqual([]);
	});

	it('lists the faults and the stages of deals', async () => {
		expect(await (await fetch(`${sandbox.control.url}/control/faults/behaviours`)).json()).toEqual(
			expect.arrayContaining(['429', 'drop-after', 'truncate']),
		);
		const pipelines = (await (
			await fetch(`${sandbox.control.url}/control/hubspot/pipelines`)
		).json()) as { id: string; stages: { id: string }[] }[];
		expect(pipelines.find(({ id }) => id === 'default')?.stages.map(({ id }) => id)).toContain(
			'closedwon',
		);
	});

	it('voids and deletes payments, whose invoices are open again', async () => {
		const at = `${sandbox.control.url}/control/quickbooks/companies/us`;
		const json = async <T>(path: string, body?: object): Promise<T> =>
			(await (
				await fetch(
					`${at}${path}`,
					body && {
						method: 'POST',
						headers: { 'content-type': 'application/json' },
						body: JSON.stringify(body),
					},
				)
			).json()) as T;
		const { rows } = await json<{ rows: { id: string; number: string }[] }>('/invoices');
		const invoiceId = rows.find(({ number }) => number === '1006')?.id as string;
		const pay = async () =>
			(await json<{ payment: { Id: string } }>('/payments', { invoiceId })).payment.Id;
		const balance = async () => (await json<{ Balance: number }>(`/invoices/${invoiceId}`)).Balance;
		const first = await pay();
		expect(await balance()).toBe(0);
		expect(await json(`/payments/${first}/void`, {})).toMatchObject({
			Id: first,
			TotalAmt: 0,
			PrivateNote: 'Voided',
		});
		expect(await balance()).toBe(136.6);
		const second = await pay();
		expect(await json(`/payments/${second}/delete`, {})).toMatchObject({
			Id: second,
			status: 'Deleted',
		});
		expect(await balance()).toBe(136.6);
		expect(await json(`/payments/${second}/void`, {})).toEqual({
			error: `There is no Payment ${second}.`,
		});
	});
});
