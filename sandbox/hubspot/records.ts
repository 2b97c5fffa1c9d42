import type { Clock } from '../clock';
import type { Store } from '../store';
import { recordSchema } from './recordSchema';
import type { ObjectType } from './types';

/** The values of a record. HubSpot keeps every value as text; an empty property is absent. */
export type Properties = Record<string, string>;

/**
 * A stored record. `properties` contains everything that a search can see, including computed and
 * system properties.
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

/** A value that must be unique among the records of a type, such as an email address. */
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

/** The first id of new records; the demo's own ids are lower. */
const FIRST_ID = 70_000_000_001;

/** The records of the account. This class checks no rules; the writer checks them before. */
export class ObjectRecords {
	private readonly next = new Map<string, number>();

	/** @param indexingLagMs how long a search still sees the state before a write */
	constructor(
		readonly store: Store,
		readonly clock: Clock,
		private readonly indexingLagMs: () => number,
	) {
		store.exec(recordSchema);
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

	/** Stores a new record. @param keys its values that must be unique */
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
		this.saveKeys(entry, keys);
	}

	private saveKeys(entry: StoredObject, keys: UniqueKey[]): void {
		for (const key of keys)
			this.store.run(
				'INSERT INTO unique_values (type, property, value, id) VALUES (?,?,?,?)',
				entry.type,
				key.property,
				key.value,
				Number(entry.id),
			);
	}

	/** Replaces the content of a record. Searches see the old content until the lag has passed. */
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
		this.saveKeys(entry, keys);
	}

	/** Adds the changed values of an update to the history of a record. */
	addHistory(before: StoredObject, after: StoredObject): void {
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

	/** The values of a property, newest first. */
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
	 * Finds a record by its id or by the id of a record that was merged into it. Archived records are
	 * found only on request.
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

	/** The id of the record that has a unique value. */
	holderOf(type: ObjectType, key: UniqueKey): string | undefined {
		const row = this.store.get<{ id: number }>(
			'SELECT id FROM unique_values WHERE type = ? AND property = ? AND value = ?',
			type,
			key.property,
			key.value,
		);
		return row && String(row.id);
	}

	/** Adds the existing values of a property to the unique values, e.g. after it was restored. */
	indexValues(type: ObjectType, property: string): void {
		this.store.run(
			`INSERT OR IGNORE INTO unique_values (type, property, value, id) SELECT type, ?, json_extract(properties, '$.' || ?), id FROM objects WHERE type = ? AND archived IS NULL AND json_extract(properties, '$.' || ?) IS NOT NULL`,
			property,
			property,
			type,
			property,
		);
	}

	/** A page of records by ascending id. @param after the last id of the previous page */
	page(type: ObjectType, ask: { after: number; limit: number; archived: boolean }): StoredObject[] {
		const sql = `SELECT id, created, updated, archived, properties FROM objects WHERE type = ? AND id > ? AND archived IS ${ask.archived ? 'NOT NULL' : 'NULL'} ORDER BY id LIMIT ?`;
		return this.store
			.all<ObjectRow>(sql, type, ask.after, ask.limit)
			.map((row) => toEntry(type, row));
	}

	/**
	 * After this, the id `absorbed` finds the record `survivor`; chains stay one step long.
	 * @param keepDeleted whether the absorbed record goes to the recycle bin
	 */
	redirect(type: ObjectType, absorbed: string, survivor: string, keepDeleted = false): void {
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
		if (keepDeleted)
			this.store.run(
				'UPDATE objects SET archived = ? WHERE type = ? AND id = ?',
				this.clock.now().getTime(),
				type,
				Number(absorbed),
			);
		else this.store.run('DELETE FROM objects WHERE type = ? AND id = ?', type, Number(absorbed));
		this.store.run('DELETE FROM unique_values WHERE type = ? AND id = ?', type, Number(absorbed));
	}

	/** Notes that a company will be looked up or created for a contact. */
	awaitCompany(contactId: string, due: number): void {
		this.store.run(
			'INSERT OR REPLACE INTO awaiting_company (contact, due) VALUES (?,?)',
			Number(contactId),
			due,
		);
	}

	/** Returns the contacts that are due, and removes them from the list. */
	takeAwaiting(now: number): string[] {
		const due = this.store.all<{ contact: number }>(
			'SELECT contact FROM awaiting_company WHERE due <= ? ORDER BY due, contact',
			now,
		);
		if (due.length > 0) this.store.run('DELETE FROM awaiting_company WHERE due <= ?', now);
		return due.map(({ contact }) => String(contact));
	}

	/** Blocks an email address, so that no contact can have it again. */
	block(email: string): void {
		this.store.run('INSERT OR IGNORE INTO blocked_emails (email) VALUES (?)', email);
	}

	isBlocked(email: string): boolean {
		return this.store.get('SELECT 1 FROM blocked_emails WHERE email = ?', email) !== undefined;
	}

	/** Runs a part of a transaction; if it fails, only this part is undone. */
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

	/** Deletes a record permanently, as data protection law requires. */
	purge(type: ObjectType, id: string): void {
		this.store.run('DELETE FROM objects WHERE type = ? AND id = ?', type, Number(id));
		this.store.run('DELETE FROM unique_values WHERE type = ? AND id = ?', type, Number(id));
	}

	/** Makes the current state of all records visible to searches. */
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
