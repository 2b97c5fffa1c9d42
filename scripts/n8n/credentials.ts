import { CREDENTIAL_BLANKING_VALUE } from 'n8n-workflow';
import type { N8nSession } from './session';

export interface StoredCredential {
	id: string;
	name: string;
	type: string;
}

type Data = Record<string, unknown>;

export function createCredential(
	session: N8nSession,
	type: string,
	name: string,
	data: Data,
): Promise<StoredCredential> {
	return session.request('POST', '/rest/credentials', { name, type, data });
}

/** The credential of that type and name, made on first use; its data always ends up as given. */
export async function ensureCredential(
	session: N8nSession,
	type: string,
	name: string,
	data: Data,
): Promise<StoredCredential> {
	const all = await session.request<StoredCredential[]>('GET', '/rest/credentials');
	const found = all.find((credential) => credential.type === type && credential.name === name);
	if (!found) return createCredential(session, type, name, data);
	return session.request('PATCH', `/rest/credentials/${found.id}`, { name, type, data });
}

/** What n8n's own test of a stored credential says. */
export async function testCredential(
	session: N8nSession,
	id: string,
): Promise<{ status: 'OK' | 'Error'; message: string }> {
	const credential = await session.request<StoredCredential & { data: Data }>(
		'GET',
		`/rest/credentials/${id}?includeData=true`,
	);
	// n8n hands out `true` for tokens, and takes this value for "as stored".
	const data = {
		...credential.data,
		...(credential.data.oauthTokenData !== undefined && {
			oauthTokenData: CREDENTIAL_BLANKING_VALUE,
		}),
	};
	return session.request('POST', '/rest/credentials/test', {
		credentials: { id, name: credential.name, type: credential.type, data },
	});
}

/**
 * Connects an OAuth2 credential as a user does, without a browser: n8n gives the provider's
 * address, `approve` answers
 * with the query of the redirect (`code`, `realmId` …), and n8n's callback trades the code for
 * tokens.
 */
export async function connectOAuth2(
	session: N8nSession,
	id: string,
	approve: (authorizeUrl: URL) => Promise<Record<string, string>>,
): Promise<void> {
	const authorizeUrl = new URL(
		await session.request<string>('GET', `/rest/oauth2-credential/auth?id=${id}`),
	);
	const answer = await approve(authorizeUrl);
	const query = new URLSearchParams({
		state: authorizeUrl.searchParams.get('state') ?? '',
		...answer,
	});
	const page = await session.fetch('GET', `/rest/oauth2-credential/callback?${query.toString()}`);
	const html = await page.text();
	const stored = await session.request<{ data?: Data }>(
		'GET',
		`/rest/credentials/${id}?includeData=true`,
	);
	if (page.ok && stored.data?.oauthTokenData) return;
	throw new Error(
		`n8n could not connect the credential: ${html
			.replace(/<(style|script)[\s\S]*?<\/\1>|<[^>]+>/g, ' ')
			.replace(/\s+/g, ' ')
			.slice(0, 400)}`,
	);
}
