import { Readable } from 'node:stream';
import type { Sandbox } from '../../../sandbox/start';
import { connectCompany, realms, startDemoSandbox, type Json } from '../quickbooks/companyClient';

type Call = (...args: unknown[]) => void;
const QuickBooks =
	jest.requireActual<new (settings: Json) => Record<string, Call> & { endpoint: string }>(
		'node-quickbooks',
	);

let sandbox: Sandbox;
let sdk: InstanceType<typeof QuickBooks>;
let customer: string;
let item: string;
let account: string;

/** One call of the client; its callback is left before anything can throw in it. */
function ask<T = Json>(method: string, ...args: unknown[]): Promise<T> {
	return new Promise((resolve, reject) => {
		const call = sdk[method];
		if (!call) throw new Error(`node-quickbooks has no ${method}`);
		const fail = (error: Json) =>
			reject(
				Object.assign(new Error(`${method}: ${JSON.stringify(error['response']?.data ?? error)}`), {
					data: error['response']?.data as Json,
					status: error['response']?.status as number,
				}),
			);
		call.call(sdk, ...args, (error: Json | null, result: T) =>
			setImmediate(() => (error ? fail(error) : resolve(result))),
		);
	});
}

async function connect(realmId: string): Promise<void> {
	const { token } = await connectCompany(sandbox, realmId);
	sdk = new QuickBooks({
		consumerKey: 'id',
		consumerSecret: 'secret',
		token,
		tokenSecret: '',
		realmId,
		useSandbox: false,
		debug: false,
		minorversion: 75,
		oauthversion: '2.0',
		refreshToken: 'none',
	});
	sdk.endpoint = `${sandbox.quickbooks.url}/v3/company/`;
}

const rows = (found: Json, name: string) => (found['QueryResponse'][name] ?? []) as Json[];

beforeAll(async () => {
	sandbox = await startDemoSandbox();
	await connect(realms.us);
	customer = rows(await ask('findCustomers', { DisplayName: "Niamh O'Brien" }), 'Customer')[0]?.[
		'Id'
	] as string;
	item = rows(await ask('findItems', { Name: 'Design hours' }), 'Item')[0]?.['Id'] as string;
	account = rows(await ask('findAccounts', { Name: 'Services' }), 'Account')[0]?.['Id'] as string;
});
afterAll(() => sandbox.stop());

const line = (amount: number) => ({
	DetailType: 'SalesItemLineDetail',
	Amount: amount,
	SalesItemLineDetail: { ItemRef: { value: item } },
});
const sale = () => ({ CustomerRef: { value: customer }, Line: [line(40), line(2.5)] });

/** [entity, its plural, what makes one, a change of it] */
const KEPT: [string, string, () => Json, Json][] = [
	[
		'Account',
		'Accounts',
		() => ({ Name: 'Design income', AccountType: 'Income' }),
		{ Description: 'Drawings' },
	],
	['Class', 'Classes', () => ({ Name: 'Terraces' }), { Name: 'Roofs' }],
	['Customer', 'Customers', () => ({ DisplayName: "D'Arcy & Söhne 🌷" }), { Notes: 'called' }],
	['Department', 'Departments', () => ({ Name: 'North' }), { Name: 'South' }],
	[
		'Employee',
		'Employees',
		() => ({ GivenName: 'Åsa', FamilyName: 'Öberg' }),
		{ FamilyName: 'Ek' },
	],
	[
		'Item',
		'Items',
		() => ({ Name: 'Consulting', Type: 'Service', IncomeAccountRef: { value: account } }),
		{ Sku: 'CONS' },
	],
	['PaymentMethod', 'PaymentMethods', () => ({ Name: 'Barter' }), { Name: 'Swap' }],
	['Term', 'Terms', () => ({ Name: 'Net 10', DueDays: 10 }), { Name: 'Net ten' }],
	['Vendor', 'Vendors', () => ({ DisplayName: 'Stone & Sons' }), { CompanyName: 'Stone' }],
	['Attachable', 'Attachables', () => ({ Note: 'The plan' }), { Note: 'The new plan' }],
	['Invoice', 'Invoices', sale, { PrivateNote: 'seen' }],
	['Estimate', 'Estimates', sale, { PrivateNote: 'seen' }],
	['CreditMemo', 'CreditMemos', sale, { PrivateNote: 'seen' }],
	['SalesReceipt', 'SalesReceipts', sale, { PrivateNote: 'seen' }],
	[
		'Payment',
		'Payments',
		() => ({ CustomerRef: { value: customer }, TotalAmt: 12 }),
		{ PrivateNote: 'seen' },
	],
];

describe('node-quickbooks', () => {
	it.each(KEPT)('creates, reads, changes and finds: %s', async (name, plural, draft, change) => {
		const sent = draft();
		const made = await ask(`create${name}`, sent);
		expect(made).toMatchObject({
			Id: expect.any(String),
			SyncToken: '0',
			...(sent['Line'] ? { TotalAmt: 42.5 } : sent),
		});
		const changed = await ask(`update${name}`, { ...made, ...change });
		expect(changed).toMatchObject({ Id: made['Id'], SyncToken: '1', ...change });
		expect(await ask(`get${name}`, made['Id'])).toMatchObject(changed);
		expect(
			rows(await ask(`find${plural}`, [{ field: 'Id', value: made['Id'] }]), name).map(
				({ Id, SyncToken }) => [Id, SyncToken],
			),
		).toEqual([[made['Id'], '1']]);
		await expect(ask(`update${name}`, { ...made, ...change })).rejects.toMatchObject({
			status: 400,
			data: { Fault: { Error: [{ code: '5010' }] } },
		});
		await expect(ask(`get${name}`, '98765')).rejects.toMatchObject({
			status: 400,
			data: { Fault: { Error: [{ code: '610' }] } },
		});
	});

	it.each(['Invoice', 'Estimate', 'CreditMemo', 'SalesReceipt', 'Payment', 'Attachable'])(
		'deletes by id, and by record: %s',
		async (name) => {
			const [, , draft] = KEPT.find(([kept]) => kept === name) ?? [];
			const [first, second] = [
				await ask(`create${name}`, draft?.()),
				await ask(`create${name}`, draft?.()),
			];
			expect(await ask(`delete${name}`, first['Id'])).toMatchObject({
				[name]: { status: 'Deleted', Id: first['Id'] },
			});
			expect(await ask(`delete${name}`, { Id: second['Id'], SyncToken: '0' })).toMatchObject({
				[name]: { status: 'Deleted', Id: second['Id'] },
			});
			await expect(ask(`get${name}`, first['Id'])).rejects.toMatchObject({ status: 400 });
		},
	);

	it.each(['Invoice', 'Estimate', 'CreditMemo', 'SalesReceipt'])(
		'sends, and fetches as a PDF: %s',
		async (name) => {
			const { Id: id } = await ask(`create${name}`, sale());
			expect(
				Buffer.from(await ask<Buffer>(`get${name}Pdf`, id))
					.subarray(0, 5)
					.toString(),
			).toBe('%PDF-');
			expect(await ask(`send${name}Pdf`, id, 'ann@example.com')).toMatchObject({
				Id: id,
				EmailStatus: 'EmailSent',
				BillEmail: { Address: 'ann@example.com' },
			});
			expect((await ask(`send${name}Pdf`, id))['DeliveryInfo']).toMatchObject({
				DeliveryType: 'Email',
			});
		},
	);

	it('voids an invoice and a payment', async () => {
		const { Id: id } = await ask('createInvoice', sale());
		expect(await ask('voidInvoice', id)).toMatchObject({
			Invoice: { Id: id, TotalAmt: 0, Balance: 0, PrivateNote: 'Voided' },
		});
		const payment = await ask('createPayment', { CustomerRef: { value: customer }, TotalAmt: 5 });
		expect(
			await ask('voidPayment', { Id: payment['Id'], SyncToken: '0', sparse: true }),
		).toMatchObject({ TotalAmt: 0, PrivateNote: 'Voided' });
	});

	it.each(['TaxCodes', 'TaxRates', 'TaxAgencies', 'Preferenceses', 'CompanyInfos'])(
		'finds %s, which nobody makes',
		async (plural) => {
			const [found] = Object.values((await ask(`find${plural}`))['QueryResponse'] as Json).filter(
				Array.isArray,
			);
			expect((found as Json[]).length).toBeGreaterThan(0);
		},
	);

	it('reads what there is one of, and changes it', async () => {
		const company = await ask('getCompanyInfo', realms.us);
		expect(
			(await ask('updateCompanyInfo', { ...company, WebAddr: { URI: 'https://garden.example' } }))[
				'WebAddr'
			],
		).toEqual({ URI: 'https://garden.example' });
		const preferences = await ask('getPreferences');
		const changed = await ask('updatePreferences', {
			...preferences,
			SalesFormsPrefs: { ...preferences['SalesFormsPrefs'], CustomTxnNumbers: true },
		});
		expect(changed['SalesFormsPrefs']).toMatchObject({ CustomTxnNumbers: true });
	});

	it('pages, orders, counts, compares, fetches all', async () => {
		for (let number = 1; number <= 5; number += 1)
			await ask('createInvoice', { ...sale(), Line: [line(number)], PrivateNote: `n${number}` });
		const page = await ask('findInvoices', [
			{ field: 'TotalAmt', value: '6', operator: '<' },
			{ field: 'desc', value: 'TotalAmt' },
			{ field: 'limit', value: 2 },
			{ field: 'offset', value: 2 },
		]);
		expect(rows(page, 'Invoice').map(({ TotalAmt }) => TotalAmt as number)).toEqual([4, 3]);
		expect(page['QueryResponse']).toMatchObject({ startPosition: 2, maxResults: 2 });
		expect((await ask('findInvoices', { count: true }))['QueryResponse']).toEqual({
			totalCount: expect.any(Number),
		});
		const all = rows(await ask('findInvoices', { fetchAll: true, limit: 4 }), 'Invoice');
		expect(new Set(all.map(({ Id }) => Id as string)).size).toBe(
			(await ask('findInvoices', { count: true }))['QueryResponse'].totalCount,
		);
		expect(
			rows(
				await ask('findInvoices', [{ field: 'TotalAmt', value: ['1', '3'], operator: 'IN' }]),
				'Invoice',
			)
				.map(({ TotalAmt }) => TotalAmt as number)
				.sort(),
		).toEqual([1, 3]);
		expect(
			rows(
				await ask('findCustomers', [{ field: 'DisplayName', value: 'Harbor%', operator: 'LIKE' }]),
				'Customer',
			).map(({ DisplayName }) => DisplayName as string),
		).toEqual(expect.arrayContaining(['Harbor View HOA']));
		await expect(ask('findInvoices', "where Colour = 'red'")).rejects.toMatchObject({
			status: 400,
			data: { Fault: { Error: [{ code: '4001' }] } },
		});
		await expect(ask('findInvoices', 'where')).rejects.toMatchObject({
			status: 400,
			data: { Fault: { Error: [{ code: '4000' }] } },
		});
	});

	it('batches several kinds of work', async () => {
		const existing = await ask('createCustomer', { DisplayName: 'Batched before' });
		const { BatchItemResponse: answers } = await ask('batch', [
			{ bId: 'c', operation: 'create', Customer: { DisplayName: 'Batched' } },
			{ bId: 'd', operation: 'create', Customer: { DisplayName: 'Batched before' } },
			{ bId: 'u', operation: 'update', Customer: { ...existing, Notes: 'changed' } },
			{ bId: 'q', Query: "select count(*) from Term where Name = 'Net 15'" },
		]);
		const byId = Object.fromEntries((answers as Json[]).map((answer) => [answer['bId'], answer]));
		expect(byId).toMatchObject({
			c: { Customer: { DisplayName: 'Batched' } },
			d: { Fault: { Error: [{ code: '6240' }] } },
			u: { Customer: { Notes: 'changed', SyncToken: '1' } },
			q: { QueryResponse: { totalCount: 1 } },
		});
	});

	it('follows changes and deletions', async () => {
		const { Id: id } = await ask('createInvoice', sale());
		const { Id: kept } = await ask('createInvoice', sale());
		await ask('deleteInvoice', id);
		const {
			CDCResponse: [
				{
					QueryResponse: [invoices, customers],
				},
			],
		} = await ask(
			'changeDataCapture',
			['Invoice', 'Customer'],
			new Date('2026-07-01T18:59:00Z').toISOString(),
		);
		const changed = Object.fromEntries(
			(invoices.Invoice as Json[]).map((row) => [row['Id'], row['status'] ?? row['TotalAmt']]),
		);
		expect(changed).toMatchObject({ [id]: 'Deleted', [kept]: 42.5 });
		expect((customers.Customer as Json[]).map((row) => row['Id'] as string)).toContain(customer);
	});

	it('attaches a file to an invoice', async () => {
		const { Id: id } = await ask('createInvoice', sale());
		const attached = await ask(
			'upload',
			'plan.txt',
			'text/plain',
			Readable.from([Buffer.from('a plan')]),
			'Invoice',
			id,
		);
		expect(attached).toMatchObject({
			FileName: 'plan.txt',
			AttachableRef: [{ EntityRef: { type: 'Invoice', value: id } }],
		});
		expect(
			rows(
				await ask('findAttachables', [{ field: 'AttachableRef.EntityRef.value', value: id }]),
				'Attachable',
			),
		).toHaveLength(1);
	});

	it('reads rates of a company with several currencies', async () => {
		await connect(realms.ca);
		const currencies = rows(await ask('findCompanyCurrencies'), 'CompanyCurrency');
		expect(currencies.map(({ Code }) => Code as string)).toContain('USD');
		expect(await ask('getCompanyCurrency', currencies[0]?.['Id'])).toMatchObject({
			Code: currencies[0]?.['Code'],
		});
		expect(
			await ask('getExchangeRate', { sourcecurrencycode: 'USD', asofdate: '2026-06-30' }),
		).toMatchObject({
			ExchangeRate: {
				SourceCurrencyCode: 'USD',
				TargetCurrencyCode: 'CAD',
				Rate: expect.any(Number),
			},
		});
		await connect(realms.us);
	});

	it('is told what it may not', async () => {
		await expect(ask('createCustomer', { DisplayName: 'Ann Miller' })).rejects.toMatchObject({
			status: 400,
			data: { Fault: { type: 'ValidationFault', Error: [{ code: '6240' }] } },
		});
		await expect(ask('createInvoice', { Line: [line(1)] })).rejects.toMatchObject({
			status: 400,
			data: { Fault: { Error: [{ code: '2020' }] } },
		});
		const { body } = await (await connectCompany(sandbox, realms.us)).post('/invoice', '');
		expect(body['Fault']).toEqual({
			type: 'ValidationFault',
			Error: [
				{
					Message: 'Error parsing object',
					Detail: 'ObjectParserError: Request Body is Empty',
					code: '2310',
					element: '',
				},
			],
		});
		(sdk as unknown as { token: string }).token = 'none';
		await expect(ask('getPreferences')).rejects.toMatchObject({ status: 401 });
	});
});
