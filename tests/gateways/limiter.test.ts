import { Limiter } from '../../src/gateways/limiter';
import { realTime as time } from '../../src/n8n/time';

const cancelled = new Error('cancelled');

async function timeOf(action: Promise<unknown>): Promise<{ ms: number; reason: unknown }> {
	const start = Date.now();
	const reason = await action.then(() => undefined, (error: unknown) => error);
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
		const rest = ['first', 'second'].map(async (name) => await limiter.take().then(() => order.push(name)));
		own.abort(cancelled);
		expect((await Promise.all(queue)).every(({ ms, reason }) => reason === cancelled && ms < 3000)).toBe(true);
		const { ms } = await timeOf(Promise.all(rest));
		expect(order).toEqual(['first', 'second']);
		expect(ms).toBeGreaterThan(200);
		expect(ms).toBeLessThan(3000);
	});
});
