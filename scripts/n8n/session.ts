import { randomUUID } from 'node:crypto';

export interface Owner {
	email: string;
	password: string;
}

export class N8nRequestError extends Error {
	constructor(
		request: string,
		readonly status: number,
		readonly body: unknown,
	) {
		super(`n8n answered ${request} with ${status}: ${JSON.stringify(body)?.slice(0, 500)}`);
	}
}

/** One signed-in user of n8n's own REST API, the one its editor uses. */
export class N8nSession {
	private readonly cookies = new Map<string, string>();
	/** n8n ties the login to the browser, so each request carries the same id. */
	private readonly browserId = randomUUID();

	constructor(readonly url: string) {}

	/** Creates the owner account in a new n8n; signs in where there is one already. */
	async signIn({ email, password }: Owner): Promise<void> {
		try {
			await this.request('POST', '/rest/owner/setup', {
				email,
				firstName: 'Olivia',
				lastName: 'Owner',
				password,
			});
		} catch (error) {
			if (!(error instanceof N8nRequestError) || error.status !== 400) throw error;
			await this.request('POST', '/rest/login', { emailOrLdapLoginId: email, password });
		}
	}

	/**
	 * @returns what n8n puts under `data`
	 * @throws N8nRequestError on any status from 400
	 */
	async request<T>(method: string, path: string, body?: unknown): Promise<T> {
		const answer = await this.fetch(method, path, body);
		const text = await answer.text();
		const parsed = parse(text);
		if (!answer.ok) throw new N8nRequestError(`${method} ${path}`, answer.status, parsed);
		const wrapped =
			typeof parsed === 'object' &&
			parsed !== null &&
			'data' in parsed &&
			Object.keys(parsed).length <= 2;
		return (wrapped ? parsed.data : parsed) as T;
	}

	/** The bare answer, with this user's cookies sent and kept; for pages that are not JSON. */
	async fetch(method: string, path: string, body?: unknown): Promise<Response> {
		const answer = await fetch(new URL(path, this.url), {
			method,
			headers: {
				'content-type': 'application/json',
				'browser-id': this.browserId,
				cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
			},
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		for (const cookie of answer.headers.getSetCookie()) {
			const [pair = ''] = cookie.split(';');
			const equals = pair.indexOf('=');
			this.cookies.set(pair.slice(0, equals), pair.slice(equals + 1));
		}
		return answer;
	}

	/** n8n's version, as it tells it itself. */
	async version(): Promise<string> {
		return (await this.request<{ versionCli: string }>('GET', '/rest/settings')).versionCli;
	}
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}
