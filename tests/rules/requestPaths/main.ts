/**
 * Follows the requests of real runs back to the steps of the flows that asked for them:
 * `node --import tsx tests/rules/requestPaths/main.ts [--json] [--all]`.
 */
import { longestPath, MOST_FUNCTIONS, type LongestPath } from './longest';
import { PathRecorder, type RequestPath } from './recorder';

/** What was done, with the paths of its requests. */
async function recordAll(): Promise<Map<string, RequestPath[]>> {
	const recorder = new PathRecorder();
	recorder.start();
	// Loaded afterwards, so that every module finds the functions that note requests.
	const { runScenarios } = await import('./scenarios.js');
	const recorded = new Map<string, RequestPath[]>();
	await runScenarios(async (kind, work) => {
		await work();
		recorded.set(kind, recorder.paths.splice(0));
	});
	return recorded;
}

function print({ kind, request, step, functions, awaited }: LongestPath): void {
	console.log(`\n${kind}: ${awaited} functions awaited, ${functions.length} in all, to ${request}`);
	console.log(`     ${step.name}  ${step.place}`);
	let count = 0;
	for (const { place, name, isAwaited } of functions) {
		if (isAwaited) count += 1;
		console.log(`  ${(isAwaited ? String(count) : '·').padStart(2)} ${name}  ${place}`);
	}
}

/** The longest one for each endpoint, or only the longest of all. */
function selectLongest(kind: string, paths: RequestPath[]): LongestPath[] {
	const groups = new Map<string, RequestPath[]>();
	for (const path of paths) {
		const group = process.argv.includes('--all') ? path.request : '';
		groups.set(group, [...(groups.get(group) ?? []), path]);
	}
	return [...groups.values()].flatMap((group) => longestPath(kind, group) ?? []);
}

async function main(): Promise<void> {
	const recorded = await recordAll();
	const longest = [...recorded].flatMap(([kind, paths]) => selectLongest(kind, paths));
	if (process.argv.includes('--json')) return console.log(JSON.stringify(longest));
	longest.forEach(print);
	const most = Math.max(...longest.map(({ awaited }) => awaited));
	console.log(`\n${most} functions awaited at most; the rule allows ${MOST_FUNCTIONS}.`);
}

void main().then(() => process.exit(0));
