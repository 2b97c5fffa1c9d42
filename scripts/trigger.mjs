// The triggers in a real n8n that is restarted again and again: nothing lost, nothing twice.
// Options: tests/trigger/main.ts.
// With --deals the Deal Stage Trigger, with --queue n8n's queue mode on a Redis and a PostgreSQL of
// its own.
import { spawn } from 'node:child_process';
import { build, packedPackage } from './setup/build.mjs';
import { installRoot, installServer } from './setup/install.mjs';
import { newNode, root } from './setup/paths.mjs';
import { installQueueServers } from './setup/queueServers.mjs';

try {
	await installRoot();
	await installServer();
	await build();
	const servers = process.argv.includes('--queue') ? await installQueueServers() : {};
	const env = { ...process.env, E2E_PACKAGE: await packedPackage(), ...servers };
	const script = process.argv.includes('--deals')
		? 'tests/trigger/deals.ts'
		: 'tests/trigger/main.ts';
	process.exitCode = await new Promise((resolve) => {
		spawn(newNode(), ['--import', 'tsx', script, ...process.argv.slice(2)], {
			cwd: root,
			env,
			stdio: 'inherit',
		}).once('close', (code) => resolve(code ?? 1));
	});
} catch (error) {
	console.error(`\n${error.message}`);
	process.exitCode = 1;
}
