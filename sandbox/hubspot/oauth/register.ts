import type { FastifyInstance } from 'fastify';
import { registerAuthorizePage } from './authorize';
import { registerTokenEndpoints, type OAuthParts } from './endpoints';

/** Registers the authorise page and the token endpoints of all versions. None needs a token. */
export function registerHubSpotOAuth(app: FastifyInstance, parts: OAuthParts): void {
	registerAuthorizePage(app, parts);
	registerTokenEndpoints(app, parts);
}

/** Whether a path is a page for people, without faults, log and limits. */
export function isPage(path: string): boolean {
	return /^\/oauth\/(?:\d+\/)?authorize(?:[?/]|$)/.test(path);
}

/** Whether a path needs no access token. */
export function isOpen(path: string): boolean {
	return path.startsWith('/oauth/');
}
