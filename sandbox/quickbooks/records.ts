import type { Store } from '../store';
import { recordSchema, UPSERT_RECORD } from './recordSchema';
import type { Entity } from './schema/entity';

/** The fields of a stored record. Values that replies add, such as names of references, are missing. */
export type Fields = Record<string, unknown>;
export interface Entry {
	id: string;
	/** In milliseconds, rounded to seconds as in replies. */
	created: number;
	updated: number;
	fields: Fields & { Id: string; SyncToken: string };
}

/** The details of a record that references to it need. */
interface Brief {
	/** The name in references: the full path for customers and accounts, otherwise the own name. */
	name: string;
	active: boolean;
	/** An item's income account. */
	accountId: string | undefined;
	/** Whether the item has a stock quantity. */
	stocked: boolean;
}

interface Row {
	id: string;
	created: number;
	updated: number;
	json: string;
}

/** The first ids of sequences that do not start at 1. */
const firstIds: Record<string, string> = { long: '5000000000000000001' };

export function text(value: unknown): string | null {
	return typeof value === 'string' ? value : null;
}

/** References to these entities show the full path. */
const named = new Set(['Customer', 'Account']);

/** The records of one company. */
export class CompanyRecords {
	private change: number;
	/** Rises whenever the Preferences may have changed. */
	settingsVersion = 0;
	private readonly next = new Map<string, bigint>();
	private readonly briefs = new Map<string, Brief | undefined>();

	static prepare(store: Store): void {
		store.exec(recordSchema);
	}

	constructor(
		readonly store: Store,
		readonly company: string,
	) {
		this.change =
			store.get<{ last: number | null }>(
				'SELECT max(change) AS last FROM records WHERE company = ?',
				company,
			)?.last ?? 0;
	}

	find(entity: string, id: string): Entry | undefined {
		const row = this.store.get<Row>(
			'SELECT id, created, updated, json FROM records WHERE company = ? AND entity = ? AND id = ?',
			this.company,
			entity,
			id,
		);
		return row && toEntry(row);
	}

	/** The details of a record for references, cached until the record changes. */
	brief(entity: string, id: string): Brief | undefined {
		const key = `${entity}:${id}`;
		if (this.briefs.has(key)) return this.briefs.get(key);
		const fields = this.find(entity, id)?.fields;
		const brief = fields && {
			name:
				text(named.has(entity) ? fields['FullyQualifiedName'] : undefined) ??
				text(fields['DisplayName'] ?? fields['Name']) ??
				'',
			active: fields['Active'] !== false,
			accountId: (fields['IncomeAccountRef'] as { value: string } | undefined)?.value,
			stocked: fields['TrackQtyOnHand'] === true,
		};
		if (this.briefs.size > 100_000) this.briefs.clear();
		this.briefs.set(key, brief);
		return brief;
	}

	/** Drops all cached values, which may be wrong after a rollback. */
	forget(): void {
		this.settingsVersion += 1;
		this.briefs.clear();
		this.next.clear();
	}

	/** The records that match an SQL condition; company and entity are added. */
	select(entity: string, tail: string, values: (string | number | bigint)[] = []): Entry[] {
		return this.store
			.all<Row>(
				`SELECT id, created, updated, json FROM records WHERE company = ? AND entity = ? ${tail}`,
				this.company,
				entity,
				...values,
			)
			.map(toEntry);
	}

	count(entity: string, tail: string, values: (string | number | bigint)[] = []): number {
		return (
			this.store.get<{ n: number }>(
				`SELECT count(*) AS n FROM records WHERE company = ? AND entity = ? ${tail}`,
				this.company,
				entity,
				...values,
			)?.n ?? 0
		);
	}

	/** Stores a record unchanged; the caller sets ids, tokens and times. */
	put(entity: Entity, entry: Entry): void {
		const { fields } = entry;
		const sort =
			entity.order && entity.order !== 'Id'
				? text(fields[entity.order] ?? fields['Name'] ?? fields['DisplayName'])
				: null;
		if (entity.name === 'Preferences') this.settingsVersion += 1;
		if (entity.kind !== 'transaction') this.briefs.delete(`${entity.name}:${entry.id}`);
		const party = (fields['CustomerRef'] ?? fields['VendorRef']) as { value?: string } | undefined;
		this.store.run(
			UPSERT_RECORD,
			this.company,
			entity.name,
			entry.id,
			BigInt(/^\d{1,18}$|^5\d{18}$/.test(entry.id) ? entry.id : '0'),
			entry.created,
			entry.updated,
			++this.change,
			fields['Active'] === false ? 0 : 1,
			sort,
			text(fields['DisplayName'] ?? fields['Name']),
			uniqueName(entity, fields),
			text((fields['PrimaryEmailAddr'] as { Address?: string } | undefined)?.Address),
			text(fields['DocNumber']),
			text(fields['TxnDate']),
			text(party?.value),
			JSON.stringify(fields),
		);
	}

	/** Deletes a record and stores the time for change data capture. */
	remove(entity: string, id: string, at: number): void {
		this.briefs.delete(`${entity}:${id}`);
		this.store.run(
			'DELETE FROM records WHERE company = ? AND entity = ? AND id = ?',
			this.company,
			entity,
			id,
		);
		this.store.run(
			'INSERT OR REPLACE INTO deletions (company, entity, id, at) VALUES (?,?,?,?)',
			this.company,
			entity,
			id,
			at,
		);
	}

	deletions(entity: string, since: number, limit: number): { id: string; at: number }[] {
		return this.store.all(
			'SELECT id, at FROM deletions WHERE company = ? AND entity = ? AND at >= ? ORDER BY at DESC LIMIT ?',
			this.company,
			entity,
			since,
			limit,
		);
	}

	/** The next value of a sequence, for ids and document numbers. */
	nextOf(name: string): string {
		const value = this.peek(name);
		this.startAt(name, value + 1n);
		return String(value);
	}

	/** The value that `nextOf` would return. */
	peek(name: string): bigint {
		return this.next.get(name) ?? BigInt(this.stored(name));
	}

	/** Sets the next value of `nextOf`. */
	startAt(name: string, value: bigint): void {
		this.next.set(name, value);
		this.store.run(
			'INSERT INTO sequences (company, name, next) VALUES (?,?,?) ON CONFLICT (company, name) DO UPDATE SET next = excluded.next',
			this.company,
			name,
			String(value),
		);
	}

	private stored(name: string): string {
		return (
			this.store.get<{ next: string }>(
				'SELECT next FROM sequences WHERE company = ? AND name = ?',
				this.company,
				name,
			)?.next ??
			firstIds[name] ??
			'1'
		);
	}

	/**
	 * The records with the same unique name. Customers, vendors and employees share one set of names;
	 * items and each other list have their own.
	 */
	sameName(
		entity: Entity,
		fields: Fields,
		accentsIgnored = false,
	): { entity: string; id: string }[] {
		const key = uniqueName(entity, fields);
		if (key !== null && accentsIgnored)
			return this.store.all(
				'SELECT entity, id FROM records WHERE company = ? AND plain(name_key) = plain(?)',
				this.company,
				key,
			);
		return key === null
			? []
			: this.store.all(
					'SELECT entity, id FROM records WHERE company = ? AND name_key = ?',
					this.company,
					key,
				);
	}
}

/** The unique name of a record in lower case; a sub-customer's name includes its parent. */
function uniqueName(entity: Entity, fields: Fields): string | null {
	if (entity.kind !== 'name' && entity.kind !== 'list') return null;
	const ownName = fields[entity.kind === 'name' ? 'DisplayName' : 'Name'];
	const name = text(fields['FullyQualifiedName'] ?? ownName);
	if (name === null) return null;
	const owner = entity.kind === 'name' ? 'name' : entity.name;
	return `${owner}:${name.normalize('NFC').toLowerCase()}`;
}

function toEntry(row: Row): Entry {
	return {
		id: row.id,
		created: row.created,
		updated: row.updated,
		fields: JSON.parse(row.json) as Entry['fields'],
	};
}
