import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startProcess, type OwnProcess } from './childProcess';
import { freePort } from './ports';

/**
 * Redis and PostgreSQL for n8n's queue mode, in a folder of their own and on free ports of the
 * loopback address.
 */
export interface QueueServers {
	/** What every process of that n8n is started with. */
	env: Record<string, string>;
	stop(): Promise<void>;
}

function given(name: string): string {
	const value = process.env[name];
	if (!value) throw new Error(`${name} is not set: start this by its npm script`);
	return value;
}

/** @throws Error when one of them does not come up */
export async function startQueueServers(): Promise<QueueServers> {
	const folder = mkdtempSync(join(tmpdir(), 'queue-'));
	const [redisPort, postgresPort] = [await freePort(), await freePort()];
	const redis = startProcess(
		given('REDIS_SERVER'),
		[
			'--port',
			String(redisPort),
			'--bind',
			'127.0.0.1',
			'--save',
			'',
			'--appendonly',
			'no',
			'--dir',
			tmpdir(),
		],
		{ stdio: 'ignore' },
	);
	const postgres = await startPostgres(folder, postgresPort);
	await Promise.all([
		listening(redis, redisPort, 'Redis'),
		listening(postgres, postgresPort, 'PostgreSQL'),
	]);
	return {
		env: {
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redisPort),
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(postgresPort),
			DB_POSTGRESDB_DATABASE: 'postgres',
			DB_POSTGRESDB_USER: 'n8n',
			N8N_ENCRYPTION_KEY: 'the-same-for-every-process',
		},
		stop: async () => {
			// A "fast" end, which does not wait for clients.
			postgres.child.kill('SIGINT');
			await Promise.all([redis.stop(), postgres.stop()]);
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

async function startPostgres(folder: string, port: number): Promise<OwnProcess> {
	const [uid, gid] = [process.env['POSTGRES_UID'], process.env['POSTGRES_GID']].map((id) =>
		id ? Number(id) : undefined,
	);
	const as = uid === undefined ? {} : { uid, gid: gid ?? uid };
	if (uid !== undefined) chownSync(folder, uid, gid ?? uid);
	const data = join(folder, 'data');
	const program = (name: string) => join(given('POSTGRES_BIN'), name);
	const made = await startProcess(
		program('initdb'),
		['-D', data, '-U', 'n8n', '--auth=trust', '--encoding=UTF8', '--no-sync'],
		{ ...as, cwd: folder, stdio: 'ignore' },
	).ended;
	if (made !== 'exit code 0') throw new Error(`initdb ended with ${made}`);
	// The data lives as long as the test.
	writeFileSync(
		join(data, 'postgresql.auto.conf'),
		`port = ${port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\nfsync = off\n`,
	);
	return startProcess(program('postgres'), ['-D', data], { ...as, cwd: folder, stdio: 'ignore' });
}

async function listening(
	own: OwnProcess,
	port: number,
	name: string,
	patienceMs = 30_000,
): Promise<void> {
	const startedAt = performance.now();
	while (!(await answers(port))) {
		if (own.hasEnded()) throw new Error(`${name} ended early (${await own.ended})`);
		if (performance.now() - startedAt > patienceMs)
			throw new Error(`${name} did not come up within ${patienceMs / 1000} s`);
		await wait(100);
	}
}

async function answers(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = createConnection(port, '127.0.0.1', () => (socket.destroy(), resolve(true)));
		socket.once('error', () => resolve(false));
	});
}
