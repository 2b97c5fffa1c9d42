import { contactKind } from '../../../../src/core/contact/fields';
import { productKind } from '../../../../src/core/product/fields';
import type { SyncState } from '../../../../src/core/sync/state';
import { SyncAccounts } from '../../../support/syncAccounts';

const CUSTOMERS = 2000;
/** Pages of 1,000 customers, batches of 100 contacts. */
const FLOOR = CUSTOMERS / 1000 + CUSTOMERS / 100;

let accounts: SyncAccounts;

jest.setTimeout(120_000);

afterEach(async () => await accounts.stop());

async function start(generatedContacts: number): Promise<void> {
	accounts = await SyncAccounts.start({
		seed: { customers: CUSTOMERS, seed: 1 },
		fast: true,
		switches: { hubspot: { generatedContacts } },
	});
}

const later = (ms = 600_000) => accounts.sandbox.runtime.clock.advance(ms);
const contacts = async () =>
	(
		await accounts.hubspot.searchObjects('contacts', {
			filterGroups: [],
			properties: ['email'],
			limit: 1,
		})
	).total;

describe('requests are the currency', () => {
	it('a first sync into an empty portal takes at most 1.25 × the floor, and what properties cost once', async () => {
		await start(0);
		const { requests, results } = await accounts.sync(contactKind);
		expect(results.filter(({ action }) => action === 'created')).toHaveLength(CUSTOMERS);
		const once = requests.filter((request) =>
			/properties|preferences|companyinfo/.test(request),
		).length;
		expect(requests.length - once).toBeLessThanOrEqual(FLOOR * 1.25);
		expect(await contacts()).toBe(CUSTOMERS);
	});

	it('where the portal holds half of them by e-mail, at most 3.3 × the floor', async () => {
		await start(0.5);
		const { requests, results } = await accounts.sync(contactKind);
		expect([
			results.filter(({ action }) => action === 'created').length,
			results.filter(({ action }) => action === 'updated' || action === 'linked').length,
		]).toEqual([CUSTOMERS / 2, CUSTOMERS / 2]);
		expect(requests.length).toBeLessThanOrEqual(FLOOR * 3.3);
		expect(await contacts()).toBe(CUSTOMERS);
	});

	it('a quiet run is one request; one hundred changes among all cost a read and a write of a batch', async () => {
		await start(0);
		await accounts.sync(contactKind);
		later();
		expect((await accounts.sync(contactKind)).requests).toEqual(['GET /v3/company/:realm/cdc']);
		const some = (await accounts.quickbooks.find('Customer', { limit: 100 })).map(
			({ Id, SyncToken }) => ({
				operation: 'update' as const,
				entity: 'Customer' as const,
				payload: { Id, SyncToken, sparse: true, CompanyName: 'New' },
			}),
		);
		await accounts.quickbooks.batch(some);
		const { requests, results } = await accounts.sync(contactKind);
		expect(results.filter(({ action }) => action === 'updated')).toHaveLength(100);
		expect(requests).toEqual([
			'GET /v3/company/:realm/cdc',
			'GET /account-info/2026-03/details',
			'GET /crm/properties/2026-03/:type',
			'POST /crm/objects/2026-03/:type/batch/read',
			'POST /crm/objects/2026-03/:type/batch/update',
		]);
	});

	it('500 changed among all: at most 1.25 × the floor; a look at everything: pages and readings by link', async () => {
		await start(0);
		await accounts.sync(contactKind);
		later();
		const some = (await accounts.quickbooks.find('Customer', { limit: 500 })).map(
			({ Id, SyncToken }) => ({
				operation: 'update' as const,
				entity: 'Customer' as const,
				payload: { Id, SyncToken, sparse: true, CompanyName: 'New' },
			}),
		);
		await accounts.quickbooks.batch(some);
		const { requests, results } = await accounts.sync(contactKind);
		expect(results.filter(({ action }) => action === 'updated')).toHaveLength(500);
		// Changes, readings by link, updates.
		expect(requests.length).toBeLessThanOrEqual((1 + 5 + 5) * 1.25);
		const everything = await accounts.sync(contactKind, {}, { scope: { kind: 'all' } });
		expect(everything.writes).toEqual([]);
		// Beside them: the page behind the last one, both accounts, and whether anybody is linked.
		expect(everything.requests.length).toBeLessThanOrEqual(FLOOR + 6);
	});

	it('a quiet run both ways asks each side once', async () => {
		accounts = await SyncAccounts.start({ seed: 'demo', fast: true });
		await accounts.sync(contactKind, { direction: 'twoWay' });
		// HubSpot gives the new contacts companies by itself, which is a change of each.
		later();
		await accounts.sync(contactKind, { direction: 'twoWay' });
		later();
		expect((await accounts.sync(contactKind, { direction: 'twoWay' })).requests).toEqual([
			'POST /crm/objects/2026-03/:type/search',
			'GET /v3/company/:realm/cdc',
		]);
	});

	it('following deletions of contacts costs one look into the recycle bin', async () => {
		accounts = await SyncAccounts.start({ seed: 'demo', fast: true });
		const policy = { direction: 'twoWay', onDelete: 'archive' } as const;
		await accounts.sync(contactKind, policy);
		later();
		await accounts.sync(contactKind, policy);
		later();
		expect((await accounts.sync(contactKind, policy)).requests).toEqual([
			'GET /crm/objects/2026-03/:type',
			'POST /crm/objects/2026-03/:type/search',
			'GET /v3/company/:realm/cdc',
		]);
	});

	it('more changes than change data capture gives are read by pages, none missed', async () => {
		await start(0);
		await accounts.sync(contactKind);
		const all = await accounts.quickbooks.find('Customer', {});
		await accounts.quickbooks.batch(
			all.map(({ Id, SyncToken }) => ({
				operation: 'update' as const,
				entity: 'Customer' as const,
				payload: { Id, SyncToken, sparse: true, CompanyName: 'Renamed' },
			})),
		);
		const { results } = await accounts.sync(contactKind);
		expect(results.filter(({ action }) => action === 'updated')).toHaveLength(CUSTOMERS);
	});

	it('a sync that was away for more than 30 days asks by time instead of change data capture', async () => {
		accounts = await SyncAccounts.start({ seed: 'demo', fast: true });
		await accounts.sync(contactKind);
		later(40 * 86_400_000);
		await accounts.quickbooks.create(
			'Customer',
			{ DisplayName: 'Late', PrimaryEmailAddr: { Address: 'late@example.com' } },
			'late',
		);
		const { requests, results } = await accounts.sync(contactKind);
		expect(results.map(({ action }) => action)).toEqual(['created']);
		expect(requests.filter((request) => request.includes('/cdc'))).toEqual([]);
	});

	it('invoices with lines and associations: at most 1.5 × the floor', async () => {
		await start(0);
		await accounts.sync(contactKind);
		accounts.state = {};
		const invoices = (await accounts.quickbooks.find('Invoice', {})).length;
		const lines = (await accounts.quickbooks.find('Invoice', {})).flatMap(({ Line }) =>
			Line.filter(({ DetailType }) => DetailType === 'SalesItemLineDetail'),
		).length;
		const { requests, results } = await accounts.syncInvoices();
		expect(results.filter(({ action }) => action === 'created')).toHaveLength(invoices);
		const floor =
			Math.ceil(invoices / 1000) +
			Math.ceil(invoices / 100) +
			Math.ceil(lines / 100) +
			Math.ceil(invoices / 2000);
		expect(requests.length).toBeLessThanOrEqual(floor * 1.5);
		later();
		expect((await accounts.syncInvoices()).requests).toEqual(['GET /v3/company/:realm/cdc']);
	});

	it('items into an empty product library', async () => {
		await start(0);
		const { results } = await accounts.sync(productKind);
		expect(new Set(results.map(({ action }) => action))).toEqual(
			new Set(
				['linked', 'created', 'updated'].filter((action) =>
					results.some((one) => one.action === action),
				),
			),
		);
		expect((await accounts.sync(productKind, {}, { scope: { kind: 'all' } })).writes).toEqual([]);
	});

	it('the state holds a few KB whatever the number of records', async () => {
		await start(0);
		await accounts.sync(contactKind);
		expect(JSON.stringify(accounts.state as SyncState).length).toBeLessThan(4096);
	});
});
