import { fold, plain } from '../../store';
import { faults, type Fault } from '../faults/fault';
import type { Entity } from '../schema/entity';
import type { QuickBooksSwitches } from '../switches';
import { toDay, toMoment } from '../times';
import type { Comparison, QueryCondition, Literal } from './ast';
import { hidesInactive, queriedProperty, type Property, type ValueType } from './properties';

type SqlValue = string | number | bigint;
/** A part of an SQL statement, with the values for its question marks. */
interface Sql {
	text: string;
	values: SqlValue[];
}

/** Columns with an index that finds few records for a value. */
const indexed = new Set(['id', 'doc_number', 'party', 'email', 'display_name']);

/**
 * The WHERE clause of a query as SQL. Lists hide inactive records unless the query has a condition on
 * Active. `selective` means that an index finds few records. SQLite does not know this because it has
 * no statistics, and would read the list in its order.
 * @throws Fault 4001
 */
export function conditions(
	entity: Entity,
	where: QueryCondition[],
	switches: QuickBooksSwitches,
): Sql & { selective: boolean } {
	const parts = where.map((condition) => {
		const target = queriedProperty(entity, condition.property, switches);
		const selective =
			indexed.has(target.sql) && (condition.comparison === '=' || condition.comparison === 'IN');
		return { name: target.name, selective, sql: toSql(target, condition, switches) };
	});
	const all = parts.map(({ sql }) => sql);
	if (hidesInactive(entity) && !parts.some(({ name }) => name === 'Active'))
		all.push({ text: 'active = 1', values: [] });
	return {
		text: all.map(({ text }) => `AND ${text}`).join(' '),
		values: all.flatMap(({ values }) => values),
		selective: parts.some(({ selective }) => selective),
	};
}

function toSql(
	target: Property,
	{ comparison, values }: QueryCondition,
	switches: QuickBooksSwitches,
): Sql {
	const sql = compare(target, comparison, values, switches);
	if (target.each === undefined) return sql;
	return {
		text: `EXISTS (SELECT 1 FROM json_each(records.json, '${target.each}') WHERE ${sql.text})`,
		values: sql.values,
	};
}

const ranges = new Set<Comparison>(['<', '>', '<=', '>=']);

function compare(
	target: Property,
	comparison: Comparison,
	literals: Literal[],
	switches: QuickBooksSwitches,
): Sql {
	const [first] = literals as [Literal];
	if (comparison === 'LIKE') return like(target, first, switches);
	if (ranges.has(comparison)) {
		if (target.type === 'boolean') throw mismatch(target, `operator ${comparison}`);
		const type = target.type === 'id' ? 'number' : target.type;
		return {
			text: `${target.sortSql ?? target.sql} ${comparison} ?`,
			values: [target.type === 'id' ? wholeNumber(target, first) : read(type, target, first)],
		};
	}
	const values = literals.map((literal) => read(target.type, target, literal));
	const anyCase = target.type === 'text' && switches.equalsIgnoresCase;
	const way = comparedBy(switches);
	const sql = anyCase ? `${way.name}(${target.sql})` : target.sql;
	const sought = anyCase ? values.map((value) => way(String(value))) : values;
	if (comparison === '=') return { text: `${sql} = ?`, values: sought };
	// One parameter for lists of any length; an index still works.
	return { text: `${sql} IN (SELECT value FROM json_each(?))`, values: [JSON.stringify(sought)] };
}

/**
 * `%` is the only wildcard. SQLite's LIKE ignores case only for ASCII letters, so other letters need
 * `fold`.
 */
function like(target: Property, literal: Literal, switches: QuickBooksSwitches): Sql {
	if (target.type !== 'text' && target.type !== 'id') throw mismatch(target, 'operator LIKE');
	const pattern = String(literal.value);
	if (!switches.likeIgnoresCase)
		return {
			text: `${target.sql} GLOB ?`,
			values: [pattern.replace(/[*?[]/g, '[$&]').replaceAll('%', '*')],
		};
	const escaped = pattern.replace(/[\\_]/g, '\\$&');
	const way = comparedBy(switches);
	const isPlain = way === fold && /^[ -~]*$/.test(pattern);
	return isPlain
		? { text: `${target.sql} LIKE ? ESCAPE '\\'`, values: [escaped] }
		: { text: `${way.name}(${target.sql}) LIKE ? ESCAPE '\\'`, values: [way(escaped)] };
}

/** The function for comparing texts; SQL has a function with the same name. */
function comparedBy({ accentsIgnored }: QuickBooksSwitches): typeof fold {
	return accentsIgnored ? plain : fold;
}

const readers: Record<ValueType, (literal: Literal) => SqlValue | undefined> = {
	id: ({ value }) => String(value),
	text: ({ value }) => String(value),
	number: ({ value }) =>
		typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : undefined,
	boolean: ({ value }) =>
		/^(true|false)$/i.test(String(value)) ? Number(/^true$/i.test(String(value))) : undefined,
	date: ({ value }) => toDay(String(value)),
	moment: ({ value }) => toMoment(String(value)),
};

/** @throws Fault 4001 if the value does not have that type */
function read(type: ValueType, target: Property, literal: Literal): SqlValue {
	const value = readers[type](literal);
	if (value === undefined) throw mismatch(target, `value '${String(literal.value)}'`);
	return value;
}

function wholeNumber(target: Property, literal: Literal): bigint {
	const text = String(literal.value);
	if (!/^\d{1,19}$/.test(text) || BigInt(text) > 9223372036854775807n)
		throw mismatch(target, `value '${text}'`);
	return BigInt(text);
}

/** The real texts of these faults are not recorded. */
function mismatch(target: Property, what: string): Fault {
	return faults.of(
		'4001',
		`QueryValidationError: ${what} is not valid for property '${target.name}'`,
	);
}
