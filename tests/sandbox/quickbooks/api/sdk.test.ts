import type { Sandbox } from '../../../../sandbox/start';
import { connectCompany, realms, startDemoSandbox, type Json } from '../companyClient';

type Call = (...args: unknown[]) => void;
const QuickBooks =
	jest.requireActual<new (settings: Json) => Record<string, Call> & { endpoint: string }>(
		'node-quickbooks',
	);

let sandbox: Sandbox;
let sdk: InstanceType<typeof QuickBooks>;

/** One call of the SDK; its callback is left before anything can throw in it. */
function ask<T = Json>(method: string, ...args: unknown[]): Promise<T> {
	return new Promise((resolve, reject) => {
		const call = sdk[method];
		if (!call) throw new Error(`node-quickbooks has no ${method}`);
		const fail = (error: Json) =>
			reject(
				Object.assign(
					new Error(`${method}: ${JSON.stringify(error['response']?.data ?? String(error))}`),
					{ response: error['response'] },
				),
			);
		call.call(sdk, ...args, (error: Json | null, result: T) =>
			setImmediate(() => (error ? fail(error) : resolve(result))),
		);
	});
}

beforeAll(async () => {
	sandbox = await startDemoSandbox();
	const { token } = await connectCompany(sandbox, realms.us);
	sdk = new QuickBooks({
		consumerKey: 'id',
		consumerSecret: 'secret',
		token,
		tokenSecret: '',
		realmId: realms.us,
		useSandbox: false,
		debug: false,
		minorversion: 75,
		oauthversion: '2.0',
		refreshToken: 'none',
	});
	sdk.endpoint = `${sandbox.quickbooks.url}/v3/company/`;
});
afterAll(() => sandbox.stop());

describe('node-quickbooks against the sandbox', () => {
	it('makes a customer, an item and an invoice, and finds them again', async () => {
		const customer = await ask('createCustomer', { DisplayName: 'D\'Arcy "Quote" & Söhne 🌷' });
		const item = await ask('createItem', {
			Name: 'Consulting',
			Type: 'Service',
			IncomeAccountRef: { value: '5' },
		});
		const entity = {
			CustomerRef: { value: customer['Id'] },
			Line: [
				{
					DetailType: 'SalesItemLineDetail',
					Amount: 10.5,
					SalesItemLineDetail: { ItemRef: { value: item['Id'] }, Qty: 1.5, UnitPrice: 7 },
				},
			],
		};
		const invoice = await ask('createInvoice', { ...entity, requestId: 'sdk-1' });
		expect(await ask('createInvoice', { ...entity, requestId: 'sdk-1' })).toEqual(invoice);
		const found = await ask('findInvoices', [{ field: 'Id', value: invoice['Id'] }]);
		expect(found['QueryResponse']['Invoice'].map((row: Json) => row['TotalAmt'])).toEqual([10.5]);
		const byName = await ask('findCustomers', [
			{ field: 'DisplayName', value: 'D\'Arcy "Quote" & Söhne 🌷' },
		]);
		expect(byName['QueryResponse']['Customer'].map((row: Json) => row['Id'])).toEqual([
			customer['Id'],
		]);
		expect((await ask('getInvoice', invoice['Id']))['DocNumber']).toBe(invoice['DocNumber']);
	});

	it('updates, sends, voids and deletes', async () => {
		const { QueryResponse: found } = await ask('findInvoices', { DocNumber: '1005' });
		const invoice = found['Invoice'][0] as Json;
		const updated = await ask('updateInvoice', {
			Id: invoice['Id'],
			SyncToken: invoice['SyncToken'],
			PrivateNote: 'from the SDK',
		});
		expect([updated['PrivateNote'], updated['TotalAmt']]).toEqual([
			'from the SDK',
			invoice['TotalAmt'],
		]);
		expect(
			await ask('sendInvoicePdf', invoice['Id'], encodeURIComponent('a+b@c.example')),
		).toMatchObject({ EmailStatus: 'EmailSent', BillEmail: { Address: 'a+b@c.example' } });
		const pdf = await ask<Buffer>('getInvoicePdf', invoice['Id']);
		expect(Buffer.from(pdf).subarray(0, 5).toString()).toBe('%PDF-');
		const voided = await ask('voidInvoice', { Id: invoice['Id'], SyncToken: updated['SyncToken'] });
		expect(voided['Invoice']).toMatchObject({ TotalAmt: 0, PrivateNote: 'Voided - from the SDK' });
		const deleted = await ask('deleteInvoice', {
			Id: invoice['Id'],
			SyncToken: voided['Invoice']['SyncToken'],
		});
		expect(deleted['Invoice']).toEqual({ domain: 'QBO', status: 'Deleted', Id: invoice['Id'] });
		const payment = await ask('createPayment', {
			CustomerRef: { value: invoice['CustomerRef'].value },
			TotalAmt: 5,
		});
		expect(
			await ask('voidPayment', { Id: payment['Id'], SyncToken: '0', sparse: true }),
		).toMatchObject({ TotalAmt: 0, PrivateNote: 'Voided' });
	});

	it('batches, counts, follows changes, reads the settings', async () => {
		const { BatchItemResponse: items } = await ask('batch', [
			{ bId: '1', operation: 'create', Customer: { DisplayName: 'Batched' } },
			{ bId: '2', Query: 'select count(*) from Term' },
		]);
		expect([items[0].Customer.DisplayName, items[1].QueryResponse]).toEqual([
			'Batched',
			{ totalCount: 4 },
		]);
		expect((await ask('findTerms', { count: true }))['QueryResponse']).toEqual({ totalCount: 4 });
		expect(
			(await ask('changeDataCapture', ['Customer'], '2026-07-01T18:59:00Z'))['CDCResponse'][0]
				.QueryResponse[0].Customer[0].DisplayName,
		).toBe('Batched');
		expect((await ask('getPreferences'))['SalesFormsPrefs']).toMatchObject({
			CustomTxnNumbers: false,
		});
		expect((await ask('getCompanyInfo', realms.us))['CompanyName']).toBe(
			"Zoë's Garden & Design LLC",
		);
	});

	it('is told of faults', async () => {
		const error = await ask('createCustomer', { DisplayName: 'Ann Miller' }).catch(
			(caught: unknown) => caught as Json,
		);
		expect(error['response']).toMatchObject({
			status: 400,
			data: { Fault: { Error: [{ code: '6240' }] } },
		});
		expect(error['response'].headers.intuit_tid).toMatch(/^1-/);
	});
});
