import type { Time } from '../../gateways/limiter';

/** The machine's own time; a wait ends at once when the execution is cancelled. */
export const realTime: Time = {
	now: () => Date.now(),
	wait: async (ms, signal) =>
		await new Promise<void>((resolve, reject) => {
			signal?.throwIfAborted();
			const stop = () => (clearTimeout(timer), reject(signal?.reason as Error));
			const timer = setTimeout(() => (signal?.removeEventListener('abort', stop), resolve()), ms);
			signal?.addEventListener('abort', stop, { once: true });
		}),
};
