import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cache, newNode, root } from './paths.mjs';

/**
 * Runs jest with a configuration of the root folder and ends with the figures of its cases.
 * @returns its exit code
 */
export async function runJest(config, options, env = process.env) {
	return (await runSuite(config, options, env)).code;
}

/** The same, with the figures. A file that could not even be loaded counts as one failure. */
export async function runSuite(config, options, env = process.env) {
	const startedAt = performance.now();
	mkdirSync(cache, { recursive: true });
	const report = join(cache, `suite-${process.pid}.json`);
	const args = [
		join(root, 'node_modules/jest/bin/jest.js'),
		'--config',
		config,
		'--json',
		'--outputFile',
		report,
		...options,
	];
	const code = await new Promise((resolve) => {
		spawn(newNode(), args, { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] }).once(
			'close',
			(exit) => resolve(exit ?? 1),
		);
	});
	const result = existsSync(report)
		? JSON.parse(readFileSync(report, 'utf8'))
		: { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 1 };
	rmSync(report, { force: true });
	const figures = {
		code,
		cases: result.numPassedTests + result.numFailedTests,
		passed: result.numPassedTests,
		failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
	};
	console.log(
		`${figures.cases} cases: ${figures.passed} passed, ${figures.failed} failed, in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
	);
	return figures;
}
