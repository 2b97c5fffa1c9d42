import { Clock } from '../../../sandbox/clock';
import { QuickBooksLimits } from '../../../sandbox/quickbooks/limits';
import { quickbooksSwitches, type QuickBooksSwitches } from '../../../sandbox/quickbooks/switches';

function start(switches: Partial<QuickBooksSwitches> = {}) {
	const time = { now: 0 };
	const limits = new QuickBooksLimits({
		monotonic: () => time.now,
		clock: new Clock({ now: '2026-07-01T12:00:00Z', frozen: true }),
		switches: () => ({ ...quickbooksSwitches.parse({}), ...switches }),
	});
	const passes = (realmId = '1', kind: 'request' | 'batch' = 'request') =>
		limits.check(realmId, kind) === undefined;
	return { time, limits, passes };
}

/** How many of `tries` requests pass at each moment (ms). */
function passing(
	moments: number[],
	tries: number,
	kind: 'request' | 'batch' = 'request',
): number[] {
	const { time, passes } = start();
	return moments.map((moment) => {
		time.now = moment;
		return Array.from({ length: tries }, () => passes('1', kind)).filter(Boolean).length;
	});
}

it('ten a second, whose window slides', () => {
	expect(passing([0, 500, 999, 1000, 1500], 15)).toEqual([10, 0, 0, 10, 0]);
	expect(passing([0, 600, 1000, 1600], 6)).toEqual([6, 4, 6, 4]);
});

it('five hundred a minute', () => {
	const seconds = Array.from({ length: 61 }, (_, second) => second * 1000);
	expect(passing(seconds, 10)).toEqual([
		...Array<number>(50).fill(10),
		...Array<number>(10).fill(0),
		10,
	]);
});

it('forty batches a minute, each of them a request too', () => {
	expect(passing([0, 1000, 2000, 3000, 4000, 59_999, 60_000], 10, 'batch')).toEqual([
		10, 10, 10, 10, 0, 0, 10,
	]);
	const { time, passes } = start();
	for (let batch = 0; batch < 40; batch += 1) {
		expect(passes('1', 'batch')).toBe(true);
		time.now += 100;
	}
	time.now += 1000;
	expect([passes('1', 'batch'), passes('1')]).toEqual([false, true]);
});

it('refused requests do not count, and companies have limits of their own', () => {
	const { time, passes } = start();
	for (let request = 0; request < 1000; request += 1) passes();
	expect(passes('2')).toBe(true);
	time.now = 1000;
	expect(passes()).toBe(true);
});

it('what is too many gets 429, as XML or JSON; nothing is too many where limits are off', () => {
	const eleventh = (switches: Partial<QuickBooksSwitches>) => {
		const { limits, passes } = start(switches);
		for (let request = 0; request < 10; request += 1) passes();
		return limits.check('1', 'request');
	};
	expect(eleventh({})).toEqual({
		status: 429,
		headers: { 'content-type': 'application/xml' },
		body: '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<IntuitResponse time="2026-07-01T05:00:00.000-07:00" xmlns="http://schema.intuit.com/finance/v3"><Fault type="SERVICE"><Error code="3001"><Message>message=ThrottleExceeded; errorCode=003001; statusCode=429</Message><Detail>The request limit was reached.  Try again later</Detail></Error></Fault></IntuitResponse>',
	});
	expect(eleventh({ throttleBody: 'json', throttleRetryAfterSeconds: 5 })).toMatchObject({
		status: 429,
		headers: { 'content-type': 'application/json', 'retry-after': '5' },
		body: { fault: { error: [{ code: '3001' }], type: 'SERVICE' }, time: 1782907200000 },
	});
	expect(eleventh({ limits: false })).toBeUndefined();
});
