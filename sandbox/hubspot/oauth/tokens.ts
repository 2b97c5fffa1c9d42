import { createHash } from 'node:crypto';
import type { Clock } from '../../clock';
import type { Random } from '../../random';
import type { Store } from '../../store';
import { hubspotApp as demoApp, demoServiceKey } from '../account/account';
import type { HubSpotSwitches } from '../switches';
import { allScopes } from './scopes';

/** An access token is valid for 1,800 seconds; an auth code for ten minutes. */
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
	/** The refresh token for which an access token was issued. */
	parent: string;
	scopes: string[];
	/** Milliseconds by the sandbox's clock; null if the token does not expire. */
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

/** Apps, codes, tokens and service keys, stored with the records of the account. */
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

	/** @returns a code for the redirect, valid for one use */
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

	/** Uses up the code and issues tokens to its app. */
	redeem(code: string, grant: IssuedCode): { refresh: StoredToken; access: StoredToken } {
		return this.store.transaction(() => {
			this.store.run('DELETE FROM oauth_codes WHERE code = ?', code);
			const refresh = this.addRefresh(grant.clientId, grant.scopes);
			return { refresh, access: this.addAccess(refresh) };
		});
	}

	/**
	 * Issues a new access token. With rotation also a new refresh token; the old one then expires after
	 * a grace period.
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
			const refresh = this.addRefresh(old.clientId, old.scopes);
			return { refresh, access: this.addAccess(refresh) };
		});
	}

	/** A token that was issued and not revoked; it may have expired. */
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
		const token = `pat-na1-${this.random.uuid()}`;
		const key = {
			kind: 'serviceKey' as const,
			clientId: name,
			parent: '',
			scopes,
			expiresAt: null,
		};
		return this.add({ ...key, token }).token;
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

	/** @returns whether the token existed */
	revoke(token: string, withAccess: boolean): boolean {
		if (withAccess)
			this.store.run("DELETE FROM oauth_tokens WHERE parent = ? AND kind = 'access'", token);
		return this.store.run('DELETE FROM oauth_tokens WHERE token = ?', token) > 0;
	}

	/** @returns how many access tokens were still valid */
	expireAccess(): number {
		return this.store.run(
			"UPDATE oauth_tokens SET expiresAt = ? WHERE kind = 'access' AND expiresAt > ?",
			this.now(),
			this.now(),
		);
	}

	private addRefresh(clientId: string, scopes: readonly string[]): StoredToken {
		const token = `na1-${this.random.uuid()}`;
		return this.add({ token, kind: 'refresh', clientId, parent: '', scopes, expiresAt: null });
	}

	private addAccess(refresh: StoredToken): StoredToken {
		const random = createHash('sha512').update(this.random.hex(64)).digest('base64url');
		return this.add({
			token: `CN${random}${random}${random}-na1`,
			kind: 'access',
			clientId: refresh.clientId,
			parent: refresh.token,
			scopes: refresh.scopes,
			expiresAt: this.now() + ACCESS_SECONDS * 1000,
		});
	}

	/**
	 * Stores a token. A store that is reopened with the same seed repeats its random tokens, so a token
	 * that exists already gets another ending.
	 */
	private add(wanted: Omit<StoredToken, 'scopes'> & { scopes: readonly string[] }): StoredToken {
		const { kind, clientId, parent, scopes, expiresAt } = wanted;
		let { token } = wanted;
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
			token = wanted.token.slice(0, -4) + this.random.hex(4);
		}
		return { ...wanted, token, scopes: [...scopes] };
	}

	private now(): number {
		return this.clock.now().getTime();
	}
}
