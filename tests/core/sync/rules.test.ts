import { contactKind } from '../../../src/core/contact/fields';
import { fingerprint, readBase, writeBase } from '../../../src/core/sync/base';
import { unmetCondition } from '../../../src/core/sync/filter';
import { matchAll, type RecordToMatch } from '../../../src/core/sync/plan/match';
import { toPayload } from '../../../src/core/sync/fields/payload';
import {
	advance,
	freshState,
	MOST_RETRIES,
	readState,
	withSeen,
} from '../../../src/core/sync/state';
import type { ConditionOperator, QuickBooksField } from '../../../src/core/sync/types';
import {
	cutValueWarning,
	hubSpotValue,
	quickBooksValue,
	toHubSpot,
	toQuickBooks,
} from '../../../src/core/sync/fields/values';
import type { HubSpotPropertyDefinition } from '../../../src/core/records/hubspot';
import { customer } from '../../support/sampleRecords';

const field = (path: string) =>
	contactKind.fields.find((one) => one.path === path) as QuickBooksField;
const definition = (
	type: string,
	options?: Array<[string, string]>,
): HubSpotPropertyDefinition => ({
	name: 'p',
	label: 'P',
	type,
	fieldType: 'text',
	groupName: 'g',
	...(options && { options: options.map(([value, label]) => ({ value, label })) }),
});

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

describe('values', () => {
	it.each([
		['number', 'number', '007.50', '7.5'],
		['a date with time', 'date', '2026-05-05T10:00:00Z', '2026-05-05'],
		['a choice by label', 'enumeration', 'in progress', 'In progress'],
		['a choice by value', 'enumeration', 'IN_PROGRESS', 'In progress'],
		['several choices', 'enumeration', 'IN_PROGRESS;NEW', 'In progress; New'],
		['what is no choice', 'enumeration', 'other', 'other'],
		['text', 'string', '  two  words ', 'two  words'],
	])('%s is compared by meaning', (_name, type, raw, meaning) => {
		const given = definition(
			type,
			type === 'enumeration'
				? [
						['IN_PROGRESS', 'In progress'],
						['NEW', 'New'],
					]
				: undefined,
		);
		expect(quickBooksValue(customer('1', 'x', { Notes: raw }), field('Notes'), given)).toBe(
			meaning,
		);
	});

	it('a day that goes into a time is its noon at the account’s place', () => {
		const time = definition('datetime');
		const custom: QuickBooksField = {
			path: 'CustomField.1',
			label: 'Due',
			type: 'text',
			timeZone: 'America/Los_Angeles',
		};
		const own = { CustomField: [{ DefinitionId: '1', StringValue: '2026-03-31' }] };
		expect(toHubSpot(quickBooksValue(own, custom, time), time, custom)).toBe(
			'2026-03-31T19:00:00.000Z',
		);
		const day: QuickBooksField = { ...custom, path: 'DueDate', type: 'day' };
		expect(quickBooksValue({ DueDate: '2026-03-31' }, day, time)).toBe('2026-03-31');
		expect(
			hubSpotValue({ properties: { p: '2026-04-01T03:30:00Z' } }, 'p', day, new Map([['p', time]])),
		).toBe('2026-03-31');
		expect(toHubSpot('2026-03-31', time, day)).toBe('2026-03-31T19:00:00.000Z');
	});

	it('are written in the form of each side', () => {
		expect(
			toHubSpot(
				'In progress; New',
				definition('enumeration', [
					['IN_PROGRESS', 'In progress'],
					['NEW', 'New'],
				]),
			),
		).toBe('IN_PROGRESS;NEW');
		expect([
			toQuickBooks('', field('Notes')),
			toQuickBooks('7.5', { ...field('Notes'), type: 'number' }),
			toQuickBooks('true', field('Taxable')),
		]).toEqual([null, 7.5, true]);
		expect(() => toQuickBooks('perhaps', field('Taxable'))).toThrow(
			'"perhaps" is not true or false, which QuickBooks needs for "Taxable".',
		);
		expect(() => toHubSpot('soon', definition('date'))).toThrow(
			'"soon" is not a date, which HubSpot needs for "P".',
		);
	});

	it('a choice is cut and cleaned as its label, a cut never leaves half a character', () => {
		const choice = definition('enumeration', [
			['x', 'Her Excellency: the Ambassador'],
			['y', 'y'.repeat(20)],
		]);
		const contact = (p: string) => ({
			objectType: 'contacts' as const,
			id: '1',
			properties: { p },
			createdAt: '',
			updatedAt: '',
			associations: {},
			archived: false,
		});
		const value = (p: string, path: string, given = choice) =>
			hubSpotValue(contact(p), 'p', field(path), new Map([['p', given]]));
		expect([value('x', 'Title'), value('x', 'GivenName'), value('y', 'Title')]).toEqual([
			'Her Excellency:',
			'Her Excellency - the Ambassador',
			'y'.repeat(16),
		]);
		expect(cutValueWarning('x', field('Title'), choice)).toContain(
			'Title was cut to 16 characters',
		);
		expect(value(`${'x'.repeat(99)}🌱`, 'GivenName', definition('string'))).toBe('x'.repeat(99));
	});

	it.each(['Infinity', '0x1F', '1e400', '12,50'])('%s is no number', (text) => {
		expect(() => toQuickBooks(text, { ...field('Notes'), type: 'number' })).toThrow(
			`"${text}" is not a number, which QuickBooks needs for "Notes".`,
		);
		expect(() => toHubSpot(text, definition('number'))).toThrow(
			`"${text}" is not a number, which HubSpot needs for "P".`,
		);
	});

	it('a part of an address that goes leaves the others, the last one empties the whole', () => {
		const before = customer('1', 'x', { BillAddr: { Id: '7', Line1: 'Main St', City: 'Oakland' } });
		expect(
			toPayload(
				new Map([
					[field('BillAddr.Line1'), ''],
					[field('BillAddr.PostalCode'), '94601'],
				]),
				before,
			),
		).toEqual({ BillAddr: { City: 'Oakland', PostalCode: '94601' } });
		expect(
			toPayload(
				new Map([
					[field('BillAddr.Line1'), ''],
					[field('BillAddr.City'), ''],
				]),
				before,
			),
		).toEqual({ BillAddr: null });
		expect(
			toPayload(
				new Map([
					[field('BillAddr.Line1'), ''],
					[field('GivenName'), 'Ann'],
				]),
				undefined,
			),
		).toEqual({ GivenName: 'Ann' });
	});

	it('the base survives being written; anything else is none', () => {
		const base = new Map([
			['email', fingerprint('a@b.c')],
			['city', fingerprint('')],
		]);
		expect(readBase(writeBase(base))).toEqual(new Map([...base].sort()));
		expect(readBase('something else')).toEqual(new Map());
	});
});

describe('filter', () => {
	it.each<[ConditionOperator, string, boolean]>([
		['equals', 'garden LTD', true],
		['notEquals', 'Pool', true],
		['contains', 'den', true],
		['notContains', 'den', false],
		['startsWith', 'gar', true],
		['empty', '', false],
		['notEmpty', '', true],
	])('%s "%s"', (operator, value, meets) => {
		expect(
			unmetCondition([{ side: 'quickBooks', field: 'CompanyName', operator, value }], {
				quickBooks: { CompanyName: 'Garden Ltd' },
			}) === undefined,
		).toBe(meets);
	});

	it.each<[ConditionOperator, string, boolean]>([
		['greater', '99.5', true],
		['less', '99.5', false],
		['equals', '100.00', true],
	])('of numbers: %s %s', (operator, value, meets) => {
		expect(
			unmetCondition([{ side: 'quickBooks', field: 'Balance', operator, value }], {
				quickBooks: { Balance: 100 },
			}) === undefined,
		).toBe(meets);
	});

	it.each<[string, ConditionOperator, string, boolean]>([
		['Store 12', 'equals', 'Shop 12', false],
		['Store 12', 'notEquals', 'Shop 12', true],
		['Store 12', 'greater', 'Shop 11', false],
		['007', 'equals', '7', false],
		['2026-01-05T10:00:00-08:00', 'greater', '2026-01-05', true],
		['2026-01-05', 'less', '1/6/2026', true],
		['2026-01-05', 'equals', '2026-01-05T00:00:00Z', true],
	])('"%s" %s "%s": texts are neither numbers nor dates', (CompanyName, operator, value, meets) => {
		expect(
			unmetCondition([{ side: 'quickBooks', field: 'CompanyName', operator, value }], {
				quickBooks: { CompanyName },
			}) === undefined,
		).toBe(meets);
	});

	it('a side that does not exist meets nothing', () => {
		expect(
			unmetCondition([{ side: 'hubSpot', field: 'email', operator: 'empty', value: '' }], {
				quickBooks: {},
			}),
		).toBeDefined();
	});
});

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
