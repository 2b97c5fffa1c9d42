import { startClient, type HubSpotClient } from './hubSpotClient';

const spec = (associationTypeId: number) => ({
	associationCategory: 'HUBSPOT_DEFINED',
	associationTypeId,
});
let hubspot: HubSpotClient;
let deal: string;
beforeAll(async () => {
	hubspot = await startClient();
	await hubspot.make('contacts', { email: 'a@example.com' });
	deal = await hubspot.make('deals', {
		dealname: 'D',
		dealstage: 'closedwon',
		closedate: '2026-11-01',
	});
});
afterAll(() => hubspot.stop());

const refused = (status: number, message: unknown) => ({
	status,
	body: expect.objectContaining({ status: 'error', message }) as unknown,
});

describe('paths', () => {
	it.each([
		'/crm/v3/objects/contacts/%zz',
		`/crm/v3/objects/contacts/${'9'.repeat(600)}`,
		'/crm/v3/objects/contacts/%C3%28',
	])('that nobody can read are answered in HubSpot’s words: %s', async (path) => {
		expect(await hubspot.ask('GET', path)).toEqual({
			status: 404,
			body: { status: 'error', message: 'resource not found' },
		});
	});
});

describe('content types', () => {
	it.each(['garbage', '/', 'application', 'a b/c', ';'])(
		'that are none are refused as others are: %s',
		async (type) => {
			const response = await fetch(`${hubspot.url}/crm/v3/objects/contacts`, {
				method: 'POST',
				headers: { authorization: `Bearer ${hubspot.serviceKey}`, 'content-type': type },
				body: '{"properties":{"firstname":"T"}}',
			});
			expect([response.status, ((await response.json()) as { category: string }).category]).toEqual(
				[415, 'VALIDATION_ERROR'],
			);
			const token = await fetch(`${hubspot.url}/oauth/2026-03/token`, {
				method: 'POST',
				headers: { 'content-type': type },
				body: 'x',
			});
			expect([token.status, ((await token.json()) as { error: string }).error]).toEqual([
				400,
				'unsupported_grant_type',
			]);
		},
	);
});

describe('cursors', () => {
	it.each([
		'/crm/v3/objects/deals?after=x',
		'/crm/v4/objects/deals/ID/associations/contacts?after=x',
		'/crm/v3/objects/deals/ID/associations/contacts?after=x',
		'/crm/v3/owners?after=x',
	])('that are none are refused, not read as an empty or a first page: %s', async (path) => {
		expect(await hubspot.ask('GET', path.replace('ID', deal))).toEqual(
			refused(400, 'Invalid after: x'),
		);
	});

	it('in a batch are an entry of their own', async () => {
		const { status, body } = await hubspot.ask(
			'POST',
			'/crm/v4/associations/deals/contacts/batch/read',
			{ inputs: [{ id: deal, after: 'x' }] },
		);
		expect([status, body.results, body.errors[0].message]).toEqual([207, [], 'Invalid after: x']);
	});

	it('of the old endpoints may be fractions or beyond all numbers', async () => {
		for (const query of [
			'offset=1.5&count=1.5',
			'offset=1e300&count=1e300',
			'offset=-1&count=NaN',
		]) {
			for (const path of [
				'/companies/v2/companies/recent/modified',
				'/deals/v1/deal/recent/created',
			])
				expect([query, (await hubspot.ask('GET', `${path}?${query}`)).status]).toEqual([
					query,
					200,
				]);
		}
		expect(await hubspot.ask('GET', '/deals/v1/deal/recent/created?since=yesterday')).toEqual({
			status: 400,
			body: expect.objectContaining({
				message: 'Invalid since: yesterday. It is a time in milliseconds.',
			}),
		});
	});

	it('given twice count by the last', async () => {
		expect(
			(await hubspot.ask('GET', '/crm/v3/owners?email=x@y.example&email=zoe@garden.example')).body
				.results,
		).toHaveLength(1);
	});
});

describe('times', () => {
	it.each([
		'99999999999999999999',
		'253402300800000',
		'-99999999999999',
		'9999-12-31T23:00:00-05:00',
	])('beyond the years of four digits are not valid: %s', async (closedate) => {
		expect(
			await hubspot.ask('PATCH', `/crm/v3/objects/deals/${deal}`, { properties: { closedate } }),
		).toEqual(refused(400, expect.stringContaining('"error":"INVALID_LONG","name":"closedate"')));
	});

	it('the same of whole days', async () => {
		await hubspot.ask('POST', '/crm/v3/properties/deals', {
			name: 'day',
			label: 'Day',
			type: 'date',
			fieldType: 'date',
			groupName: 'dealinformation',
		});
		expect(
			await hubspot.ask('PATCH', `/crm/v3/objects/deals/${deal}`, {
				properties: { day: '864000000000000000' },
			}),
		).toEqual(refused(400, expect.stringContaining('INVALID_LONG')));
	});

	it('a search before the far future finds what is before it', async () => {
		hubspot.clock.advance(3000);
		const { body } = await hubspot.ask('POST', '/crm/v3/objects/deals/search', {
			filterGroups: [
				{ filters: [{ propertyName: 'closedate', operator: 'LT', value: '600000000000000' }] },
			],
		});
		expect(body.total).toBe(1);
	});
});

describe('searches', () => {
	it.each(['Infinity', '-Infinity', '0x10', '0b1', 'NaN', '1e400', '1,000'])(
		'for a number that is none are refused: %s',
		async (value) => {
			const body = {
				filterGroups: [{ filters: [{ propertyName: 'amount', operator: 'LTE', value }] }],
			};
			expect(await hubspot.ask('POST', '/crm/v3/objects/deals/search', body)).toEqual(
				refused(400, 'There was a problem with the request.'),
			);
		},
	);

	it('for a word without end find nothing', async () => {
		const { status, body } = await hubspot.ask('POST', '/crm/v3/objects/deals/search', {
			filterGroups: [
				{
					filters: [
						{ propertyName: 'dealname', operator: 'CONTAINS_TOKEN', value: 'd'.repeat(100_000) },
					],
				},
			],
		});
		expect([status, body.total]).toEqual([200, 0]);
	});
});

describe('addresses', () => {
	it('are one in `email`, several in `hs_additional_emails`', async () => {
		expect(
			await hubspot.ask('POST', '/crm/v3/objects/contacts', {
				properties: { email: 'b@example.com;c@example.com' },
			}),
		).toEqual(
			refused(400, expect.stringContaining('Email address b@example.com;c@example.com is invalid')),
		);
		expect(
			(
				await hubspot.ask('POST', '/crm/v3/objects/contacts', {
					properties: {
						email: 'b@example.com',
						hs_additional_emails: 'c@example.com;d@example.com',
					},
				})
			).status,
		).toBe(201);
	});

	it('that are blocked are so among the secondary ones too', async () => {
		await hubspot.ask('POST', '/crm/v3/objects/contacts/gdpr-delete', {
			objectId: 'gone@example.com',
			idProperty: 'email',
		});
		expect(
			await hubspot.ask('POST', '/crm/v3/objects/contacts', {
				properties: {
					email: 'e@example.com',
					hs_additional_emails: 'f@example.com;gone@example.com',
				},
			}),
		).toEqual(refused(400, expect.stringContaining('GDPR')));
	});

	it.each(['', ' '])('an upsert by none (%j) makes no nameless record', async (id) => {
		const body = {
			inputs: [
				{ id, idProperty: 'email', properties: { firstname: 'N' }, objectWriteTraceId: '1' },
			],
		};
		const answer = await hubspot.ask('POST', '/crm/v3/objects/contacts/batch/upsert', body);
		expect([
			answer.status,
			answer.body.results,
			answer.body.errors[0].context.objectWriteTraceId,
		]).toEqual([207, [], ['1']]);
	});
});

describe('links', () => {
	it('of no type are none: alone, in a batch and with a new record', async () => {
		const contact = await hubspot.make('contacts', { firstname: 'L' });
		const message = 'At least one association type is required';
		expect(
			await hubspot.ask(
				'PUT',
				`/crm/v4/objects/deals/${deal}/associations/contacts/${contact}`,
				[],
			),
		).toEqual(refused(400, message));
		const batch = await hubspot.ask('POST', '/crm/v4/associations/deals/contacts/batch/create', {
			inputs: [
				{ from: { id: deal }, to: { id: contact }, types: [] },
				{ from: { id: deal }, to: { id: contact }, types: [spec(3)] },
			],
		});
		expect([batch.status, batch.body.results.length, batch.body.errors[0].message]).toEqual([
			207,
			1,
			message,
		]);
		const made = await hubspot.ask('POST', '/crm/v3/objects/deals', {
			properties: { dealname: 'E', dealstage: 'closedwon' },
			associations: [{ to: { id: contact }, types: [] }],
		});
		expect([made.status, made.body.errors]).toEqual([400, [{ message, in: 'types' }]]);
	});

	it('between two objects that are never linked have no labels', async () => {
		expect(
			await hubspot.ask('POST', '/crm/v4/associations/deals/taxes/labels', {
				name: 'x',
				label: 'X',
			}),
		).toEqual(refused(400, 'DEAL cannot be associated with TAX'));
		expect(await hubspot.ask('DELETE', '/crm/v4/associations/deals/contacts/labels/x')).toEqual(
			refused(404, 'There is no association label with the type id x.'),
		);
	});
});
