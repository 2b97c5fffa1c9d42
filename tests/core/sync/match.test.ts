import { matchAll, type RecordToMatch } from '../../../src/core/sync/plan/match';
import './sampleFields';

describe('matching', () => {
	const party = (id: string, more: Partial<RecordToMatch<string>> = {}): RecordToMatch<string> => ({
		record: id,
		id,
		links: [],
		keys: [[], []],
		name: id,
		inactive: false,
		...more,
	});
	const kinds = [
		{ name: 'sku', property: 'hs_sku', isIdProperty: false, queryField: 'Sku' },
		{ name: 'name', property: 'name', isIdProperty: false, queryField: 'Name' },
	] as const;

	it('trusts the link over every key, and a key of more weight over one of less', () => {
		const targets = [
			party('a', { links: ['1'], keys: [['other'], ['x']] }),
			party('b', { keys: [['s'], ['y']] }),
			party('c', { keys: [['t'], ['n']] }),
		];
		const matches = matchAll(
			[
				party('1', { keys: [['s'], []] }),
				party('2', { keys: [['s'], ['n']] }),
				party('3', { keys: [['u'], ['n']] }),
			],
			targets,
			kinds,
		);
		expect(Object.fromEntries(matches)).toEqual({
			1: { kind: 'pair', record: 'a', by: 'link' },
			2: { kind: 'pair', record: 'b', by: 'sku' },
			3: { kind: 'none' },
		});
	});

	it('never guesses between two, in either direction', () => {
		const twoTargets = matchAll(
			[party('1', { keys: [['s'], []] })],
			[party('a', { keys: [['s'], []] }), party('b', { keys: [['s'], []] })],
			kinds,
		);
		const twoSources = matchAll(
			[party('1', { keys: [['s'], []] }), party('2', { keys: [['s'], []] })],
			[party('a', { keys: [['s'], []] })],
			kinds,
		);
		expect([...twoTargets.values(), ...twoSources.values()].map(({ kind }) => kind)).toEqual([
			'conflict',
			'conflict',
			'conflict',
		]);
	});

	it('tells an inactive record apart, which no key may bring back', () => {
		expect(
			matchAll(
				[party('1', { keys: [['s'], []] })],
				[party('a', { keys: [['s'], []], inactive: true })],
				kinds,
			).get('1'),
		).toMatchObject({ kind: 'inactive', record: 'a' });
	});
});
