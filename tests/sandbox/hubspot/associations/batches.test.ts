import { startClient, type HubSpotClient } from '../hubSpotClient';
import { NOW, typeOf, specOf, linked, makeRecords } from './links';

let hubspot: HubSpotClient;
let contact: string;
let company: string;
let deal: string;
beforeEach(async () => {
	hubspot = await startClient();
	({ contact, company, deal } = await makeRecords(hubspot));
});
afterEach(() => hubspot.stop());

describe('batches', () => {
	it('link with types, and name what they could not', async () => {
		const inputs = [
			{ from: { id: deal }, to: { id: contact }, types: [specOf(3)] },
			{ from: { id: '1' }, to: { id: contact }, types: [specOf(3)] },
			{ from: { id: deal }, to: { id: 'x' }, types: [specOf(3)] },
		];
		const { status, body } = await hubspot.ask(
			'POST',
			'/crm/associations/2026-03/deals/contacts/batch/create',
			{ inputs },
		);
		expect(status).toBe(207);
		expect(body.results).toEqual([
			{
				fromObjectTypeId: '0-3',
				fromObjectId: deal,
				toObjectTypeId: '0-1',
				toObjectId: contact,
				labels: [],
			},
		]);
		expect(body.errors).toMatchObject([
			{
				category: 'OBJECT_NOT_FOUND',
				subCategory: 'crm.associations.FROM_OBJECT_NOT_FOUND',
				context: { fromObjectId: ['1'] },
			},
			{
				category: 'VALIDATION_ERROR',
				subCategory: 'crm.associations.INVALID_IDENTIFIER',
				context: { toObjectId: ['x'] },
			},
		]);
		expect(
			(
				await hubspot.ask('POST', '/crm/v4/associations/deals/contacts/batch/create', {
					inputs: inputs.slice(0, 1),
				})
			).status,
		).toBe(201);
	});

	it('read who is linked; nobody is an entry of its own', async () => {
		await hubspot.ask('POST', '/crm/v4/associations/0-3/0-1/batch/associate/default', {
			inputs: [{ from: { id: deal }, to: { id: contact } }],
		});
		const { status, body } = await hubspot.ask(
			'POST',
			'/crm/associations/2026-03/contacts/deals/batch/read',
			{ inputs: [{ id: contact }] },
		);
		expect({ status, results: body.results }).toEqual({
			status: 200,
			results: [
				{ from: { id: contact }, to: [{ toObjectId: deal, associationTypes: [typeOf(4)] }] },
			],
		});
		const none = await hubspot.ask('POST', '/crm/v4/associations/deals/line_items/batch/read', {
			inputs: [{ id: deal }],
		});
		expect(none.status).toBe(207);
		expect(none.body.errors).toMatchObject([
			{
				category: 'OBJECT_NOT_FOUND',
				subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
				message: `No line item is associated with deal ${deal}.`,
			},
		]);
	});

	it('unlink wholly, or one label alone', async () => {
		await hubspot.ask(
			'PUT',
			`/crm/v4/objects/contacts/${contact}/associations/default/companies/${company}`,
		);
		await hubspot.ask('POST', '/crm/v4/associations/contacts/companies/batch/labels/archive', {
			inputs: [{ from: { id: contact }, to: { id: company }, types: [specOf(1)] }],
		});
		expect(await linked(hubspot, 'contacts', contact, 'companies')).toEqual([
			{ toObjectId: company, associationTypes: [typeOf(279)] },
		]);
		expect(
			(
				await hubspot.ask('POST', '/crm/v4/associations/contacts/companies/batch/archive', {
					inputs: [{ from: { id: contact }, to: [{ id: company }, { id: '5' }] }],
				})
			).status,
		).toBe(204);
		expect(await linked(hubspot, 'contacts', contact, 'companies')).toEqual([]);
	});

	it.each([
		['create', 2000],
		['read', 1000],
		['archive', 100],
	] as const)('%s takes %i inputs at the most', async (operation, max) => {
		const inputs = Array.from({ length: max + 1 }, () => ({
			id: deal,
			from: { id: deal },
			to: operation === 'archive' ? [{ id: contact }] : { id: contact },
			types: [specOf(3)],
		}));
		expect(
			(
				await hubspot.ask('POST', `/crm/v4/associations/deals/contacts/batch/${operation}`, {
					inputs,
				})
			).status,
		).toBe(400);
		expect(
			(
				await hubspot.ask('POST', `/crm/v4/associations/deals/contacts/batch/${operation}`, {
					inputs: inputs.slice(1),
				})
			).status,
		).toBeLessThan(300);
	});

	it('pages of one record go on where they ended', async () => {
		const deals: string[] = [];
		for (let n = 0; n < 5; n += 1)
			deals.push(
				await hubspot.make('deals', { dealname: `D${n}`, dealstage: 'closedwon' }, [[3, contact]]),
			);
		const first = await hubspot.ask(
			'GET',
			`/crm/v4/objects/contacts/${contact}/associations/deals?limit=2`,
		);
		expect(first.body.paging.next.after).toBe(deals[1]);
		const rest = await hubspot.ask(
			'GET',
			`/crm/v4/objects/contacts/${contact}/associations/deals?limit=3&after=${first.body.paging.next.after}`,
		);
		expect(rest.body.results.map((one: { toObjectId: string }) => one.toObjectId)).toEqual(
			deals.slice(2),
		);
		expect(rest.body.paging).toBeUndefined();
	});
});

describe('versions', () => {
	it('answer batches in their own ways', async () => {
		const create = { inputs: [{ from: { id: deal }, to: { id: contact }, types: [specOf(3)] }] };
		const archive = { inputs: [{ from: { id: deal }, to: [{ id: contact }] }] };
		const said: Array<[string, number, number]> = [];
		for (const prefix of [
			'/crm/v4/associations',
			'/crm/associations/2026-03',
			'/crm/associations/2026-09',
		]) {
			said.push([
				prefix,
				(await hubspot.ask('POST', `${prefix}/deals/contacts/batch/create`, create)).status,
				(await hubspot.ask('POST', `${prefix}/deals/contacts/batch/archive`, archive)).status,
			]);
		}
		expect(said).toEqual([
			['/crm/v4/associations', 201, 204],
			['/crm/associations/2026-03', 201, 200],
			['/crm/associations/2026-09', 200, 200],
		]);
		expect(
			(await hubspot.ask('POST', '/crm/associations/2026-03/deals/contacts/batch/archive', archive))
				.body,
		).toEqual({ status: 'COMPLETE', results: [], startedAt: NOW, completedAt: NOW });
	});
});
