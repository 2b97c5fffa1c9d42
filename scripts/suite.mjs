// One of the longer suites: `node scripts/suite.mjs <jest config> [jest's own options]`. Installs
// what is missing first and ends with the figures of its cases.
import { installRoot } from './setup/install.mjs';
import { runJest } from './setup/jest.mjs';

const [config = '', ...options] = process.argv.slice(2);
try {
	await installRoot();
	process.exitCode = await runJest(config, options);
} catch (error) {
	console.error(`\n${error.message}`);
	process.exitCode = 1;
}
