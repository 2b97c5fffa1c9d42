import { GatewayError } from '../../errors';
import type {
	QuickBooksCriterion,
	QuickBooksOperator,
	QuickBooksQuery,
} from '../../../core/records/quickbooksQueries';

/** The largest page. */
export const PAGE = 1000;

/** Field names and operators are the only unquoted text in a query. */
const FIELD = /^[A-Za-z]\w*(\.[A-Za-z]\w*)*$/;
const OPERATORS: Record<QuickBooksOperator, true> = {
	'=': true,
	'<': true,
	'>': true,
	'<=': true,
	'>=': true,
	LIKE: true,
	IN: true,
};
/**
 * QuickBooks' language is not known to have a way to write a backslash or a control character
 * inside quotes; curly quotes and long dashes were refused at times.
 */
const UNWRITABLE = /[\\\p{Cc}\p{Cs}\u2010-\u201f]/gu;

type Value = string | number | boolean;

/**
 * The part of a query after the entity, in QuickBooks' language. No value can leave its quotes: an
 * apostrophe is escaped, and what cannot be written is refused.
 * https://developer.intuit.com/app/developer/qbo/docs/learn/explore-the-quickbooks-online-api/data-queries
 * @throws GatewayError `invalid` for a value, field or operator that cannot be written
 */
export function toQueryText(
	query: QuickBooksQuery,
	startPosition: number,
	maxResults: number,
): string {
	const { field, descending = false } = query.orderBy ?? { field: 'Id' };
	return [
		toWhereText(query.where ?? []),
		`orderby ${toField(field)} ${descending ? 'desc' : 'asc'}`,
		`startposition ${toPosition(startPosition)}`,
		`maxresults ${toPosition(maxResults)}`,
	].join(' ');
}

export function isWritable(value: string): boolean {
	return value.search(UNWRITABLE) < 0;
}

/** A LIKE pattern that finds the value, and maybe others. */
export function patternFor(value: string): string {
	return value.replace(UNWRITABLE, '%');
}

function toWhereText(criteria: readonly QuickBooksCriterion[]): string {
	return criteria.length === 0 ? '' : ` where ${criteria.map(toCondition).join(' and ')}`;
}

function toCondition({ field, operator, value }: QuickBooksCriterion): string {
	if (!Object.hasOwn(OPERATORS, operator))
		throw refused(`${String(operator)} is no operator of a query`);
	if ((operator === 'IN') !== Array.isArray(value))
		throw refused(`IN, and nothing else, takes a list of values (${field})`);
	if (!Array.isArray(value))
		return `${toField(field)} ${operator} ${toOperand(operator, value as Value)}`;
	if (value.length === 0) throw refused(`IN takes at least one value (${field})`);
	return `${toField(field)} IN (${(value as Value[]).map(toLiteral).join(', ')})`;
}

function toOperand(operator: QuickBooksOperator, value: Value): string {
	return toLiteral(operator === 'LIKE' && typeof value === 'string' ? patternFor(value) : value);
}

function toField(field: string): string {
	if (!FIELD.test(field)) throw refused(`"${field}" is no field of a query`);
	return field;
}

function toPosition(count: number): number {
	if (!Number.isSafeInteger(count) || count < 1)
		throw refused(`${count} is no position or number of rows`);
	return count;
}

function toLiteral(value: Value): string {
	if (typeof value === 'boolean') return String(value);
	if (typeof value === 'number' && Number.isFinite(value)) return `'${value}'`;
	if (typeof value !== 'string')
		throw refused('a value of a query is neither text nor a number nor true or false');
	if (!isWritable(value))
		throw refused(
			'QuickBooks cannot be asked for text that holds a backslash, a control character or a curly quote',
		);
	return `'${value.replaceAll("'", "\\'")}'`;
}

function refused(message: string): GatewayError {
	return new GatewayError({ system: 'QuickBooks', kind: 'invalid', message });
}
