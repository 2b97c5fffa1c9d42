import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { account } from '../account/account';
import type { OAuthParts } from './endpoints';
import { allScopes } from './scopes';
import type { OAuthApp } from './tokens';

/** A valid installation link. */
interface AuthorizationRequest {
	client: OAuthApp;
	redirectUri: string;
	scopes: string[];
	state: string | undefined;
	challenge: string;
}

/**
 * Registers the page on which a user connects an app to the account, and the actions of its two
 * buttons.
 * https://developers.hubspot.com/docs/api-reference/auth-oauth-v3/guide
 */
export function registerAuthorizePage(app: FastifyInstance, parts: OAuthParts): void {
	for (const path of ['/oauth/authorize', '/oauth/:portalId/authorize']) {
		app.get(path, (request, reply) => {
			const link = readLink(request, parts);
			if (typeof link === 'string')
				return page(reply, 400, 'Couldn’t complete the connection', `<p>${escape(link)}</p>`);
			return page(reply, 200, `Connect ${link.client.name}`, consent(link, request.url));
		});
		app.post(path, (request, reply) => {
			const link = readLink(request, parts);
			if (typeof link === 'string')
				return page(reply, 400, 'Couldn’t complete the connection', `<p>${escape(link)}</p>`);
			const allowed =
				new URLSearchParams(request.rawBody.toString('utf8')).get('decision') === 'connect';
			return reply.redirect(answerTo(link, allowed, parts), 302);
		});
	}
}

function answerTo(link: AuthorizationRequest, allowed: boolean, { tokens }: OAuthParts): string {
	const target = new URL(link.redirectUri);
	if (allowed)
		target.searchParams.set(
			'code',
			tokens.createCode({
				clientId: link.client.clientId,
				redirectUri: link.redirectUri,
				scopes: link.scopes,
				challenge: link.challenge,
			}),
		);
	else {
		target.searchParams.set('error', 'access_denied');
		target.searchParams.set('error_description', 'The user did not connect the app');
	}
	if (link.state !== undefined) target.searchParams.set('state', link.state);
	return target.href;
}

/** Optional scopes are granted, too, because the account has every product. */
export function grantedScopes(...lists: Array<string | undefined>): string[] {
	return [
		...new Set([
			'oauth',
			...lists.flatMap((list) => (list ?? '').split(/\s+/)).filter((scope) => scope !== ''),
		]),
	];
}

/** @returns a sentence if the link is not valid */
function readLink(request: FastifyRequest, { tokens }: OAuthParts): AuthorizationRequest | string {
	const { portalId } = request.params as { portalId?: string };
	if (portalId !== undefined && portalId !== String(account.id))
		return `There is no account ${portalId} here. This sandbox has account ${account.id}.`;
	const query = new URL(request.url, 'http://localhost').searchParams;
	const client = tokens.app(query.get('client_id') ?? '');
	if (!client) return `No app has the client id "${query.get('client_id') ?? ''}".`;
	const redirectUri = query.get('redirect_uri') ?? '';
	if (!/^https?:$/.test(URL.canParse(redirectUri) ? new URL(redirectUri).protocol : ''))
		return `The redirect_uri "${redirectUri}" is not an http address.`;
	if (!query.get('scope')) return 'The link asks for no scope.';
	const scopes = grantedScopes(query.get('scope') ?? '', query.get('optional_scope') ?? '');
	const unknown = grantedScopes(query.get('scope') ?? '').filter(
		(scope) => !allScopes.includes(scope),
	);
	if (unknown.length > 0) return `These scopes do not exist: ${unknown.join(', ')}.`;
	if (query.get('code_challenge') && query.get('code_challenge_method') !== 'S256')
		return 'The code_challenge_method must be S256.';
	return {
		client,
		redirectUri,
		scopes: scopes.filter((scope) => allScopes.includes(scope)),
		state: query.get('state') ?? undefined,
		challenge: query.get('code_challenge') ?? '',
	};
}

function consent({ client, scopes }: AuthorizationRequest, url: string): string {
	return `<p><strong>${escape(client.name)}</strong> asks for access to account ${account.id} (${escape(account.domain)}), as ${escape(account.user.email)}:</p>
<ul>${scopes.map((scope) => `<li><code>${escape(scope)}</code></li>`).join('')}</ul>
<form method="post" action="${escape(url)}">
<button name="decision" value="connect">Connect app</button>
<button name="decision" value="cancel">Cancel</button>
</form>`;
}

function page(reply: FastifyReply, status: number, title: string, content: string): FastifyReply {
	return reply
		.code(status)
		.header('content-type', 'text/html; charset=utf-8')
		.header('cache-control', 'no-store').send(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem;color:#33475b}button{font:inherit;padding:.5rem 1.2rem;margin-right:.5rem}</style></head>
<body><h1>${escape(title)}</h1>
${content}
</body></html>`);
}

function escape(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}
