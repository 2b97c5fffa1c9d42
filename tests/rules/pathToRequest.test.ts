import { measurePaths, pathFindings } from '../../scripts/house/frames';
import { notYet } from './notYet';
import { newOffenders } from './offenders';
import { MOST_FUNCTIONS } from './requestPaths/longest';
import { mergeStacks } from './requestPaths/recorder';

it(`from a step of a flow to its request are ${MOST_FUNCTIONS} awaited functions at most`, () => {
	const paths = measurePaths() ?? [];
	expect(paths.map(({ kind }) => kind)).toEqual(['deal', 'customer', 'event', 'record']);
	const long = paths.filter(({ awaited }) => awaited > MOST_FUNCTIONS);
	expect(newOffenders(pathFindings(long), notYet.longPaths)).toEqual([]);
}, 240_000);

it('stacks become one way with each function once', () => {
	const stack = (names: string) =>
		[...names].map((name) => ({ name, place: name, isAwaited: true }));
	const names = mergeStacks([stack('cb'), stack('csb'), stack('ba')]).map(({ name }) => name);
	expect(names.join('')).toBe('csba');
});
