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

const invoices = async () =>
	((await us.control('GET', '/companies/us/invoices')).body['rows'] as Json[]).sort(
		(a, b) => Number(a['number']) - Number(b['number']),
	);
const act = async (path: string, body: Json = {}) =>
	us.control('POST', `/companies/us/invoices/${path}`, body);

describe('what people do without the API', () => {
	it('money comes in, in part and then the rest', async () => {
		const id = (await invoices())[5]?.['id'] as string;
		const part = await us.control('POST', '/companies/us/payments', {
			invoiceId: id,
			amount: 36.6,
			reference: 'chk 12',
		});
		expect(part.body).toMatchObject({
			payment: { TotalAmt: 36.6, PaymentRefNum: 'chk 12' },
			invoice: { Balance: 100, SyncToken: '1' },
		});
		expect(
			(await us.control('POST', '/companies/us/payments', { invoiceId: id })).body['invoice'],
		).toMatchObject({ Balance: 0, SyncToken: '2' });
		expect(
			(await us.control('POST', '/companies/us/payments', { invoiceId: '4711' })).body,
		).toEqual({ error: 'There is no Invoice 4711.' });
	});

	it('mails are sent, viewed and bounce; every one moves the time and no token', async () => {
		const id = (await invoices())[4]?.['id'] as string;
		const [sent, viewed, bounced] = [
			await act(`${id}/send`, { to: 'x@y.example' }),
			await act(`${id}/viewed`),
			await act(`${id}/bounced`, { error: 'Undeliverable' }),
		].map(({ body }) => body);
		expect(sent).toMatchObject({ EmailStatus: 'EmailSent', BillEmail: { Address: 'x@y.example' } });
		expect(viewed).toMatchObject({
			EInvoiceStatus: 'Viewed',
			ECloudStatusTimeStamp: '2026-07-01T12:00:00-07:00',
		});
		expect(bounced).toMatchObject({
			SyncToken: '0',
			EInvoiceStatus: 'Viewed',
			DeliveryInfo: {
				DeliveryType: 'Email',
				DeliveryTime: '2026-07-01T12:00:00-07:00',
				DeliveryErrorType: 'Undeliverable',
			},
			MetaData: { LastUpdatedTime: '2026-07-01T12:00:00-07:00' },
		});
		expect((await invoices())[4]).toMatchObject({ mail: 'bounced' });
		expect((await us.get(`/invoice/${id}`)).body['Invoice']).toMatchObject({
			EInvoiceStatus: 'Viewed',
		});
	});

	it('records are edited, voided and deleted; a refusal is said in QuickBooks’ words', async () => {
		const [, , overdue] = await invoices();
		const edited = await us.control(
			'PATCH',
			`/companies/${realms.us}/customers/${overdue?.['customerId']}`,
			{ DisplayName: 'Sunny Slope Academy' },
		);
		expect(edited.body).toMatchObject({ DisplayName: 'Sunny Slope Academy', SyncToken: '1' });
		expect(
			(
				await us.control('PATCH', `/companies/us/invoices/${overdue?.['id']}`, {
					DueDate: '2026-12-31',
				})
			).body,
		).toMatchObject({ DueDate: '2026-12-31', CustomerRef: { name: 'Sunny Slope Academy' } });
		expect(
			(
				await us.control('PATCH', `/companies/us/customers/${overdue?.['customerId']}`, {
					DisplayName: 'Ann Miller',
				})
			).body['error'],
		).toContain('6240 The name supplied already exists.');
		expect((await act(`${overdue?.['id']}/void`)).body).toMatchObject({ TotalAmt: 0 });
		expect((await act(`${overdue?.['id']}/delete`)).body).toEqual({
			domain: 'QBO',
			status: 'Deleted',
			Id: overdue?.['id'],
		});
		expect(await invoices()).toHaveLength(5);
		expect((await us.control('GET', '/companies/nowhere/invoices')).status).toBe(400);
	});
});

describe('merging two customers', () => {
	it('moves what belongs to one to the other, and tells both', async () => {
		const created = async (DisplayName: string) =>
			((await us.post('/customer', { DisplayName })).body['Customer'] as Json)['Id'] as string;
		const [gone, kept] = [await created('Twin A'), await created('Twin B')];
		const bill = async (customer: string, Amount: number) =>
			(
				(
					await us.post('/invoice', {
						CustomerRef: { value: customer },
						Line: [{ DetailType: 'SalesItemLineDetail', Amount, SalesItemLineDetail: {} }],
					})
				).body['Invoice'] as Json
			)['Id'];
		const moved = await bill(gone, 30);
		await bill(kept, 12);
		expect(
			(await us.control('POST', `/companies/us/customers/${gone}/merge`, { into: kept })).body,
		).toMatchObject({ Id: kept, Balance: 42, BalanceWithJobs: 42 });
		expect((await us.get(`/customer/${gone}`)).body['Fault'].Error[0].code).toBe('610');
		expect((await us.get(`/invoice/${moved}`)).body['Invoice']['CustomerRef']).toEqual({
			value: kept,
			name: 'Twin B',
		});
		expect(
			(await us.control('POST', `/companies/us/customers/${kept}/merge`, { into: kept })).status,
		).toBe(400);
	});

	it('may leave the one behind, inactive and without a balance', async () => {
		const switched = async (mergedCustomer: string) =>
			await fetch(`${sandbox.control.url}/control/switches/quickbooks`, {
				method: 'PATCH',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ mergedCustomer }),
			});
		await switched('inactive');
		const created = async (DisplayName: string) =>
			((await us.post('/customer', { DisplayName })).body['Customer'] as Json)['Id'] as string;
		const [gone, kept] = [await created('Pair A'), await created('Pair B')];
		expect(
			(await us.control('POST', `/companies/us/customers/${gone}/merge`, { into: kept })).status,
		).toBe(200);
		expect((await us.get(`/customer/${gone}`)).body['Customer']).toMatchObject({
			Active: false,
			DisplayName: 'Pair A (deleted)',
			Balance: 0,
		});
		await switched('gone');
	});
});
