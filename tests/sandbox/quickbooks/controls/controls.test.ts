import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

describe('the demo companies', () => {
	it('are five, and say how to connect', async () => {
		expect(sandbox.quickbooks.describe()).toEqual({
			url: sandbox.quickbooks.url,
			clientId: 'ABsandboxClientId0001',
			clientSecret: 'sandbox-client-secret-0001',
			companies: [
				{ key: 'us', realmId: realms.us, name: "Zoë's Garden & Design LLC" },
				{ key: 'us-numbers', realmId: realms.numbers, name: 'Numbered Works Inc.' },
				{ key: 'uk', realmId: realms.uk, name: 'Hedge & Border Ltd' },
				{ key: 'ca', realmId: realms.ca, name: 'Jardins Érable Inc.' },
				{ key: 'us-manual', realmId: realms.manual, name: 'Old Ledger Supply Co.' },
			],
		});
		const companies = (await us.control('GET', '/companies')).body as unknown as Json[];
		expect(
			companies.map(({ key, currency, customers, items, invoices: bills }) => [
				key,
				currency,
				customers,
				items,
				bills,
			]),
		).toEqual([
			['us', 'USD', 6, 7, 6],
			['us-numbers', 'USD', 1, 1, 2],
			['uk', 'GBP', 1, 1, 1],
			['ca', 'CAD', 2, 1, 2],
			['us-manual', 'USD', 0, 0, 0],
		]);
	});

	it('have invoices in every state', async () => {
		expect(
			(await invoices()).map(({ number, customer, total, balance, state, mail }) => [
				number,
				customer,
				total,
				balance,
				state,
				mail,
			]),
		).toEqual([
			['1001', "Niamh O'Brien", 686.4, 0, 'paid', 'sent'],
			['1002', 'Harbor View HOA:Courtyard – Phase 2', 902.1, 502.1, 'partly paid', 'sent'],
			['1003', 'Sunny Slope School', 297.5, 297.5, 'overdue', 'sent'],
			['1004', 'Ann Miller', 0, 0, 'voided', 'not sent'],
			['1005', 'Harbor View HOA', 127.42, 127.42, 'open', 'to be sent'],
			['1006', 'Ann Miller', 136.6, 136.6, 'open', 'not sent'],
		]);
		const customers = (await us.query('select * from Customer where Active in (true, false)')).body[
			'QueryResponse'
		]['Customer'] as Json[];
		expect(
			customers.map(({ FullyQualifiedName, Balance, BalanceWithJobs }) => [
				FullyQualifiedName,
				Balance,
				BalanceWithJobs,
			]),
		).toEqual([
			['Ann Miller', 136.6, 136.6],
			['Harbor View HOA', 127.42, 629.52],
			['Harbor View HOA:Courtyard – Phase 2', 502.1, 502.1],
			["Niamh O'Brien", 0, 0],
			['Old Mill Nursery (deleted)', 0, 0],
			['Sunny Slope School', 297.5, 297.5],
		]);
	});
});

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

describe('generated records', () => {
	it('are as many as asked, add up, and are the same for the same seed', async () => {
		const make = async () => {
			const generated = await startDemoSandbox({ seed: { customers: 300, seed: 9 } });
			const opened = await connectCompany(generated, realms.us);
			const rows = async (entity: string) =>
				(await opened.query(`select * from ${entity} orderby Id maxresults 1000`)).body[
					'QueryResponse'
				][entity] as Json[];
			const all = {
				customers: await rows('Customer'),
				invoices: await rows('Invoice'),
				payments: await rows('Payment'),
			};
			const customer = all.customers[41] as Json;
			const next = (
				await opened.post('/invoice', {
					CustomerRef: { value: customer['Id'] },
					Line: [
						{
							DetailType: 'SalesItemLineDetail',
							Amount: 1,
							SalesItemLineDetail: { ItemRef: { value: '1' } },
						},
					],
				})
			).body['Invoice'] as Json;
			const first = all.invoices[0] as Json;
			const unchanged = (await opened.post('/invoice', { ...first, sparse: true })).body[
				'Invoice'
			] as Json;
			await generated.stop();
			return { ...all, next, first, unchanged };
		};
		const [once, again] = [await make(), await make()];
		expect(again).toEqual(once);
		expect([
			once.customers.length,
			once.invoices.length,
			once.next['DocNumber'],
			once.unchanged['SyncToken'],
		]).toEqual([300, 600, '1601', once.first['SyncToken']]);
		expect(once.customers[41]).toMatchObject({
			PrimaryEmailAddr: { Address: 'customer000042@generated.example' },
		});
		const paid = once.invoices.filter(({ Balance }) => Balance === 0);
		expect([paid.length > 100 && paid.length < 200, once.payments.length]).toEqual([
			true,
			paid.length,
		]);
		const cents = (rows: Json[], field: string) =>
			rows.reduce((sum, row) => sum + Math.round(Number(row[field]) * 100), 0);
		expect(cents(once.customers, 'Balance')).toBe(cents(once.invoices, 'Balance'));
	});
});

it('a folder keeps companies, records and tokens over a restart', async () => {
	const dataDir = mkdtempSync(join(tmpdir(), 'quickbooks-'));
	const first = await startDemoSandbox({ dataDir });
	const before = await connectCompany(first, realms.us);
	const made = (await before.post('/customer?requestid=again', { DisplayName: 'Kept' })).body[
		'Customer'
	] as Json;
	await first.stop();
	const second = await startDemoSandbox({ dataDir });
	const headers = { authorization: `Bearer ${before.token}`, accept: 'application/json' };
	const read = await fetch(
		`${second.quickbooks.url}/v3/company/${realms.us}/customer/${made['Id']}`,
		{ headers },
	);
	expect((await read.json()) as Json).toMatchObject({ Customer: { DisplayName: 'Kept' } });
	const replayed = await fetch(
		`${second.quickbooks.url}/v3/company/${realms.us}/customer?requestid=again`,
		{ method: 'POST', headers, body: JSON.stringify({ DisplayName: 'Kept' }) },
	);
	expect(((await replayed.json()) as Json)['Customer']).toEqual(made);
	const next = await fetch(`${second.quickbooks.url}/v3/company/${realms.us}/customer`, {
		method: 'POST',
		headers,
		body: JSON.stringify({ DisplayName: 'Next' }),
	});
	expect(Number(((await next.json()) as Json)['Customer'].Id)).toBe(Number(made['Id']) + 1);
	await second.stop();
	rmSync(dataDir, { recursive: true });
});

it('replies of 2020 lack what has come since', async () => {
	const old = await startDemoSandbox({}, { replyAge: '2020' });
	const opened = await connectCompany(old, realms.us);
	const invoice = await opened.one("select * from Invoice where DocNumber = '1001'");
	expect(['FreeFormAddress', 'ShipFromAddr'].filter((name) => name in invoice)).toEqual([]);
	expect(Object.keys(invoice['MetaData'])).toEqual(['CreateTime', 'LastUpdatedTime']);
	expect(Object.keys(invoice['Line'][0])).toEqual([
		'Id',
		'LineNum',
		'Amount',
		'DetailType',
		'SalesItemLineDetail',
	]);
	expect(invoice['Line'][0].SalesItemLineDetail).not.toHaveProperty('ItemAccountRef');
	await old.stop();
});
