import { faults } from '../faults/fault';
import type { Company } from '../company';
import { toReply } from '../reply/reply';
import type { Entity } from '../schema/entity';
import { findEntity } from '../schema/entities';
import type { QuickBooksSwitches } from '../switches';
import type { Query } from './ast';
import { conditions } from './conditions';
import { refuseTypographic } from './lexer';
import { parseQuery } from './parser';
import { projected, queriedProperty } from './properties';

const DEFAULT_PAGE = 100;
const LARGEST_PAGE = 1000;

interface QueryReply {
	QueryResponse: Record<string, unknown>;
}

/**
 * Answers a query of the query endpoint or of a batch. If nothing is found, the answer is `{}` without
 * the entity's key.
 * Source:
 * https://developer.intuit.com/app/developer/qbo/docs/learn/explore-the-quickbooks-online-api/data-queries
 * @throws Fault 4000 if the text does not follow the grammar, 4001 if it contains an unknown name
 */
export function runQuery(company: Company, text: string, switches: QuickBooksSwitches): QueryReply {
	if (switches.typographicText === 'refuse') refuseTypographic(text);
	const query = parseQuery(text, switches.doubleBackslash);
	const entity = findEntity(query.entity);
	if (!entity)
		throw faults.of('4001', `QueryValidationError: invalid context declaration: ${query.entity}`);
	const where = conditions(entity, query.where, switches);
	const order = orderBy(entity, query, switches).map((key) => (where.selective ? `+${key}` : key));
	// Always true for lists with names to sort by. It lets SQLite use the index of these names.
	const sorted = order[0] === 'sort_name' ? 'AND sort_name IS NOT NULL' : '';
	const { start, size } = page(query, switches);
	const show = projectionOf(entity, query, switches);
	const count = () => company.records.count(entity.name, where.text, where.values);
	if (query.projection.kind === 'count') return { QueryResponse: { totalCount: count() } };
	const entries = company.records.select(
		entity.name,
		`${where.text} ${sorted} ORDER BY ${order.join(', ')} LIMIT ? OFFSET ?`,
		[...where.values, size, start - 1],
	);
	if (entries.length === 0) return { QueryResponse: {} };
	const rows = entries.map((entry) =>
		show(toReply(entity, entry, { company, switches, view: 'query' })),
	);
	const response = { [entity.name]: rows, startPosition: start, maxResults: rows.length };
	if (!showsTotal(entity, switches)) return { QueryResponse: response };
	const totalCount = switches.totalCount === 'page' ? rows.length : count();
	return { QueryResponse: { ...response, totalCount } };
}

type Show = (row: Record<string, unknown>) => Record<string, unknown>;

/** @throws Fault 4001 if the query names an unknown field */
function projectionOf(entity: Entity, { projection }: Query, switches: QuickBooksSwitches): Show {
	if (projection.kind !== 'named') return (row) => row;
	const names = projection.properties.map((name) => projected(entity, name));
	return switches.projection === 'named' ? named(names) : (row) => row;
}

function showsTotal(entity: Entity, { alsoShown }: QuickBooksSwitches): boolean {
	return entity.totalCount === true || alsoShown.includes(`${entity.name}.totalCount`);
}

/**
 * The sort keys. Without ORDERBY, lists are sorted by name in byte order, and transactions by their
 * last change, newest first.
 */
function orderBy(entity: Entity, query: Query, switches: QuickBooksSwitches): string[] {
	const keys = query.orderBy.map(({ property: written, descending }) => {
		const target = queriedProperty(entity, written, switches);
		if (target.each !== undefined)
			throw faults.of('4001', `QueryValidationError: property '${written}' is not sortable`);
		return `${target.sortSql ?? target.sql}${descending ? ' DESC' : ''}`;
	});
	if (keys.length > 0)
		return keys.some((key) => /^number\b/.test(key)) ? keys : [...keys, 'number'];
	if (entity.kind === 'transaction') return ['updated DESC', 'change DESC'];
	return entity.order === undefined || entity.order === 'Id' ? ['number'] : ['sort_name', 'number'];
}

/** @throws Fault 4001 for numbers out of range, if the switches refuse them */
function page(
	{ startPosition = 1, maxResults = DEFAULT_PAGE }: Query,
	switches: QuickBooksSwitches,
): { start: number; size: number } {
	const least = switches.startPositionZero === 'asOne' ? 0 : 1;
	if (startPosition < least)
		throw faults.of(
			'4001',
			`QueryValidationError: value ${startPosition} is too small. Min allowed value is 1`,
		);
	if (!Number.isSafeInteger(startPosition))
		throw faults.of(
			'4001',
			`QueryValidationError: value ${startPosition} is too large. Max allowed value is ${Number.MAX_SAFE_INTEGER}`,
		);
	if (maxResults < 1)
		throw faults.of(
			'4001',
			`QueryValidationError: value ${maxResults} is too small. Min allowed value is 1`,
		);
	if (maxResults > LARGEST_PAGE && switches.tooManyResults === 'refuse')
		throw faults.of(
			'4001',
			`QueryValidationError: value ${maxResults} is too large. Max allowed value is ${LARGEST_PAGE}`,
		);
	return { start: Math.max(1, startPosition), size: Math.min(maxResults, LARGEST_PAGE) };
}

/** Keeps the named fields of a row and those that identify the record. */
function named(names: string[]): Show {
	const kept = new Set(['domain', 'sparse', 'Id', ...names]);
	return (row) => Object.fromEntries(Object.entries(row).filter(([key]) => kept.has(key)));
}
