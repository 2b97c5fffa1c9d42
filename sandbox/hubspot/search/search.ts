import type { SQLInputValue } from 'node:sqlite';
import type { Clock } from '../../clock';
import type { Store } from '../../store';
import type { Definitions } from '../properties/definitions';
import type { StoredObject, Properties } from '../records';
import { validation } from '../refusal';
import type { HubSpotSwitches } from '../switches';
import { typeFacts, type ObjectType } from '../types';
import {
	comparable,
	groupsCondition,
	join,
	queryCondition,
	type SqlCondition,
	type SearchContext,
} from './conditions';
import type { SearchRequest } from './request';
import { defineTextFunctions } from './text';

export interface SearchParts {
	store: Store;
	clock: Clock;
	definitions: Definitions;
	switches: () => HubSpotSwitches;
}

interface Found {
	total: number;
	/** The records as the search sees them: before the changes that are not indexed yet. */
	entries: StoredObject[];
}

interface Row {
	id: number;
	created: number;
	updated: number;
	seen: string;
}

/**
 * A search reads two columns: the current properties of indexed rows, and the previous properties of
 * rows with changes that are not indexed yet.
 */
type Column = SearchContext['column'];

/** Searches in the records of the account in the state of HubSpot's index. */
export class Search {
	private readonly indexed = new Set<string>();

	constructor(private readonly parts: SearchParts) {
		defineTextFunctions(parts.store);
	}

	/** @throws Refusal 400 if a property does not exist or a value does not have its type */
	run(type: ObjectType, request: SearchRequest): Found {
		const { store } = this.parts;
		const columns: Column[] = this.hasPending(type) ? ['properties', 'previous'] : ['properties'];
		let helped = false;
		const found = columns.map((column) =>
			this.condition(type, column, request, () => (helped = true)),
		);
		const order = columns.map((column) => this.order(type, column, request.sort, helped));
		const top = request.offset + request.limit;
		const parts = found.map(({ sql, values }, index) => ({
			sql: `SELECT * FROM (SELECT o.id, o.created, o.updated, o.${columns[index] as string} AS seen, ${order[index]?.key ?? 'NULL'} AS sorted FROM objects o ${sql} ORDER BY ${order[index]?.by as string} LIMIT ?)`,
			values: [...values, top],
		}));
		const sql = `SELECT id, created, updated, seen FROM (${parts.map((part) => part.sql).join(' UNION ALL ')}) ORDER BY ${order[0]?.outer as string} LIMIT ? OFFSET ?`;
		const rows = store.all<Row>(
			sql,
			...parts.flatMap(({ values }) => values),
			request.limit,
			request.offset,
		);
		const counted =
			request.offset === 0 && rows.length < request.limit ? rows.length : this.count(found);
		return { total: counted, entries: rows.map((row) => toSeen(type, row)) };
	}

	private count(found: SqlCondition[]): number {
		return found.reduce(
			(sum, { sql, values }) =>
				sum +
				(this.parts.store.get<{ n: number }>(
					`SELECT count(*) AS n FROM objects o ${sql}`,
					...values,
				)?.n ?? 0),
			0,
		);
	}

	/** If `indexed` is far in the future, the clock was set back; such rows count as indexed. */
	private span(): [number, number] {
		const now = this.parts.clock.now().getTime();
		return [now, now + this.parts.switches().searchLagSeconds * 1000];
	}

	private hasPending(type: ObjectType): boolean {
		return (
			this.parts.store.get(
				'SELECT 1 FROM objects INDEXED BY objects_indexed WHERE indexed > ? AND indexed <= ? AND type = ? LIMIT 1',
				...this.span(),
				type,
			) !== undefined
		);
	}

	/** @param helped called if an index finds the records */
	private condition(
		type: ObjectType,
		column: Column,
		{ groups, query }: SearchRequest,
		helped: () => void,
	): SqlCondition {
		const wantIndex = (property: string, expression: string) => {
			this.index(type, column, property, expression);
			helped();
		};
		const context: SearchContext = {
			type,
			column,
			definitions: this.parts.definitions,
			switches: this.parts.switches(),
			wantIndex,
		};
		const asked = join([groupsCondition(groups, context), queryCondition(query, context)], 'AND');
		const span: SQLInputValue[] = this.span();
		if (column === 'properties')
			return {
				sql: `WHERE o.type = '${type}' AND o.archived IS NULL AND (o.indexed <= ? OR o.indexed > ?) AND ${asked.sql}`,
				values: [...span, ...asked.values],
			};
		return {
			sql: `INDEXED BY objects_indexed WHERE o.indexed > ? AND o.indexed <= ? AND o.type = '${type}' AND o.previous IS NOT NULL AND ${asked.sql}`,
			values: [...span, ...asked.values],
		};
	}

	/** Without a sort, the oldest records come first. Records without the property come last. */
	private order(
		type: ObjectType,
		column: Column,
		sort: SearchRequest['sort'],
		helped: boolean,
	): { key?: string; by: string; outer: string } {
		if (!sort) {
			this.index(type, column, 'created', 'o.created');
			// The plus stops SQLite from reading all records in order if the index of a filter finds the
			// matching records directly.
			return { by: helped ? '+o.created, o.id' : 'o.created, o.id', outer: 'created, id' };
		}
		const definition = this.parts.definitions.find(type, sort.propertyName);
		if (!definition) {
			if (this.parts.switches().searchUnknownProperty === 'noMatch')
				return { by: 'o.created, o.id', outer: 'created, id' };
			throw validation('There was a problem with the request.');
		}
		const key = comparable(definition, column);
		this.index(type, column, definition.name, key);
		const direction = sort.descending ? 'DESC' : 'ASC';
		return {
			key,
			by: `${key} ${direction} NULLS LAST, o.id ${direction}`,
			outer: `sorted ${direction} NULLS LAST, id ${direction}`,
		};
	}

	/**
	 * Creates an index when it is first needed, so that writes stay fast. `type` comes first because
	 * SQLite prefers indexes that start with it.
	 */
	private index(type: ObjectType, column: Column, property: string, expression: string): void {
		const name = `search_${type}_${property}`;
		if (column !== 'properties' || expression === 'o.id' || this.indexed.has(name)) return;
		this.parts.store.exec(
			`CREATE INDEX IF NOT EXISTS "${name}" ON objects (type, ${expression.replaceAll('o.', '')}, id) WHERE type = '${type}'`,
		);
		this.indexed.add(name);
	}
}

function toSeen(type: ObjectType, row: Row): StoredObject {
	const properties = JSON.parse(row.seen) as Properties;
	const modified = Date.parse(properties[typeFacts[type].modified] ?? '');
	return {
		type,
		id: String(row.id),
		createdAt: row.created,
		updatedAt: Number.isNaN(modified) ? row.updated : modified,
		archivedAt: null,
		properties,
	};
}
