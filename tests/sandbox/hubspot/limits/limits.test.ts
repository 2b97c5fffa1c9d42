import {
	client,
	startAccessServer,
	redirectUri,
	serviceKey,
	type AccessServer,
} from '../accessServer';

let server: AccessServer;
beforeEach(async () => {
	server = await startAccessServer({
		burstLimit: 3,
		oauthBurstLimit: 4,
		dailyLimit: 1000,
		searchLimit: 2,
	});
});
afterEach(() => server.stop());

const contacts = '/crm/v3/objects/contacts';
const times = async <T>(count: number, work: () => Promise<T>): Promise<T[]> => {
	const results: T[] = [];
	for (let index = 0; index < count; index += 1) results.push(await work());
	return results;
};
const statuses = async (count: number, token = serviceKey) =>
	(await times(count, () => server.get(contacts, token))).map(({ status }) => status);
const limitHeaders = (headers: Headers) =>
	Object.fromEntries(
		[...headers]
			.filter(([name]) => name.startsWith('x-hubspot-ratelimit-'))
			.map(([name, value]) => [name.slice(20), value]),
	);

async function accessToken(): Promise<string> {
	const { code } = (await server.control('POST', '/control/hubspot/authorize', { redirectUri }))
		.body;
	return (
		await server.form('/oauth/v3/token', {
			grant_type: 'authorization_code',
			code,
			redirect_uri: redirectUri,
			...client,
		})
	).body.access_token;
}

describe('ten seconds', () => {
	it('let as many requests through as allowed, and the next when the first is ten seconds old', async () => {
		expect(await statuses(2)).toEqual([200, 200]);
		server.time.ms += 4000;
		expect(await statuses(2)).toEqual([200, 429]);
		server.time.ms += 5999;
		expect(await statuses(1)).toEqual([429]);
		server.time.ms += 1;
		expect(await statuses(3)).toEqual([200, 200, 429]);
	});

	it('are told by headers and by the refusal', async () => {
		const [first, , , refused] = await times(4, () => server.get(contacts));
		expect(limitHeaders(first!.headers)).toEqual({
			max: '3',
			remaining: '2',
			'interval-milliseconds': '10000',
			daily: '1000',
			'daily-remaining': '999',
			secondly: '0',
			'secondly-remaining': '0',
		});
		expect(limitHeaders(refused!.headers)).toMatchObject({
			remaining: '0',
			'daily-remaining': '996',
		});
		expect([refused!.status, refused!.headers.get('retry-after'), refused!.body]).toEqual([
			429,
			null,
			{
				status: 'error',
				message: 'You have reached your ten_secondly_rolling limit.',
				errorType: 'RATE_LIMIT',
				correlationId: expect.any(String),
				policyName: 'TEN_SECONDLY_ROLLING',
				requestId: expect.any(String),
			},
		]);
	});

	it('are counted for each key and each app', async () => {
		const { body } = await server.control('POST', '/control/hubspot/service-keys', {
			name: 'Other',
			scopes: ['crm.objects.contacts.read'],
		});
		expect(await statuses(4)).toEqual([200, 200, 200, 429]);
		expect(await statuses(4, body.serviceKey)).toEqual([200, 200, 200, 429]);
		const [one, other] = [await accessToken(), await accessToken()];
		expect([...(await statuses(3, one)), ...(await statuses(2, other))]).toEqual([
			200, 200, 200, 200, 429,
		]);
	});

	it('say nothing of the day to OAuth apps', async () => {
		const { headers } = await server.get(contacts, await accessToken());
		expect(limitHeaders(headers)).toEqual({
			max: '4',
			remaining: '3',
			'interval-milliseconds': '10000',
			secondly: '0',
			'secondly-remaining': '0',
		});
	});

	it('do not count what has no token', async () => {
		await times(5, () => server.get(contacts, 'wrong'));
		expect(await statuses(1)).toEqual([200]);
	});
});

describe('a day', () => {
	it('is shared by all keys, ends at midnight of the account, and does not bind OAuth apps', async () => {
		const { body } = await server.control('POST', '/control/hubspot/service-keys', {});
		server.limits.setToday(998);
		expect([...(await statuses(1)), ...(await statuses(2, body.serviceKey))]).toEqual([
			200, 200, 429,
		]);
		const refused = await server.get(contacts);
		expect([
			refused.body.policyName,
			refused.body.message,
			refused.headers.get('x-hubspot-ratelimit-daily-remaining'),
		]).toEqual(['DAILY', 'You have reached your daily limit.', '0']);
		expect(await statuses(1, await accessToken())).toEqual([200]);
		server.clock.set('2026-11-25T07:59:59Z');
		expect(await statuses(1)).toEqual([429]);
		server.clock.set('2026-11-25T08:00:00Z');
		expect(await statuses(1)).toEqual([200]);
	});
});

describe('searches', () => {
	const search = (token = serviceKey) => server.send('POST', `${contacts}/search`, {}, token);

	it('have one limit for the account, a second long, outside the ten seconds and without headers', async () => {
		const token = await accessToken();
		const answers = [await search(), await search(token), await search()];
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
		expect(answers.map(({ headers }) => limitHeaders(headers))).toEqual([{}, {}, {}]);
		expect(answers[2]!.body).toEqual({
			status: 'error',
			message: 'You have reached your secondly limit.',
			errorType: 'RATE_LIMIT',
			correlationId: expect.any(String),
			policyName: 'SECONDLY',
			requestId: expect.any(String),
		});
		expect(await statuses(4)).toEqual([200, 200, 200, 429]);
		server.time.ms += 1000;
		expect((await search()).status).toBe(200);
	});

	it('take another name for their limit, and a Retry-After, by switch', async () => {
		server.setSwitches({ searchPolicyName: 'TEN_SECONDLY_ROLLING', throttleRetryAfterSeconds: 1 });
		const refused = (await times(3, () => search()))[2]!;
		expect([
			refused.body.policyName,
			refused.body.message,
			refused.headers.get('retry-after'),
		]).toEqual(['TEN_SECONDLY_ROLLING', 'You have reached your secondly limit.', '1']);
	});
});

it('no limits by switch', async () => {
	server.setSwitches({ limits: false });
	expect(new Set(await statuses(10))).toEqual(new Set([200]));
	expect(limitHeaders((await server.get(contacts)).headers)).toEqual({});
});

describe('faults in HubSpot’s words', () => {
	const once = async (
		behaviour:
			| '429'
			| '423'
			| '477'
			| '500'
			| '502-html'
			| '503'
			| '429-xml'
			| 'expired-token'
			| 'missing-scope'
			| 'stale-token',
		more = {},
	) => {
		server.fault({ behaviour, times: 1, ...more });
		return server.get(contacts);
	};

	it.each([
		[
			'429',
			429,
			{
				status: 'error',
				message: 'You have reached your ten_secondly_rolling limit.',
				errorType: 'RATE_LIMIT',
				correlationId: expect.any(String),
				policyName: 'TEN_SECONDLY_ROLLING',
				requestId: expect.any(String),
			},
		],
		[
			'423',
			423,
			{ status: 'error', message: expect.any(String), correlationId: expect.any(String) },
		],
		[
			'477',
			477,
			{ status: 'error', message: expect.any(String), correlationId: expect.any(String) },
		],
		['500', 500, { status: 'error', message: 'internal error', correlationId: expect.any(String) }],
		[
			'503',
			503,
			{ status: 'error', message: 'Service Unavailable', correlationId: expect.any(String) },
		],
	] as const)('%s', async (behaviour, status, body) => {
		const { headers, ...answer } = await once(behaviour, { retryAfterSeconds: 7 });
		expect(answer).toEqual({ status, body });
		expect(headers.get('retry-after')).toBe(behaviour === '500' ? null : '7');
		expect(await statuses(1)).toEqual([200]);
	});

	it('502 as a page of the proxy', async () => {
		const { status, headers, body } = await once('502-html');
		expect([status, headers.get('content-type'), body.startsWith('<html>')]).toEqual([
			502,
			'text/html',
			true,
		]);
	});

	it('429 of the day by switch', async () => {
		server.setSwitches({ faultPolicyName: 'DAILY' });
		expect((await once('429')).body.policyName).toBe('DAILY');
	});

	it('a missing scope names what the endpoint asks for', async () => {
		const { status, body } = await once('missing-scope');
		expect([status, body.errors[0].context.requiredGranularScopes]).toEqual([
			403,
			['crm.objects.contacts.read'],
		]);
	});

	it('an expired token', async () => {
		const { status, body } = await once('expired-token');
		expect([status, body.category]).toEqual([401, 'EXPIRED_AUTHENTICATION']);
	});

	it.each([['429-xml'], ['stale-token']] as const)(
		'%s is no fault of HubSpot’s',
		async (behaviour) => {
			expect((await once(behaviour)).status).toBe(200);
		},
	);

	it('come with the latency of every answer, and nothing is done for them', async () => {
		server.setSwitches({ latencyMs: 30 });
		expect((await once('500')).body.message).toBe('internal error');
		expect((await server.get(contacts, 'wrong')).body.category).toBe('INVALID_AUTHENTICATION');
		await statuses(4);
		expect(server.reached()).toBe(3);
	});
});
