import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, INode, INodeCredentials, INodeParameters } from 'n8n-workflow';
import { startSandbox, type Sandbox } from '../../sandbox/start';
import { connectOAuth2, createCredential, testCredential } from '../../scripts/n8n/credentials';
import { listSearch, loadOptions } from '../../scripts/n8n/dynamicParameters';
import { createWorkflow, runManually, type FinishedExecution } from '../../scripts/n8n/workflows';
import { startForeignHosts, type ForeignHosts } from '../support/foreignHosts';
import { startTestServer, type TestServer } from '../support/n8nServer';

const REALM = '9341450000000001';
const HUBSPOT = { type: 'n8n-nodes-base.hubspot', version: 2.2 };
const QUICKBOOKS = { type: 'n8n-nodes-base.quickbooks', version: 1 };
const folder = mkdtempSync(join(tmpdir(), 'built-in-'));

let sandbox: Sandbox;
let hosts: ForeignHosts;
let n8n: TestServer;
let hubSpotKey: INodeCredentials;
let hubSpotOAuth: INodeCredentials;
let quickBooks: INodeCredentials;

async function control<T>(path: string, body: object, method = 'POST'): Promise<T> {
	const answer = await fetch(`${sandbox.control.url}/control${path}`, {
		method,
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
	return (await answer.json()) as T;
}

/**
 * What a person consents to on the authorise page, done by a control path; `more` is the rest of
 * the redirect's query.
 */
async function approve(
	url: URL,
	system: 'hubspot' | 'quickbooks',
	more: Record<string, string>,
): Promise<Record<string, string>> {
	const query = url.searchParams;
	const { code } = await control<{ code: string }>(`/${system}/authorize`, {
		redirectUri: query.get('redirect_uri'),
		clientId: query.get('client_id'),
		scope: query.get('scope'),
		...more,
	});
	return { code, ...more };
}

beforeAll(async () => {
	sandbox = await startSandbox({
		seed: 'demo',
		switches: { hubspot: { limits: false, searchLagSeconds: 0 }, quickbooks: { limits: false } },
	});
	const [hub, books] = [sandbox.hubspot.url, sandbox.quickbooks.url];
	hosts = await startForeignHosts(folder, {
		'api.hubapi.com': hub,
		'quickbooks.api.intuit.com': books,
		'sandbox-quickbooks.api.intuit.com': books,
		'oauth.platform.intuit.com': books,
	});
	n8n = await startTestServer([], hosts.env);
	const { clientId, clientSecret, serviceKey } = sandbox.hubspot.describe() as Record<
		string,
		string
	>;
	const key = await createCredential(n8n.session, 'hubspotAppToken', 'Key', {
		appToken: serviceKey,
	});
	const oauth = await createCredential(n8n.session, 'hubspotOAuth2Api', 'HubSpot', {
		clientId,
		clientSecret,
	});
	await connectOAuth2(n8n.session, oauth.id, (url) => approve(url, 'hubspot', {}));
	const intuit = sandbox.quickbooks.describe() as Record<string, string>;
	const company = await createCredential(n8n.session, 'quickBooksOAuth2Api', 'QuickBooks', {
		clientId: intuit['clientId'],
		clientSecret: intuit['clientSecret'],
		environment: 'sandbox',
	});
	await connectOAuth2(n8n.session, company.id, (url) =>
		approve(url, 'quickbooks', { realmId: REALM }),
	);
	hubSpotKey = { hubspotAppToken: { id: key.id, name: key.name } };
	hubSpotOAuth = { hubspotOAuth2Api: { id: oauth.id, name: oauth.name } };
	quickBooks = { quickBooksOAuth2Api: { id: company.id, name: company.name } };
}, 180_000);
afterAll(async () => {
	await n8n?.stop();
	await hosts?.stop();
	await sandbox?.stop();
	rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** Runs one node once, after a manual trigger. */
async function execute(
	node: { type: string; version: number },
	parameters: INodeParameters,
	credentials: INodeCredentials,
): Promise<FinishedExecution> {
	const start: INode = {
		id: 'start',
		name: 'Start',
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const work: INode = {
		id: 'work',
		name: 'Work',
		type: node.type,
		typeVersion: node.version,
		position: [200, 0],
		parameters,
		credentials,
	};
	const { id } = await createWorkflow(n8n.session, {
		name: `${String(parameters['resource'])} ${String(parameters['operation'])}`,
		nodes: [start, work],
		connections: { Start: { main: [[{ node: 'Work', type: 'main', index: 0 }]] } },
	});
	return runManually(n8n.session, id, 'Start');
}

async function run(
	node: { type: string; version: number },
	parameters: INodeParameters,
	credentials: INodeCredentials,
): Promise<IDataObject[]> {
	const done = await execute(node, parameters, credentials);
	if (done.status !== 'success')
		throw new Error(
			`${String(parameters['resource'])} ${String(parameters['operation'])}: ${done.error?.message} ${done.error?.description ?? ''}`,
		);
	return done.items('Work').map(({ json }) => json);
}

const hubSpot = (
	resource: string,
	operation: string,
	parameters: INodeParameters,
	credentials = hubSpotKey,
) =>
	run(
		HUBSPOT,
		{
			authentication: 'hubspotAppToken' in credentials ? 'appToken' : 'oAuth2',
			resource,
			operation,
			...parameters,
		},
		credentials,
	);
const books = (resource: string, operation: string, parameters: INodeParameters) =>
	run(QUICKBOOKS, { resource, operation, ...parameters }, quickBooks);
const byId = (value: string) => ({ __rl: true, mode: 'id', value });

describe('n8n’s own HubSpot node', () => {
	it('has a credential whose test the sandbox passes, and fails for a key that is none', async () => {
		expect(
			await testCredential(n8n.session, String(hubSpotKey['hubspotAppToken']?.id)),
		).toMatchObject({ status: 'OK' });
		const wrong = await createCredential(n8n.session, 'hubspotAppToken', 'Wrong', {
			appToken: 'pat-na1-none',
		});
		expect(await testCredential(n8n.session, wrong.id)).toMatchObject({ status: 'Error' });
	});

	it('makes, changes, reads, lists, finds and deletes contacts', async () => {
		const [made] = await hubSpot('contact', 'upsert', {
			email: 'zoe@example.com',
			additionalFields: { firstName: 'Zoë', lastName: 'Å', associatedCompanyId: 203 },
			options: {},
		});
		expect(made).toMatchObject({
			isNew: true,
			vid: expect.any(Number),
			properties: { email: { value: 'zoe@example.com' }, firstname: { value: 'Zoë' } },
		});
		const vid = String(made?.['vid']);
		expect(
			await hubSpot('contact', 'upsert', {
				email: 'zoe@example.com',
				additionalFields: { jobTitle: 'Gardener' },
				options: { resolveData: true },
			}),
		).toEqual([{ vid: Number(vid), isNew: false }]);
		const [read] = await hubSpot('contact', 'get', { contactId: byId(vid), additionalFields: {} });
		expect(read).toMatchObject({
			vid: Number(vid),
			properties: { jobtitle: { value: 'Gardener' }, associatedcompanyid: { value: '203' } },
		});
		const all = await hubSpot('contact', 'getAll', { returnAll: true, additionalFields: {} });
		expect(all.map((contact) => contact['vid'])).toEqual(
			expect.arrayContaining([101, 102, 103, 104, 105, Number(vid)]),
		);
		expect(
			(
				await hubSpot('contact', 'getRecentlyCreatedUpdated', {
					returnAll: false,
					limit: 1,
					additionalFields: {},
				})
			)[0],
		).toMatchObject({ vid: Number(vid) });
		const found = await hubSpot('contact', 'search', {
			returnAll: false,
			limit: 5,
			filterGroupsUi: {
				filterGroupsValues: [
					{
						filtersUi: {
							filterValues: [
								{ propertyName: 'email|string', operator: 'EQ', value: 'zoe@example.com' },
							],
						},
					},
				],
			},
			additionalFields: { sortBy: 'createdate', direction: 'DESCENDING', properties: ['email'] },
		});
		expect(found.map((contact) => contact['id'])).toEqual([vid]);
		expect(await hubSpot('contact', 'delete', { contactId: byId(vid) })).toMatchObject([
			{ deleted: true },
		]);
		await expect(
			hubSpot('contact', 'get', { contactId: byId(vid), additionalFields: {} }),
		).rejects.toThrow(/not.*found|could not be found/i);
	}, 60_000);

	it('makes, changes, reads, lists, finds and deletes companies', async () => {
		const [made] = await hubSpot('company', 'create', {
			name: 'Åkerbär & Co',
			additionalFields: { companyDomainName: 'akerbar.example', city: 'Umeå' },
		});
		const id = String(made?.['companyId']);
		expect(made).toMatchObject({
			properties: { name: { value: 'Åkerbär & Co' }, city: { value: 'Umeå' } },
		});
		expect(
			await hubSpot('company', 'update', {
				companyId: byId(id),
				updateFields: { description: 'Berries' },
			}),
		).toMatchObject([{ properties: { description: { value: 'Berries' } } }]);
		expect(
			await hubSpot('company', 'get', { companyId: byId(id), additionalFields: {} }),
		).toMatchObject([{ companyId: Number(id), properties: { name: { value: 'Åkerbär & Co' } } }]);
		expect(
			(await hubSpot('company', 'getAll', { returnAll: true, options: {} })).map(
				(company) => company['companyId'],
			),
		).toEqual(expect.arrayContaining([201, 202, 203, Number(id)]));
		expect(
			(
				await hubSpot('company', 'getRecentlyCreatedUpdated', {
					returnAll: false,
					limit: 1,
					additionalFields: {},
				})
			)[0],
		).toMatchObject({ companyId: Number(id) });
		expect(
			(
				await hubSpot('company', 'searchByDomain', {
					domain: 'https://akerbar.example',
					returnAll: true,
					options: {},
				})
			).map((company) => company['companyId']),
		).toEqual([Number(id)]);
		await hubSpot('company', 'delete', { companyId: byId(id) });
		await expect(
			hubSpot('company', 'get', { companyId: byId(id), additionalFields: {} }),
		).rejects.toThrow();
	}, 60_000);

	it('makes, changes, reads, lists, finds and deletes deals', async () => {
		const [made] = await hubSpot('deal', 'create', {
			stage: 'qualifiedtobuy',
			additionalFields: {
				dealName: 'Hedge 🌳',
				amount: '99.50',
				pipeline: 'default',
				associatedVids: [101],
				associatedCompany: [201],
			},
		});
		const id = String(made?.['dealId']);
		expect(made).toMatchObject({
			associations: { associatedVids: [101], associatedCompanyIds: [201] },
			properties: { dealname: { value: 'Hedge 🌳' }, amount: { value: '99.50' } },
		});
		expect(
			await hubSpot('deal', 'update', {
				dealId: byId(id),
				updateFields: { stage: 'closedwon', closeDate: '2026-11-30T00:00:00.000Z' },
			}),
		).toMatchObject([
			{
				properties: {
					dealstage: { value: 'closedwon' },
					closedate: { value: String(Date.parse('2026-11-30')) },
				},
			},
		]);
		expect(await hubSpot('deal', 'get', { dealId: byId(id), filters: {} })).toMatchObject([
			{ dealId: Number(id), properties: { dealstage: { value: 'closedwon' } } },
		]);
		expect(
			(
				await hubSpot('deal', 'getAll', {
					returnAll: true,
					filters: { includeAssociations: true, properties: ['dealname'] },
				})
			).find((deal) => deal['dealId'] === 401),
		).toMatchObject({
			associations: { associatedVids: [101] },
			properties: { dealname: { value: expect.stringContaining('Spring planting') } },
		});
		expect(
			(
				await hubSpot('deal', 'getRecentlyCreatedUpdated', {
					returnAll: false,
					limit: 1,
					filters: {},
				})
			)[0],
		).toMatchObject({ dealId: Number(id) });
		const found = await hubSpot('deal', 'search', {
			returnAll: true,
			filterGroupsUi: {
				filterGroupsValues: [
					{
						filtersUi: {
							filterValues: [
								{ propertyName: 'dealname|string', operator: 'CONTAINS_TOKEN', value: 'hedge' },
							],
						},
					},
				],
			},
			additionalFields: {},
		}).catch((error: Error) => error.message);
		expect(found).toEqual(expect.arrayContaining([expect.objectContaining({ id })]));
		await hubSpot('deal', 'delete', { dealId: byId(id) });
		await expect(hubSpot('deal', 'get', { dealId: byId(id), filters: {} })).rejects.toThrow();
	}, 60_000);

	it('fills its lists: properties, stages, pipelines, owners, records', async () => {
		const form = {
			...HUBSPOT,
			parameters: { authentication: 'appToken', resource: 'deal', operation: 'create' },
			credentials: hubSpotKey,
		};
		const values = async (method: string) =>
			(await loadOptions(n8n.session, method, form)).map(({ value }) => value);
		expect(await values('getDealStages')).toContain('closedwon');
		expect(await values('getDealPipelines')).toContain('default');
		expect(await values('getDealTypes')).toContain('newbusiness');
		expect(await values('getDealProperties')).toEqual(
			expect.arrayContaining(['dealname', 'amount']),
		);
		expect(await values('getContactProperties')).toContain('email');
		expect(await values('getCompanyProperties')).toContain('domain');
		expect((await values('getOwners')).length).toBeGreaterThan(0);
		expect(await values('getCompanies')).toEqual(expect.arrayContaining([201, 202, 203]));
		for (const [method, record] of [
			['searchContacts', 101],
			['searchCompanies', 201],
			['searchDeals', 401],
		] as const) {
			expect(
				(await listSearch(n8n.session, method, form)).results.map(({ value }) => Number(value)),
			).toContain(record);
		}
	}, 60_000);

	it('works with HubSpot’s OAuth, and renews a token that has expired', async () => {
		expect(
			await hubSpot('deal', 'get', { dealId: byId('402'), filters: {} }, hubSpotOAuth),
		).toMatchObject([{ dealId: 402 }]);
		await control('/clock/advance', { seconds: 1801 });
		expect(
			await hubSpot('deal', 'get', { dealId: byId('402'), filters: {} }, hubSpotOAuth),
		).toMatchObject([{ dealId: 402 }]);
	}, 60_000);
});

describe('n8n’s own QuickBooks node', () => {
	it('makes, changes, reads and lists customers, vendors and employees', async () => {
		const [customer] = await books('customer', 'create', {
			displayName: "D'Arcy & Söhne 🌷",
			additionalFields: {
				PrimaryEmailAddr: 'darcy@example.com',
				PrimaryPhone: 5550100,
				BillAddr: {
					details: {
						City: 'Köln',
						PostalCode: '50667',
						Line1: 'Domplatz 1',
						Lat: '',
						Long: '',
						CountrySubDivisionCode: '',
					},
				},
			},
		});
		expect(customer).toMatchObject({
			DisplayName: "D'Arcy & Söhne 🌷",
			PrimaryEmailAddr: { Address: 'darcy@example.com' },
			BillAddr: { City: 'Köln' },
		});
		const id = String(customer?.['Id']);
		expect(
			await books('customer', 'update', {
				customerId: id,
				updateFields: { CompanyName: "D'Arcy" },
			}),
		).toMatchObject([{ Id: id, SyncToken: '1', CompanyName: "D'Arcy" }]);
		expect(await books('customer', 'get', { customerId: id })).toMatchObject([
			{ Id: id, CompanyName: "D'Arcy" },
		]);
		expect(
			(await books('customer', 'getAll', { returnAll: true, filters: {} })).map((one) => one['Id']),
		).toContain(id);
		expect(
			(
				await books('customer', 'getAll', {
					returnAll: false,
					limit: 5,
					filters: { query: "WHERE CompanyName = 'D\\'Arcy'" },
				})
			).map((one) => one['Id']),
		).toEqual([id]);
		const [vendor] = await books('vendor', 'create', {
			displayName: 'Stone & Sons',
			additionalFields: {},
		});
		expect(
			await books('vendor', 'update', {
				vendorId: String(vendor?.['Id']),
				updateFields: { CompanyName: 'Stone' },
			}),
		).toMatchObject([{ CompanyName: 'Stone' }]);
		const [employee] = await books('employee', 'create', {
			GivenName: 'Åsa',
			FamilyName: 'Öberg',
			additionalFields: {},
		});
		expect(await books('employee', 'get', { employeeId: String(employee?.['Id']) })).toMatchObject([
			{ DisplayName: 'Åsa Öberg' },
		]);
		await expect(
			books('customer', 'create', { displayName: 'Ann Miller', additionalFields: {} }),
		).rejects.toThrow();
	}, 60_000);

	it('reads items, and makes, changes, sends, downloads, lists and deletes invoices', async () => {
		const [item] = await books('item', 'getAll', {
			returnAll: false,
			limit: 1,
			filters: { query: "WHERE Sku = 'GD-HOUR'" },
		});
		expect(await books('item', 'get', { itemId: String(item?.['Id']) })).toMatchObject([
			{ Name: 'Design hours' },
		]);
		const Line = [
			{
				DetailType: 'SalesItemLineDetail',
				Amount: 170,
				Description: 'Drawings',
				itemId: String(item?.['Id']),
				TaxCodeRef: 'NON',
				Qty: 2,
			},
		];
		const [invoice] = await books('invoice', 'create', {
			CustomerRef: '1',
			Line,
			additionalFields: {
				DueDate: '2026-12-31',
				BillEmail: 'niamh.obrien@example.com',
				CustomerMemo: 'Thank you',
			},
		});
		expect(invoice).toMatchObject({
			TotalAmt: 170,
			Balance: 170,
			DueDate: '2026-12-31',
			CustomerMemo: { value: 'Thank you' },
			Line: expect.arrayContaining([
				expect.objectContaining({
					Amount: 170,
					SalesItemLineDetail: expect.objectContaining({
						Qty: 2,
						ItemRef: { value: item?.['Id'], name: 'Design hours' },
					}),
				}),
			]),
		});
		const invoiceId = String(invoice?.['Id']);
		expect(
			await books('invoice', 'update', { invoiceId, updateFields: { DueDate: '2027-01-31' } }),
		).toMatchObject([{ DueDate: '2027-01-31', TotalAmt: 170 }]);
		expect(await books('invoice', 'send', { invoiceId, email: 'a+b@example.com' })).toMatchObject([
			{ EmailStatus: 'EmailSent', BillEmail: { Address: 'a+b@example.com' } },
		]);
		expect(
			(
				await books('invoice', 'getAll', {
					returnAll: false,
					limit: 5,
					filters: { query: "WHERE TotalAmt = '170'" },
				})
			).map((one) => one['Id']),
		).toContain(invoiceId);
		const download = await execute(
			QUICKBOOKS,
			{
				resource: 'invoice',
				operation: 'get',
				invoiceId,
				download: true,
				binaryProperty: 'pdf',
				fileName: 'invoice.pdf',
			},
			quickBooks,
		);
		expect([download.status, download.items('Work')[0]?.binary?.['pdf']?.mimeType]).toEqual([
			'success',
			'application/pdf',
		]);
		// It voids with everything in the address and no body, which QuickBooks refuses.
		const voided = await execute(
			QUICKBOOKS,
			{ resource: 'invoice', operation: 'void', invoiceId },
			quickBooks,
		);
		expect([voided.status, voided.error?.description]).toEqual([
			'error',
			expect.stringContaining('2310'),
		]);
		expect(await books('invoice', 'delete', { invoiceId })).toMatchObject([
			{ Id: invoiceId, status: 'Deleted' },
		]);
		await expect(books('invoice', 'get', { invoiceId, download: false })).rejects.toThrow();
	}, 60_000);

	it('makes, changes, lists and deletes estimates and payments', async () => {
		const [item] = await books('item', 'getAll', { returnAll: false, limit: 1, filters: {} });
		const [estimate] = await books('estimate', 'create', {
			CustomerRef: '1',
			Line: [
				{
					DetailType: 'SalesItemLineDetail',
					Amount: 50,
					Description: 'Plan',
					itemId: String(item?.['Id']),
					TaxCodeRef: 'NON',
				},
			],
			additionalFields: {},
		});
		const estimateId = String(estimate?.['Id']);
		expect(
			await books('estimate', 'send', { estimateId, email: 'niamh.obrien@example.com' }),
		).toMatchObject([{ EmailStatus: 'EmailSent' }]);
		expect(await books('estimate', 'delete', { estimateId })).toMatchObject([
			{ status: 'Deleted' },
		]);
		const [payment] = await books('payment', 'create', {
			CustomerRef: '1',
			TotalAmt: 12.34,
			additionalFields: { TxnDate: '2026-11-20' },
		});
		expect(payment).toMatchObject({ TotalAmt: 12.34, UnappliedAmt: 12.34, TxnDate: '2026-11-20' });
		const paymentId = String(payment?.['Id']);
		expect(
			await books('payment', 'update', { paymentId, updateFields: { TxnDate: '2026-11-21' } }),
		).toMatchObject([{ TxnDate: '2026-11-21' }]);
		expect(
			(await books('payment', 'getAll', { returnAll: true, filters: {} })).map((one) => one['Id']),
		).toContain(paymentId);
		expect(await books('payment', 'delete', { paymentId })).toMatchObject([{ status: 'Deleted' }]);
	}, 60_000);

	it('fills its lists', async () => {
		const form = {
			...QUICKBOOKS,
			parameters: { resource: 'invoice', operation: 'create' },
			credentials: quickBooks,
		};
		const names = async (method: string) =>
			(await loadOptions(n8n.session, method, form)).map(({ name }) => name);
		expect(await names('getCustomers')).toContain("Niamh O'Brien");
		expect(await names('getItems')).toContain('Design hours');
		expect(await names('getTerms')).toContain('Net 30');
		expect(await names('getTaxCodeRefs')).toEqual(expect.arrayContaining(['TAX', 'NON']));
		expect(await names('getVendors')).toContain('Café Olé 🌿');
	}, 60_000);

	it('offers and fills the custom field of the company', async () => {
		const setting = (name: string, type: string, value: IDataObject) => ({
			CustomField: [{ Name: `SalesFormsPrefs.${name}`, Type: type, ...value }],
		});
		const CustomField = [
			setting('UseSalesCustom1', 'BooleanType', { BooleanValue: true }),
			setting('SalesCustomName1', 'StringType', { StringValue: 'Crew' }),
		];
		await control(
			'/quickbooks/companies/us/preferences/1',
			{ SalesFormsPrefs: { CustomField } },
			'PATCH',
		);
		const form = {
			...QUICKBOOKS,
			parameters: { resource: 'invoice', operation: 'create' },
			credentials: quickBooks,
		};
		expect(await loadOptions(n8n.session, 'getCustomFields', form)).toEqual([
			{ name: 'Crew', value: '1' },
		]);
		const [item] = await books('item', 'getAll', { returnAll: false, limit: 1, filters: {} });
		const Line = [
			{
				DetailType: 'SalesItemLineDetail',
				Amount: 5,
				Description: 'Seeds',
				itemId: String(item?.['Id']),
				TaxCodeRef: 'NON',
			},
		];
		const [invoice] = await books('invoice', 'create', {
			CustomerRef: '1',
			Line,
			additionalFields: { CustomFields: { Field: [{ DefinitionId: '1', StringValue: 'North' }] } },
		});
		expect(invoice).toMatchObject({
			CustomField: [{ DefinitionId: '1', Name: 'Crew', Type: 'StringType', StringValue: 'North' }],
		});
	}, 60_000);

	it('renews a token that has expired', async () => {
		await control('/clock/advance', { seconds: 3601 });
		expect(await books('customer', 'get', { customerId: '1' })).toMatchObject([{ Id: '1' }]);
	}, 60_000);
});

it('nothing asked for another host', () => {
	expect(hosts.unknown()).toEqual([]);
});
