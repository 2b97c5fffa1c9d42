import type { Store } from '../store';
import type { Entity } from './schema/entity';

/**
 * A stored record: the API's fields. What a reply derives (names in references, times) is not in
 * it.
 */
export type Fields = Record<string, unknown>;
export interface Entry {
	id: string;
	/** Milliseconds, whole seconds as replies show them. */
	created: number;
	updated: number;
	fields: Fields & { Id: string; SyncToken: string };
}

/** What a reference to a record shows. */
interface Brief {
	/**
	 * The name beside the id: customers and accounts with those above them, all others their own name
	 * only.
	 */
	name: string;
	active: boolean;
	/** An item's income account. */
	accountId: string | undefined;
	/** Whether its stock is counted. */
	stocked: boolean;
}

interface Row {
	id: string;
	created: number;
	updated: number;
	json: string;
}

/**
 * Every record is one row: the columns are what queries filter and sort by most, the rest stays in
 * `json`.
 * `party` is the customer of a transaction, `name_key` what must be unique among names, `change`
 * the order of changes.
 */
const schema = `
CREATE TABLE IF NOT EXISTS records (
	company TEXT NOT NULL, entity TEXT NOT NULL, id TEXT NOT NULL, number INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, change INTEGER NOT NULL,
	active INTEGER NOT NULL, sort_name TEXT, display_name TEXT, name_key TEXT, email TEXT, doc_number TEXT, txn_date TEXT, party TEXT, json TEXT NOT NULL,
	PRIMARY KEY (company, entity, id)
);
CREATE INDEX IF NOT EXISTS records_number ON records (company, entity, number);
CREATE INDEX IF NOT EXISTS records_updated ON records (company, entity, updated, change);
CREATE INDEX IF NOT EXISTS records_sort ON records (company, entity, sort_name) WHERE sort_name IS NOT NULL;
CREATE INDEX IF NOT EXISTS records_name ON records (company, name_key) WHERE name_key IS NOT NULL;
CREATE INDEX IF NOT EXISTS records_display ON records (company, entity, display_name) WHERE display_name IS NOT NULL;
CREATE INDEX IF NOT EXISTS records_email ON records (company, entity, email) WHERE email IS NOT NULL;
CREATE INDEX IF NOT EXISTS records_doc ON records (company, entity, doc_number) WHERE doc_number IS NOT NULL;
CREATE INDEX IF NOT EXISTS records_party ON records (company, entity, party) WHERE party IS NOT NULL;
CREATE TABLE IF NOT EXISTS deletions (company TEXT NOT NULL, entity TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (company, entity, id));
CREATE TABLE IF NOT EXISTS sequences (company TEXT NOT NULL, name TEXT NOT NULL, next TEXT NOT NULL, PRIMARY KEY (company, name));
CREATE TABLE IF NOT EXISTS companies (realm TEXT PRIMARY KEY, key TEXT NOT NULL, profile TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS files (company TEXT NOT NULL, id TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY (company, id));
CREATE TABLE IF NOT EXISTS answered (company TEXT NOT NULL, request_id TEXT NOT NULL, body_hash TEXT NOT NULL, status INTEGER NOT NULL, reply TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (company, request_id));
`;

const upsert = `INSERT INTO records (company, entity, id, number, created, updated, change, active, sort_name, display_name, name_key, email, doc_number, txn_date, party, json)
VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
ON CONFLICT (company, entity, id) DO UPDATE SET created = excluded.created, updated = excluded.updated, change = excluded.change, active = excluded.active, sort_name = excluded.sort_name,
	display_name = excluded.display_name, name_key = excluded.name_key, email = excluded.email, doc_number = excluded.doc_number, txn_date = excluded.txn_date, party = excluded.party, json = excluded.json`;

/** First ids of the sequences; every other sequence starts at 1. */
const firstIds: Record<string, string> = { long: '5000000000000000001' };

export function text(value: unknown): string | null {
	return typeof value === 'string' ? value : null;
}

/** References to these show the names above theirs too. */
const named = new Set(['Customer', 'Account']);

/** The records of one company. */
export class CompanyRecords {
	private change: number;
	/** Grows whenever the Preferences may have changed. */
	settingsVersion = 0;
	private readonly next = new Map<string, bigint>();
	private readonly briefs = new Map<string, Brief | undefined>();

	static prepare(store: Store): void {
		store.exec(schema);
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

	/** What references to this record show; remembered until the record changes. */
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

	/** After a rollback nothing that was remembered may be trusted. */
	forget(): void {
		this.settingsVersion += 1;
		this.briefs.clear();
		this.next.clear();
	}

	/** Rows of a WHERE (without company and entity) with its values. */
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

	/** Writes the record as it is; the caller has decided ids, tokens and times. */
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
			upsert,
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

	/** Takes the record away and remembers when, for change data capture. */
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

	/** The next value of a sequence: ids, document numbers. */
	nextOf(name: string): string {
		const value = this.peek(name);
		this.startAt(name, value + 1n);
		return String(value);
	}

	/** What `nextOf` would give. */
	peek(name: string): bigint {
		return this.next.get(name) ?? BigInt(this.stored(name));
	}

	/** Sets what `nextOf` gives next. */
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
	 * The records that share this name among those that must differ: customers, vendors and employees
	 * together, items and each list alone.
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

/**
 * What must differ: names of people compare without case, and a sub-customer's only below its
 * parent.
 */
function uniqueName(entity: Entity, fields: Fields): string | null {
	const name = text(
		entity.kind === 'name'
			? (fields['FullyQualifiedName'] ?? fields['DisplayName'])
			: entity.kind === 'list'
				? (fields['FullyQualifiedName'] ?? fields['Name'])
				: null,
	);
	return name === null
		? null
		: `${entity.kind === 'name' ? 'name' : entity.name}:${name.normalize('NFC').toLowerCase()}`;
}

function toEntry(row: Row): Entry {
	return {
		id: row.id,
		created: row.created,
		updated: row.updated,
		fields: JSON.parse(row.json) as Entry['fields'],
	};
}
