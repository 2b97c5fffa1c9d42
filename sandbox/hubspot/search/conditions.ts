import type { SQLInputValue } from 'node:sqlite';
import { LAST_TIME } from '../objects/values';
import type { Definition } from '../properties/definition';
import type { Definitions } from '../properties/definitions';
import { validation } from '../refusal';
import type { HubSpotSwitches } from '../switches';
import { findType, type ObjectType } from '../types';
import type { Filter } from './request';
import { lowerCase, plainWords, queried } from './text';

/** A piece of SQL about one row of `objects`, and the values for its question marks. */
export interface SqlCondition {
	sql: string;
	values: SQLInputValue[];
}

export interface SearchContext {
	type: ObjectType;
	definitions: Definitions;
	switches: HubSpotSwitches;
	/** The column that holds the properties as a search sees them. */
	column: 'properties' | 'previous';
	/** Told every expression that an index would help with. */
	wantIndex(property: string, expression: string): void;
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,2})?$/i;
const NOTHING: SqlCondition = { sql: '0', values: [] };
const COMPARE = { EQ: '=', LT: '<', LTE: '<=', GT: '>', GTE: '>=' } as const;
const NEGATIVE = { NEQ: 'EQ', NOT_IN: 'IN', NOT_CONTAINS_TOKEN: 'CONTAINS_TOKEN' } as const;

/** One of the groups, and all filters of it. */
export function groupsCondition(groups: Filter[][], context: SearchContext): SqlCondition {
	const all = groups.map((group) =>
		join(
			group.map((filter) => filterCondition(filter, context)),
			'AND',
		),
	);
	if (all.length === 0) return { sql: '1', values: [] };
	if (all.length === 1 || context.column === 'previous') return join(all, 'OR');
	// SQLite uses an index for each group only where each is a question of its own.
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
	// json_extract gives a JSON array for two paths or more, and a bare value for one.
	const extracted = `json_extract(o.${context.column}, ${[...paths, paths[0] as string].map(path).join(', ')})`;
	return {
		sql: `(${[...look, `answers_query(${extracted}, ?)`].join(' AND ')})`,
		values: [...words.map((word) => `%${word}%`), query],
	};
}

/** How a property's value is compared, by its type: an expression of SQL that an index can hold. */
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
		case 'CONTAINS_TOKEN': {
			const words = plainWords(filter.value ?? '');
			return {
				sql: `(${[...words.map(() => `o.${context.column} LIKE ?`), `contains_tokens(${raw}, ?)`].join(' AND ')})`,
				values: [...words.map((word) => `%${word}%`), filter.value ?? ''],
			};
		}
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

/** @param anyCase whether the case of the sought text does not matter */
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
	const values = sought.map((value) =>
		isText(definition) ? (anyCase ? lowerCase(value) : value) : read(definition, value),
	);
	// SQLite's lower() knows ASCII only, and an index needs it; a text with other letters is compared
	// letter by letter.
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
 * The sought value as it is compared: texts folded, times in the stored form. @throws Refusal 400
 * when it is none of its type
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

/** @param name of a defined property, so only letters, digits, and underscores */
function path(name: string): string {
	return `'$."${name.replace(/["']/g, '')}"'`;
}
