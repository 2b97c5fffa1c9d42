import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { step } from './progress.mjs';
import { run } from './run.mjs';

const DEBIAN_POSTGRES = '/usr/lib/postgresql';

function onPath(name) {
	return (process.env.PATH ?? '')
		.split(delimiter)
		.map((folder) => join(folder, name))
		.find((file) => existsSync(file));
}

/** Debian keeps PostgreSQL's server programs off PATH, by version. */
function postgresFolder() {
	const versions = existsSync(DEBIAN_POSTGRES)
		? readdirSync(DEBIAN_POSTGRES).sort((a, b) => Number(b) - Number(a))
		: [];
	const folders = versions.map((version) => join(DEBIAN_POSTGRES, version, 'bin'));
	return [process.env.POSTGRES_BIN, ...folders].find(
		(folder) => folder && existsSync(join(folder, 'initdb')),
	);
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package made. */
function unprivileged() {
	if (process.getuid?.() !== 0) return {};
	const id = (option) => spawnSync('id', [option, 'postgres'], { encoding: 'utf8' }).stdout.trim();
	return { POSTGRES_UID: id('-u'), POSTGRES_GID: id('-g') };
}

/**
 * What n8n's queue mode needs: Redis and PostgreSQL, installed when they are missing. Only their
 * programs are used, with
 * folders and ports of the tests' own; a server that Debian starts is left alone.
 * @returns {Promise<Record<string, string>>} where they are, as environment
 */
export async function installQueueServers() {
	if (!onPath('redis-server') || !postgresFolder()) {
		const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
		const { code, output } = await step('Installing Redis and PostgreSQL', () =>
			run('apt-get', ['install', '-y', '--no-install-recommends', 'redis-server', 'postgresql'], {
				env,
			}),
		);
		if (code !== 0)
			throw new Error(
				`Redis or PostgreSQL is missing and could not be installed; put redis-server on PATH and set POSTGRES_BIN to the folder of initdb.\n${output.slice(-1500)}`,
			);
	}
	return {
		REDIS_SERVER: onPath('redis-server'),
		POSTGRES_BIN: postgresFolder(),
		...unprivileged(),
	};
}
