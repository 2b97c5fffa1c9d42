import Fastify from 'fastify';
import { createHmac } from 'node:crypto';
import type { Sandbox } from '../../../sandbox/start';
import { connectCompany, realms, startDemoSandbox, type CompanyClient } from './companyClient';
import { pdfPages } from './pdf/pdfText';
import { serve } from './serve';

let sandbox: Sandbox;
let us: CompanyClient;

beforeAll(async () => {
	sandbox = await startDemoSandbox();
	us = await connectCompany(sandbox, realms.us);
});
afterAll(() => sandbox.stop());

const basic = `Basic ${Buffer.from('ABsandboxClientId0001:sandbox-client-secret-0001').toString('base64')}`;

it('a person connects a company on the page, and the app reads it', async () => {
	const redirectUri = 'http://localhost:5678/rest/oauth2-credential/callback';
	const request = {
		client_id: 'ABsandboxClientId0001',
		response_type: 'code',
		scope: 'com.intuit.quickbooks.accounting',
		redirect_uri: redirectUri,
		state: 'abc',
	};
	const page = await (
		await fetch(
			`${sandbox.quickbooks.url}/connect/oauth2?${new URLSearchParams(request).toString()}`,
		)
	).text();
	expect([...page.matchAll(/name="realmId" value="(\d+)"/g)].map(([, realm]) => realm)).toEqual(
		Object.values(realms),
	);
	const hidden = Object.fromEntries(
		[...page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)].map(
			([, name, value]) => [name, value] as [string, string],
		),
	);
	expect(hidden).toEqual(request);
	const back = await fetch(`${sandbox.quickbooks.url}/connect/oauth2`, {
		method: 'POST',
		redirect: 'manual',
		body: new URLSearchParams({ ...hidden, realmId: realms.uk }),
	});
	const { code = '', realmId } = Object.fromEntries(
		new URL(back.headers.get('location') as string).searchParams,
	);
	expect(realmId).toBe(realms.uk);
	const tokens = (await (
		await fetch(`${sandbox.quickbooks.url}/oauth2/v1/tokens/bearer`, {
			method: 'POST',
			headers: { authorization: basic },
			body: new URLSearchParams({
				grant_type: 'authorization_code',
				code,
				redirect_uri: redirectUri,
			}),
		})
	).json()) as { access_token: string };
	const read = (realm: string) =>
		fetch(`${sandbox.quickbooks.url}/v3/company/${realm}/companyinfo/${realm}`, {
			headers: { authorization: `Bearer ${tokens.access_token}` },
		});
	expect(await (await read(realms.uk)).json()).toMatchObject({ CompanyInfo: { Country: 'GB' } });
	expect((await read(realms.us)).status).toBe(403);
});

describe('queries over HTTP', () => {
	const text = `select * from Customer where DisplayName = 'Niamh O\\'Brien'`;

	it('by GET, by POST of text, and by POST with the query in the address', async () => {
		const answers = [
			await us.query(text),
			await us.post('/query', text),
			await us.post(`/query?query=${encodeURIComponent(text)}`),
		];
		for (const { status, body } of answers) {
			expect(status).toBe(200);
			expect(Object.keys(body)).toEqual(['QueryResponse', 'time']);
			expect(body['QueryResponse']).toMatchObject({
				Customer: [{ DisplayName: `Niamh O'Brien` }],
				startPosition: 1,
				maxResults: 1,
			});
		}
	});

	it('refusals are validation faults', async () => {
		const { status, body } = await us.query('SELECT * FROM Custmoer');
		expect(status).toBe(400);
		expect(body).toEqual({
			Fault: {
				Error: [
					{
						Message: 'Invalid query',
						Detail: 'QueryValidationError: invalid context declaration: Custmoer',
						code: '4001',
					},
				],
				type: 'ValidationFault',
			},
			time: '2026-07-01T12:00:00.000-07:00',
		});
	});

	it('every list of every company can be read to its end', async () => {
		const lists = [
			'Invoice',
			'Customer',
			'Item',
			'Payment',
			'Estimate',
			'CreditMemo',
			'Term',
			'TaxCode',
			'TaxRate',
			'Preferences',
			'CompanyInfo',
			'Class',
			'Department',
			'Account',
			'Attachable',
			'CompanyCurrency',
			'Vendor',
		];
		for (const realm of Object.values(realms)) {
			const company = await connectCompany(sandbox, realm);
			for (const list of lists) {
				const { body } = await company.query(`SELECT COUNT(*) FROM ${list}`);
				const rows =
					(
						(await company.query(`SELECT * FROM ${list} MAXRESULTS 1000`)).body[
							'QueryResponse'
						] as Record<string, unknown[]>
					)[list] ?? [];
				expect([list, (body['QueryResponse'] as { totalCount: number }).totalCount]).toEqual([
					list,
					rows.length,
				]);
			}
		}
	});
});

describe('node-quickbooks asks', () => {
	type Callback = (
		error: { response?: { status: number; data: { Fault: { Error: { code: string }[] } } } } | null,
		body: { QueryResponse: { Customer?: { DisplayName: string }[] } },
	) => void;
	type Client = { endpoint: string; findCustomers(criteria: unknown, callback: Callback): void };
	const find = async (criteria: unknown) => {
		const QuickBooks = jest.requireActual<new (...values: unknown[]) => Client>('node-quickbooks');
		const client = new QuickBooks(
			'id',
			'secret',
			us.token,
			false,
			realms.us,
			true,
			false,
			75,
			'2.0',
			'refresh',
		);
		client.endpoint = `${sandbox.quickbooks.url}/v3/company/`;
		return new Promise<string | string[]>((resolve) => {
			client.findCustomers(criteria, (error, body) =>
				resolve(
					error
						? `${error.response?.status} ${error.response?.data.Fault.Error[0]?.code}`
						: (body.QueryResponse.Customer ?? []).map(({ DisplayName }) => DisplayName),
				),
			);
		});
	};

	it.each([
		['an apostrophe, which it escapes', { DisplayName: `Niamh O'Brien` }, [`Niamh O'Brien`]],
		[
			'operators and pages',
			[
				{ field: 'DisplayName', value: 'Ann%', operator: 'LIKE' },
				{ field: 'limit', value: 5 },
				{ field: 'asc', value: 'Id' },
			],
			['Ann Miller'],
		],
		['a list of ids that is empty', { Id: [] }, '400 4000'],
		['null', { DisplayName: null }, '400 4000'],
		['a backslash, which it does not escape', { DisplayName: 'a\\' }, '400 4000'],
		[
			'a backslash before an apostrophe, which would let a condition in',
			{ DisplayName: `a\\' OR Id > '0` },
			'400 4000',
		],
		['two directions at once', { asc: 'Id', desc: 'DisplayName' }, '400 4000'],
		['a field that is not there', { Colour: 'red' }, '400 4001'],
	])('for %s', async (_what, criteria, expected) => {
		expect(await find(criteria)).toEqual(expected);
	});
});

it('the PDF of an invoice names its customer, its number and its balance', async () => {
	const { body } = await us.query(
		`select * from Invoice where Balance > '0' orderby Id maxresults 1`,
	);
	const [invoice] = (
		body['QueryResponse'] as {
			Invoice: { Id: string; DocNumber: string; Balance: number; CustomerRef: { name: string } }[];
		}
	).Invoice;
	const reply = await fetch(`${us.url}/invoice/${invoice?.Id}/pdf`, {
		headers: { authorization: `Bearer ${us.token}`, accept: 'application/pdf' },
	});
	expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/pdf']);
	const texts = pdfPages(Buffer.from(await reply.arrayBuffer())).flat();
	expect(texts).toEqual(
		expect.arrayContaining([
			`No.  ${invoice?.DocNumber}`,
			invoice?.CustomerRef.name,
			invoice?.Balance.toFixed(2),
		]),
	);
	const missing = await us.get('/invoice/999999/pdf');
	expect([
		missing.status,
		(missing.body['Fault'] as { Error: { code: string }[] }).Error[0]?.code,
	]).toEqual([400, '610']);
});

it('a change is told to a webhook, signed; a refused change is not', async () => {
	const app = Fastify({ forceCloseConnections: true });
	const received: { body: Buffer; signature: unknown }[] = [];
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
	app.post('/hook', async (request) => {
		received.push({ body: request.body as Buffer, signature: request.headers['intuit-signature'] });
		return '';
	});
	const { url } = await serve(app);
	await us.control('POST', '/webhooks', {
		url: `${url}/hook`,
		verifierToken: 'verifier',
		companies: [realms.us],
	});
	const { body } = await us.post('/customer', { DisplayName: 'Told to all' });
	expect((await us.post('/customer', { DisplayName: 'Told to all' })).status).toBe(400);
	await us.control('POST', '/webhooks/deliver');
	await us.control('DELETE', '/webhooks');
	expect(received).toHaveLength(1);
	const [{ body: bytes, signature }] = received as [{ body: Buffer; signature: unknown }];
	expect(signature).toBe(createHmac('sha256', 'verifier').update(bytes).digest('base64'));
	expect(JSON.parse(bytes.toString('utf8'))).toEqual([
		expect.objectContaining({
			type: 'qbo.customer.created.v1',
			intuitentityid: (body['Customer'] as { Id: string }).Id,
			intuitaccountid: realms.us,
		}),
	]);
});

it('the eleventh request within a second is too many, when limits are on', async () => {
	const limited = await startDemoSandbox({}, { limits: true });
	try {
		const company = await connectCompany(limited, realms.us);
		const statuses = await Promise.all(
			Array.from(
				{ length: 12 },
				async () => (await company.query('SELECT COUNT(*) FROM Item')).status,
			),
		);
		expect(statuses.sort()).toEqual([...Array<number>(10).fill(200), 429, 429]);
	} finally {
		await limited.stop();
	}
});
