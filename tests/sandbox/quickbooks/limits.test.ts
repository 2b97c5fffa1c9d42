import { Limits } from '../../../sandbox/quickbooks/limits';

/** Takes as many requests as may pass at each moment (ms), out of `tries`. */
function passing(moments: number[], tries: number, isBatch = false): number[] {
	let now = 0;
	const limits = new Limits(() => now);
	return moments.map((moment) => {
		now = moment;
		return Array.from({ length: tries }, () => limits.take('1', isBatch)).filter(Boolean).length;
	});
}

it('ten a second, whose window slides', () => {
	expect(passing([0, 500, 999, 1000, 1500], 15)).toEqual([10, 0, 0, 10, 0]);
	expect(passing([0, 600, 1000, 1600], 6)).toEqual([6, 4, 6, 4]);
});

it('five hundred a minute', () => {
	const seconds = Array.from({ length: 61 }, (_, second) => second * 1000);
	expect(passing(seconds, 10)).toEqual([...Array<number>(50).fill(10), ...Array<number>(10).fill(0), 10]);
});

it('forty batches a minute, each of them a request too', () => {
	expect(passing([0, 1000, 2000, 3000, 4000, 59_999, 60_000], 10, true)).toEqual([10, 10, 10, 10, 0, 0, 10]);
	let now = 0;
	const limits = new Limits(() => now);
	for (let batch = 0; batch < 40; batch += 1) {
		expect(limits.take('1', true)).toBe(true);
		now += 100;
	}
	now += 1000;
	expect([limits.take('1', true), limits.take('1', false)]).toEqual([false, true]);
});

it('refused requests do not count, and companies have limits of their own', () => {
	let now = 0;
	const limits = new Limits(() => now);
	for (let request = 0; request < 1000; request += 1) limits.take('1', false);
	expect(limits.take('2', false)).toBe(true);
	now = 1000;
	expect(limits.take('1', false)).toBe(true);
});
