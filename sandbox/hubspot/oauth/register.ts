import type { FastifyInstance } from 'fastify';
import { registerAuthorizePage } from './authorize';
import { registerTokenEndpoints, type OAuthParts } from './endpoints';

/** The authorise page and the token endpoints of all versions; none of them asks for a token. */
export function registerHubSpotOAuth(app: FastifyInstance, parts: OAuthParts): void {
	registerAuthorizePage(app, parts);
	registerTokenEndpoints(app, parts);
}

/** Pages for a person: no faults, no log, no limits. */
export function isPage(path: string): boolean {
	return /^\/oauth\/(?:\d+\/)?authorize(?:[?/]|$)/.test(path);
}

/** Paths that are asked without an access token. */
export function isOpen(path: string): boolean {
	return path.startsWith('/oauth/');
}
