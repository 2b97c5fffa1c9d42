/**
 * The tables of QuickBooks. Each record is one row. Queries filter and sort mostly by the columns; all
 * fields are in `json`. `party` is the customer or vendor of a transaction, `name_key` the unique name,
 * and `change` the order of changes.
 */
export const recordSchema = `
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

export const UPSERT_RECORD = `INSERT INTO records (company, entity, id, number, created, updated, change, active, sort_name, display_name, name_key, email, doc_number, txn_date, party, json)
VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
ON CONFLICT (company, entity, id) DO UPDATE SET created = excluded.created, updated = excluded.updated, change = excluded.change, active = excluded.active, sort_name = excluded.sort_name,
	display_name = excluded.display_name, name_key = excluded.name_key, email = excluded.email, doc_number = excluded.doc_number, txn_date = excluded.txn_date, party = excluded.party, json = excluded.json`;
