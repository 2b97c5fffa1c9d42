import type { QuickBooksCriterion, QuickBooksQuery } from '../ports';

/** The largest page. */
export const PAGE = 1000;
/** Values of one IN list, in characters; a longer list is cut into several queries, since the query travels in the address. */
const LONGEST_LIST = 3000;

/** Field names are the only unquoted text in a query. */
const FIELD = /^[A-Za-z]+(\.[A-Za-z]+)*$/;

/**
 * The part of a query after the entity, in QuickBooks' language. Values cannot leave their quotes: an apostrophe is
 * escaped, and a backslash or control character, which QuickBooks has no safe way to write, is refused.
 *
 * Source: https://developer.intuit.com/app/developer/qbo/docs/learn/explore-the-quickbooks-online-api/data-queries
 * @throws RangeError for a value or field that cannot be written
 */
export function toQueryText(query: QuickBooksQuery, startPosition: number, maxResults: number): string {
	const { field, descending = false } = query.orderBy ?? { field: 'Id' };
	return `${toWhereText(query.where ?? [])} orderby ${toField(field)} ${descending ? 'desc' : 'asc'} startposition ${startPosition} maxresults ${maxResults}`;
}

/** Empty, or ` where …`. */
export function toWhereText(criteria: readonly QuickBooksCriterion[]): string {
	return criteria.length === 0 ? '' : ` where ${criteria.map(toCondition).join(' and ')}`;
}

function toCondition({ field, operator, value }: QuickBooksCriterion): string {
	if (Array.isArray(value)) {
		if (operator !== 'IN' || value.length === 0) throw new RangeError(`a list of values needs IN and at least one value (${field})`);
		return `${toField(field)} IN (${value.map(toLiteral).join(', ')})`;
	}
	return `${toField(field)} ${operator} ${toLiteral(value as string | number | boolean)}`;
}

function toField(field: string): string {
	if (!FIELD.test(field)) throw new RangeError(`"${field}" is no field of a query`);
	return field;
}

function toLiteral(value: string | number | boolean): string {
	if (typeof value === 'boolean') return String(value);
	const text = String(value);
	if (/[\\\p{Cc}]/u.test(text)) throw new RangeError('a value of a query holds a backslash or a control character');
	return `'${text.replaceAll("'", "\\'")}'`;
}

/** Cuts the longest IN list so that each query stays short; the answers belong together. */
export function splitQuery(query: QuickBooksQuery): QuickBooksQuery[] {
	const where = query.where ?? [];
	const index = where.findIndex(({ value }) => Array.isArray(value) && value.length > 1 && lengthOf(value as unknown[]) > LONGEST_LIST);
	const criterion = where[index];
	if (!criterion) return [query];
	return chunksOf(criterion.value as ReadonlyArray<string | boolean>).map((value) => ({ ...query, where: where.map((one, at) => (at === index ? { ...one, value } : one)) }));
}

function lengthOf(values: readonly unknown[]): number {
	return values.reduce<number>((sum, value) => sum + encodeURIComponent(String(value)).length + 8, 0);
}

function chunksOf(values: ReadonlyArray<string | boolean>): Array<Array<string | boolean>> {
	const chunks: Array<Array<string | boolean>> = [[]];
	for (const value of values) {
		const last = chunks.at(-1) as Array<string | boolean>;
		if (last.length > 0 && lengthOf([...last, value]) > LONGEST_LIST) chunks.push([value]);
		else last.push(value);
	}
	return chunks;
}
