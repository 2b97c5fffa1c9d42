import { failureOf, fakeHubSpot, stopFakes, type Received } from './fakeHubSpot';

afterEach(stopFakes);

const base = { label: 'Status', type: 'enumeration', fieldType: 'select', groupName: 'quickbooks' };
const options = [
	{ label: 'Paid', value: 'PAID' },
	{ label: 'Overdue', value: 'OVERDUE', displayOrder: 7, hidden: true },
];
const existing = (name: string, more: object = {}) => ({
	...base,
	name,
	description: '',
	options: [],
	...more,
});
const batchOf = (received: Received[]) =>
	received
		.filter(({ url }) => url.endsWith('/batch/create'))
		.map(({ body }) => (body as { inputs: Array<{ name: string }> }).inputs);

describe('reading definitions', () => {
	it('with what may be written', async () => {
		const one = existing('qb_status', {
			description: 'As in QuickBooks',
			options: options.map((option) => ({
				displayOrder: 0,
				hidden: false,
				description: '',
				...option,
			})),
			hasUniqueValue: false,
			calculated: true,
			hidden: true,
			modificationMetadata: { readOnlyValue: true, readOnlyDefinition: true, archivable: false },
			createdAt: '2026-01-01T00:00:00Z',
		});
		const server = await fakeHubSpot(() => ({ results: [one, existing('bare')] }));
		expect(await server.gateway().readProperties('invoices')).toEqual([
			{
				...base,
				name: 'qb_status',
				description: 'As in QuickBooks',
				options: [
					{ label: 'Paid', value: 'PAID', displayOrder: 0, hidden: false },
					{ label: 'Overdue', value: 'OVERDUE', displayOrder: 7, hidden: true },
				],
				hasUniqueValue: false,
				readOnlyValue: true,
				calculated: true,
				hidden: true,
			},
			{ ...base, name: 'bare' },
		]);
		expect(server.received.map(({ url }) => url)).toEqual([
			'/crm/properties/2026-03/invoices?archived=false',
		]);
	});
});

describe('creating properties', () => {
	it('creates what is missing, all of it as defined', async () => {
		const server = await fakeHubSpot(({ method, body }, _count, reply) =>
			method === 'GET'
				? { results: [existing('old')] }
				: reply
						.code(201)
						.send({ status: 'COMPLETE', results: (body as { inputs: object[] }).inputs }),
		);
		const outcomes = await server.gateway().createProperties('deals', [
			{ ...base, name: 'old' },
			{ ...base, name: 'new', options, description: 'd' },
			{
				...base,
				name: 'key',
				type: 'string',
				fieldType: 'text',
				hasUniqueValue: true,
				hidden: false,
			},
			{ ...base, name: 'new', options },
		]);
		expect(outcomes).toEqual(
			['old', 'new', 'key', 'new'].map((name) => ({
				ok: true,
				value: { name, isNew: name !== 'old' },
			})),
		);
		expect(server.received[1]).toMatchObject({
			method: 'POST',
			url: '/crm/properties/2026-03/deals/batch/create',
		});
		expect(batchOf(server.received)).toEqual([
			[
				{
					...base,
					name: 'new',
					description: 'd',
					options: [
						{ label: 'Paid', value: 'PAID', displayOrder: 0, hidden: false },
						{ label: 'Overdue', value: 'OVERDUE', displayOrder: 7, hidden: true },
					],
				},
				{
					...base,
					name: 'key',
					type: 'string',
					fieldType: 'text',
					hasUniqueValue: true,
					hidden: false,
				},
			],
		]);
	});

	it('only reads where nothing is missing', async () => {
		const server = await fakeHubSpot(() => ({ results: [existing('old')] }));
		expect(await server.gateway().createProperties('deals', [{ ...base, name: 'old' }])).toEqual([
			{ ok: true, value: { name: 'old', isNew: false } },
		]);
		expect(await server.gateway().createProperties('deals', [])).toEqual([]);
		expect(server.received).toHaveLength(1);
	});

	it('is content with what somebody else made meanwhile, and says what failed', async () => {
		const errors = [
			{
				status: 'error',
				category: 'OBJECT_ALREADY_EXISTS',
				subCategory: 'Properties.PROPERTY_WITH_NAME_EXISTS',
				message: "A property named 'b' already exists.",
				context: { name: ['b'] },
			},
			{
				status: 'error',
				category: 'VALIDATION_ERROR',
				message: 'Group missing does not exist',
				context: { name: ['c'] },
			},
		];
		const server = await fakeHubSpot(({ method }, _count, reply) =>
			method === 'GET'
				? { results: [] }
				: reply
						.code(207)
						.send({ status: 'COMPLETE', results: [existing('a')], numErrors: 2, errors }),
		);
		expect(
			await server.gateway().createProperties(
				'deals',
				['a', 'b', 'c'].map((name) => ({ ...base, name })),
			),
		).toEqual([
			{ ok: true, value: { name: 'a', isNew: true } },
			{ ok: true, value: { name: 'b', isNew: false } },
			{
				ok: false,
				error: {
					kind: 'invalid',
					message: 'Group missing does not exist',
					code: 'VALIDATION_ERROR',
					details: [],
					context: {},
				},
			},
		]);
	});

	it('fails without the scope', async () => {
		const refusal = {
			message: 'no',
			category: 'MISSING_SCOPES',
			errors: [
				{ message: 'needed', context: { requiredGranularScopes: ['crm.schemas.deals.write'] } },
			],
		};
		const server = await fakeHubSpot(({ method }, _count, reply) =>
			method === 'GET' ? { results: [] } : reply.code(403).send(refusal),
		);
		expect(
			await failureOf(server.gateway().createProperties('deals', [{ ...base, name: 'a' }])),
		).toMatchObject({ kind: 'forbidden', context: { scopes: ['crm.schemas.deals.write'] } });
	});
});

describe('archiving properties', () => {
	it('in one request, and in none where there is nothing to archive', async () => {
		const server = await fakeHubSpot((_request, _count, reply) => reply.code(204).send());
		await server.gateway().archiveProperties('deals', []);
		await server.gateway().archiveProperties('deals', ['a', 'b']);
		expect(server.received).toMatchObject([
			{
				method: 'POST',
				url: '/crm/properties/2026-03/deals/batch/archive',
				body: { inputs: [{ name: 'a' }, { name: 'b' }] },
			},
		]);
	});
});

describe('creating a group', () => {
	const group = { name: 'quickbooks', label: 'QuickBooks' };

	it('of properties', async () => {
		const server = await fakeHubSpot((_request, _count, reply) =>
			reply.code(201).send({ ...group, displayOrder: -1, archived: false }),
		);
		await server.gateway().createPropertyGroup('deals', group);
		expect(server.received).toMatchObject([
			{
				method: 'POST',
				url: '/crm/properties/2026-03/deals/groups',
				body: { ...group, displayOrder: -1 },
			},
		]);
	});

	it.each([400, 409])('that exists, refused with %i', async (status) => {
		const server = await fakeHubSpot(({ method }, _count, reply) =>
			method === 'POST'
				? reply.code(status).send({ message: 'already there' })
				: { results: [{ ...group, displayOrder: 1, archived: false }] },
		);
		await server.gateway().createPropertyGroup('deals', group);
		expect(server.received.map(({ method, url }) => `${method} ${url}`)).toEqual([
			'POST /crm/properties/2026-03/deals/groups',
			'GET /crm/properties/2026-03/deals/groups',
		]);
	});

	it('fails for any other reason', async () => {
		const server = await fakeHubSpot(({ method }, _count, reply) =>
			method === 'POST' ? reply.code(400).send({ message: 'a bad name' }) : { results: [] },
		);
		expect(await failureOf(server.gateway().createPropertyGroup('deals', group))).toMatchObject({
			kind: 'invalid',
			message: 'a bad name',
		});
	});
});
