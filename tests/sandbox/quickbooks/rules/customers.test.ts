import type { Sandbox } from '../../../../sandbox/start';
import {
	connectCompany,
	realms,
	startDemoSandbox,
	type Json,
	type CompanyClient,
} from '../companyClient';

let sandbox: Sandbox;
let us: CompanyClient;

beforeAll(async () => {
	sandbox = await startDemoSandbox();
	us = await connectCompany(sandbox, realms.us);
});
afterAll(() => sandbox.stop());

const create = async (entity: string, body: Json) =>
	Object.values((await us.post(`/${entity}`, body)).body)[0] as Json;
const faultOf = async (entity: string, body: Json) => {
	const { status, body: answer } = await us.post(`/${entity}`, body);
	return [
		status,
		...(answer['Fault']?.Error as Json[]).map(({ code, element }) =>
			element === undefined ? code : [code, element],
		),
	];
};
const read = async (entity: string, id: string) =>
	Object.values((await us.get(`/${entity}/${id}`)).body)[0] as Json;

describe('customers', () => {
	it('a name is enough; the rest is as in real replies', async () => {
		const customer = await create('customer', { DisplayName: 'Test Customer May' });
		expect(customer).toEqual({
			Taxable: true,
			Job: false,
			BillWithParent: false,
			Balance: 0,
			BalanceWithJobs: 0,
			CurrencyRef: { value: 'USD', name: 'United States Dollar' },
			PreferredDeliveryMethod: 'Print',
			IsProject: false,
			domain: 'QBO',
			sparse: false,
			Id: customer['Id'],
			SyncToken: '0',
			MetaData: {
				CreateTime: '2026-07-01T12:00:00-07:00',
				LastUpdatedTime: '2026-07-01T12:00:00-07:00',
			},
			FullyQualifiedName: 'Test Customer May',
			DisplayName: 'Test Customer May',
			PrintOnCheckName: 'Test Customer May',
			Active: true,
			DefaultTaxCodeRef: { value: '2' },
		});
		const row = await us.one("select * from Customer where DisplayName = 'Test Customer May'");
		expect(row).toEqual({
			...customer,
			ClientEntityId: '0',
			V4IDPseudonym: row['V4IDPseudonym'],
			DefaultTaxCodeRef: undefined,
		});
	});

	it('the display name is made of the parts; company or given and family name go on cheques', async () => {
		expect(
			await create('customer', {
				Title: 'Dr.',
				GivenName: 'José',
				FamilyName: 'García-Núñez',
				Suffix: 'Jr.',
			}),
		).toMatchObject({
			DisplayName: 'Dr. José García-Núñez Jr.',
			PrintOnCheckName: 'José García-Núñez',
		});
		expect(
			await create('customer', { DisplayName: '小龙 李 🐉', CompanyName: 'Drachen GmbH' }),
		).toMatchObject({ FullyQualifiedName: '小龙 李 🐉', PrintOnCheckName: 'Drachen GmbH' });
		expect(await faultOf('customer', { CompanyName: 'Nameless' })).toEqual([400, '6080']);
		expect(await faultOf('customer', { DisplayName: 'A:B' })).toEqual([
			400,
			['2040', 'DisplayName'],
		]);
		expect(
			await faultOf('customer', { DisplayName: 'A', PrimaryEmailAddr: { Address: 'nobody' } }),
		).toEqual([400, ['2210', 'Address']]);
	});

	it('customers, vendors and employees share their names, whatever their case', async () => {
		const reply = await us.post('/customer', { DisplayName: 'CAFÉ OLÉ 🌿' });
		expect([reply.status, reply.body['Fault'].Error[0]]).toEqual([
			400,
			{
				Message: 'Duplicate Name Exists Error',
				Detail:
					'The name supplied already exists. : Another customer, vendor or employee is already using this \nname. Please use a different name.',
				code: '6240',
				element: '',
			},
		]);
		await us.control('GET', '/companies');
		sandbox.quickbooks.setSwitches({ duplicateNameDetail: 'null' });
		expect(
			(await us.post('/customer', { DisplayName: 'Ann Miller' })).body['Fault'].Error[0],
		).toEqual({
			Message: 'Duplicate Name Exists Error',
			Detail: 'The name supplied already exists. : null',
			code: '6240',
		});
		sandbox.quickbooks.setSwitches({ duplicateNameDetail: 'sentence' });
	});

	it('an inactive customer is marked, hidden and readable, and can become active again', async () => {
		const { Id } = await create('customer', { DisplayName: 'Come and Go', GivenName: 'Come' });
		const gone = (await us.post('/customer', { Id, SyncToken: '0', sparse: true, Active: false }))
			.body['Customer'] as Json;
		expect(gone).toMatchObject({
			DisplayName: 'Come and Go (deleted)',
			FullyQualifiedName: 'Come and Go (deleted)',
			PrintOnCheckName: 'Come',
			Active: false,
			SyncToken: '1',
		});
		expect(
			(await us.query(`select * from Customer where Id = '${Id}'`)).body['QueryResponse'],
		).toEqual({});
		expect(
			await us.one(`select * from Customer where Id = '${Id}' and Active = false`),
		).toMatchObject({ Active: false });
		expect(await read('customer', Id)).toMatchObject({ Active: false });
		expect(await create('customer', { DisplayName: 'Come and Go' })).toMatchObject({
			Active: true,
		});
		expect(await faultOf('customer', { Id, SyncToken: '1', sparse: true, Active: true })).toEqual([
			400,
			['6240', ''],
		]);
		const back = (
			await us.post('/customer', {
				Id,
				SyncToken: '1',
				sparse: true,
				Active: true,
				DisplayName: 'Come again',
			})
		).body['Customer'] as Json;
		expect(back).toMatchObject({ DisplayName: 'Come again', Active: true, SyncToken: '2' });
	});

	it('a customer who owes money cannot be made inactive', async () => {
		const owing = await us.one("select * from Customer where DisplayName = 'Ann Miller'");
		expect(
			await faultOf('customer', {
				Id: owing['Id'],
				SyncToken: owing['SyncToken'],
				sparse: true,
				Active: false,
			}),
		).toEqual([400, ['6220', '']]);
	});

	it('sub-customers carry their parents’ names, five levels deep, and follow a new name', async () => {
		let parent = await create('customer', { DisplayName: 'Top' });
		const ids: string[] = [parent['Id']];
		for (const name of ['a', 'b', 'c', 'd'])
			ids.push(
				(parent = await create('customer', {
					DisplayName: name,
					ParentRef: { value: parent['Id'] },
				}))['Id'],
			);
		expect(parent).toMatchObject({
			Job: true,
			Level: 4,
			FullyQualifiedName: 'Top:a:b:c:d',
			DisplayName: 'd',
			ParentRef: { value: ids[3] },
		});
		expect(
			await faultOf('customer', { DisplayName: 'e', ParentRef: { value: parent['Id'] } }),
		).toEqual([400, ['6180', '']]);
		await us.post('/customer', { Id: ids[1], SyncToken: '0', sparse: true, DisplayName: 'A2' });
		expect(await read('customer', parent['Id'])).toMatchObject({
			FullyQualifiedName: 'Top:A2:b:c:d',
			SyncToken: '0',
		});
	});

	it('a full update keeps balance and currency and empties the rest', async () => {
		const { Id } = await create('customer', {
			DisplayName: 'Doe2, Jane',
			Notes: 'x',
			BillAddr: { Line1: '1 Way' },
		});
		expect(
			(
				await us.post('/customer', {
					Id,
					SyncToken: '0',
					DisplayName: 'Jack Moe',
					PrimaryPhone: { FreeFormNumber: '(415) 444-1234' },
				})
			).body['Customer'],
		).toEqual({
			Taxable: true,
			Job: false,
			BillWithParent: false,
			Balance: 0,
			BalanceWithJobs: 0,
			CurrencyRef: { value: 'USD', name: 'United States Dollar' },
			PreferredDeliveryMethod: 'Print',
			IsProject: false,
			domain: 'QBO',
			sparse: false,
			Id,
			SyncToken: '1',
			MetaData: expect.anything(),
			FullyQualifiedName: 'Jack Moe',
			DisplayName: 'Jack Moe',
			PrintOnCheckName: 'Jack Moe',
			Active: true,
			PrimaryPhone: { FreeFormNumber: '(415) 444-1234' },
			DefaultTaxCodeRef: { value: '2' },
		});
	});
});
