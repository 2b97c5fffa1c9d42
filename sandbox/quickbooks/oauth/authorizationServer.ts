import type { FastifyRequest } from 'fastify';
import type { Clock } from '../../clock';
import type { Random } from '../../random';
import type { Answer } from '../../server';
import type { Store } from '../../store';
import type { Profile } from '../company';
import { authenticationFailed, authorizationFailed } from '../faults/gateway';
import type { QuickBooksSwitches } from '../switches';
import { bearerToken } from './bearer';
import { TokenStore, type StoredToken } from './tokenStore';
import { OAuthRefusal } from './refusal';

/** The only app that may connect to the sandbox's companies. */
export const quickbooksApp = {
	clientId: 'ABsandboxClientId0001',
	clientSecret: 'sandbox-client-secret-0001',
};

const ACCOUNTING = 'com.intuit.quickbooks.accounting';
export const scopes = [
	ACCOUNTING,
	'com.intuit.quickbooks.payment',
	'openid',
	'profile',
	'email',
	'phone',
	'address',
];

const SECOND = 1000;
const CODE_SECONDS = 600;
const ACCESS_SECONDS = 3600;
const REFRESH_SECONDS = 8_726_400;
const HARD_SECONDS = 5 * 365 * 86_400;
const DAY = 86_400 * SECOND;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

interface Connection {
	realmId: string;
	redirectUri: string;
	clientId: string;
	scope: string;
}

export interface TokenReply {
	token_type: 'bearer';
	expires_in: number;
	refresh_token: string;
	x_refresh_token_expires_in: number;
	access_token: string;
	x_refresh_token_hard_expires_in?: number;
}

interface AuthorizationServerOptions {
	store: Store;
	clock: Clock;
	random: Random;
	companies: () => readonly Profile[];
	switches: () => QuickBooksSwitches;
}

/**
 * Issues and checks codes and tokens by the sandbox's clock. Access tokens are valid for an hour;
 * refresh tokens for 101 days after their last use, but at most five years.
 * Source:
 * https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/oauth-2.0
 */
export class AuthorizationServer {
	private readonly tokenStore: TokenStore;

	constructor(readonly options: AuthorizationServerOptions) {
		this.tokenStore = new TokenStore(options.store);
	}

	/**
	 * Gives the app access to one company.
	 * @returns the code to exchange
	 * @throws RangeError with a sentence if the app, company, scope or redirect address is not valid
	 */
	authorize({ realmId, redirectUri, clientId, scope }: Connection): string {
		const problem = this.problemWith({ redirectUri, clientId, scope });
		if (problem) throw new RangeError(problem);
		if (!this.options.companies().some((company) => company.realmId === realmId))
			throw new RangeError(`There is no company ${realmId}.`);
		const code = this.newText('XAB11');
		this.tokenStore.addCode({
			code,
			client: clientId,
			realm: realmId,
			scope: scope.split(/\s+/).join(' '),
			redirect_uri: redirectUri,
			expires: this.now() + CODE_SECONDS * SECOND,
		});
		return code;
	}

	/** The problem of a request to connect; undefined if the request is valid. */
	problemWith({ redirectUri, clientId, scope }: Omit<Connection, 'realmId'>): string | undefined {
		if (clientId !== quickbooksApp.clientId) return 'The client_id is missing or unknown.';
		if (!isLoopback(redirectUri))
			return 'The redirect_uri is missing or is not an http or https address on this machine.';
		const wanted = scope.split(/\s+/).filter(Boolean);
		const unknown = wanted.filter((name) => !scopes.includes(name));
		if (wanted.length === 0) return 'The scope is missing.';
		return unknown.length > 0 ? `The scope ${unknown.join(' ')} is unknown.` : undefined;
	}

	/**
	 * @throws OAuthRefusal if the code is unknown, used, expired, or was issued for another redirect
	 * address
	 */
	exchange(code: string, redirectUri: string): TokenReply {
		const found = this.tokenStore.code(code);
		if (!found || found.used === 1 || found.expires <= this.now())
			throw new OAuthRefusal('invalid_grant', 'Invalid authorization code');
		if (found.redirect_uri !== redirectUri)
			throw new OAuthRefusal('invalid_grant', 'Invalid redirect_uri');
		return this.options.store.transaction(() => {
			this.tokenStore.useCode(code);
			const connection = this.tokenStore.connect(
				found.client,
				found.realm,
				found.scope,
				this.now(),
			);
			return this.reply(connection, this.newRefreshToken(connection, this.now()), this.now());
		});
	}

	/**
	 * @throws OAuthRefusal if the token is unknown, expired or revoked, or was replaced before the grace
	 * period
	 */
	refresh(refreshToken: string): TokenReply {
		const now = this.now();
		const given = this.tokenStore.token(refreshToken);
		if (!given || given.kind !== 'refresh' || given.revoked === 1 || given.expires <= now)
			throw new OAuthRefusal('invalid_grant', 'Token invalid');
		const graceMs = this.options.switches().refreshGraceSeconds * SECOND;
		if (given.replaced !== null && now - given.replaced >= graceMs)
			throw new OAuthRefusal('invalid_grant', 'Token invalid');
		return this.options.store.transaction(() =>
			this.reply(given.connection, this.nextRefreshToken(given, now), given.created),
		);
	}

	/** Ends the connection of a token. @throws OAuthRefusal if the token is unknown */
	revoke(token: string): void {
		const found = this.tokenStore.token(token);
		if (!found) throw new OAuthRefusal('invalid_request', 'Token invalid');
		this.tokenStore.revoke(found.connection);
	}

	/** The gateway's refusal if the token does not give access to this company. */
	checkToken(request: FastifyRequest, realmId: string): Answer | undefined {
		const now = this.now();
		const text = bearerToken(request);
		if (text === undefined || text.length < 20 || text.length > 4096)
			return authenticationFailed('Malformed bearer token: too short or too long', now);
		const token = this.tokenStore.token(text);
		if (!token || token.kind !== 'access' || token.expires <= now)
			return authenticationFailed(`Token expired: ${text}`, now);
		if (
			token.revoked === 1 ||
			token.realm !== realmId ||
			!token.scope.split(' ').includes(ACCOUNTING)
		)
			return authorizationFailed(now);
		return undefined;
	}

	private nextRefreshToken(given: StoredToken, now: number): StoredToken {
		const newest = this.tokenStore.newestRefreshToken(given.connection) ?? given;
		const keeps =
			given.replaced !== null ||
			(this.options.switches().refreshRotation === 'daily' && now - given.issued < DAY);
		if (!keeps) {
			this.tokenStore.replace(given.token, now);
			return this.newRefreshToken(given.connection, given.created);
		}
		const expires = this.refreshEnd(given.created);
		this.tokenStore.extend(newest.token, expires);
		return { ...newest, expires };
	}

	private newRefreshToken(connection: number, created: number): StoredToken {
		const token = this.newText('AB11');
		this.tokenStore.addToken({
			token,
			kind: 'refresh',
			connection,
			issued: this.now(),
			expires: this.refreshEnd(created),
		});
		return this.tokenStore.token(token) as StoredToken;
	}

	private refreshEnd(created: number): number {
		return Math.min(this.now() + REFRESH_SECONDS * SECOND, created + HARD_SECONDS * SECOND);
	}

	private reply(connection: number, refreshToken: StoredToken, created: number): TokenReply {
		const now = this.now();
		const token = this.newText('AB01');
		this.tokenStore.addToken({
			token,
			kind: 'access',
			connection,
			issued: now,
			expires: now + ACCESS_SECONDS * SECOND,
		});
		const left = (end: number) => Math.floor((end - now) / SECOND);
		return {
			token_type: 'bearer',
			expires_in: ACCESS_SECONDS,
			refresh_token: refreshToken.token,
			x_refresh_token_expires_in: left(refreshToken.expires),
			access_token: token,
			x_refresh_token_hard_expires_in: left(created + HARD_SECONDS * SECOND),
		};
	}

	private newText(start: string): string {
		for (;;) {
			const text =
				start +
				Math.floor(this.now() / SECOND) +
				Array.from({ length: 36 }, () => this.options.random.pick([...LETTERS])).join('');
			if (this.tokenStore.isFree(text)) return text;
		}
	}

	private now(): number {
		return this.options.clock.now().getTime();
	}
}

function isLoopback(address: string): boolean {
	if (!URL.canParse(address)) return false;
	const { protocol, hostname } = new URL(address);
	return (
		/^https?:$/.test(protocol) && /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
	);
}
