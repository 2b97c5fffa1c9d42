import { startSandbox, type Sandbox } from '../../sandbox/start';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ now: '2026-11-24T10:00:00Z', frozen: true });
});
afterAll(() => sandbox.stop());

async function control(
	method: string,
	path: string,
	body: unknown,
): Promise<{ status: number; body: unknown }> {
	const response = await fetch(`${sandbox.control.url}/control${path}`, {
		method,
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	return { status: response.status, body: await response.json() };
}

describe('the clock', () => {
	it.each([
		['PUT', '/clock', { now: '+010000-01-01T00:00:00Z' }],
		['PUT', '/clock', { now: '1969-12-31' }],
		['POST', '/clock/advance', { seconds: 1e308 }],
		['POST', '/clock/advance', { seconds: -1e12 }],
	])('stays where all dates can be written: %s %s %j', async (method, path, body) => {
		expect(await control(method, path, body)).toEqual({
			status: 400,
			body: { error: 'the clock can show times from 1970-01-01 to 9999-12-31' },
		});
		expect(sandbox.runtime.clock.state()).toEqual({
			now: '2026-11-24T10:00:00.000Z',
			frozen: true,
		});
	});
});

describe('fault rules', () => {
	it.each([
		['hubspot', '429-xml', 'QuickBooks Online'],
		['hubspot', 'stale-token', 'QuickBooks Online'],
		['quickbooks', '423', 'HubSpot'],
		['quickbooks', '477', 'HubSpot'],
	])('of %s cannot be %s, which would never do anything', async (system, behaviour, only) => {
		expect(await control('POST', '/faults', { system, behaviour })).toEqual({
			status: 400,
			body: { error: `Only ${only} has the fault ${behaviour}.` },
		});
		expect(sandbox.runtime.faults.list()).toEqual([]);
	});

	it('name a method that there is', async () => {
		expect(
			await control('POST', '/faults', { system: 'hubspot', behaviour: '500', method: 'FETCH' }),
		).toEqual({ status: 400, body: { error: expect.stringMatching(/^method: /) } });
	});
});
