// The field's cases: inputs that public reports describe, and stories of several runs. Options:
// --json (the last line is one object of figures), then jest's own.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installRoot } from './setup/install.mjs';
import { runSuite } from './setup/jest.mjs';
import { cache } from './setup/paths.mjs';

const options = process.argv.slice(2).filter((option) => option !== '--json');
const keys = ['runs', 'invoicesLost', 'invoicesDoubled', 'mailsDoubled', 'mailsLost'];
try {
	await installRoot();
	mkdirSync(cache, { recursive: true });
	const tally = join(cache, `field-${process.pid}.jsonl`);
	writeFileSync(tally, '');
	const { code, cases, passed, failed } = await runSuite('jest.field.config.js', options, {
		...process.env,
		FIELD_TALLY: tally,
	});
	const rows = existsSync(tally)
		? readFileSync(tally, 'utf8')
				.split('\n')
				.filter(Boolean)
				.map((line) => JSON.parse(line))
		: [];
	rmSync(tally, { force: true });
	const counted = Object.fromEntries(
		keys.map((key) => [key, rows.reduce((sum, row) => sum + (row[key] ?? 0), 0)]),
	);
	if (process.argv.includes('--json'))
		console.log(JSON.stringify({ cases, passed, failed, ...counted }));
	process.exitCode = code || (keys.slice(1).some((key) => counted[key] > 0) ? 1 : 0);
} catch (error) {
	console.error(`\n${error.message}`);
	process.exitCode = 1;
}
