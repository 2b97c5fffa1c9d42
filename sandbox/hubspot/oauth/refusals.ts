import type { Answer } from '../../server';

const MINUTE = 60_000;

/**
 * The answer to a missing token and to an unknown token, which is the same.
 * https://developers.hubspot.com/docs/api-reference/error-handling
 */
export function invalidToken(correlationId: string): Answer {
	return {
		status: 401,
		body: {
			status: 'error',
			message:
				'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
			correlationId,
			category: 'INVALID_AUTHENTICATION',
		},
	};
}

/** The answer to an expired access token. It says for how long, in the largest whole unit. */
export function expiredToken(correlationId: string, expiredAt: number, now: number): Answer {
	return {
		status: 401,
		body: {
			status: 'error',
			message: `The OAuth token used to make this call expired ${age(now - expiredAt)} ago.`,
			correlationId,
			category: 'EXPIRED_AUTHENTICATION',
			context: { 'expire time': [new Date(expiredAt).toISOString()] },
		},
	};
}

/** @param anyOf scopes of which the request needs one */
export function missingScopes(correlationId: string, anyOf: readonly string[]): Answer {
	return {
		status: 403,
		body: {
			status: 'error',
			message:
				"This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
			correlationId,
			errors: [
				{
					message: 'One or more of the following scopes are required.',
					context: { requiredGranularScopes: anyOf },
				},
			],
			links: { scopes: 'https://developers.hubspot.com/scopes' },
			category: 'MISSING_SCOPES',
		},
	};
}

function age(ms: number): string {
	const units: Array<[string, number]> = [
		['day', 1440 * MINUTE],
		['hour', 60 * MINUTE],
		['minute', MINUTE],
	];
	const unit = units.find(([, length]) => ms >= length) ?? ['second', 1000];
	return `${Math.max(0, Math.floor(ms / unit[1]))} ${unit[0]}(s)`;
}
