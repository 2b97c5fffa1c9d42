import type { GatewayError } from '../../../src/gateways/errors';
import { failureOf, fakeHubSpot, stopFakes } from './fakeHubSpot';

afterEach(stopFakes);

/** Everything that a gateway's error says. */
async function errorFor(
	status: number,
	body: unknown,
	headers: Record<string, string> = {},
	secrets: string[] = [],
) {
	const server = await fakeHubSpot((_request, _count, reply) =>
		reply.code(status).headers(headers).send(body),
	);
	const error = (await failureOf(
		server
			.gateway({ secrets })
			.createObject('contacts', { properties: { email: 'a@example.com' } }),
	)) as GatewayError;
	expect(error.name).toBe('GatewayError');
	const { system, kind, message, code, requestId, retryAfterMs, details, context } = error;
	expect(system).toBe('HubSpot');
	expect(error.status).toBe(status);
	return { kind, message, code, requestId, retryAfterMs, details, context };
}

const nothing = {
	code: undefined,
	requestId: undefined,
	retryAfterMs: undefined,
	details: [],
	context: {},
};
const id = 'b1c2d3e4-0000-4000-8000-000000000001';

describe('what each refusal of HubSpot means', () => {
	it('401: the token', async () => {
		const body = {
			status: 'error',
			message: 'Authentication credentials not found.',
			correlationId: id,
			category: 'INVALID_AUTHENTICATION',
		};
		expect(await errorFor(401, body)).toEqual({
			...nothing,
			kind: 'unauthorized',
			message: 'Authentication credentials not found.',
			code: 'INVALID_AUTHENTICATION',
			requestId: id,
		});
	});

	it.each(['requiredGranularScopes', 'requiredScopes', 'missingScopes'])(
		'403: the scopes under %s, at the top or within',
		async (key) => {
			const detail = {
				message: 'One or more of the following scopes are required.',
				context: { [key]: ['e-commerce', 'crm.objects.invoices.write'] },
			};
			const base = {
				status: 'error',
				message: "This app hasn't been granted all required scopes to make this call.",
				correlationId: id,
				category: 'MISSING_SCOPES',
			};
			const expected = {
				...nothing,
				kind: 'forbidden',
				message: base.message,
				code: 'MISSING_SCOPES',
				requestId: id,
				context: { scopes: ['e-commerce', 'crm.objects.invoices.write'] },
			};
			expect(await errorFor(403, { ...base, errors: [detail] })).toEqual({
				...expected,
				details: [{ message: detail.message }],
			});
			expect(await errorFor(403, { ...base, context: detail.context })).toEqual(expected);
		},
	);

	it("404 in HubSpot's words: no such record; else: a wrong address", async () => {
		expect(
			await errorFor(404, { status: 'error', message: 'resource not found', correlationId: id }),
		).toEqual({ ...nothing, kind: 'notFound', message: 'resource not found', requestId: id });
		expect(await errorFor(404, '<html>Not Found</html>', { 'content-type': 'text/html' })).toEqual({
			...nothing,
			kind: 'unexpected',
			message: 'HubSpot answered with status 404 and did not say why',
		});
	});

	it('409: a conflict; who holds the value is not taken from the answer', async () => {
		const body = {
			status: 'error',
			message: 'Contact already exists. Existing ID: 3401',
			correlationId: id,
			category: 'CONFLICT',
		};
		expect(await errorFor(409, body)).toEqual({
			...nothing,
			kind: 'conflict',
			message: body.message,
			code: 'CONFLICT',
			requestId: id,
		});
		expect((await errorFor(409, { ...body, context: { existingId: ['3402'] } })).context).toEqual(
			{},
		);
		expect(await errorFor(409, { ...body, message: 'Contact already exists' })).toEqual({
			...nothing,
			kind: 'conflict',
			message: 'Contact already exists',
			code: 'CONFLICT',
			requestId: id,
		});
	});

	it('400 about a unique value: a conflict', async () => {
		const entry = {
			isValid: false,
			message: 'Cannot set the value. 5432 already has that value.',
			error: 'CONFLICTING_UNIQUE_VALUE',
			name: 'quickbooks_id',
		};
		const body = {
			status: 'error',
			message: `Property values were not valid: [${JSON.stringify(entry)}]`,
			correlationId: id,
			category: 'VALIDATION_ERROR',
		};
		expect(await errorFor(400, body)).toEqual({
			...nothing,
			kind: 'conflict',
			message:
				'Property values were not valid: Cannot set the value. 5432 already has that value. (quickbooks_id)',
			code: 'VALIDATION_ERROR',
			requestId: id,
			details: [
				{ message: entry.message, code: 'CONFLICTING_UNIQUE_VALUE', field: 'quickbooks_id' },
			],
		});
	});

	it('400 about values: every complaint, from the message and from the list', async () => {
		const packed = [
			{
				isValid: false,
				message: 'Property "no_such" does not exist',
				error: 'PROPERTY_DOESNT_EXIST',
				name: 'no_such',
				localizedErrorMessage: 'x',
			},
			{
				isValid: false,
				message: 'Email address x is invalid',
				error: 'INVALID_EMAIL',
				name: 'email',
			},
		];
		const listed = {
			message: 'Property "no_such" does not exist',
			code: 'PROPERTY_DOESNT_EXIST',
			context: { propertyName: ['no_such'] },
		};
		const body = {
			status: 'error',
			message: `Property values were not valid: ${JSON.stringify(packed)}`,
			correlationId: id,
			errors: [listed],
			category: 'VALIDATION_ERROR',
		};
		expect(await errorFor(400, body)).toEqual({
			...nothing,
			kind: 'invalid',
			message:
				'Property values were not valid: Property "no_such" does not exist (no_such); Email address x is invalid (email)',
			code: 'VALIDATION_ERROR',
			requestId: id,
			details: [
				{
					message: 'Property "no_such" does not exist',
					code: 'PROPERTY_DOESNT_EXIST',
					field: 'no_such',
				},
				{ message: 'Email address x is invalid', code: 'INVALID_EMAIL', field: 'email' },
			],
		});
	});

	it('400 about ids that repeat is no conflict', async () => {
		const body = {
			status: 'error',
			message: 'Duplicate IDs found in batch input: [1]. IDs must be unique',
			correlationId: id,
			context: { ids: ['1'] },
			category: 'VALIDATION_ERROR',
		};
		expect(await errorFor(400, body)).toEqual({
			...nothing,
			kind: 'invalid',
			message: body.message,
			code: 'VALIDATION_ERROR',
			requestId: id,
			context: { ids: ['1'] },
		});
	});

	it.each([
		[423, {}, 2000],
		[477, { 'retry-after': '86400' }, 86_400_000],
		[500, {}, undefined],
		[503, { 'retry-after': '3' }, 3000],
		[524, {}, undefined],
	])('%i: HubSpot cannot answer now', async (status, headers, retryAfterMs) => {
		expect(
			await errorFor(status, { status: 'error', message: 'not now', correlationId: id }, headers),
		).toEqual({ ...nothing, kind: 'unavailable', message: 'not now', requestId: id, retryAfterMs });
	});

	it('502 with a page instead of words: the id is in the headers', async () => {
		const expected = {
			...nothing,
			kind: 'unavailable',
			message: 'HubSpot answered with status 502 and did not say why',
			requestId: 'from-header',
		};
		expect(
			await errorFor(502, '<html><h1>502 Bad Gateway</h1></html>', {
				'content-type': 'text/html',
				'x-hubspot-correlation-id': 'from-header',
			}),
		).toEqual(expected);
	});

	it('429 for the day', async () => {
		const body = {
			status: 'error',
			message: 'You have reached your daily limit.',
			errorType: 'RATE_LIMIT',
			correlationId: id,
			policyName: 'DAILY',
			requestId: 'r',
		};
		expect(await errorFor(429, body)).toEqual({
			...nothing,
			kind: 'quotaExhausted',
			message: body.message,
			code: 'RATE_LIMIT',
			requestId: id,
			context: { policy: 'DAILY' },
		});
	});

	it.each([
		['TEN_SECONDLY_ROLLING', 'You have reached your ten_secondly_rolling limit.', {}, 10_000],
		[undefined, 'You have reached your ten_secondly_rolling limit.', {}, 10_000],
		['SECONDLY', 'You have reached your secondly limit.', {}, 1000],
		[undefined, 'You have reached your secondly limit.', {}, 1000],
		[
			'TEN_SECONDLY_ROLLING',
			'You have reached your ten_secondly_rolling limit.',
			{ 'retry-after': '4' },
			4000,
		],
		[undefined, 'Slow down', {}, undefined],
	])('429 for the moment: %s, %s %o', async (policyName, message, headers, retryAfterMs) => {
		const body = {
			status: 'error',
			message,
			errorType: 'RATE_LIMIT',
			correlationId: id,
			policyName,
		};
		expect(await errorFor(429, body, headers)).toEqual({
			...nothing,
			kind: 'rateLimited',
			message,
			code: 'RATE_LIMIT',
			requestId: id,
			retryAfterMs,
			context: policyName ? { policy: policyName } : {},
		});
	});

	it('3xx and other 4xx: nothing that makes sense', async () => {
		expect((await errorFor(302, '', { location: 'https://example.com/' })).kind).toBe('unexpected');
		expect((await errorFor(418, { message: 'a teapot' })).kind).toBe('unexpected');
	});

	it('no secret in any part of it', async () => {
		const leak = (text: string) => `${text} pat-na1-test-token and s3cret-value and Bearer abc.def`;
		const error = await errorFor(
			400,
			{
				message: leak('top'),
				errors: [{ message: leak('inner'), code: 'X' }],
				category: 'VALIDATION_ERROR',
			},
			{},
			['s3cret-value'],
		);
		expect(error.message).toBe('top [hidden] and [hidden] and Bearer [hidden]');
		expect(error.details).toEqual([
			{ message: 'inner [hidden] and [hidden] and Bearer [hidden]', code: 'X' },
		]);
		expect(JSON.stringify(error)).not.toMatch(/s3cret|pat-na1|abc\.def/);
	});
});
