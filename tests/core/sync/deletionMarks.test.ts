import {
	followedMark,
	MOST_DELETIONS,
	notedMark,
	readDeletions,
	toldMark,
	trimDeletions,
	unlinkedMark,
} from '../../../src/core/sync/deletionMarks';
import { readState } from '../../../src/core/sync/state';

const own = [
	toldMark('hubSpot', '1'),
	toldMark('quickBooks', '2'),
	followedMark('hubSpot', '3'),
	unlinkedMark('4'),
	notedMark('5'),
];

it('marks of deletions are read back, and nothing else is', () => {
	expect(readDeletions([...own, 'noted x', 'hubSpot', 7, 'other 1', 'followed 3'])).toEqual(own);
	expect([readDeletions(undefined), readDeletions('noted 1')]).toEqual([[], []]);
	const { state } = readState({ version: 1, realmId: '9', deletions: own, binAt: 'never' }, '9');
	expect([state.deletions, state.binAt]).toEqual([own, undefined]);
});

it('what was told is kept longer than what was only noted, the latest longest', () => {
	const told = Array.from({ length: MOST_DELETIONS - 1 }, (_one, index) =>
		toldMark('hubSpot', String(index)),
	);
	expect(trimDeletions([notedMark('1'), notedMark('2'), ...told])).toEqual([
		...told,
		notedMark('1'),
	]);
});
