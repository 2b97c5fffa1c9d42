import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LongestPath } from '../../tests/rules/requestPaths/longest';
import type { Finding } from './finding';
import { root } from './imports';

const PROGRAM = 'tests/rules/requestPaths/main.ts';

/**
 * Runs the nodes of a checkout against its sandboxes and follows their requests, in a process of
 * its own. Undefined where that checkout cannot do it.
 */
export function measurePaths(base = root): LongestPath[] | undefined {
	if (!existsSync(join(base, PROGRAM))) return undefined;
	const output = execFileSync(process.execPath, ['--import', 'tsx', PROGRAM, '--json'], {
		cwd: base,
		encoding: 'utf8',
		maxBuffer: 1e8,
	});
	return JSON.parse(output.trim().split('\n').at(-1) ?? '') as LongestPath[];
}

export function pathFindings(paths: readonly LongestPath[]): Finding[] {
	return paths.map(({ kind, request, step, functions, awaited }) => ({
		key: kind,
		place: step.place,
		text:
			`${kind}: ${awaited} functions are awaited, of ${functions.length} from ${step.name} to ${request}: ` +
			`${functions.map(({ name, isAwaited }) => (isAwaited ? name : `(${name})`)).join(' → ')}. ` +
			'Take out functions that only pass a call on.',
	}));
}
