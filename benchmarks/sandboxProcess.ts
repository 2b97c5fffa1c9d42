import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startProcess } from '../scripts/n8n/childProcess';
import type { SandboxAddresses } from '../scripts/stack/sandbox';

export interface Counters {
	hubspot: number;
	quickbooks: number;
	endpoints: Array<{ method: string; endpoint: string; requests: number }>;
}

/** A sandbox in a process of its own, so that what it keeps and does is not counted as ours. */
export interface GeneratedSandbox extends SandboxAddresses {
	/** Requests since the last reset. */
	counters(): Promise<Counters>;
	resetCounters(): Promise<void>;
	stop(): Promise<void>;
}

/** @param more further options of the sandbox's own command */
export async function startGenerated(
	customers: number,
	more: readonly string[] = [],
): Promise<GeneratedSandbox> {
	const args = [
		'--import',
		'tsx',
		'sandbox/main.ts',
		'--customers',
		String(customers),
		'--no-limits',
		'--switch',
		'hubspot.searchLagSeconds=0',
		...more,
		'--stop-with-stdin',
	];
	const own = startProcess(process.execPath, args, {
		cwd: join(__dirname, '..'),
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const lines = createInterface({ input: own.child.stdout as NodeJS.ReadableStream });
	const line = await Promise.race([
		new Promise<string>((resolve) => lines.once('line', resolve)),
		own.ended.then(() => undefined),
	]);
	if (line === undefined) throw new Error(`The sandbox did not start (${await own.ended}).`);
	const addresses = JSON.parse(line) as SandboxAddresses;
	const url = `${addresses.control}/control/counters`;
	return {
		...addresses,
		counters: async () => (await (await fetch(url)).json()) as Counters,
		resetCounters: async () => void (await fetch(url, { method: 'DELETE' })),
		stop: () => own.stop(),
	};
}
