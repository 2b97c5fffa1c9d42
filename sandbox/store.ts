import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

/** Text for comparison, in lower case and with composed letters; the SQL function `fold`. */
export function fold(text: string): string {
	return text.normalize('NFC').toLowerCase();
}

/** The same without accents; the SQL function `plain`. */
export function plain(text: string): string {
	return fold(text.normalize('NFD').replace(/\p{M}/gu, ''));
}

/** Access to SQLite: prepared statements, rows as objects, and nested transactions as one. */
export class Store {
	private readonly db: DatabaseSync;
	private readonly statements = new Map<string, StatementSync>();
	private depth = 0;

	/** @param file a path, or `:memory:` */
	constructor(file: string) {
		if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
		this.db = new DatabaseSync(file);
		this.db.exec(
			'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON',
		);
		// SQLite's lower() and LIKE ignore case only for ASCII letters.
		for (const [name, change] of Object.entries({ fold, plain }))
			this.db.function(name, { deterministic: true }, (text) =>
				typeof text === 'string' ? change(text) : null,
			);
	}

	exec(sql: string): void {
		this.db.exec(sql);
	}

	all<T>(sql: string, ...values: SQLInputValue[]): T[] {
		return this.prepare(sql).all(...values) as T[];
	}

	get<T>(sql: string, ...values: SQLInputValue[]): T | undefined {
		return this.prepare(sql).get(...values) as T | undefined;
	}

	/** @returns the number of changed rows */
	run(sql: string, ...values: SQLInputValue[]): number {
		return Number(this.prepare(sql).run(...values).changes);
	}

	/** Defines an SQL function of texts. `work` must handle null itself. */
	define(name: string, work: (...values: Array<string | null>) => string | number | null): void {
		this.db.function(
			name,
			{ deterministic: true, varargs: true },
			work as (...values: SQLInputValue[]) => SQLInputValue,
		);
	}

	/** Runs `work` in a transaction. If it throws, nothing changes. */
	transaction<T>(work: () => T): T {
		if (this.depth > 0) return work();
		this.db.exec('BEGIN IMMEDIATE');
		this.depth += 1;
		try {
			const result = work();
			this.db.exec('COMMIT');
			return result;
		} catch (error) {
			this.db.exec('ROLLBACK');
			throw error;
		} finally {
			this.depth -= 1;
		}
	}

	close(): void {
		this.statements.clear();
		this.db.close();
	}

	private prepare(sql: string): StatementSync {
		let statement = this.statements.get(sql);
		if (!statement) {
			statement = this.db.prepare(sql);
			this.statements.set(sql, statement);
		}
		return statement;
	}
}
