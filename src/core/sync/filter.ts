import { declineIfAny } from '../decline';
import { decimal } from '../money';
import type { HubSpotProperties } from '../records/hubspot';
import type { Condition, ConditionOperator, Definitions } from './types';
import { readPath, valueText } from './fields/values';

/** Both sides of a pair, as far as they exist. */
export interface Filterable {
	hubSpot?: HubSpotProperties | undefined;
	quickBooks?: object | undefined;
}

/** @throws Declined naming properties that HubSpot does not have, which every record would lack */
export function checkFilter(conditions: readonly Condition[], definitions: Definitions): void {
	const unknown = conditions.filter(
		({ side, field }) => side === 'hubSpot' && !definitions.has(field),
	);
	declineIfAny(
		unknown.map(({ field }) => ({
			field: 'Filter',
			message: `HubSpot has no field "${field}".`,
			remedy: 'Open the filter of the node, and remove or replace this condition.',
		})),
	);
}

/**
 * The first condition that a pair does not meet; undefined when the pair is synced. A condition
 * about a side that does not exist yet is not met, since what it asks for cannot be known.
 */
export function unmetCondition(
	conditions: readonly Condition[],
	pair: Filterable,
): Condition | undefined {
	return conditions.find((condition) => !meets(condition, valueOf(condition, pair)));
}

function valueOf(
	{ side, field }: Condition,
	{ hubSpot, quickBooks }: Filterable,
): string | undefined {
	if (side === 'hubSpot') return hubSpot && (hubSpot[field] ?? '').trim();
	return quickBooks && valueText(readPath(quickBooks, field)).trim();
}

function meets({ operator, value }: Condition, actual: string | undefined): boolean {
	return (
		actual !== undefined && operators[operator](actual.toLowerCase(), value.trim().toLowerCase())
	);
}

const operators: Record<ConditionOperator, (actual: string, wanted: string) => boolean> = {
	equals: (actual, wanted) => actual === wanted || compare(actual, wanted) === 0,
	notEquals: (actual, wanted) => actual !== wanted && compare(actual, wanted) !== 0,
	contains: (actual, wanted) => actual.includes(wanted),
	notContains: (actual, wanted) => !actual.includes(wanted),
	startsWith: (actual, wanted) => actual.startsWith(wanted),
	greater: (actual, wanted) => (compare(actual, wanted) ?? 0) > 0,
	less: (actual, wanted) => (compare(actual, wanted) ?? 0) < 0,
	empty: (actual) => actual === '',
	notEmpty: (actual) => actual !== '',
};

/**
 * Compares two values as numbers or as times; undefined when they are neither. JavaScript would
 * read
 * "Room 5" as a date, and zeros in front are part of a code.
 */
function compare(actual: string, wanted: string): number | undefined {
	if (DATE.test(actual) && DATE.test(wanted)) {
		const difference = Date.parse(actual) - Date.parse(wanted);
		return Number.isNaN(difference) ? undefined : difference;
	}
	try {
		return CODE.test(actual) || CODE.test(wanted)
			? undefined
			: decimal(actual).cmp(decimal(wanted));
	} catch {
		return undefined;
	}
}

const DATE = /^(\d{4}-\d{2}-\d{2}|\d{1,2}\/\d{1,2}\/\d{4})/;
const CODE = /^0\d/;

const words: Record<ConditionOperator, string> = {
	equals: 'is',
	notEquals: 'is not',
	contains: 'contains',
	notContains: 'does not contain',
	startsWith: 'starts with',
	greater: 'is greater than',
	less: 'is less than',
	empty: 'is empty',
	notEmpty: 'is not empty',
};

/** A condition in words, for people who ask why a record was left out. */
export function conditionText({ side, field, operator, value }: Condition): string {
	const system = side === 'hubSpot' ? 'HubSpot' : 'QuickBooks';
	const text = `${field} in ${system} ${words[operator]}`;
	return operator === 'empty' || operator === 'notEmpty' ? text : `${text} "${value}"`;
}
