import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { root } from './paths.mjs';

const running = new Set();

/** Ends every command that `run` started and that still runs. */
export function stopRunning() {
	for (const child of running) child.kill('SIGTERM');
}

/**
 * Runs a command to its end and keeps its output.
 * @returns {Promise<{code: number, output: string}>}
 */
export function run(command, args, { cwd = root, env = process.env } = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
		running.add(child);
		const chunks = [];
		child.stdout.on('data', (chunk) => chunks.push(chunk));
		child.stderr.on('data', (chunk) => chunks.push(chunk));
		child.once('error', reject);
		child.once('close', (code) => {
			running.delete(child);
			resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() });
		});
	});
}

/**
 * The same npm that started us, or the one on PATH; the package's own commands and Node come first
 * on PATH.
 */
export async function npm(args, cwd = root) {
	const own = process.env.npm_execpath;
	const [command, first] = own?.endsWith('.js') ? [process.execPath, [own]] : ['npm', []];
	const path = `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH}`;
	const { code, output } = await run(command, [...first, ...args], {
		cwd,
		env: { ...process.env, PATH: path },
	});
	if (code !== 0)
		throw new Error(
			`npm ${args.join(' ')} (in ${cwd}) ended with ${code}:\n${output.slice(-4000)}`,
		);
	return output;
}
