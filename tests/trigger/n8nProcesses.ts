import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startQueueServers, type QueueServers } from '../../scripts/n8n/queueServers';
import { startN8n, type N8nOptions, type N8nServer } from '../../scripts/n8n/server';
import { N8nSession } from '../../scripts/n8n/session';
import { OWNER, packedPackage } from '../support/n8nServer';

export interface N8nProcessesOptions {
	/** Where n8n's processes have their folders. */
	folder: string;
	/** n8n's durable scheduler. */
	durable: boolean;
	/**
	 * n8n's queue mode: the main process, two workers and one for webhooks, on Redis and PostgreSQL.
	 */
	queue: boolean;
}

type Member = { name: string; role: NonNullable<N8nOptions['role']> };
const ALONE: Member[] = [{ name: 'n8n', role: 'start' }];
/** The main process first: it makes the database. */
const QUEUE: Member[] = [
	...ALONE,
	{ name: 'worker-1', role: 'worker' },
	{ name: 'worker-2', role: 'worker' },
	{ name: 'webhooks', role: 'webhook' },
];

const DURABLE = {
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
	N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
};
/** A killed process's jobs go to another after seconds rather than a minute. */
const QUICK_QUEUE = {
	QUEUE_WORKER_LOCK_DURATION: '10000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
	N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
	N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '15',
};

/** A real n8n in one process or several, stopped, killed and started again on the ports it had. */
export class N8nProcesses {
	private readonly running = new Map<string, N8nServer>();
	private readonly ports = new Map<string, number>();
	private servers: QueueServers | undefined;

	constructor(private readonly options: N8nProcessesOptions) {}

	/** Starts what does not run. */
	async up(): Promise<N8nSession> {
		if (this.options.queue) this.servers ??= await startQueueServers();
		const { env = {} } = this.servers ?? {};
		const [main, ...others] = this.members.filter(({ name }) => !this.running.has(name));
		if (main) await this.startMember(main, env);
		await Promise.all(others.map(async (member) => await this.startMember(member, env)));
		const session = new N8nSession(this.address('n8n'));
		await session.signIn(OWNER);
		return session;
	}

	private async startMember({ name, role }: Member, env: Record<string, string>): Promise<void> {
		const home = join(this.options.folder, name);
		mkdirSync(home, { recursive: true });
		const port = this.ports.get(name);
		const server = await startN8n({
			role,
			home,
			packages: [packedPackage()],
			env: {
				GENERIC_TIMEZONE: 'America/Los_Angeles',
				...(this.options.durable && DURABLE),
				...(this.options.queue && QUICK_QUEUE),
				...env,
			},
			...(port !== undefined && { port }),
		});
		this.running.set(name, server);
		this.ports.set(name, Number(new URL(server.url).port));
	}

	/**
	 * Stops processes, or kills them in the middle of whatever they do; all of them unless some are
	 * named.
	 */
	async down({
		kill = false,
		names = this.members.map(({ name }) => name),
	}: { kill?: boolean; names?: string[] } = {}): Promise<void> {
		const ending = names.flatMap((name) => this.running.get(name) ?? []);
		for (const name of names) this.running.delete(name);
		if (kill) for (const { process } of ending) process.child.kill('SIGKILL');
		await Promise.all(ending.map(async (server) => await server.stop()));
	}

	/** Where webhooks go. */
	get webhooks(): string {
		return this.address(this.options.queue ? 'webhooks' : 'n8n');
	}

	async stop(): Promise<void> {
		await this.down();
		await this.servers?.stop();
	}

	private get members(): Member[] {
		return this.options.queue ? QUEUE : ALONE;
	}

	private address(name: string): string {
		return `http://127.0.0.1:${this.ports.get(name) ?? 0}`;
	}
}
