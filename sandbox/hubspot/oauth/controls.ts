import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { hubspotApp as demoApp } from '../account/account';
import { grantedScopes } from './authorize';
import type { OAuthParts } from './endpoints';
import { allScopes } from './scopes';

const scope = z.string().refine(
	(name) => allScopes.includes(name),
	(name) => ({ message: `there is no scope "${name}"` }),
);

const authorizeSchema = z
	.object({
		redirectUri: z.string().url(),
		clientId: z.string().default(demoApp.clientId),
		/** Separated by spaces; all scopes if absent. */
		scope: z.string().default(allScopes.join(' ')),
		state: z.string().optional(),
		codeChallenge: z.string().default(''),
	})
	.strict();

const keySchema = z
	.object({
		name: z.string().min(1).default('Key'),
		scopes: z.array(scope).default([...allScopes]),
	})
	.strict();

/**
 * Adds control paths that authorise an app without the page for people, and that create, expire and
 * remove keys and tokens.
 */
export function addHubSpotOAuthControls(control: FastifyInstance, { tokens }: OAuthParts): void {
	control.post('/control/hubspot/authorize', (request) => {
		const {
			redirectUri,
			clientId,
			scope: wanted,
			state,
			codeChallenge,
		} = authorizeSchema.parse(request.body);
		if (!tokens.app(clientId)) throw new RangeError(`no app has the client id "${clientId}"`);
		const scopes = z.array(scope).parse(grantedScopes(wanted));
		return {
			code: tokens.createCode({ clientId, redirectUri, scopes, challenge: codeChallenge }),
			...(state !== undefined && { state }),
		};
	});
	control.get('/control/hubspot/service-keys', () => tokens.serviceKeys());
	control.post('/control/hubspot/service-keys', (request) => {
		const { name, scopes } = keySchema.parse(request.body ?? {});
		return { serviceKey: tokens.addServiceKey(name, scopes), name, scopes };
	});
	control.delete('/control/hubspot/service-keys/:serviceKey', (request) => ({
		removed: tokens.revoke((request.params as { serviceKey: string }).serviceKey, false),
	}));
	control.post('/control/hubspot/tokens/expire', () => ({ expired: tokens.expireAccess() }));
}
