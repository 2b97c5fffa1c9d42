/**
 * The tables of the account. `objects` has one row for each record. A search sees `properties` once the
 * clock has reached `indexed`. Until then it sees `previous`, the properties as last indexed, or
 * nothing if that is null (a new record). The same applies to archived rows.
 */
export const recordSchema = `
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
