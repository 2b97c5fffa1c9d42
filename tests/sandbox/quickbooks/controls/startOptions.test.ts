import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectCompany, realms, startDemoSandbox, type Json } from '../companyClient';

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
