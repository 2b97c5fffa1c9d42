import { failureOf, fakeHubSpot, stopFakes } from './fakeHubSpot';

afterEach(stopFakes);

describe('room for properties', () => {
	it('is told by object, as far as the answer can be read', async () => {
		const byObjectType = [
			{ objectTypeId: '0-3', limit: 10, usage: 4 },
			{ objectTypeId: '0-53', limit: 10 },
			{ objectTypeId: '2-1234', limit: 5, usage: 5 },
			null,
		];
		const server = await fakeHubSpot(() => ({ byObjectType, overallLimit: 20, overallUsage: 9 }));
		expect(await server.gateway().readPropertyRoom()).toEqual(
			new Map([['deals', { limit: 10, used: 4 }]]),
		);
		expect(server.received.map(({ url }) => url)).toEqual([
			'/crm/limits/2026-03/custom-properties',
		]);
		const silent = await fakeHubSpot(() => ({}));
		expect(await silent.gateway().readPropertyRoom()).toEqual(new Map());
	});

	it('may be denied', async () => {
		const server = await fakeHubSpot((_request, _count, reply) =>
			reply.code(403).send({ category: 'MISSING_SCOPES', message: 'no' }),
		);
		expect(await failureOf(server.gateway().readPropertyRoom())).toMatchObject({
			kind: 'forbidden',
		});
	});
});
