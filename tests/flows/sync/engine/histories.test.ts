import { History } from '../../../sync/history';

/** More of them, with a seed of your own: `npm run test:sync -- --histories 200 --seed 1`. */
const SEEDS = [
	...Array.from({ length: 25 }, (_, index) => 9000 + index),
	// A pair that cannot be updated until the policy no longer asks for it.
	90_369,
];

describe('random histories of people, goods and bills: edits, deletions and faults, any policy, synced now and then', () => {
	it.each(SEEDS)(
		'seed %i: both sides agree by the rules, and a further run writes nothing',
		async (seed) => {
			const { mismatches, needlessWrites } = await new History(seed).play();
			expect({ mismatches, needlessWrites }).toEqual({ mismatches: [], needlessWrites: [] });
		},
	);
});
