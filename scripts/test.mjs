// Everything fast, in this order: types and lint (side by side), then the tests. Prints a summary
// whose last line is "N passed, N failed"; types and lint count as one each. Loopback only; n8n's
// server is not needed.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installRoot } from './setup/install.mjs';
import { cache, newNode, root } from './setup/paths.mjs';
import { step } from './setup/progress.mjs';
import { run } from './setup/run.mjs';

const bin = (path) => join(root, 'node_modules', path);

/** @returns {Promise<{name: string, passed: number, failed: number, seconds: number}>} */
async function check(name, args) {
	const startedAt = performance.now();
	const { code, output } = await run(newNode(), args);
	if (code !== 0) process.stderr.write(`\n${output.trimEnd()}\n`);
	return {
		name,
		passed: code === 0 ? 1 : 0,
		failed: code === 0 ? 0 : 1,
		seconds: (performance.now() - startedAt) / 1000,
	};
}

/** The tests, shown as they run; a file that could not even be loaded counts as one failure. */
async function tests(patterns) {
	const startedAt = performance.now();
	const report = join(cache, `jest-${process.pid}.json`);
	mkdirSync(cache, { recursive: true });
	const args = [bin('jest/bin/jest.js'), '--json', '--outputFile', report, ...patterns];
	// With --json jest prints the report to standard output too; it is read from the file, and
	// progress is on stderr.
	const code = await new Promise((resolve) => {
		spawn(newNode(), args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] }).once(
			'close',
			(exit) => resolve(exit ?? 1),
		);
	});
	const result = existsSync(report)
		? JSON.parse(readFileSync(report, 'utf8'))
		: { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 0, numPendingTests: 0 };
	rmSync(report, { force: true });
	let failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
	if (code !== 0 && failed === 0) failed = 1;
	return {
		name: 'tests',
		passed: result.numPassedTests,
		failed,
		skipped: result.numPendingTests,
		seconds: (performance.now() - startedAt) / 1000,
	};
}

const startedAt = performance.now();
try {
	await installRoot();
	const checks = await step('Types and lint', () =>
		Promise.all([
			check('types', [bin('typescript/bin/tsc'), '--noEmit']),
			check('lint', [
				bin('eslint/bin/eslint.js'),
				'.',
				'--max-warnings=0',
				'--cache',
				'--cache-strategy=content',
				'--cache-location',
				join(cache, 'eslint'),
			]),
			check('format', [bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.']),
		]),
	);
	const results = [...checks, await tests(process.argv.slice(2))];
	console.log('');
	for (const { name, passed, failed, skipped, seconds } of results) {
		console.log(
			`${failed ? '✗' : '✓'} ${name.padEnd(6)} ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''} in ${seconds.toFixed(1)} s`,
		);
	}
	const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
	console.log(`in all ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
	console.log(`${total('passed')} passed, ${total('failed')} failed`);
	process.exitCode = total('failed') === 0 ? 0 : 1;
} catch (error) {
	console.error(`\n${error.message}`);
	console.log('0 passed, 1 failed');
	process.exitCode = 1;
}
