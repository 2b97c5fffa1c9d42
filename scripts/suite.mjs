// One of the longer suites: `node scripts/suite.mjs <jest config> [jest's own options]`. Installs what is missing first and
// ends with the figures of its cases.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installRoot } from './setup/install.mjs';
import { cache, newNode, root } from './setup/paths.mjs';

const [config = '', ...options] = process.argv.slice(2);
const startedAt = performance.now();
try {
	await installRoot();
	mkdirSync(cache, { recursive: true });
	const report = join(cache, `suite-${process.pid}.json`);
	const args = [join(root, 'node_modules/jest/bin/jest.js'), '--config', config, '--json', '--outputFile', report, ...options];
	const code = await new Promise((resolve) => {
		spawn(newNode(), args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] }).once('close', (exit) => resolve(exit ?? 1));
	});
	const result = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 1 };
	rmSync(report, { force: true });
	const cases = result.numPassedTests + result.numFailedTests;
	console.log(`${cases} cases: ${result.numPassedTests} passed, ${result.numFailedTests + result.numRuntimeErrorTestSuites} failed, in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
	process.exitCode = code;
} catch (error) {
	console.error(`\n${error.message}`);
	process.exitCode = 1;
}
