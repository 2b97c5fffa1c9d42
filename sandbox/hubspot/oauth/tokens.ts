import { createHash } from 'node:crypto';
import type { Clock } from '../../clock';
import type { Random } from '../../random';
import type { Store } from '../../store';
import { hubspotApp as demoApp, demoServiceKey } from '../account/account';
import type { HubSpotSwitches } from '../switches';
import { allScopes } from './scopes';

/** An access token works for 1,800 seconds; a code must be exchanged within ten minutes. */
export const ACCESS_SECONDS = 1800;
const CODE_SECONDS = 600;

export interface OAuthApp {
	clientId: string;
	clientSecret: string;
	appId: number;
	name: string;
}

export interface StoredToken {
	token: string;
	kind: 'access' | 'refresh' | 'serviceKey';
	clientId: string;
	/** The refresh token that an access token was made with. */
	parent: string;
	scopes: string[];
	/** Milliseconds by the sandbox's clock; null where a token has no end. */
	expiresAt: number | null;
}

interface IssuedCode {
	clientId: string;
	redirectUri: string;
	scopes: string[];
	challenge: string;
	expiresAt: number;
}

const SCHEMA = `
	CREATE TABLE IF NOT EXISTS oauth_apps (clientId TEXT PRIMARY KEY, clientSecret TEXT NOT NULL, appId INTEGER NOT NULL, name TEXT NOT NULL) STRICT;
	CREATE TABLE IF NOT EXISTS oauth_codes (code TEXT PRIMARY KEY, clientId TEXT NOT NULL, redirectUri TEXT NOT NULL, scopes TEXT NOT NULL, challenge TEXT NOT NULL, expiresAt INTEGER NOT NULL) STRICT;
	CREATE TABLE IF NOT EXISTS oauth_tokens (token TEXT PRIMARY KEY, kind TEXT NOT NULL, clientId TEXT NOT NULL, parent TEXT NOT NULL, scopes TEXT NOT NULL, expiresAt INTEGER) STRICT;
	CREATE INDEX IF NOT EXISTS oauth_tokens_of_parent ON oauth_tokens (parent);
`;

/** Apps, codes, tokens and service keys, kept with the records of the account. */
export class Tokens {
	constructor(
		private readonly store: Store,
		private readonly clock: Clock,
		private readonly random: Random,
		private readonly switches: () => HubSpotSwitches,
	) {
		store.exec(SCHEMA);
		store.run(
			'INSERT OR IGNORE INTO oauth_apps VALUES (?, ?, ?, ?)',
			demoApp.clientId,
			demoApp.clientSecret,
			demoApp.id,
			demoApp.name,
		);
		store.run(
			'INSERT OR IGNORE INTO oauth_tokens VALUES (?, ?, ?, ?, ?, NULL)',
			demoServiceKey,
			'serviceKey',
			'Demo key',
			'',
			JSON.stringify(allScopes),
		);
	}

	app(clientId: string): OAuthApp | undefined {
		return this.store.get<OAuthApp>('SELECT * FROM oauth_apps WHERE clientId = ?', clientId);
	}

	/** @returns a code for the redirect; it works once */
	createCode(grant: Omit<IssuedCode, 'expiresAt'>): string {
		const code = `na1-${this.random.uuid()}`;
		this.store.run(
			'INSERT OR REPLACE INTO oauth_codes VALUES (?, ?, ?, ?, ?, ?)',
			code,
			grant.clientId,
			grant.redirectUri,
			JSON.stringify(grant.scopes),
			grant.challenge,
			this.now() + CODE_SECONDS * 1000,
		);
		return code;
	}

	code(code: string): IssuedCode | undefined {
		const row = this.store.get<Omit<IssuedCode, 'scopes'> & { scopes: string }>(
			'SELECT * FROM oauth_codes WHERE code = ?',
			code,
		);
		return row && { ...row, scopes: JSON.parse(row.scopes) as string[] };
	}

	/** Ends the code and opens the account to its app. */
	redeem(code: string, grant: IssuedCode): { refresh: StoredToken; access: StoredToken } {
		return this.store.transaction(() => {
			this.store.run('DELETE FROM oauth_codes WHERE code = ?', code);
			const refresh = this.add(
				'refresh',
				`na1-${this.random.uuid()}`,
				grant.clientId,
				'',
				grant.scopes,
				null,
			);
			return { refresh, access: this.addAccess(refresh) };
		});
	}

	/**
	 * A new access token; under rotation also a new refresh token, and the old one ends after its
	 * grace.
	 */
	refresh(old: StoredToken): { refresh: StoredToken; access: StoredToken } {
		return this.store.transaction(() => {
			if (this.switches().refreshRotation === 'never')
				return { refresh: old, access: this.addAccess(old) };
			this.store.run(
				'UPDATE oauth_tokens SET expiresAt = ? WHERE token = ?',
				this.now() + this.switches().refreshGraceSeconds * 1000,
				old.token,
			);
			const refresh = this.add(
				'refresh',
				`na1-${this.random.uuid()}`,
				old.clientId,
				'',
				old.scopes,
				null,
			);
			return { refresh, access: this.addAccess(refresh) };
		});
	}

	/** Any token that was given out and not revoked, expired ones among them. */
	find(token: string): StoredToken | undefined {
		const row = this.store.get<Omit<StoredToken, 'scopes'> & { scopes: string }>(
			'SELECT * FROM oauth_tokens WHERE token = ?',
			token,
		);
		return row && { ...row, scopes: JSON.parse(row.scopes) as string[] };
	}

	isLive(token: StoredToken): boolean {
		return token.expiresAt === null || this.now() < token.expiresAt;
	}

	addServiceKey(name: string, scopes: readonly string[]): string {
		return this.add('serviceKey', `pat-na1-${this.random.uuid()}`, name, '', scopes, null).token;
	}

	serviceKeys(): Array<{ serviceKey: string; name: string; scopes: string[] }> {
		const rows = this.store.all<{ token: string; clientId: string; scopes: string }>(
			"SELECT token, clientId, scopes FROM oauth_tokens WHERE kind = 'serviceKey' ORDER BY rowid",
		);
		return rows.map(({ token, clientId, scopes }) => ({
			serviceKey: token,
			name: clientId,
			scopes: JSON.parse(scopes) as string[],
		}));
	}

	/** @returns whether there was such a token */
	revoke(token: string, withAccess: boolean): boolean {
		if (withAccess)
			this.store.run("DELETE FROM oauth_tokens WHERE parent = ? AND kind = 'access'", token);
		return this.store.run('DELETE FROM oauth_tokens WHERE token = ?', token) > 0;
	}

	/** @returns how many access tokens were still good */
	expireAccess(): number {
		return this.store.run(
			"UPDATE oauth_tokens SET expiresAt = ? WHERE kind = 'access' AND expiresAt > ?",
			this.now(),
			this.now(),
		);
	}

	private addAccess(refresh: StoredToken): StoredToken {
		const random = createHash('sha512').update(this.random.hex(64)).digest('base64url');
		return this.add(
			'access',
			`CN${random}${random}${random}-na1`,
			refresh.clientId,
			refresh.token,
			refresh.scopes,
			this.now() + ACCESS_SECONDS * 1000,
		);
	}

	/**
	 * A store that is reopened with the same seed would draw tokens again that it already has; those
	 * are drawn anew.
	 */
	private add(
		kind: StoredToken['kind'],
		drawn: string,
		clientId: string,
		parent: string,
		scopes: readonly string[],
		expiresAt: number | null,
	): StoredToken {
		let token = drawn;
		while (
			this.store.run(
				'INSERT OR IGNORE INTO oauth_tokens VALUES (?, ?, ?, ?, ?, ?)',
				token,
				kind,
				clientId,
				parent,
				JSON.stringify(scopes),
				expiresAt,
			) === 0
		) {
			token = drawn.slice(0, -4) + this.random.hex(4);
		}
		return { token, kind, clientId, parent, scopes: [...scopes], expiresAt };
	}

	private now(): number {
		return this.clock.now().getTime();
	}
}
