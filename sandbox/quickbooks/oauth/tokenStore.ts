import type { Store } from '../../store';

const schema = `
CREATE TABLE IF NOT EXISTS oauth_codes (code TEXT PRIMARY KEY, client TEXT NOT NULL, realm TEXT NOT NULL, scope TEXT NOT NULL, redirect_uri TEXT NOT NULL, expires INTEGER NOT NULL, used INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS oauth_connections (id INTEGER PRIMARY KEY, client TEXT NOT NULL, realm TEXT NOT NULL, scope TEXT NOT NULL, created INTEGER NOT NULL, revoked INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS oauth_tokens (token TEXT PRIMARY KEY, kind TEXT NOT NULL, connection INTEGER NOT NULL REFERENCES oauth_connections (id), issued INTEGER NOT NULL, expires INTEGER NOT NULL, replaced INTEGER);
CREATE INDEX IF NOT EXISTS oauth_tokens_newest ON oauth_tokens (connection, kind, issued);
`;

interface StoredCode {
	code: string;
	client: string;
	realm: string;
	scope: string;
	redirect_uri: string;
	/** In milliseconds, like every time here. */
	expires: number;
	used: number;
}

/** A token with its connection: the access of one app to one company. */
export interface StoredToken {
	token: string;
	kind: 'access' | 'refresh';
	issued: number;
	expires: number;
	/** When a newer refresh token replaced it. */
	replaced: number | null;
	connection: number;
	client: string;
	realm: string;
	scope: string;
	created: number;
	revoked: number;
}

const wholeToken =
	'SELECT t.*, c.client, c.realm, c.scope, c.created, c.revoked FROM oauth_tokens t JOIN oauth_connections c ON c.id = t.connection';

/** Codes, connections and tokens. They are stored with the records, so they survive a restart. */
export class TokenStore {
	constructor(readonly store: Store) {
		store.exec(schema);
	}

	addCode(code: Omit<StoredCode, 'used'>): void {
		this.store.run(
			'INSERT INTO oauth_codes (code, client, realm, scope, redirect_uri, expires) VALUES (?,?,?,?,?,?)',
			code.code,
			code.client,
			code.realm,
			code.scope,
			code.redirect_uri,
			code.expires,
		);
	}

	code(code: string): StoredCode | undefined {
		return this.store.get<StoredCode>('SELECT * FROM oauth_codes WHERE code = ?', code);
	}

	useCode(code: string): void {
		this.store.run('UPDATE oauth_codes SET used = 1 WHERE code = ?', code);
	}

	/** @returns the id of the connection */
	connect(client: string, realm: string, scope: string, created: number): number {
		this.store.run(
			'INSERT INTO oauth_connections (client, realm, scope, created) VALUES (?,?,?,?)',
			client,
			realm,
			scope,
			created,
		);
		return this.store.get<{ id: number }>('SELECT last_insert_rowid() AS id')?.id as number;
	}

	addToken(token: Pick<StoredToken, 'token' | 'kind' | 'connection' | 'issued' | 'expires'>): void {
		this.store.run(
			'INSERT INTO oauth_tokens (token, kind, connection, issued, expires) VALUES (?,?,?,?,?)',
			token.token,
			token.kind,
			token.connection,
			token.issued,
			token.expires,
		);
	}

	token(token: string): StoredToken | undefined {
		return this.store.get<StoredToken>(`${wholeToken} WHERE t.token = ?`, token);
	}

	newestRefreshToken(connection: number): StoredToken | undefined {
		return this.store.get<StoredToken>(
			`${wholeToken} WHERE t.connection = ? AND t.kind = 'refresh' AND t.replaced IS NULL ORDER BY t.rowid DESC LIMIT 1`,
			connection,
		);
	}

	extend(token: string, expires: number): void {
		this.store.run('UPDATE oauth_tokens SET expires = ? WHERE token = ?', expires, token);
	}

	replace(token: string, at: number): void {
		this.store.run('UPDATE oauth_tokens SET replaced = ? WHERE token = ?', at, token);
	}

	revoke(connection: number): void {
		this.store.run('UPDATE oauth_connections SET revoked = 1 WHERE id = ?', connection);
	}

	/** Whether a random text is unused. After a restart, the same seed gives the same texts again. */
	isFree(text: string): boolean {
		return !this.code(text) && !this.token(text);
	}
}
