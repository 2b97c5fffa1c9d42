import { fakeHubSpot, stopFakes } from './fakeHubSpot';

afterEach(stopFakes);

describe('pipelines', () => {
	it('with the stages that end a deal', async () => {
		const stage = (id: string, isClosed: unknown) => ({
			id,
			label: id.toUpperCase(),
			displayOrder: 0,
			metadata: { isClosed, probability: '1.0' },
			createdAt: '2026-01-01T00:00:00Z',
			updatedAt: '2026-01-01T00:00:00Z',
			archived: false,
		});
		const stages = [
			stage('open', 'false'),
			stage('won', 'true'),
			stage('lost', true),
			{ ...stage('bare', ''), metadata: undefined },
		];
		const server = await fakeHubSpot(() => ({
			results: [{ id: 'default', label: 'Sales', displayOrder: 0, archived: false, stages }],
		}));
		expect(await server.gateway().readPipelines('deals')).toEqual([
			{
				id: 'default',
				label: 'Sales',
				stages: [
					{ id: 'open', label: 'OPEN', isClosed: false },
					{ id: 'won', label: 'WON', isClosed: true },
					{ id: 'lost', label: 'LOST', isClosed: true },
					{ id: 'bare', label: 'BARE', isClosed: false },
				],
			},
		]);
		expect(server.received.map(({ url }) => url)).toEqual(['/crm/pipelines/2026-03/deals']);
	});
});
