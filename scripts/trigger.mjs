// The Invoice Status Trigger in a real n8n that is restarted again and again: nothing lost, nothing twice. Options: tests/trigger/main.ts.
import { spawn } from 'node:child_process';
import { build, packedPackage } from './setup/build.mjs';
import { installRoot, installServer } from './setup/install.mjs';
import { newNode, root } from './setup/paths.mjs';

try {
	await installRoot();
	await installServer();
	await build();
	const env = { ...process.env, E2E_PACKAGE: await packedPackage() };
	process.exitCode = await new Promise((resolve) => {
		spawn(newNode(), ['--import', 'tsx', 'tests/trigger/main.ts', ...process.argv.slice(2)], { cwd: root, env, stdio: 'inherit' }).once('close', (code) => resolve(code ?? 1));
	});
} catch (error) {
	console.error(`\n${error.message}`);
	process.exitCode = 1;
}
