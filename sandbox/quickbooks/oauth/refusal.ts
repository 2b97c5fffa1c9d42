import type { Answer } from '../../server';

type ErrorName =
	| 'invalid_request'
	| 'invalid_client'
	| 'invalid_grant'
	| 'unsupported_grant_type'
	| 'invalid_scope';

/** An error of the token endpoint with a name of RFC 6749: 401 for an unknown client, else 400. */
export class OAuthRefusal extends Error {
	constructor(
		readonly error: ErrorName,
		readonly description?: string,
	) {
		super(description ?? error);
	}

	answer(): Answer {
		return {
			status: this.error === 'invalid_client' ? 401 : 400,
			headers: {
				'content-type': 'application/json;charset=UTF-8',
				'cache-control': 'no-cache, no-store',
				pragma: 'no-cache',
			},
			body: {
				...(this.description !== undefined && { error_description: this.description }),
				error: this.error,
			},
		};
	}
}
