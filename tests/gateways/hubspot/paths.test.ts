import { versionedPath } from '../../../src/gateways/hubspot/transport/paths';
import { fakeHubSpot, hubSpotRecord, stopFakes } from './fakeHubSpot';

afterEach(stopFakes);

describe('the table of path versions', () => {
	it.each([
		['/crm/v3/objects/contacts', '/crm/objects/2026-03/contacts'],
		[
			'/crm/v3/objects/deals/401?properties=amount',
			'/crm/objects/2026-03/deals/401?properties=amount',
		],
		[
			'/crm/v4/objects/deals/1/associations/contacts',
			'/crm/objects/2026-03/deals/1/associations/contacts',
		],
		[
			'/crm/v4/associations/deals/contacts/batch/read',
			'/crm/associations/2026-03/deals/contacts/batch/read',
		],
		['/crm/v3/properties/deals/groups', '/crm/properties/2026-03/deals/groups'],
		['/crm/v3/limits/custom-properties', '/crm/limits/2026-03/custom-properties'],
		['/crm/v3/pipelines/deals', '/crm/pipelines/2026-03/deals'],
		['/account-info/v3/details', '/account-info/2026-03/details'],
	])('%s', (classic, dated) => {
		expect(versionedPath(classic, '2026-03')).toBe(dated);
		expect(versionedPath(classic, '2026-09')).toBe(dated.replace('2026-03', '2026-09'));
		expect(versionedPath(classic, 'classic')).toBe(classic);
	});

	it('calls no path that it does not know', () => {
		expect(() => versionedPath('/crm/v3/owners', '2026-03')).toThrow(RangeError);
		expect(() => versionedPath('/crm/v3/objectsx', 'classic')).toThrow(RangeError);
	});
});

describe('which paths are called', () => {
	const answers = () =>
		fakeHubSpot(({ url }) =>
			url.includes('account-info')
				? { portalId: 1, timeZone: 'UTC', companyCurrency: 'USD' }
				: hubSpotRecord('7'),
		);

	it.each([
		['2026-03', ['/crm/objects/2026-03/deals/7?archived=false', '/account-info/2026-03/details']],
		['2026-09', ['/crm/objects/2026-09/deals/7?archived=false', '/account-info/2026-09/details']],
		['classic', ['/crm/v3/objects/deals/7?archived=false', '/account-info/v3/details']],
	] as const)('%s', async (apiVersion, urls) => {
		const server = await answers();
		const gateway = server.gateway({ apiVersion });
		await gateway.readObject('deals', '7', { properties: [] });
		await gateway.readAccount();
		expect(server.received.map(({ url }) => url)).toEqual(urls);
	});

	it('the dated ones unless told otherwise, and beneath the prefix of the address', async () => {
		const server = await answers();
		await server
			.gateway({ baseUrl: `${server.url}/proxy/` })
			.readObject('deals', '7', { properties: [] });
		expect(server.received.map(({ url }) => url)).toEqual([
			'/proxy/crm/objects/2026-03/deals/7?archived=false',
		]);
	});
});
