import { startClient, type HubSpotClient } from '../hubSpotClient';
let hubspot: HubSpotClient;
beforeEach(async () => {
	hubspot = await startClient();
});
afterEach(() => hubspot.stop());

describe('lists', () => {
	it('go page by page, ten at a time unless asked otherwise', async () => {
		const ids: string[] = [];
		for (let n = 0; n < 12; n += 1) ids.push(await hubspot.make('taxes', { hs_label: `T${n}` }));
		const first = await hubspot.ask('GET', '/crm/objects/2026-03/taxes?properties=hs_label');
		expect(first.body.results.map((one: { id: string }) => one.id)).toEqual(ids.slice(0, 10));
		expect(first.body.paging).toEqual({
			next: {
				after: ids[9],
				link: `${hubspot.url}/crm/objects/2026-03/taxes?properties=hs_label&after=${ids[9]}`,
			},
		});
		const second = await hubspot.ask(
			'GET',
			`/crm/objects/2026-03/taxes?after=${first.body.paging.next.after}`,
		);
		expect(second.body.results.map((one: { id: string }) => one.id)).toEqual(ids.slice(10));
		expect(second.body.paging).toBeUndefined();
	});

	it('refuse a limit above 100', async () => {
		expect((await hubspot.ask('GET', '/crm/v3/objects/taxes?limit=101')).status).toBe(400);
		expect((await hubspot.ask('GET', '/crm/v3/objects/taxes?limit=100')).status).toBe(200);
	});

	it('carry the associations that were asked for, under their plural names', async () => {
		const contact = await hubspot.make('contacts', { email: 'a@example.com' });
		const line = await hubspot.make('line_items', { name: 'x', price: '1', quantity: '1' });
		const deal = await hubspot.make('deals', { dealname: 'D', dealstage: 'closedwon' }, [
			[3, contact],
			[19, line],
		]);
		const { body } = await hubspot.ask(
			'GET',
			'/crm/v3/objects/deals?associations=line_items&associations=contacts,companies',
		);
		expect(body.results[0]).toMatchObject({ id: deal });
		expect(body.results[0].associations).toEqual({
			'line items': { results: [{ id: line, type: 'deal_to_line_item' }] },
			contacts: { results: [{ id: contact, type: 'deal_to_contact' }] },
		});
	});
});

describe('many associations', () => {
	it('come a hundred at a time, with the address of the rest', async () => {
		const deal = await hubspot.make('deals', { dealname: 'D', dealstage: 'closedwon' });
		const inputs = (count: number) => ({
			inputs: Array.from({ length: count }, (_, index) => ({
				properties: { name: `x ${index}` },
				associations: [
					{
						to: { id: deal },
						types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 20 }],
					},
				],
			})),
		});
		await hubspot.ask('POST', '/crm/v3/objects/line_items/batch/create', inputs(100));
		await hubspot.ask('POST', '/crm/v3/objects/line_items/batch/create', inputs(3));
		const { body } = await hubspot.ask(
			'GET',
			`/crm/objects/2026-03/deals/${deal}?associations=line_items`,
		);
		const { results, paging } = body.associations['line items'] as {
			results: unknown[];
			paging: { next: { after: string; link: string } };
		};
		expect(results).toHaveLength(100);
		expect(paging.next.link).toBe(
			`${hubspot.url}/crm/objects/2026-03/deals/${deal}/associations/line_items?after=${paging.next.after}`,
		);
		expect(
			(await hubspot.ask('GET', paging.next.link.slice(hubspot.url.length))).body.results,
		).toHaveLength(3);
		expect(await hubspot.values('deals', deal, 'hs_num_of_associated_line_items')).toEqual({
			hs_num_of_associated_line_items: '103',
		});
	});
});
