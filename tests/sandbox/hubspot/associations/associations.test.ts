import { startClient, type HubSpotClient } from '../hubSpotClient';

const NOW = '2026-11-24T10:00:00.000Z';
let hubspot: HubSpotClient;
let contact: string;
let company: string;
let deal: string;
beforeEach(async () => {
	hubspot = await startClient();
	contact = await hubspot.make('contacts', { email: 'a@example.com' });
	company = await hubspot.make('companies', { name: 'A' });
	deal = await hubspot.make('deals', { dealname: 'D', dealstage: 'closedwon' });
});
afterEach(() => hubspot.stop());

const own = (typeId: number, label: string | null = null) => ({
	category: 'HUBSPOT_DEFINED',
	typeId,
	label,
});
const spec = (associationTypeId: number, associationCategory = 'HUBSPOT_DEFINED') => ({
	associationCategory,
	associationTypeId,
});
const linked = async (from: string, id: string, to: string) =>
	(await hubspot.ask('GET', `/crm/v4/objects/${from}/${id}/associations/${to}`)).body
		.results as unknown;

describe('links of one record', () => {
	it.each(['/crm/v4/objects', '/crm/objects/2026-03', '/crm/objects/2026-09'])(
		'are made, read from both sides and removed under %s',
		async (prefix) => {
			const path = `${prefix}/deals/${deal}/associations`;
			expect(await hubspot.ask('PUT', `${path}/default/contacts/${contact}`)).toEqual({
				status: 200,
				body: {
					status: 'COMPLETE',
					results: [
						{ from: { id: deal }, to: { id: contact }, associationSpec: spec(3) },
						{ from: { id: contact }, to: { id: deal }, associationSpec: spec(4) },
					],
					startedAt: NOW,
					completedAt: NOW,
				},
			});
			expect(await hubspot.ask('GET', `${path}/contacts`)).toEqual({
				status: 200,
				body: { results: [{ toObjectId: contact, associationTypes: [own(3)] }] },
			});
			expect(await linked('contacts', contact, 'deals')).toEqual([
				{ toObjectId: deal, associationTypes: [own(4)] },
			]);
			expect(await hubspot.ask('DELETE', `${path}/contacts/${contact}`)).toEqual({
				status: 204,
				body: undefined,
			});
			expect(await linked('contacts', contact, 'deals')).toEqual([]);
		},
	);

	it('with a label answer 201 and bring the plain link along', async () => {
		const quote = await hubspot.make('quotes', { hs_title: 'Q', hs_expiration_date: '2027-01-01' });
		expect(
			await hubspot.ask('PUT', `/crm/v4/objects/quotes/${quote}/associations/contacts/${contact}`, [
				spec(702),
			]),
		).toEqual({
			status: 201,
			body: {
				fromObjectTypeId: '0-14',
				fromObjectId: quote,
				toObjectTypeId: '0-1',
				toObjectId: contact,
				labels: ['Contact signer'],
			},
		});
		expect(await linked('quotes', quote, 'contacts')).toEqual([
			{ toObjectId: contact, associationTypes: [own(69), own(702, 'Contact signer')] },
		]);
		hubspot.setSwitches({ associationIds: 'number' });
		expect(await linked('quotes', quote, 'contacts')).toMatchObject([
			{ toObjectId: Number(contact) },
		]);
	});

	it('refuse other type ids, other pairs and missing records', async () => {
		expect(
			(
				await hubspot.ask('PUT', `/crm/v4/objects/deals/${deal}/associations/contacts/${contact}`, [
					spec(4),
				])
			).body,
		).toMatchObject({
			category: 'VALIDATION_ERROR',
			subCategory: 'crm.associations.INVALID_ASSOCIATION_TYPE',
		});
		expect(
			(await hubspot.ask('PUT', `/crm/v4/objects/deals/${deal}/associations/default/products/1`))
				.status,
		).toBe(400);
		expect(
			(await hubspot.ask('PUT', `/crm/v4/objects/deals/${deal}/associations/default/contacts/1`))
				.status,
		).toBe(404);
		expect((await hubspot.ask('GET', '/crm/v4/objects/deals/1/associations/contacts')).status).toBe(
			404,
		);
	});

	it('are counted, which is no change of the records', async () => {
		hubspot.clock.advance(1000);
		await hubspot.ask(
			'PUT',
			`/crm/v4/objects/deals/${deal}/associations/default/contacts/${contact}`,
		);
		expect(
			await hubspot.values('deals', deal, 'num_associated_contacts', 'hs_lastmodifieddate'),
		).toEqual({ num_associated_contacts: '1', hs_lastmodifieddate: NOW });
		expect(await hubspot.values('contacts', contact, 'num_associated_deals')).toEqual({
			num_associated_deals: '1',
		});
	});

	it('end with the record', async () => {
		await hubspot.ask(
			'PUT',
			`/crm/v4/objects/deals/${deal}/associations/default/contacts/${contact}`,
		);
		await hubspot.ask('DELETE', `/crm/v3/objects/contacts/${contact}`);
		expect(await linked('deals', deal, 'contacts')).toEqual([]);
	});
});

describe('the primary company', () => {
	it('is the first one, until another is made primary', async () => {
		await hubspot.ask(
			'PUT',
			`/crm/v4/objects/contacts/${contact}/associations/default/companies/${company}`,
		);
		expect(await linked('contacts', contact, 'companies')).toEqual([
			{ toObjectId: company, associationTypes: [own(1, 'Primary'), own(279)] },
		]);
		expect(await hubspot.values('contacts', contact, 'associatedcompanyid')).toEqual({
			associatedcompanyid: company,
		});
		const other = await hubspot.make('companies', { name: 'B' });
		await hubspot.ask(
			'PUT',
			`/crm/v4/objects/companies/${other}/associations/contacts/${contact}`,
			[spec(2)],
		);
		expect(await linked('contacts', contact, 'companies')).toEqual([
			{ toObjectId: company, associationTypes: [own(279)] },
			{ toObjectId: other, associationTypes: [own(1, 'Primary'), own(279)] },
		]);
		expect(await hubspot.values('contacts', contact, 'associatedcompanyid')).toEqual({
			associatedcompanyid: other,
		});
		const read = await hubspot.ask(
			'GET',
			`/crm/v3/objects/companies/${other}?associations=contacts`,
		);
		expect(read.body.associations.contacts.results).toEqual([
			{ id: contact, type: 'company_to_contact' },
			{ id: contact, type: 'company_to_contact_unlabeled' },
		]);
	});

	it('is nobody where the switch says so', async () => {
		hubspot.setSwitches({ firstCompanyIsPrimary: false });
		await hubspot.ask(
			'PUT',
			`/crm/v4/objects/deals/${deal}/associations/default/companies/${company}`,
		);
		expect(await linked('deals', deal, 'companies')).toEqual([
			{ toObjectId: company, associationTypes: [own(341)] },
		]);
	});
});

describe('batches', () => {
	it('link with types, and name what they could not', async () => {
		const inputs = [
			{ from: { id: deal }, to: { id: contact }, types: [spec(3)] },
			{ from: { id: '1' }, to: { id: contact }, types: [spec(3)] },
			{ from: { id: deal }, to: { id: 'x' }, types: [spec(3)] },
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
			results: [{ from: { id: contact }, to: [{ toObjectId: deal, associationTypes: [own(4)] }] }],
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
			inputs: [{ from: { id: contact }, to: { id: company }, types: [spec(1)] }],
		});
		expect(await linked('contacts', contact, 'companies')).toEqual([
			{ toObjectId: company, associationTypes: [own(279)] },
		]);
		expect(
			(
				await hubspot.ask('POST', '/crm/v4/associations/contacts/companies/batch/archive', {
					inputs: [{ from: { id: contact }, to: [{ id: company }, { id: '5' }] }],
				})
			).status,
		).toBe(204);
		expect(await linked('contacts', contact, 'companies')).toEqual([]);
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
			types: [spec(3)],
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

describe('line items', () => {
	it('belong to one record only, unless the switch says otherwise', async () => {
		const line = await hubspot.make('line_items', { name: 'x', price: '1', quantity: '1' }, [
			[20, deal],
		]);
		const quote = await hubspot.make('quotes', { hs_title: 'Q', hs_expiration_date: '2027-01-01' });
		const path = `/crm/v4/objects/quotes/${quote}/associations/default/line_items/${line}`;
		expect(await hubspot.ask('PUT', path)).toMatchObject({
			status: 400,
			body: {
				category: 'VALIDATION_ERROR',
				subCategory: 'crm.associations.ASSOCIATION_LIMIT_EXCEEDED',
			},
		});
		hubspot.setSwitches({ lineItemSecondParent: 'move' });
		expect((await hubspot.ask('PUT', path)).status).toBe(200);
		expect([
			await linked('deals', deal, 'line_items'),
			await linked('quotes', quote, 'line_items'),
		]).toMatchObject([[], [{ toObjectId: line }]]);
	});
});

describe('limits', () => {
	it.each(['/crm/associations/2026-03', '/crm/v4/associations', '/crm/associations/v4'])(
		'set under %s hold from both ends, and can be raised and removed',
		async (prefix) => {
			const path = `${prefix}/definitions/configurations`;
			const limit = (maxToObjectIds: number) => ({
				inputs: [{ category: 'HUBSPOT_DEFINED', typeId: 4, maxToObjectIds }],
			});
			const shown = (userEnforcedMaxToObjectIds: number) => ({
				category: 'HUBSPOT_DEFINED',
				typeId: 4,
				userEnforcedMaxToObjectIds,
			});
			expect(
				await hubspot.ask('POST', `${path}/contacts/deals/batch/create`, limit(1)),
			).toMatchObject({ status: 201, body: { results: [shown(1)] } });
			expect((await hubspot.ask('GET', `${path}/all`)).body).toEqual({ results: [shown(1)] });
			await hubspot.ask(
				'PUT',
				`/crm/v4/objects/deals/${deal}/associations/default/contacts/${contact}`,
			);
			await hubspot.ask(
				'PUT',
				`/crm/v4/objects/deals/${deal}/associations/default/contacts/${contact}`,
			);
			const other = await hubspot.make('deals', { dealname: 'E', dealstage: 'closedwon' });
			const put = () =>
				hubspot.ask(
					'PUT',
					`/crm/v4/objects/deals/${other}/associations/default/contacts/${contact}`,
				);
			expect(await put()).toMatchObject({
				status: 400,
				body: {
					subCategory: 'crm.associations.ASSOCIATION_LIMIT_EXCEEDED',
					context: { fromObjectId: [contact], limit: ['1'] },
				},
			});
			expect(await linked('contacts', contact, 'deals')).toMatchObject([{ toObjectId: deal }]);
			expect(
				(await hubspot.ask('POST', `${path}/contacts/deals/batch/update`, limit(2))).body.results,
			).toEqual([shown(2)]);
			expect((await put()).status).toBe(200);
			expect(
				(
					await hubspot.ask('POST', `${path}/contacts/deals/batch/purge`, {
						inputs: [{ category: 'HUBSPOT_DEFINED', typeId: 4 }],
					})
				).status,
			).toBeLessThan(205);
			expect((await hubspot.ask('GET', `${path}/contacts/deals`)).body).toEqual({ results: [] });
			expect(
				(
					await hubspot.ask('POST', `${path}/contacts/deals/batch/create`, {
						inputs: [{ category: 'HUBSPOT_DEFINED', typeId: 3, maxToObjectIds: 1 }],
					})
				).body.errors,
			).toHaveLength(1);
		},
	);
});

describe('versions', () => {
	it('answer batches in their own ways', async () => {
		const create = { inputs: [{ from: { id: deal }, to: { id: contact }, types: [spec(3)] }] };
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

describe('labels', () => {
	it('of the account are listed, used, renamed and removed', async () => {
		const path = '/crm/associations/2026-03/deals/contacts/labels';
		const { body } = await hubspot.ask('POST', path, {
			name: 'payer',
			label: 'Payer',
			inverseLabel: 'Pays for',
		});
		const [there, back] = body.results as Array<{ typeId: number }>;
		expect(body.results).toEqual([
			{ category: 'USER_DEFINED', typeId: there?.typeId, label: 'Payer' },
			{ category: 'USER_DEFINED', typeId: back?.typeId, label: 'Pays for' },
		]);
		await hubspot.ask('PUT', `/crm/v4/objects/deals/${deal}/associations/contacts/${contact}`, [
			spec(there?.typeId ?? 0, 'USER_DEFINED'),
		]);
		await hubspot.ask('PUT', path, { associationTypeId: there?.typeId, label: 'Pays the bill' });
		expect(await linked('deals', deal, 'contacts')).toEqual([
			{
				toObjectId: contact,
				associationTypes: [
					own(3),
					{ category: 'USER_DEFINED', typeId: there?.typeId, label: 'Pays the bill' },
				],
			},
		]);
		expect(
			(await hubspot.ask('GET', '/crm/v4/associations/contacts/deals/labels')).body.results,
		).toEqual([own(4), { category: 'USER_DEFINED', typeId: back?.typeId, label: 'Pays for' }]);
		expect((await hubspot.ask('DELETE', `${path}/${there?.typeId}`)).status).toBe(204);
		expect(await linked('deals', deal, 'contacts')).toEqual([
			{ toObjectId: contact, associationTypes: [own(3)] },
		]);
	});
});

describe('links as v3 names them', () => {
	it('go by the name or the number of one type', async () => {
		const path = `/crm/v3/objects/deals/${deal}/associations`;
		const put = await hubspot.ask('PUT', `${path}/contacts/${contact}/deal_to_contact`);
		expect(put).toMatchObject({
			status: 200,
			body: {
				id: deal,
				associations: { contacts: { results: [{ id: contact, type: 'deal_to_contact' }] } },
			},
		});
		await hubspot.ask('PUT', `${path}/companies/${company}/341`);
		expect(await hubspot.ask('GET', `${path}/companies`)).toEqual({
			status: 200,
			body: {
				results: [
					{ id: company, type: 'deal_to_company' },
					{ id: company, type: 'deal_to_company_unlabeled' },
				],
			},
		});
		expect((await hubspot.ask('PUT', `${path}/contacts/${contact}/contact_to_deal`)).status).toBe(
			400,
		);
		expect((await hubspot.ask('DELETE', `${path}/contacts/${contact}/3`)).status).toBe(204);
		expect((await hubspot.ask('GET', `${path}/contacts`)).body).toEqual({ results: [] });
	});

	it('go in batches', async () => {
		const path = '/crm/v3/associations/deals/contacts';
		const input = { from: { id: deal }, to: { id: contact }, type: 'deal_to_contact' };
		expect(await hubspot.ask('POST', `${path}/batch/create`, { inputs: [input] })).toEqual({
			status: 201,
			body: { status: 'COMPLETE', results: [input], startedAt: NOW, completedAt: NOW },
		});
		expect(
			(
				await hubspot.ask('POST', `${path}/batch/create`, {
					inputs: [input, { ...input, to: { id: '7' } }],
				})
			).body,
		).toMatchObject({ results: [input], numErrors: 1 });
		expect(
			await hubspot.ask('POST', `${path}/batch/read`, { inputs: [{ id: deal }, { id: '7' }] }),
		).toMatchObject({
			status: 207,
			body: {
				results: [{ from: { id: deal }, to: [{ id: contact, type: 'deal_to_contact' }] }],
				errors: [{ subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND' }],
			},
		});
		expect((await hubspot.ask('GET', `${path}/types`)).body).toEqual({
			results: [{ id: '3', name: 'deal_to_contact' }],
		});
		expect((await hubspot.ask('POST', `${path}/batch/archive`, { inputs: [input] })).status).toBe(
			204,
		);
		expect(await linked('deals', deal, 'contacts')).toEqual([]);
	});
});
