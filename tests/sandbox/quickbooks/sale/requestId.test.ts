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
let customer: Json;
let design: Json;

beforeAll(async () => {
	sandbox = await startDemoSandbox();
	us = await connectCompany(sandbox, realms.us);
	customer = await us.one("select * from Customer where DisplayName = 'Niamh O\\'Brien'");
	design = await us.one("select * from Item where Sku = 'GD-HOUR'");
});
afterAll(() => sandbox.stop());

const line = (item: Json, Qty: number, UnitPrice: number, Amount: number, tax?: string) => ({
	DetailType: 'SalesItemLineDetail',
	Amount,
	SalesItemLineDetail: {
		ItemRef: { value: item['Id'] },
		Qty,
		UnitPrice,
		...(tax && { TaxCodeRef: { value: tax } }),
	},
});

describe('requestid', () => {
	it('gives the first answer again, and does nothing', async () => {
		const body = { CustomerRef: { value: customer['Id'] }, Line: [line(design, 3, 85, 255)] };
		const first = await us.post('/invoice?requestid=key-1', body);
		const before = (await us.query('select count(*) from Invoice')).body;
		sandbox.runtime.clock.advance(5000);
		const again = await us.post('/invoice?requestid=key-1&minorversion=75', body);
		expect([again.status, again.text]).toEqual([200, first.text]);
		expect((await us.query('select count(*) from Invoice')).body['QueryResponse']).toEqual(
			before['QueryResponse'],
		);
		expect(
			(await us.post('/invoice?requestid=key-1', { ...body, PrivateNote: 'other' })).body['Fault']
				.Error[0].code,
		).toBe('600');
		expect(
			(await us.post(`/invoice?requestid=${'k'.repeat(51)}`, body)).body['Fault'].Error[0].code,
		).toBe('2130');
	});

	it.each([
		['minute', 30_000, true],
		['minute', 61_000, false],
		['never', 0, false],
	] as const)('remembered for: %s; after %i ms', async (requestIdMemory, ms, isSame) => {
		sandbox.quickbooks.setSwitches({ requestIdMemory });
		const body = { CustomerRef: { value: customer['Id'] }, Line: [line(design, 3, 85, 255)] };
		const key = `/invoice?requestid=${requestIdMemory}-${ms}`;
		const first = (await us.post(key, body)).body['Invoice'] as Json;
		sandbox.runtime.clock.advance(ms);
		expect(((await us.post(key, body)).body['Invoice'] as Json)['Id'] === first['Id']).toBe(isSame);
		sandbox.quickbooks.setSwitches({ requestIdMemory: 'forever' });
	});

	it('an answer that was a fault is not remembered', async () => {
		expect((await us.post('/invoice?requestid=key-2', {})).status).toBe(400);
		expect(
			(
				await us.post('/invoice?requestid=key-2', {
					CustomerRef: { value: customer['Id'] },
					Line: [line(design, 3, 85, 255)],
				})
			).status,
		).toBe(200);
	});

	it('finds what was written when the connection dropped after the work', async () => {
		await fetch(`${sandbox.control.url}/control/faults`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({
				system: 'quickbooks',
				method: 'POST',
				path: '/invoice',
				behaviour: 'drop-after',
				times: 1,
			}),
		});
		const body = { CustomerRef: { value: customer['Id'] }, Line: [line(design, 4, 85, 340)] };
		const count = async () =>
			((await us.query('select count(*) from Invoice')).body['QueryResponse'] as Json)[
				'totalCount'
			] as number;
		const before = await count();
		await expect(us.post('/invoice?requestid=key-3', body)).rejects.toThrow();
		expect((await us.post('/invoice?requestid=key-3', body)).body['Invoice']).toMatchObject({
			TotalAmt: 340,
		});
		expect(await count()).toBe(before + 1);
	});
});
