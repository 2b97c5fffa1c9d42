import type { QuickBooksCriterion, QuickBooksQuery } from '../../../core/records/quickbooksQueries';
import { isWritable, patternFor } from './query';

/** One of several queries that together give the answer of one. */
export interface QueryPart {
	where: QuickBooksCriterion[];
	/** Which rows found are meant; all of them when there is none. */
	keeps: Array<(row: object) => boolean>;
}

/** Length of an IN list in the address, where the query travels. */
const LONGEST_LIST = 3000;
/** Quotes, comma and space around a value. */
const AROUND_VALUE = 10;

/**
 * Queries that QuickBooks can take: long lists are cut, and a text with a backslash, which cannot
 * be written, is sought by a
 * pattern, so that its rows are to be told apart here. No part at all when a list is empty: nothing
 * can be found.
 */
export function toParts({ where = [] }: Pick<QuickBooksQuery, 'where'>): QueryPart[] {
	return where.reduce<QueryPart[]>(
		(parts, criterion) =>
			parts.flatMap((part) =>
				alternativesOf(criterion).map((other) => ({
					where: [...part.where, ...other.where],
					keeps: [...part.keeps, ...other.keeps],
				})),
			),
		[{ where: [], keeps: [] }],
	);
}

function alternativesOf(criterion: QuickBooksCriterion): QueryPart[] {
	const { operator, value } = criterion;
	if (operator === '=' && typeof value === 'string' && !isWritable(value))
		return [sought(criterion, value)];
	if (operator !== 'IN' || !Array.isArray(value)) return [{ where: [criterion], keeps: [] }];
	const values = [...new Set(value as Array<string | boolean>)];
	const writable = values.filter((one) => typeof one !== 'string' || isWritable(one));
	const others = values.filter((one): one is string => typeof one === 'string' && !isWritable(one));
	return [
		...chunksOf(writable).map((chunk) => ({ where: [{ ...criterion, value: chunk }], keeps: [] })),
		...others.map((one) => sought(criterion, one)),
	];
}

function sought(criterion: QuickBooksCriterion, value: string): QueryPart {
	const asked = value.toLowerCase();
	return {
		where: [{ field: criterion.field, operator: 'LIKE', value: patternFor(value) }],
		keeps: [(row) => fieldOf(row, criterion.field).toLowerCase() === asked],
	};
}

/** The text that a query compares: some fields wrap it. */
export function fieldOf(row: object, field: string): string {
	const value = field
		.split('.')
		.reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], row);
	const {
		value: id,
		Address: address,
		FreeFormNumber: number,
	} = Object(value) as Record<string, unknown>;
	const text = [id, address, number, value].find(
		(one) => typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean',
	);
	return text === undefined ? '' : String(text);
}

function chunksOf<T>(values: readonly T[]): T[][] {
	const chunks: T[][] = [];
	let length = Infinity;
	for (const value of values) {
		const own = encodeURIComponent(String(value)).length + AROUND_VALUE;
		if (length + own > LONGEST_LIST) {
			chunks.push([]);
			length = 0;
		}
		chunks.at(-1)?.push(value);
		length += own;
	}
	return chunks;
}
