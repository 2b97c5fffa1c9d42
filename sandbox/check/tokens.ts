import { quickbooksApp as client } from '../quickbooks/oauth/authorizationServer';
import type { Services } from '../quickbooks/api/services';
import { fieldsOf } from './acts';
import type { Exchange } from './recordings';

const ENDPOINTS =
	/^(oauth2\/v1\/tokens\/bearer|v2\/oauth2\/tokens\/revoke|\.well-known\/openid_configuration)$/;
const REDIRECT = 'http://localhost/check';

/** Whether a request goes to a token endpoint, which belongs to no company. */
export function isTokenRequest({ path }: Exchange): boolean {
	return ENDPOINTS.test(path);
}

/** A new connection of the sandbox's own app to a company. */
export function connect(
	services: Services,
	realmId: string,
): { access_token: string; refresh_token: string } {
	const code = services.authorizationServer.authorize({
		realmId,
		redirectUri: REDIRECT,
		clientId: client.clientId,
		scope: 'com.intuit.quickbooks.accounting',
	});
	return services.authorizationServer.exchange(code, REDIRECT);
}

/**
 * The form of a token request. If the recorded reply shows success, the form carries a code or token
 * that is valid here.
 */
export function tokenForm({ body, status }: Exchange, services: Services, realmId: string): string {
	const form = new URLSearchParams(
		typeof body === 'string' ? body : (fieldsOf(body) as Record<string, string>),
	);
	if (status !== 200) return form.toString();
	if (form.has('code')) {
		form.set(
			'code',
			services.authorizationServer.authorize({
				realmId,
				redirectUri: REDIRECT,
				clientId: client.clientId,
				scope: 'com.intuit.quickbooks.accounting',
			}),
		);
		form.set('redirect_uri', REDIRECT);
	}
	for (const name of ['refresh_token', 'token'])
		if (form.has(name)) form.set(name, connect(services, realmId).refresh_token);
	return form.toString();
}

/** The app's credentials, or wrong ones if the recorded reply says that they were wrong. */
export function clientHeader({ reply }: Exchange): string {
	const wrong = fieldsOf(reply)['error'] === 'invalid_client';
	return `Basic ${Buffer.from(`${client.clientId}:${wrong ? 'wrong' : client.clientSecret}`).toString('base64')}`;
}
