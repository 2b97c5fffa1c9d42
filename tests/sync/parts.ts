import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

export interface Totals {
	histories: number;
	edits: number;
	mismatches: number;
	needlessWrites: number;
}

/** Fewer are not worth a process of their own. */
const LEAST = 20;

/** Plays histories in as many processes as the machine has room for, each with seeds of its own. */
export async function playInParts(
	histories: number,
	seed: number,
	more: string[],
): Promise<Totals | undefined> {
	const parts = Math.min(availableParallelism(), 4, Math.floor(histories / LEAST));
	if (parts < 2) return undefined;
	const starts = Array.from({ length: parts + 1 }, (_, part) =>
		Math.round((histories * part) / parts),
	);
	const totals = await Promise.all(
		starts
			.slice(1)
			.map(
				async (end, part) =>
					await playPart([
						'--histories',
						String(end - (starts[part] ?? 0)),
						'--seed',
						String(seed + (starts[part] ?? 0)),
						...more,
					]),
			),
	);
	return totals.reduce((sum, one) => ({
		histories: sum.histories + one.histories,
		edits: sum.edits + one.edits,
		mismatches: sum.mismatches + one.mismatches,
		needlessWrites: sum.needlessWrites + one.needlessWrites,
	}));
}

async function playPart(args: string[]): Promise<Totals> {
	const child = spawn(
		process.execPath,
		[...process.execArgv, process.argv[1] ?? '', '--part', '--json', ...args],
		{ stdio: ['ignore', 'pipe', 'inherit'] },
	);
	let answer = '';
	child.stdout.on('data', (chunk: Buffer) => (answer += chunk.toString()));
	await new Promise((resolve) => child.once('close', resolve));
	return JSON.parse(answer.trim().split('\n').at(-1) ?? '') as Totals;
}
