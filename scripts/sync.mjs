// Random histories of edits and syncs; the last line is JSON. Options: --histories N, --seed N,
// --json.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installRoot } from './setup/install.mjs';
import { newNode, root } from './setup/paths.mjs';

try {
	await installRoot();
	const args = ['--import', 'tsx', join(root, 'tests/sync/main.ts'), ...process.argv.slice(2)];
	process.exitCode = await new Promise((resolve) => {
		spawn(newNode(), args, { cwd: root, stdio: 'inherit' }).once('close', (code) =>
			resolve(code ?? 1),
		);
	});
} catch (error) {
	console.error(`\n${error.message}`);
	process.exitCode = 1;
}
