import { fingerprint } from '../../../src/core/sync/base';
import {
	advance,
	freshState,
	MOST_RETRIES,
	readState,
	withSeen,
} from '../../../src/core/sync/state';
import './sampleFields';

describe('state', () => {
	const failures = (count: number) =>
		Array.from({ length: count }, (_one, index) => ({
			side: 'quickBooks' as const,
			id: String(index + 1),
			changedAt: new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString(),
		}));

	it('moves the time on and remembers what failed until it is tried and done', () => {
		const first = advance(
			freshState('1'),
			'quickBooks',
			'2026-02-01T00:00:00Z',
			[],
			failures(2),
		).state;
		expect([first.since, first.retry]).toEqual([
			{ quickBooks: '2026-02-01T00:00:00Z' },
			{ hubSpot: [], quickBooks: ['1', '2'] },
		]);
		expect(
			advance(first, 'quickBooks', undefined, ['1', '2'], failures(1)).state.retry.quickBooks,
		).toEqual(['1']);
	});

	it('stays at the first failure that it cannot remember any more', () => {
		const { state, held } = advance(
			freshState('1'),
			'quickBooks',
			'2026-02-01T00:00:00Z',
			[],
			failures(MOST_RETRIES + 5),
		);
		expect(state.retry.quickBooks).toHaveLength(MOST_RETRIES);
		expect([state.since.quickBooks, held]).toEqual([
			failures(MOST_RETRIES + 1).at(-1)?.changedAt,
			state.since.quickBooks,
		]);
		const next = advance(state, 'quickBooks', '2026-03-01T00:00:00Z', [], [], held);
		expect([next.state.since.quickBooks, next.held]).toEqual([held, held]);
	});

	it('does not move at all when it is unknown when the failure that it cannot remember was changed', () => {
		const { state } = advance(freshState('1'), 'quickBooks', '2026-02-01T00:00:00Z', [], []);
		const deletions = failures(MOST_RETRIES + 1).map((failure) => ({ ...failure, changedAt: '' }));
		expect(
			advance(state, 'quickBooks', '2026-03-01T00:00:00Z', [], deletions).state.since.quickBooks,
		).toBe('2026-02-01T00:00:00Z');
	});

	it('stays a few KB and reads what it wrote; anything else begins anew', () => {
		const full = withSeen(
			advance(
				freshState('9341450000000001'),
				'quickBooks',
				'2026-02-01T00:00:00Z',
				[],
				failures(1000),
			).state,
			'quickBooks',
			failures(1000).map(({ id }) => fingerprint(id)),
		);
		expect(JSON.stringify(full).length).toBeLessThan(4096);
		expect(readState(JSON.parse(JSON.stringify(full)), '9341450000000001')).toEqual({
			state: full,
		});
		for (const other of [undefined, null, {}, 'x', { version: 2 }])
			expect(readState(other, '1').state).toEqual(freshState('1'));
		expect(readState(full, '1')).toEqual({
			state: freshState('1'),
			warning:
				'The QuickBooks credential now belongs to another company, so all records are checked again.',
		});
	});
});
