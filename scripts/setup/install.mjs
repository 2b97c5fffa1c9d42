import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root, server } from './paths.mjs';
import { step } from './progress.mjs';
import { npm } from './run.mjs';

/**
 * Whether every package of the lock file is in place, by npm's own record of what it installed,
 * which it writes last.
 * Optional packages may be missing: most belong to other platforms.
 */
export function isInstalled(folder) {
	const record = join(folder, 'node_modules/.package-lock.json');
	if (!existsSync(record)) return false;
	const wanted = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages;
	const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
	return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
		if (path === '') return true;
		const found = installed[path];
		return found ? found.version === version : Boolean(optional || devOptional);
	});
}

/** `npm ci` into an empty folder; `npm install` where an older tree only needs its differences. */
async function install(folder, name) {
	if (isInstalled(folder)) return;
	const command = existsSync(join(folder, 'node_modules/.package-lock.json')) ? 'install' : 'ci';
	await step(name, () => npm([command, '--ignore-scripts', '--no-audit', '--no-fund'], folder));
}

/**
 * A binary that an install script fetches; such scripts are off in general, and run by name where
 * needed.
 */
async function rebuild(folder, dependency, file, name) {
	const path = join(folder, 'node_modules', dependency, file);
	if (existsSync(path) && statSync(path).size > 0) return;
	await step(name, () => npm(['rebuild', dependency, '--ignore-scripts=false'], folder));
}

/** What the package, its sandbox and its tests need. */
export async function installRoot() {
	await install(root, 'Installing the package and its tests (about a minute)');
	await rebuild(
		root,
		'node',
		process.platform === 'win32' ? 'bin/node.exe' : 'bin/node',
		'Fetching Node 24 for n8n',
	);
}

/** The n8n server: 2.8 GB, therefore in a folder of its own that the tests do not need. */
export async function installServer() {
	await install(server, 'Installing n8n (2.8 GB, about five minutes, only once)');
	await rebuild(server, 'sqlite3', 'build/Release/node_sqlite3.node', 'Preparing SQLite for n8n');
}
