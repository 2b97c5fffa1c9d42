import { startAccessServer, type AccessServer } from '../accessServer';

let server: AccessServer;
beforeAll(async () => {
	server = await startAccessServer({ limits: false });
});
afterAll(() => server.stop());

const read = async (path: string) => {
	const { status, body } = await server.get(path);
	expect(status).toBe(200);
	return body;
};

it.each([['v3'], ['2026-03'], ['2026-09']])('account details, %s', async (version) => {
	expect(await read(`/account-info/${version}/details`)).toEqual({
		portalId: 48291573,
		accountType: 'DEVELOPER_TEST',
		timeZone: 'America/Los_Angeles',
		companyCurrency: 'USD',
		additionalCurrencies: ['CAD', 'EUR', 'GBP'],
		utcOffset: '-08:00',
		utcOffsetMilliseconds: -28_800_000,
		uiDomain: 'app.hubspot.com',
		dataHostingLocation: 'na1',
	});
});

it('account details follow the clock into summer time', async () => {
	server.clock.set('2026-07-01T00:00:00Z');
	expect(await read('/account-info/v3/details')).toMatchObject({
		utcOffset: '-07:00',
		utcOffsetMilliseconds: -25_200_000,
	});
	server.clock.set('2026-11-24T10:00:00Z');
});

describe.each([
	['/settings/v3/currencies'],
	['/settings/currencies/2026-03'],
	['/settings/currencies/2026-09'],
])('currencies under %s', (base) => {
	const rate = (id: string, fromCurrencyCode: string, conversionRate: number) => ({
		id,
		fromCurrencyCode,
		conversionRate,
		toCurrencyCode: 'USD',
		visibleInUI: true,
		effectiveAt: expect.any(String),
		createdAt: expect.any(String),
		updatedAt: expect.any(String),
	});

	it('the company’s own, and all that there are', async () => {
		expect(await read(`${base}/central-fx-rates/information`)).toEqual({
			centralExchangeRatesEnabled: false,
		});
		expect(await read(`${base}/company-currency`)).toEqual({
			id: 'USD',
			createdAt: expect.any(String),
		});
		const { results } = await read(`${base}/codes`);
		expect(results).toContainEqual({ currencyCode: 'CAD', currencyName: 'Canadian Dollar' });
	});

	it('the newest rate of each is the current one', async () => {
		expect(await read(`${base}/exchange-rates/current`)).toEqual({
			results: [
				rate('31400211', 'CAD', 0.72),
				rate('31400202', 'EUR', 1.08),
				rate('31400203', 'GBP', 1.26),
			],
		});
	});

	it('all rates, in pages', async () => {
		const first = await read(`${base}/exchange-rates?limit=3`);
		expect(first).toEqual({
			results: [
				rate('31400201', 'CAD', 0.74),
				rate('31400202', 'EUR', 1.08),
				rate('31400203', 'GBP', 1.26),
			],
			paging: {
				next: {
					after: '31400203',
					link: `${server.url}${base}/exchange-rates?limit=3&after=31400203`,
				},
			},
		});
		expect(await read(`${base}/exchange-rates?limit=3&after=31400203`)).toEqual({
			results: [rate('31400211', 'CAD', 0.72)],
		});
		expect(await read(`${base}/exchange-rates/31400202`)).toEqual(rate('31400202', 'EUR', 1.08));
		expect((await server.get(`${base}/exchange-rates/1`)).status).toBe(404);
	});
});

it.each([['v1'], ['2026-03'], ['2026-09']])('tax rates, %s', async (version) => {
	const one = {
		id: '2148420997',
		name: 'CA sales tax',
		label: 'Sales Tax',
		percentageRate: 7.25,
		active: true,
		createdAt: expect.any(String),
		updatedAt: expect.any(String),
	};
	expect(await read(`/tax-rates/${version}/tax-rates/2148420997`)).toEqual(one);
	expect((await read(`/tax-rates/${version}/tax-rates`)).results).toHaveLength(3);
	expect((await read(`/tax-rates/${version}/tax-rates?active=true&limit=1`)).results).toEqual([
		one,
	]);
	expect(
		(await read(`/tax-rates/${version}/tax-rates?active=false`)).results.map(
			({ id }: { id: string }) => id,
		),
	).toEqual(['2148420999']);
});

describe.each([['/crm/v3/owners'], ['/crm/owners/2026-03'], ['/crm/owners/2026-09']])(
	'owners under %s',
	(base) => {
		const ids = async (query: string) =>
			(await read(`${base}${query}`)).results.map(({ id }: { id: string }) => id);

		it('the active ones, by e-mail, and the archived ones', async () => {
			expect(await ids('')).toEqual(['81640011', '81640012']);
			expect(await ids('/?email=Mateo@garden.example')).toEqual(['81640012']);
			expect(await ids('?archived=true')).toEqual(['81640013']);
		});

		it('one by the id of the owner or of the user', async () => {
			expect(await read(`${base}/81640011`)).toEqual({
				id: '81640011',
				email: 'zoe@garden.example',
				type: 'PERSON',
				firstName: 'Zoë',
				lastName: 'Garden',
				userId: 70114201,
				userIdIncludingInactive: 70114201,
				createdAt: expect.any(String),
				updatedAt: expect.any(String),
				archived: false,
				teams: [{ id: '4410021', name: 'Sales', primary: true }],
			});
			expect((await read(`${base}/70114202?idProperty=userId`)).id).toBe('81640012');
			const archived = await read(`${base}/81640013?archived=true`);
			expect([archived.userIdIncludingInactive, 'userId' in archived]).toEqual([70114203, false]);
			const { status, body } = await server.get(`${base}/81640013`);
			expect([status, body]).toEqual([
				404,
				{
					status: 'error',
					message: 'resource not found',
					correlationId: expect.any(String),
					category: 'OBJECT_NOT_FOUND',
				},
			]);
		});
	},
);

describe.each([['/crm/v3/pipelines'], ['/crm/pipelines/2026-03'], ['/crm/pipelines/2026-09']])(
	'pipelines under %s',
	(base) => {
		it('of deals, with the facts of their stages as text', async () => {
			const { results } = await read(`${base}/deals`);
			expect(results.map(({ id }: { id: string }) => id)).toEqual(['default', '48211940']);
			expect(results[0].stages.find(({ id }: { id: string }) => id === 'closedwon')).toEqual({
				id: 'closedwon',
				label: 'Closed Won',
				displayOrder: 5,
				metadata: { isClosed: 'true', probability: '1.0' },
				createdAt: expect.any(String),
				updatedAt: expect.any(String),
				archived: false,
				writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT',
			});
			expect(await read(`${base}/0-3/48211940`)).toEqual(results[1]);
			expect(await read(`${base}/deal/default/stages`)).toEqual({ results: results[0].stages });
			expect(await read(`${base}/deals/default/stages/contractsent`)).toMatchObject({
				metadata: { isClosed: 'false', probability: '0.9' },
			});
		});

		it('says what there is not', async () => {
			expect(await read(`${base}/products`)).toEqual({ results: [] });
			expect((await server.get(`${base}/deals/none`)).status).toBe(404);
			expect((await server.get(`${base}/deals/default/stages/none`)).body.category).toBe(
				'OBJECT_NOT_FOUND',
			);
			const { status, body } = await server.get(`${base}/wishes`);
			expect([status, body.category, body.message]).toEqual([
				400,
				'VALIDATION_ERROR',
				'Unable to infer object type from: wishes',
			]);
		});
	},
);
