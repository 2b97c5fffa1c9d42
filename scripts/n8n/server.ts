import {
	closeSync,
	existsSync,
	mkdirSync,
	openSync,
	readFileSync,
	rmSync,
	symlinkSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startProcess, type OwnProcess } from './childProcess';
import { freePort } from './ports';

const root = dirname(dirname(__dirname));
const serverFolder = join(root, 'server/node_modules/n8n');

export interface N8nOptions {
	/**
	 * n8n's command: the whole server, or in queue mode one that runs executions or one that only
	 * takes webhooks.
	 */
	role?: 'start' | 'worker' | 'webhook';
	/** n8n's user folder: its database, its key, its packages and its log. */
	home: string;
	/** Taken when it is free. */
	port?: number;
	/** Folders of packed community packages, each loaded under its own name. */
	packages: string[];
	env?: Record<string, string>;
}

export interface N8nServer {
	url: string;
	home: string;
	logFile: string;
	process: OwnProcess;
	stop(): Promise<void>;
}

/**
 * n8n calls nobody: no telemetry, no look-up of versions, templates, banners, verified packages or
 * licences.
 */
const ALONE = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_AI_ENABLED: 'false',
	/** It fetches a list of servers at every start. */
	N8N_DISABLED_MODULES: 'mcp-registry',
};

function environment(options: N8nOptions, port: number, brokerPort: number): NodeJS.ProcessEnv {
	const url = `http://127.0.0.1:${port}`;
	return {
		...process.env,
		...ALONE,
		// n8n ends at once in the environment "test", which test runners set.
		NODE_ENV: 'production',
		N8N_USER_FOLDER: options.home,
		N8N_PORT: String(port),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_EDITOR_BASE_URL: url,
		N8N_WEBHOOK_URL: url,
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		N8N_SECURE_COOKIE: 'false',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_LOG_LEVEL: 'warn',
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5',
		NO_PROXY: '127.0.0.1,localhost',
		no_proxy: '127.0.0.1,localhost',
		...options.env,
	};
}

/**
 * Puts each package where n8n looks for those that users installed; a link to another build is
 * replaced.
 */
function placePackages(home: string, packages: string[]): void {
	const folder = join(home, '.n8n/nodes/node_modules');
	mkdirSync(folder, { recursive: true });
	for (const source of packages) {
		const link = join(folder, basename(source));
		rmSync(link, { recursive: true, force: true });
		symlinkSync(source, link, 'junction');
	}
}

/**
 * Starts the n8n of `server/` and waits until it answers.
 * @throws Error with the end of n8n's log when it does not come up within five minutes, as on a
 * busy machine
 */
export async function startN8n(options: N8nOptions): Promise<N8nServer> {
	if (!existsSync(serverFolder))
		throw new Error(
			`n8n is not installed: run "npm start" once, or "npm ci" in ${join(root, 'server')}`,
		);
	placePackages(options.home, options.packages);
	const port = await freePort(options.port);
	const url = `http://127.0.0.1:${port}`;
	const logFile = join(options.home, 'n8n.log');
	const log = openSync(logFile, 'a');
	const own = startProcess(
		process.execPath,
		[join(serverFolder, 'bin/n8n'), options.role ?? 'start'],
		{ env: environment(options, port, await freePort()), stdio: ['ignore', log, log] },
	);
	closeSync(log);
	const server = { url, home: options.home, logFile, process: own, stop: () => own.stop() };
	try {
		await ready(server, options.role ?? 'start');
	} catch (error) {
		await own.stop();
		throw error;
	}
	return server;
}

/**
 * `/healthz` answers before the REST API does: hence the settings, as JSON. Workers and webhook
 * processes have no such API.
 */
async function ready(
	server: N8nServer,
	role: NonNullable<N8nOptions['role']>,
	patienceMs = 300_000,
): Promise<void> {
	const startedAt = performance.now();
	const path = role === 'start' ? '/rest/settings' : '/healthz/readiness';
	for (;;) {
		if (server.process.hasEnded())
			throw new Error(
				`n8n ended early (${await server.process.ended}):\n${endOfLog(server.logFile)}`,
			);
		const answer = await fetch(`${server.url}${path}`).catch(() => undefined);
		if (answer?.ok && answer.headers.get('content-type')?.includes('json')) return;
		await answer?.body?.cancel();
		if (performance.now() - startedAt > patienceMs)
			throw new Error(
				`n8n did not answer within ${patienceMs / 1000} s:\n${endOfLog(server.logFile)}`,
			);
		await wait(250);
	}
}

function endOfLog(file: string): string {
	return readFileSync(file, 'utf8').split('\n').slice(-25).join('\n');
}
