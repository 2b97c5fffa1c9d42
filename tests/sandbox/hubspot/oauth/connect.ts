import { client, redirectUri, type AccessServer } from '../accessServer';

export const details = '/account-info/v3/details';

export const scope = 'oauth crm.objects.deals.read';

export const granted = ['oauth', 'crm.objects.deals.read'];

export async function newCode(server: AccessServer): Promise<string> {
	return (await server.control('POST', '/control/hubspot/authorize', { redirectUri, scope })).body
		.code;
}

export async function connect(server: AccessServer, path = '/oauth/2026-03/token') {
	return (
		await server.form(path, {
			grant_type: 'authorization_code',
			code: await newCode(server),
			redirect_uri: redirectUri,
			...client,
		})
	).body as { access_token: string; refresh_token: string };
}

export const refresh = (server: AccessServer, token: string, path = '/oauth/2026-03/token') =>
	server.form(path, { grant_type: 'refresh_token', refresh_token: token, ...client });
