import { realm, startOAuthServer, tokenInvalid } from './oauthServer';

describe('tokens on the API', () => {
	const gateway = (error: object, type: string) => ({
		warnings: null,
		intuitObject: null,
		fault: { error: [{ ...error, element: null }], type },
		report: null,
		queryResponse: null,
		batchItemResponse: [],
		attachableResponse: [],
		syncErrorResponse: null,
		requestId: null,
		time: expect.any(Number) as number,
		status: null,
		cdcresponse: [],
	});
	const failed = (detail: string) =>
		gateway(
			{
				message: 'message=AuthenticationFailed; errorCode=003200; statusCode=401',
				detail,
				code: '3200',
			},
			'AUTHENTICATION',
		);
	const forbidden = gateway(
		{
			message: 'message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403',
			detail: null,
			code: '3100',
		},
		'SERVICE',
	);

	it('an access token lives an hour', async () => {
		const { clock, connect, ping } = await startOAuthServer();
		const { access_token } = await connect();
		clock.advance(3_599_000);
		expect((await ping(access_token)).status).toBe(200);
		clock.advance(1000);
		const late = await ping(access_token);
		expect([late.status, late.headers['www-authenticate']]).toEqual([
			401,
			'Bearer realm="Intuit", error="invalid_token"',
		]);
		expect(late.json()).toEqual(failed(`Token expired: ${access_token}`));
	});

	it('no token, a short one, an unknown one', async () => {
		const { server, ping } = await startOAuthServer();
		const malformed = failed('Malformed bearer token: too short or too long');
		expect((await server(`/v3/company/${realm}/ping`)).json()).toEqual(malformed);
		expect((await ping('abc')).json()).toEqual(malformed);
		expect((await ping('AB01-never-given-to-anyone')).json()).toEqual(
			failed('Token expired: AB01-never-given-to-anyone'),
		);
	});

	it('another company, or no accounting scope: 403 with code 3100', async () => {
		const { connect, ping } = await startOAuthServer();
		const { access_token } = await connect();
		const other = await ping(access_token, '9341450000000003');
		expect([other.status, other.json()]).toEqual([403, forbidden]);
		const identity = await connect({ scope: 'openid email' });
		expect((await ping(identity.access_token)).json()).toEqual(forbidden);
	});

	/** A connected app, and a call that meets a fault by rule. */
	async function startWithFaults() {
		const { connect, faults, ping, refresh } = await startOAuthServer({
			throttleBody: 'json',
			throttleRetryAfterSeconds: 7,
		});
		const { access_token, refresh_token } = await connect();
		const meet = async (
			behaviour: Parameters<typeof faults.add>[0]['behaviour'],
			more: { retryAfterSeconds?: number } = {},
		) => {
			faults.clear();
			faults.add({ system: 'quickbooks', behaviour, ...more });
			return ping(access_token);
		};
		return { meet, refresh, access_token, refresh_token };
	}

	it('faults of tokens by rule have the same words', async () => {
		const { meet, access_token } = await startWithFaults();
		expect((await meet('expired-token')).json()).toEqual(failed(`Token expired: ${access_token}`));
		expect((await meet('missing-scope')).json()).toEqual(forbidden);
		expect((await meet('stale-token')).json()).toEqual({
			Fault: {
				Error: [
					{
						Message: 'Stale Object Error',
						Detail: expect.stringMatching(
							/^Stale Object Error : You and another user were working on this at the same time\./,
						) as string,
						code: '5010',
						element: '',
					},
				],
				type: 'ValidationFault',
			},
			time: '2026-03-01T04:00:00.000-08:00',
		});
	});

	it('throttling by rule is answered as JSON or XML, with the seconds to wait', async () => {
		const { meet } = await startWithFaults();
		const json = await meet('429');
		expect([json.status, json.headers['retry-after'], json.json()]).toEqual([
			429,
			'7',
			gateway(
				{
					message: 'message=ThrottleExceeded; errorCode=003001; statusCode=429',
					detail: 'The request limit was reached.  Try again later',
					code: '3001',
				},
				'SERVICE',
			),
		]);
		const xml = await meet('429-xml', { retryAfterSeconds: 60 });
		expect([xml.status, xml.headers['retry-after'], xml.headers['content-type']]).toEqual([
			429,
			'60',
			'application/xml',
		]);
		expect(xml.text).toMatch(
			/^<\?xml .*\?>\n<IntuitResponse time="2026-03-01T04:00:00.000-08:00" .*<Error code="3001"><Message>message=ThrottleExceeded; errorCode=003001; statusCode=429<\/Message>/,
		);
	});

	it('failures by rule are answered by the API, an expired token also by the token endpoint', async () => {
		const { meet, refresh, refresh_token } = await startWithFaults();
		const failure = await meet('500');
		expect([failure.status, failure.json<{ Fault: object }>().Fault]).toEqual([
			500,
			{
				Error: [
					{
						Message: 'An application error has occurred while processing your request',
						Detail: 'System Failure Error: An internal error has occurred.',
						code: '10000',
					},
				],
				type: 'SystemFault',
			},
		]);
		expect([
			(await meet('502-html')).headers['content-type'],
			(await meet('503')).status,
			(await meet('477')).status,
		]).toEqual(['text/html', 503, 200]);
		await meet('expired-token');
		expect((await refresh(refresh_token)).json()).toEqual(tokenInvalid);
	});
});
