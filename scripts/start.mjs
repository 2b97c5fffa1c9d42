// The one command: installs what is missing, builds, then hands over to scripts/stack/main.ts,
// which starts the sandbox and n8n. Only Node's own modules here, and nothing newer than Node 20:
// nothing else is installed yet.
import { spawn } from 'node:child_process';
import { build, packedPackage } from './setup/build.mjs';
import { installRoot, installServer } from './setup/install.mjs';
import { watchParent } from './setup/parent.mjs';
import { newNode, root } from './setup/paths.mjs';
import { stopRunning } from './setup/run.mjs';

const startedAt = Date.now();
let stack;
let interrupted = false;

function interrupt() {
	interrupted = true;
	stopRunning();
	if (stack) stack.kill('SIGTERM');
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, interrupt);
watchParent(interrupt);

/** @returns {Promise<number>} the exit code of the stack */
function runStack(packageFolder) {
	return new Promise((resolve, reject) => {
		const args = [
			'--import',
			'tsx',
			'scripts/stack/main.ts',
			'--package',
			packageFolder,
			'--started-at',
			String(startedAt),
			...process.argv.slice(2),
		];
		stack = spawn(newNode(), args, { cwd: root, stdio: 'inherit' });
		stack.once('error', reject);
		stack.once('exit', (code) => resolve(code ?? 1));
	});
}

try {
	await installRoot();
	await installServer();
	await build();
	const packageFolder = await packedPackage();
	process.exitCode = interrupted ? 130 : await runStack(packageFolder);
} catch (error) {
	if (!interrupted) console.error(`\n${error.message}`);
	process.exitCode = interrupted ? 130 : 1;
}
