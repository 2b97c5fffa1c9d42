import type { SQLInputValue } from 'node:sqlite';
import { LAST_TIME } from '../objects/values';
import type { Definition } from '../properties/definition';
import type { Definitions } from '../properties/definitions';
import { validation } from '../refusal';
import type { HubSpotSwitches } from '../switches';
import { findType, type ObjectType } from '../types';
import type { Filter } from './request';
import { lowerCase, plainWords, queried } from './text';

/** An SQL condition for a row of `objects`, and the values for its question marks. */
export interface SqlCondition {
	sql: string;
	values: SQLInputValue[];
}

export interface SearchContext {
	type: ObjectType;
	definitions: Definitions;
	switches: HubSpotSwitches;
	/** The column with the properties that a search sees. */
	column: 'properties' | 'previous';
	/** Called with every expression for which an index helps. */
	wantIndex(property: string, expression: string): void;
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,2})?$/i;
const NOTHING: SqlCondition = { sql: '0', values: [] };
const COMPARE = { EQ: '=', LT: '<', LTE: '<=', GT: '>', GTE: '>=' } as const;
const NEGATIVE = { NEQ: 'EQ', NOT_IN: 'IN', NOT_CONTAINS_TOKEN: 'CONTAINS_TOKEN' } as const;

/** A record must match all filters of at least one group. */
export function groupsCondition(groups: Filter[][], context: SearchContext): SqlCondition {
	const all = groups.map((group) =>
		join(
			group.map((filter) => filterCondition(filter, context)),
			'AND',
		),
	);
	if (all.length === 0) return { sql: '1', values: [] };
	if (all.length === 1 || context.column === 'previous') return join(all, 'OR');
	// SQLite uses an index for each group only if each group is its own query.
	const each = all.map(
		({ sql }) => `SELECT o.id FROM objects o WHERE o.type = '${context.type}' AND ${sql}`,
	);
	return {
		sql: `o.id IN (${each.join(' UNION ALL ')})`,
		values: all.flatMap(({ values }) => values),
	};
}

export function join(conditions: SqlCondition[], word: 'AND' | 'OR'): SqlCondition {
	return {
		sql: `(${conditions.map(({ sql }) => sql).join(` ${word} `)})`,
		values: conditions.flatMap(({ values }) => values),
	};
}

export function queryCondition(query: string | undefined, context: SearchContext): SqlCondition {
	if (query === undefined) return { sql: '1', values: [] };
	const paths = queried[context.type].filter((name) =>
		context.definitions.find(context.type, name),
	);
	if (paths.length === 0) return NOTHING;
	const words = plainWords(query);
	const look = words.map(() => `o.${context.column} LIKE ?`);
	// json_extract returns a JSON array for two paths or more, and a plain value for one path.
	const extracted = `json_extract(o.${context.column}, ${[...paths, paths[0] as string].map(path).join(', ')})`;
	return {
		sql: `(${[...look, `answers_query(${extracted}, ?)`].join(' AND ')})`,
		values: [...words.map((word) => `%${word}%`), query],
	};
}

/** The SQL expression that compares a property's value by its type; an index can contain it. */
export function comparable(definition: Definition, column: SearchContext['column']): string {
	if (definition.name === 'hs_object_id') return 'o.id';
	const raw = `json_extract(o.${column}, ${path(definition.name)})`;
	if (definition.type === 'number') return `CAST(${raw} AS REAL)`;
	return isText(definition) ? `lower(${raw})` : raw;
}

function filterCondition(filter: Filter, context: SearchContext): SqlCondition {
	if (filter.propertyName.startsWith('associations.')) return associationCondition(filter, context);
	const definition = context.definitions.find(context.type, filter.propertyName);
	if (!definition) {
		if (context.switches.searchUnknownProperty === 'noMatch') return NOTHING;
		throw validation('There was a problem with the request.');
	}
	const positive = NEGATIVE[filter.operator as keyof typeof NEGATIVE];
	if (!positive) return positiveCondition(filter, definition, context);
	const { sql, values } = positiveCondition({ ...filter, operator: positive }, definition, context);
	const raw = `json_extract(o.${context.column}, ${path(definition.name)})`;
	return {
		sql: context.switches.searchNegativeFindsEmpty
			? `(${raw} IS NULL OR NOT ${sql})`
			: `(${raw} IS NOT NULL AND NOT ${sql})`,
		values,
	};
}

function positiveCondition(
	filter: Filter,
	definition: Definition,
	context: SearchContext,
): SqlCondition {
	const raw = `json_extract(o.${context.column}, ${path(definition.name)})`;
	const expression = comparable(definition, context.column);
	const { operator } = filter;
	switch (operator) {
		case 'HAS_PROPERTY':
			return { sql: `${raw} IS NOT NULL`, values: [] };
		case 'NOT_HAS_PROPERTY':
			return { sql: `${raw} IS NULL`, values: [] };
		case 'CONTAINS_TOKEN':
			return containsCondition(filter.value ?? '', raw, context);
		case 'IN':
			return among(filter.values ?? [], definition, context);
		case 'EQ':
			return among(
				[filter.value ?? ''],
				definition,
				context,
				context.switches.searchEqCase === 'any',
			);
		case 'BETWEEN':
			context.wantIndex(definition.name, expression);
			return {
				sql: `${expression} BETWEEN ? AND ?`,
				values: [read(definition, filter.value ?? ''), read(definition, filter.highValue ?? '')],
			};
		default:
			context.wantIndex(definition.name, expression);
			return {
				sql: `${expression} ${COMPARE[operator as keyof typeof COMPARE]} ?`,
				values: [read(definition, filter.value ?? '')],
			};
	}
}

function containsCondition(sought: string, raw: string, context: SearchContext): SqlCondition {
	const words = plainWords(sought);
	const likes = words.map(() => `o.${context.column} LIKE ?`);
	return {
		sql: `(${[...likes, `contains_tokens(${raw}, ?)`].join(' AND ')})`,
		values: [...words.map((word) => `%${word}%`), sought],
	};
}

/** @param anyCase whether upper and lower case of the sought text are equal */
function among(
	sought: string[],
	definition: Definition,
	context: SearchContext,
	anyCase = context.switches.searchInCase === 'any',
): SqlCondition {
	const expression = comparable(definition, context.column);
	if (definition.fieldType === 'checkbox' && definition.type === 'enumeration') {
		return {
			sql: `EXISTS (SELECT 1 FROM json_each(?) WHERE instr(';' || ${expression} || ';', ';' || value || ';'))`,
			values: [JSON.stringify(sought)],
		};
	}
	const values = sought.map((value) => {
		if (!isText(definition)) return read(definition, value);
		return anyCase ? lowerCase(value) : value;
	});
	// SQLite's lower(), which an index needs, works only for ASCII. Other letters need fold().
	const foreign = isText(definition) && values.some((value) => /[^\x20-\x7e]/.test(String(value)));
	if (!foreign) context.wantIndex(definition.name, expression);
	const compared = foreign
		? `fold(json_extract(o.${context.column}, ${path(definition.name)}))`
		: expression;
	return {
		sql: `(${compared} IN (SELECT value FROM json_each(?)))`,
		values: [JSON.stringify(values)],
	};
}

/**
 * The sought value in the form of the comparison: texts in lower case, times in the stored form.
 * @throws Refusal 400 if the value does not have the property's type
 */
function read(definition: Definition, value: string): string | number {
	if (definition.type === 'number') {
		if (!NUMBER.test(value.trim())) throw validation('There was a problem with the request.');
		return Number(value);
	}
	if (definition.type !== 'date' && definition.type !== 'datetime')
		return isText(definition) ? lowerCase(value) : value;
	const at = /^-?\d+$/.test(value) && !/^\d{4}$/.test(value) ? Number(value) : Date.parse(value);
	if (Number.isNaN(at) || Math.abs(at) > 8.64e15)
		throw validation('There was a problem with the request.');
	const iso = new Date(Math.min(at, LAST_TIME)).toISOString();
	return definition.type === 'date' ? iso.slice(0, 10) : iso;
}

/** `associations.contact` stands for the ids of the linked contacts. */
function associationCondition(
	{ propertyName, operator, value, values }: Filter,
	{ type, switches }: SearchContext,
): SqlCondition {
	const other = findType(propertyName.slice('associations.'.length));
	const ids = operator === 'EQ' || operator === 'NEQ' ? [value ?? ''] : (values ?? []);
	if (!other) {
		if (switches.searchUnknownProperty === 'noMatch') return NOTHING;
		throw validation('There was a problem with the request.');
	}
	const not = operator.startsWith('N') ? 'NOT ' : '';
	switch (operator) {
		case 'EQ':
		case 'NEQ':
		case 'IN':
		case 'NOT_IN':
			return {
				sql: `o.id ${not}IN (SELECT a.to_id FROM associations a WHERE a.from_type = '${other}' AND a.from_id IN (SELECT CAST(value AS INTEGER) FROM json_each(?)) AND a.to_type = '${type}')`,
				values: [JSON.stringify(ids)],
			};
		case 'HAS_PROPERTY':
		case 'NOT_HAS_PROPERTY':
			return {
				sql: `${not}EXISTS (SELECT 1 FROM associations a WHERE a.from_type = '${type}' AND a.from_id = o.id AND a.to_type = '${other}')`,
				values: [],
			};
		default:
			throw validation('There was a problem with the request.');
	}
}

function isText({ type }: Definition): boolean {
	return (
		type === 'string' || type === 'phone_number' || type === 'json' || type === 'object_coordinates'
	);
}

/** @param name the name of a defined property: only letters, digits and underscores */
function path(name: string): string {
	return `'$."${name.replace(/["']/g, '')}"'`;
}
