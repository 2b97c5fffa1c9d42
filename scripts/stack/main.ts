import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stopEveryProcess } from '../n8n/childProcess';
import { OWNER, WORKFLOW_NAME } from './demo';
import { runOnce, type OnceReport } from './once';
import { startStack, type Stack } from './stack';

const root = join(__dirname, '../..');
const PORTS = { n8n: 5678, control: 5700, hubspot: 5701, quickbooks: 5702 };

const { values } = parseArgs({
	options: {
		package: { type: 'string' },
		'started-at': { type: 'string' },
		once: { type: 'boolean' },
		data: { type: 'string' },
	},
});

let wasStopped = false;

type Step = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/** Until the first of: a signal (resolves), or a process of ours that ended by itself (rejects). */
function untilStopped(broken: Promise<string>, stopped: Promise<void>): Promise<void> {
	return Promise.race([
		stopped,
		broken.then((sentence) => {
			// Ctrl-C reaches the parts as well as us.
			if (!wasStopped) throw new Error(sentence);
		}),
	]);
}

function announce(stack: Stack): void {
	process.stdout.write(`
  n8n          ${stack.n8n.url}/workflow/${stack.workflow.id}
               log in as ${OWNER.email} with ${OWNER.password}; the workflow is "${WORKFLOW_NAME}"
  HubSpot      ${stack.sandbox.hubspot}
  QuickBooks   ${stack.sandbox.quickbooks}
  Console      ${stack.sandbox.control}

  Ctrl-C stops everything; what you did is kept for the next start.
`);
}

/** Two stacks on the same records would spoil them. @throws Error naming the one that is up */
function claim(dataDir: string): { release(): void; at(address: string): void } {
	mkdirSync(dataDir, { recursive: true });
	const file = join(dataDir, 'running.json');
	const other = existsSync(file)
		? (JSON.parse(readFileSync(file, 'utf8')) as { pid: number; address?: string })
		: undefined;
	if (other && isRunning(other.pid))
		throw new Error(
			`The demo is running already${other.address ? ` at ${other.address}` : ''}. Stop it with Ctrl-C where it was started, or give this one a folder of its own with --data.`,
		);
	const write = (address?: string) =>
		writeFileSync(file, JSON.stringify({ pid: process.pid, ...(address && { address }) }));
	write();
	return { release: () => rmSync(file, { force: true }), at: write };
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return pid !== process.pid;
	} catch {
		return false;
	}
}

async function stay(packageFolder: string, step: Step, stopped: Promise<void>): Promise<void> {
	const dataDir = values.data ?? join(root, '.data');
	const claimed = claim(dataDir);
	try {
		const stack = await startStack({ dataDir, packageFolder, ports: PORTS, step });
		try {
			claimed.at(stack.n8n.url);
			announce(stack);
			await untilStopped(stack.broken, stopped);
		} finally {
			await step('Stopping', () => stack.stop());
		}
	} finally {
		claimed.release();
	}
}

/**
 * A folder of its own each time: the deal is billed for the first time, also while another start is
 * up.
 */
async function once(packageFolder: string, step: Step, stopped: Promise<void>): Promise<void> {
	mkdirSync(join(root, '.data'), { recursive: true });
	const dataDir = mkdtempSync(join(root, '.data/once-'));
	let report: OnceReport | undefined;
	try {
		report = await reportOf(await startStack({ dataDir, packageFolder, step }), step, stopped);
	} finally {
		if (report || wasStopped) rmSync(dataDir, { recursive: true, force: true });
		else process.stderr.write(`\nThe records and n8n's log are kept in ${dataDir}\n`);
	}
	process.stdout.write(`${JSON.stringify(report)}\n`);
}

async function reportOf(stack: Stack, step: Step, stopped: Promise<void>): Promise<OnceReport> {
	try {
		const startedAt = Number(values['started-at'] ?? Date.now());
		const interrupted = untilStopped(stack.broken, stopped).then((): never => {
			throw new Error('Stopped before it was done');
		});
		return await Promise.race([
			step(`Running "${WORKFLOW_NAME}"`, () => runOnce(stack, startedAt)),
			interrupted,
		]);
	} finally {
		await stack.stop();
	}
}

async function main(): Promise<void> {
	if (!values.package) throw new Error('Start this with "npm start"');
	// Plain JavaScript, since the installing, which comes first, needs them too.
	const { step } = await import('../setup/progress.mjs');
	const { watchParent } = await import('../setup/parent.mjs');
	const stopped = new Promise<void>((resolve) => {
		const stop = () => {
			wasStopped = true;
			resolve();
			void stopEveryProcess();
		};
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
		watchParent(stop);
	});
	await (values.once ? once : stay)(values.package, step, stopped);
}

main().then(
	() => process.exit(0),
	(error: unknown) => {
		// What fails because of Ctrl-C is not worth a message.
		if (!wasStopped)
			process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
		process.exit(wasStopped ? 130 : 1);
	},
);
