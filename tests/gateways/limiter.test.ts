import { Limiter } from '../../src/gateways/limiter';
import { realTime as time } from '../../src/n8n/connection/realTime';

const cancelled = new Error('cancelled');

async function timeOf(action: Promise<unknown>): Promise<{ ms: number; reason: unknown }> {
	const start = Date.now();
	const reason = await action.then(
		() => undefined,
		(error: unknown) => error,
	);
	return { ms: Date.now() - start, reason };
}

describe('an execution that is cancelled while it waits for its turn', () => {
	it('stops at once, though another execution stands before it and waits out a minute', async () => {
		const limiter = new Limiter([{ requests: 10, perMs: 1000 }], time);
		limiter.pause(60_000);
		const [other, own] = [new AbortController(), new AbortController()];
		const before = limiter.take(other.signal).catch((error: unknown) => error);
		const waiting = timeOf(limiter.take(own.signal));
		setTimeout(() => own.abort(cancelled), 50);
		const { ms, reason } = await waiting;
		expect(reason).toBe(cancelled);
		expect(ms).toBeLessThan(3000);
		other.abort(cancelled);
		expect(await before).toBe(cancelled);
	});

	it('a long queue of it stops at once, and the others keep their order and their pace', async () => {
		const limiter = new Limiter([{ requests: 1, perMs: 200 }], time);
		const own = new AbortController();
		await limiter.take();
		const queue = Array.from({ length: 500 }, async () => await timeOf(limiter.take(own.signal)));
		const order: string[] = [];
		const rest = ['first', 'second'].map(
			async (name) => await limiter.take().then(() => order.push(name)),
		);
		own.abort(cancelled);
		expect(
			(await Promise.all(queue)).every(({ ms, reason }) => reason === cancelled && ms < 3000),
		).toBe(true);
		const { ms } = await timeOf(Promise.all(rest));
		expect(order).toEqual(['first', 'second']);
		expect(ms).toBeGreaterThan(200);
		expect(ms).toBeLessThan(3000);
	});
});

describe('a limit that others share and no answer tells of', () => {
	/** Time that passes only in waits. */
	const passing = (at = 0) => ({
		now: () => at,
		wait: async (ms: number) => {
			at += ms;
		},
	});

	/** How many requests start within the minute. */
	async function inAMinute(limiter: Limiter, time: { now(): number }): Promise<number> {
		const until = time.now() + 60_000;
		for (let started = 0; ; started += 1) {
			await limiter.take();
			if (time.now() >= until) return started;
		}
	}

	it('after a refusal the pace is slower, and grows again to the whole', async () => {
		const time = passing();
		const limiter = new Limiter([{ requests: 10, perMs: 1000 }], time);
		expect(await inAMinute(limiter, time)).toBe(600);
		limiter.pause(1000);
		limiter.pause(1000);
		const paces: number[] = [];
		for (let minute = 0; minute < 6; minute += 1) paces.push(await inAMinute(limiter, time));
		expect(paces[0]).toBeGreaterThan(300);
		expect(paces[0]).toBeLessThan(450);
		expect([...paces].sort((a, b) => a - b)).toEqual(paces);
		expect(paces.at(-1)).toBeGreaterThan(595);
	});

	it('refused again and again, a part of the pace remains', async () => {
		const time = passing();
		const limiter = new Limiter([{ requests: 10, perMs: 1000 }], time);
		for (let refusal = 0; refusal < 50; refusal += 1) {
			await limiter.take();
			limiter.pause(1000);
		}
		expect(await inAMinute(limiter, time)).toBeGreaterThanOrEqual(59);
	});
});
