import { Client } from '@hubspot/api-client';
import { startSandbox, type Sandbox } from '../../../sandbox/start';

/** The sandbox with its demo account, and HubSpot's own client that is connected to it. */
export async function startWithClient(): Promise<{ sandbox: Sandbox; client: Client }> {
	const sandbox = await startSandbox({
		seed: 'demo',
		now: '2026-11-24T10:00:00Z',
		switches: { hubspot: { limits: false, searchLagSeconds: 0 } },
	});
	const client = new Client({
		accessToken: String(sandbox.hubspot.describe()['serviceKey']),
		basePath: sandbox.hubspot.url,
	});
	return { sandbox, client };
}

/** The status with which a call is refused, or `done`. */
export function code(work: Promise<unknown>): Promise<unknown> {
	return work.then(
		() => 'done',
		(error: { code: number }) => error.code,
	);
}

/** Enumerations of the client's own types, whose values are these texts. */
export function textAs<T>(text: string): T {
	return text as T;
}
