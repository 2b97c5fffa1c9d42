import type { Clock } from '../clock';
import type { Store } from '../store';
import type { ObjectType } from './types';

/** Values as HubSpot keeps them: always text; an empty property is absent. */
export type Properties = Record<string, string>;

/**
 * A stored record. `properties` holds everything a search can see, the computed and the system ones
 * included.
 */
export interface StoredObject {
	type: ObjectType;
	id: string;
	/** Milliseconds. */
	createdAt: number;
	updatedAt: number;
	archivedAt: number | null;
	properties: Properties;
}

/** One value that must differ among the records of a type, e.g. an e-mail address. */
export interface UniqueKey {
	property: string;
	value: string;
}

export interface ObjectRow {
	id: number;
	created: number;
	updated: number;
	archived: number | null;
	properties: string;
}

/**
 * One row for each record. A search sees `properties` once the clock has reached `indexed`; until
 * then it sees `previous`,
 * the properties as last indexed, or nothing where that is null (a new record). Archived rows
 * follow the same rule.
 */
const schema = `
CREATE TABLE IF NOT EXISTS objects (
	type TEXT NOT NULL, id INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, archived INTEGER,
	indexed INTEGER NOT NULL, previous TEXT, properties TEXT NOT NULL,
	PRIMARY KEY (type, id)
);
CREATE INDEX IF NOT EXISTS objects_updated ON objects (type, updated, id);
CREATE INDEX IF NOT EXISTS objects_indexed ON objects (indexed);
CREATE TABLE IF NOT EXISTS unique_values (
	type TEXT NOT NULL, property TEXT NOT NULL, value TEXT NOT NULL, id INTEGER NOT NULL,
	PRIMARY KEY (type, property, value)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS unique_values_id ON unique_values (type, id);
CREATE TABLE IF NOT EXISTS merges (type TEXT NOT NULL, absorbed INTEGER NOT NULL, survivor INTEGER NOT NULL, PRIMARY KEY (type, absorbed)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS property_history (type TEXT NOT NULL, id INTEGER NOT NULL, name TEXT NOT NULL, at INTEGER NOT NULL, value TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS property_history_name ON property_history (type, id, name);
CREATE TABLE IF NOT EXISTS awaiting_company (contact INTEGER PRIMARY KEY, due INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS blocked_emails (email TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS associations (
	from_type TEXT NOT NULL, from_id INTEGER NOT NULL, to_type TEXT NOT NULL, to_id INTEGER NOT NULL, category TEXT NOT NULL, type_id INTEGER NOT NULL,
	PRIMARY KEY (from_type, from_id, to_type, to_id, category, type_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS association_labels (
	from_type TEXT NOT NULL, to_type TEXT NOT NULL, type_id INTEGER NOT NULL, inverse INTEGER NOT NULL, name TEXT NOT NULL, label TEXT,
	PRIMARY KEY (from_type, to_type, type_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS association_limits (
	from_type TEXT NOT NULL, to_type TEXT NOT NULL, category TEXT NOT NULL, type_id INTEGER NOT NULL, max INTEGER NOT NULL,
	PRIMARY KEY (from_type, to_type, category, type_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS property_definitions (type TEXT NOT NULL, name TEXT NOT NULL, archived INTEGER, json TEXT NOT NULL, PRIMARY KEY (type, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS property_groups (type TEXT NOT NULL, name TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (type, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sequences (name TEXT PRIMARY KEY, next INTEGER NOT NULL) WITHOUT ROWID;
`;

/** Where ids of new records start; the demo's own ids are below. */
const FIRST_ID = 70_000_000_001;

/** The records of the portal. It knows no rules: what may be written is decided before. */
export class ObjectRecords {
	private readonly next = new Map<string, number>();

	/** @param indexingLagMs how long a search keeps seeing the state before a write */
	constructor(
		readonly store: Store,
		readonly clock: Clock,
		private readonly indexingLagMs: () => number,
	) {
		store.exec(schema);
	}

	/** The next number of a sequence: record ids, association types, document numbers. */
	nextOf(name: string, first = FIRST_ID): number {
		const value =
			this.next.get(name) ??
			this.store.get<{ next: number }>('SELECT next FROM sequences WHERE name = ?', name)?.next ??
			first;
		this.next.set(name, value + 1);
		this.store.run(
			'INSERT INTO sequences (name, next) VALUES (?,?) ON CONFLICT (name) DO UPDATE SET next = excluded.next',
			name,
			value + 1,
		);
		return value;
	}

	/** Writes a record that did not exist. @param keys its values that must differ */
	insert(entry: StoredObject, keys: UniqueKey[], options?: { indexed?: boolean }): void {
		const indexed = options?.indexed
			? entry.updatedAt
			: this.clock.now().getTime() + this.indexingLagMs();
		this.store.run(
			'INSERT INTO objects (type, id, created, updated, archived, indexed, previous, properties) VALUES (?,?,?,?,NULL,?,NULL,?)',
			entry.type,
			Number(entry.id),
			entry.createdAt,
			entry.updatedAt,
			indexed,
			JSON.stringify(entry.properties),
		);
		for (const key of keys)
			this.store.run(
				'INSERT INTO unique_values (type, property, value, id) VALUES (?,?,?,?)',
				entry.type,
				key.property,
				key.value,
				Number(entry.id),
			);
	}

	/** Replaces what a record holds; what searches saw until now stays visible for the lag. */
	save(entry: StoredObject, keys: UniqueKey[]): void {
		const now = this.clock.now().getTime();
		this.store.run(
			`UPDATE objects SET previous = CASE WHEN indexed <= ? THEN properties ELSE previous END, indexed = ?, updated = ?, archived = ?, properties = ? WHERE type = ? AND id = ?`,
			now,
			now + this.indexingLagMs(),
			entry.updatedAt,
			entry.archivedAt,
			JSON.stringify(entry.properties),
			entry.type,
			Number(entry.id),
		);
		this.store.run(
			'DELETE FROM unique_values WHERE type = ? AND id = ?',
			entry.type,
			Number(entry.id),
		);
		for (const key of keys)
			this.store.run(
				'INSERT INTO unique_values (type, property, value, id) VALUES (?,?,?,?)',
				entry.type,
				key.property,
				key.value,
				Number(entry.id),
			);
	}

	/**
	 * Notes the values of an update. A record that was never changed has no history but its present.
	 */
	remember(before: StoredObject, after: StoredObject): void {
		for (const name of new Set([
			...Object.keys(before.properties),
			...Object.keys(after.properties),
		])) {
			const [old, now] = [before.properties[name] ?? '', after.properties[name] ?? ''];
			if (old === now) continue;
			const sql = 'INSERT INTO property_history (type, id, name, at, value) VALUES (?,?,?,?,?)';
			if (
				old !== '' &&
				!this.store.get(
					'SELECT 1 FROM property_history WHERE type = ? AND id = ? AND name = ?',
					after.type,
					Number(after.id),
					name,
				)
			)
				this.store.run(sql, after.type, Number(after.id), name, before.createdAt, old);
			this.store.run(sql, after.type, Number(after.id), name, after.updatedAt, now);
		}
	}

	/** The values that a property had, the newest first. */
	history(entry: StoredObject, name: string): Array<{ value: string; at: number }> {
		const rows = this.store.all<{ value: string; at: number }>(
			'SELECT value, at FROM property_history WHERE type = ? AND id = ? AND name = ? ORDER BY at DESC, rowid DESC',
			entry.type,
			Number(entry.id),
			name,
		);
		const value = entry.properties[name];
		return rows.length > 0 || value === undefined ? rows : [{ value, at: entry.createdAt }];
	}

	/**
	 * A record by its id, or by the id of one that was merged into it; archived ones only on request.
	 */
	find(type: ObjectType, id: string, archived = false): StoredObject | undefined {
		if (!/^\d{1,15}$/.test(id)) return undefined;
		const number =
			this.store.get<{ survivor: number }>(
				'SELECT survivor FROM merges WHERE type = ? AND absorbed = ?',
				type,
				Number(id),
			)?.survivor ?? Number(id);
		const row = this.store.get<ObjectRow>(
			'SELECT id, created, updated, archived, properties FROM objects WHERE type = ? AND id = ?',
			type,
			number,
		);
		return row && (row.archived !== null) === archived ? toEntry(type, row) : undefined;
	}

	/** The record that holds a value that must differ. */
	holderOf(type: ObjectType, key: UniqueKey): string | undefined {
		const row = this.store.get<{ id: number }>(
			'SELECT id FROM unique_values WHERE type = ? AND property = ? AND value = ?',
			type,
			key.property,
			key.value,
		);
		return row && String(row.id);
	}

	/**
	 * Makes the values that records already have findable, e.g. of a unique property that came back.
	 */
	indexValues(type: ObjectType, property: string): void {
		this.store.run(
			`INSERT OR IGNORE INTO unique_values (type, property, value, id) SELECT type, ?, json_extract(properties, '$.' || ?), id FROM objects WHERE type = ? AND archived IS NULL AND json_extract(properties, '$.' || ?) IS NOT NULL`,
			property,
			property,
			type,
			property,
		);
	}

	/** Records by ascending id. @param after the id before the page */
	page(type: ObjectType, ask: { after: number; limit: number; archived: boolean }): StoredObject[] {
		const sql = `SELECT id, created, updated, archived, properties FROM objects WHERE type = ? AND id > ? AND archived IS ${ask.archived ? 'NOT NULL' : 'NULL'} ORDER BY id LIMIT ?`;
		return this.store
			.all<ObjectRow>(sql, type, ask.after, ask.limit)
			.map((row) => toEntry(type, row));
	}

	/**
	 * Says that `absorbed` is now found as `survivor`; chains stay one step long. @param binned
	 * whether it goes to the recycle bin
	 */
	redirect(type: ObjectType, absorbed: string, survivor: string, binned = false): void {
		this.store.run(
			'UPDATE merges SET survivor = ? WHERE type = ? AND survivor = ?',
			Number(survivor),
			type,
			Number(absorbed),
		);
		this.store.run(
			'INSERT INTO merges (type, absorbed, survivor) VALUES (?,?,?)',
			type,
			Number(absorbed),
			Number(survivor),
		);
		if (binned)
			this.store.run(
				'UPDATE objects SET archived = ? WHERE type = ? AND id = ?',
				this.clock.now().getTime(),
				type,
				Number(absorbed),
			);
		else this.store.run('DELETE FROM objects WHERE type = ? AND id = ?', type, Number(absorbed));
		this.store.run('DELETE FROM unique_values WHERE type = ? AND id = ?', type, Number(absorbed));
	}

	/** Notes that a company will be looked for or made for a contact. */
	awaitCompany(contactId: string, due: number): void {
		this.store.run(
			'INSERT OR REPLACE INTO awaiting_company (contact, due) VALUES (?,?)',
			Number(contactId),
			due,
		);
	}

	/** Contacts whose time has come, each once. */
	takeAwaiting(now: number): string[] {
		const due = this.store.all<{ contact: number }>(
			'SELECT contact FROM awaiting_company WHERE due <= ? ORDER BY due, contact',
			now,
		);
		if (due.length > 0) this.store.run('DELETE FROM awaiting_company WHERE due <= ?', now);
		return due.map(({ contact }) => String(contact));
	}

	/** Bars an address from ever being a contact's again. */
	block(email: string): void {
		this.store.run('INSERT OR IGNORE INTO blocked_emails (email) VALUES (?)', email);
	}

	isBlocked(email: string): boolean {
		return this.store.get('SELECT 1 FROM blocked_emails WHERE email = ?', email) !== undefined;
	}

	/** Does a part of a transaction wholly or not at all. */
	attempt<T>(work: () => T): T {
		this.store.exec('SAVEPOINT attempt');
		try {
			return work();
		} catch (error) {
			this.store.exec('ROLLBACK TO attempt');
			throw error;
		} finally {
			this.store.exec('RELEASE attempt');
		}
	}

	/** Removes a record for good, as the law of data protection asks. */
	purge(type: ObjectType, id: string): void {
		this.store.run('DELETE FROM objects WHERE type = ? AND id = ?', type, Number(id));
		this.store.run('DELETE FROM unique_values WHERE type = ? AND id = ?', type, Number(id));
	}

	/** Lets searches see everything as it is. */
	indexAll(): void {
		this.store.run('UPDATE objects SET indexed = updated, previous = NULL');
	}

	isEmpty(): boolean {
		return this.store.get('SELECT 1 FROM objects LIMIT 1') === undefined;
	}
}

export function toEntry(type: ObjectType, row: ObjectRow): StoredObject {
	return {
		type,
		id: String(row.id),
		createdAt: row.created,
		updatedAt: row.updated,
		archivedAt: row.archived,
		properties: JSON.parse(row.properties) as Properties,
	};
}
