import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

/** Text without the differences of case and of composed letters; in SQL the function `fold`. */
export function fold(text: string): string {
	return text.normalize('NFC').toLowerCase();
}

/** The same without accents; in SQL the function `plain`. */
export function plain(text: string): string {
	return fold(text.normalize('NFD').replace(/\p{M}/gu, ''));
}

/** A thin door to SQLite: statements prepared once, rows as objects, nested transactions as one. */
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
		// SQLite's own lower() and LIKE know the case of ASCII letters only.
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

	/** @returns how many rows the statement changed */
	run(sql: string, ...values: SQLInputValue[]): number {
		return Number(this.prepare(sql).run(...values).changes);
	}

	/** Makes a pure function of texts usable in statements; null in, null out is up to `work`. */
	define(name: string, work: (...values: Array<string | null>) => string | number | null): void {
		this.db.function(
			name,
			{ deterministic: true, varargs: true },
			work as (...values: SQLInputValue[]) => SQLInputValue,
		);
	}

	/** All or nothing: when `work` throws, the store is as before. */
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
