import { check } from './check';
import { readRecordings } from './recordings';

const USAGE = `Usage: npm run -s sandbox:check -- DIR

Replays every recording (*.json) below DIR against the QuickBooks sandbox and prints where its replies differ.
The last line is JSON: {"exchanges","matched","differing"}. The exit code is 0 if nothing differs, 1 if something differs, and 2 if DIR cannot be checked.
`;

/** @returns the exit code */
export async function main(args: string[], print: (line: string) => void): Promise<number> {
	const [folder] = args;
	if (folder === undefined || args.length > 1 || folder.startsWith('-')) {
		print(USAGE);
		return folder === '--help' || folder === '-h' ? 0 : 2;
	}
	let recordings;
	try {
		recordings = readRecordings(folder);
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		print(error.message);
		return 2;
	}
	const totals = { exchanges: 0, matched: 0, differing: 0 };
	for (const recording of recordings) {
		for (const { file, index, request, differences } of await check(recording)) {
			totals.exchanges += 1;
			totals[differences.length === 0 ? 'matched' : 'differing'] += 1;
			for (const { path, problem } of differences)
				print(`${file}[${index}] ${request} — ${path}: ${problem}`);
		}
	}
	print(JSON.stringify(totals));
	return totals.differing === 0 ? 0 : 1;
}

if (require.main === module) {
	main(process.argv.slice(2), (line) => process.stdout.write(`${line}\n`)).then(
		(code) => {
			process.exitCode = code;
		},
		(error: unknown) => {
			process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
			process.exitCode = 2;
		},
	);
}
