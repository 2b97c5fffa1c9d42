import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';

/** A process of ours: started, watched and ended by its own id. */
export interface OwnProcess {
	child: ChildProcess;
	/** Settles when it has ended, with how: an exit code or a signal's name. */
	ended: Promise<string>;
	hasEnded(): boolean;
	/** Asks it to end (SIGTERM), and after `patienceMs` makes it. */
	stop(patienceMs?: number): Promise<void>;
}

const running = new Set<OwnProcess>();

/** Ends every process that was started here and still runs, also those that are only starting. */
export async function stopEveryProcess(): Promise<void> {
	await Promise.all([...running].map((own) => own.stop()));
}

export function startProcess(command: string, args: string[], options: SpawnOptions): OwnProcess {
	const child = spawn(command, args, options);
	let over = false;
	const ended = new Promise<string>((resolve) => {
		child.once('error', (error) => resolve(error.message));
		child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
	}).then((how) => {
		over = true;
		running.delete(own);
		return how;
	});
	const own: OwnProcess = {
		child,
		ended,
		hasEnded: () => over,
		stop: async (patienceMs = 20_000) => {
			if (over) return;
			child.kill('SIGTERM');
			const patience = new AbortController();
			const late = wait(patienceMs, 'late', { signal: patience.signal }).catch(() => 'ended');
			if ((await Promise.race([ended, late])) === 'late') child.kill('SIGKILL');
			patience.abort();
			await ended;
		},
	};
	running.add(own);
	return own;
}
