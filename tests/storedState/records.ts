import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { startSandbox } from '../../sandbox/start';

type Cell = string | number | null | object;
type Row = Record<string, Cell>;
/** Rows by table. Cells that hold JSON are kept as what they say. */
export type Tables = Record<string, Row[]>;

export interface SandboxRecords {
	hubspot: Tables;
	/** Of one company. */
	quickbooks: Tables;
}

const systems = ['hubspot', 'quickbooks'] as const;
/**
 * Tokens and subscriptions belong to a running sandbox. What QuickBooks answered under a key is
 * left
 * out on purpose: it may have forgotten the key, and then only what is stored tells what was done.
 */
const LEFT_OUT = /^(?:sqlite_|oauth_|webhook_|answered$|companies$|files$)/;

/** Everything the sandbox of a folder holds, with its ids. */
export function readRecords(folder: string, realmId: string): SandboxRecords {
	const [hubspot = {}, quickbooks = {}] = systems.map((system) =>
		inDatabase(folder, system, (database) =>
			Object.fromEntries(
				tablesOf(database)
					.map((table) => [table, readRows(database, table, realmId)] as const)
					.filter(([, rows]) => rows.length > 0),
			),
		),
	);
	return { hubspot, quickbooks };
}

/** Fills a new folder with stored records: the tables are the sandbox's own of today. */
export async function writeRecords(
	folder: string,
	realmId: string,
	records: SandboxRecords,
): Promise<void> {
	const empty = await startSandbox({ dataDir: folder, seed: 'empty' });
	await empty.stop();
	for (const system of systems)
		inDatabase(folder, system, (database) => {
			database.exec('BEGIN');
			for (const table of tablesOf(database)) removeRows(database, table, realmId);
			for (const [table, rows] of Object.entries(records[system]))
				for (const row of rows) insertRow(database, table, row);
			database.exec('COMMIT');
		});
}

function inDatabase<T>(
	folder: string,
	system: (typeof systems)[number],
	work: (database: DatabaseSync) => T,
): T {
	const database = new DatabaseSync(join(folder, `${system}.db`));
	try {
		return work(database);
	} finally {
		database.close();
	}
}

function tablesOf(database: DatabaseSync): string[] {
	const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
	return tables.map(({ name }) => String(name)).filter((name) => !LEFT_OUT.test(name));
}

function hasCompany(database: DatabaseSync, table: string): boolean {
	const columns = database.prepare(`SELECT name FROM pragma_table_info(?)`).all(table);
	return columns.some(({ name }) => name === 'company');
}

function readRows(database: DatabaseSync, table: string, realmId: string): Row[] {
	const rows = hasCompany(database, table)
		? database.prepare(`SELECT * FROM ${table} WHERE company = ?`).all(realmId)
		: database.prepare(`SELECT * FROM ${table}`).all();
	return rows.map((row) =>
		Object.fromEntries(
			Object.entries(row)
				.filter(([, cell]) => cell !== null)
				.map(([column, cell]) => [column, toCell(cell)]),
		),
	);
}

function toCell(cell: unknown): Cell {
	return typeof cell === 'string' && /^[[{]/.test(cell)
		? (JSON.parse(cell) as object)
		: (cell as Cell);
}

function removeRows(database: DatabaseSync, table: string, realmId: string): void {
	if (hasCompany(database, table))
		database.prepare(`DELETE FROM ${table} WHERE company = ?`).run(realmId);
	else database.exec(`DELETE FROM ${table}`);
}

function insertRow(database: DatabaseSync, table: string, row: Row): void {
	const cells = Object.values(row).map((cell) =>
		typeof cell === 'object' ? JSON.stringify(cell) : cell,
	);
	const columns = Object.keys(row).join(', ');
	const places = cells.map(() => '?').join(', ');
	database.prepare(`INSERT INTO ${table} (${columns}) VALUES (${places})`).run(...cells);
}
