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
						{ from: { id: deal }, to: { id: contact }, associationSpec: specOf(3) },
						{ from: { id: contact }, to: { id: deal }, associationSpec: specOf(4) },
					],
					startedAt: NOW,
					completedAt: NOW,
				},
			});
			expect(await hubspot.ask('GET', `${path}/contacts`)).toEqual({
				status: 200,
				body: { results: [{ toObjectId: contact, associationTypes: [typeOf(3)] }] },
			});
			expect(await linked(hubspot, 'contacts', contact, 'deals')).toEqual([
				{ toObjectId: deal, associationTypes: [typeOf(4)] },
			]);
			expect(await hubspot.ask('DELETE', `${path}/contacts/${contact}`)).toEqual({
				status: 204,
				body: undefined,
			});
			expect(await linked(hubspot, 'contacts', contact, 'deals')).toEqual([]);
		},
	);

	it('with a label answer 201 and bring the plain link along', async () => {
		const quote = await hubspot.make('quotes', { hs_title: 'Q', hs_expiration_date: '2027-01-01' });
		expect(
			await hubspot.ask('PUT', `/crm/v4/objects/quotes/${quote}/associations/contacts/${contact}`, [
				specOf(702),
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
		expect(await linked(hubspot, 'quotes', quote, 'contacts')).toEqual([
			{ toObjectId: contact, associationTypes: [typeOf(69), typeOf(702, 'Contact signer')] },
		]);
		hubspot.setSwitches({ associationIds: 'number' });
		expect(await linked(hubspot, 'quotes', quote, 'contacts')).toMatchObject([
			{ toObjectId: Number(contact) },
		]);
	});

	it('refuse other type ids, other pairs and missing records', async () => {
		expect(
			(
				await hubspot.ask('PUT', `/crm/v4/objects/deals/${deal}/associations/contacts/${contact}`, [
					specOf(4),
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
		expect(await linked(hubspot, 'deals', deal, 'contacts')).toEqual([]);
	});
});

describe('the primary company', () => {
	it('is the first one, until another is made primary', async () => {
		await hubspot.ask(
			'PUT',
			`/crm/v4/objects/contacts/${contact}/associations/default/companies/${company}`,
		);
		expect(await linked(hubspot, 'contacts', contact, 'companies')).toEqual([
			{ toObjectId: company, associationTypes: [typeOf(1, 'Primary'), typeOf(279)] },
		]);
		expect(await hubspot.values('contacts', contact, 'associatedcompanyid')).toEqual({
			associatedcompanyid: company,
		});
		const other = await hubspot.make('companies', { name: 'B' });
		await hubspot.ask(
			'PUT',
			`/crm/v4/objects/companies/${other}/associations/contacts/${contact}`,
			[specOf(2)],
		);
		expect(await linked(hubspot, 'contacts', contact, 'companies')).toEqual([
			{ toObjectId: company, associationTypes: [typeOf(279)] },
			{ toObjectId: other, associationTypes: [typeOf(1, 'Primary'), typeOf(279)] },
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
		expect(await linked(hubspot, 'deals', deal, 'companies')).toEqual([
			{ toObjectId: company, associationTypes: [typeOf(341)] },
		]);
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
			await linked(hubspot, 'deals', deal, 'line_items'),
			await linked(hubspot, 'quotes', quote, 'line_items'),
		]).toMatchObject([[], [{ toObjectId: line }]]);
	});
});
