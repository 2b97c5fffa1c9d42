/** What n8n keeps of an OAuth2 connection. */
export interface OAuthTokenData {
	access_token?: string;
	/** Milliseconds since 1970, as text; set by n8n when it connects and refreshes. */
	n8n_expires_at?: string;
}

/** A token with less time left is renewed before use. */
const MARGIN_MS = 60_000;

export function readToken(
	data: OAuthTokenData | undefined,
	nowMs: number,
): { token: string; expiresSoon: boolean } {
	const expiresAt = Number(data?.n8n_expires_at ?? NaN);
	return {
		token: data?.access_token ?? '',
		expiresSoon: !Number.isNaN(expiresAt) && expiresAt - MARGIN_MS < nowMs,
	};
}
