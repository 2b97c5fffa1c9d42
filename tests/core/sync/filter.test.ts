import { unmetCondition } from '../../../src/core/sync/filter';
import type { ConditionOperator } from '../../../src/core/sync/types';
import './sampleFields';

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
