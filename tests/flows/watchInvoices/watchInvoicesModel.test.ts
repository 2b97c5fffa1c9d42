import fc from 'fast-check';
import { WatchedInvoices } from './watchedInvoices';
import { crash, SECOND, step } from './watchSteps';

it.each([
	['exactly once, whenever polls come and whatever n8n forgets', step, 1],
	[
		'at least once under the same name, whenever n8n is killed',
		fc.oneof({ weight: 20, arbitrary: step }, { weight: 1, arbitrary: crash }),
		3,
	],
])(
	'each event of any history is told %s',
	async (_how, steps, part) => {
		let events = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(steps, { maxLength: 90, size: 'max' }), async (all) => {
				const watched = new WatchedInvoices();
				await watched.poll();
				watched.ledger.now += 10 * 60 * SECOND;
				for (const one of all) await watched.take(one);
				watched.ledger.now += 5 * SECOND;
				await watched.poll();
				await watched.poll();
				const expected = watched.crashed ? [...new Set(watched.expected)] : watched.expected;
				// When days that passed are looked at once more, an invoice that was paid on those days may
				// be open again.
				const told = watched.crashed
					? [...new Set(watched.told)].filter(
							(event) => expected.includes(event) || !watched.isOverdueAgain(event),
						)
					: [...watched.told];
				expect(told.sort()).toEqual([...expected].sort());
				events += told.length;
			}),
			{ numRuns: Math.ceil(Number(process.env['FC_RUNS'] ?? 300) / part) },
		);
		expect(events).toBeGreaterThan(5000 / part);
	},
	120_000,
);
