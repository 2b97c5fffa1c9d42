import { contactKind, contactMapping } from '../../../../src/core/contact/fields';
import { changedInHubSpot } from '../../../../src/flows/sync/records/hubSpotSource';
import { SyncAccounts } from '../../../support/syncAccounts';

let accounts: SyncAccounts;
const start = async (options: Parameters<typeof SyncAccounts.start>[0] = {}) =>
	(accounts = await SyncAccounts.start({ seed: 'empty', fast: true, ...options }));
afterEach(async () => await accounts.stop());

const LONG = 180_000;
const now = () => accounts.sandbox.runtime.clock;
const numbered = (count: number, from = 0) =>
	Array.from({ length: count }, (_, index) => from + index);
const addCustomers = async (count: number) =>
	await accounts.quickbooks.batch(
		numbered(count).map((index) => ({
			operation: 'create',
			entity: 'Customer',
			payload: { DisplayName: `C${index}`, PrimaryEmailAddr: { Address: `c${index}@example.com` } },
		})),
	);
const addContacts = async (count: number, from = 0) =>
	await accounts.hubspot.createObjects(
		'contacts',
		numbered(count, from).map((index) => ({ properties: { email: `c${index}@example.com` } })),
	);
const emails = async () =>
	(
		await accounts.hubspot.searchObjects('contacts', {
			filterGroups: [],
			properties: ['email'],
			limit: 1,
		})
	).total;

describe('at a boundary nothing is missed, and nothing is done twice', () => {
	it(
		'more customers than a page holds, all changed in the same second',
		async () => {
			await start({ frozen: true });
			await addCustomers(1205);
			const { results } = await accounts.sync(contactKind);
			expect([
				results.length,
				new Set(results.map(({ quickbooks }) => quickbooks?.id)).size,
				await emails(),
			]).toEqual([1205, 1205, 1205]);
		},
		LONG,
	);

	it(
		'more contacts than a page holds, all changed in the same millisecond, and some before and after',
		async () => {
			await start({ frozen: true });
			await addContacts(150);
			now().advance(1);
			await addContacts(450, 150);
			now().advance(1);
			await addContacts(150, 600);
			const { results } = await accounts.sync(contactKind, { direction: 'hubSpotToQuickBooks' });
			expect([results.length, new Set(results.map(({ hubspot }) => hubspot?.id)).size]).toEqual([
				750, 750,
			]);
			expect(await accounts.quickbooks.find('Customer', {})).toHaveLength(750);
		},
		LONG,
	);

	it('a customer changed in the second of the last answer is met by the next run', async () => {
		await start({ frozen: true });
		await addCustomers(1);
		await accounts.sync(contactKind);
		const [one] = await accounts.quickbooks.find('Customer', {});
		await accounts.quickbooks.update('Customer', {
			Id: one?.Id ?? '',
			SyncToken: one?.SyncToken ?? '',
			sparse: true,
			GivenName: 'Same second',
		});
		expect((await accounts.sync(contactKind)).results.map(({ action }) => action)).toEqual([
			'updated',
		]);
		expect((await accounts.sync(contactKind)).writes).toEqual([]);
	});

	it(
		'more contacts than HubSpot’s search gives (10,000), each once',
		async () => {
			await start();
			const count = 10_250;
			for (let from = 0; from < count; from += 1000)
				await addContacts(Math.min(1000, count - from), from);
			const seen: string[] = [];
			for await (const { records } of changedInHubSpot(
				accounts.hubspot,
				'contacts',
				'lastmodifieddate',
				['email', 'lastmodifieddate'],
				undefined,
				now().now(),
			))
				seen.push(...records.map(({ id }) => id));
			expect([seen.length, new Set(seen).size]).toEqual([count, count]);
		},
		LONG,
	);

	it(
		'more failures on the first page than the state remembers are all tried again, whatever the next page brings',
		async () => {
			await start();
			await accounts.hubspot.createProperties('contacts', [
				{
					name: 'credit_limit',
					label: 'Credit limit',
					type: 'number',
					fieldType: 'number',
					groupName: 'contactinformation',
				},
			]);
			const add = async (count: number, Notes: string) =>
				await accounts.quickbooks.batch(
					numbered(count).map((index) => ({
						operation: 'create',
						entity: 'Customer',
						payload: {
							DisplayName: `${Notes} ${index}`,
							Notes,
							PrimaryEmailAddr: { Address: `${Notes}${index}@example.com` },
						},
					})),
				);
			await add(200, 'plenty');
			now().advance(120_000);
			await add(900, '7');
			now().advance(600_000);
			const wrong = await accounts.sync(contactKind, {
				mapping: [
					...contactMapping,
					{ property: 'credit_limit', field: 'Notes', direction: 'both', ifEmpty: 'keep' },
				],
			});
			expect([
				wrong.results.filter(({ action }) => action === 'failed').length,
				await emails(),
			]).toEqual([200, 900]);
			now().advance(600_000);
			await accounts.sync(contactKind);
			expect(await emails()).toBe(1100);
		},
		LONG,
	);

	it(
		'more failures at one moment than the state remembers are tried again, although they have just been read',
		async () => {
			await start();
			await accounts.hubspot.createProperties('contacts', [
				{
					name: 'credit_limit',
					label: 'Credit limit',
					type: 'number',
					fieldType: 'number',
					groupName: 'contactinformation',
				},
			]);
			const add = async (count: number, from: number) =>
				await accounts.quickbooks.batch(
					numbered(count, from).map((index) => ({
						operation: 'create',
						entity: 'Customer',
						payload: {
							DisplayName: `C${index}`,
							Notes: 'plenty',
							PrimaryEmailAddr: { Address: `c${index}@example.com` },
						},
					})),
				);
			await add(150, 0);
			now().advance(600_000);
			await add(20, 150);
			const wrong = await accounts.sync(contactKind, {
				mapping: [
					...contactMapping,
					{ property: 'credit_limit', field: 'Notes', direction: 'both', ifEmpty: 'keep' },
				],
			});
			expect(wrong.results.filter(({ action }) => action === 'failed')).toHaveLength(170);
			await accounts.sync(contactKind);
			expect(await emails()).toBe(170);
		},
		LONG,
	);

	it('a contact that HubSpot’s search does not show yet is met by the next run', async () => {
		await start({ switches: { hubspot: { searchLagSeconds: 60 } } });
		await addContacts(1);
		now().advance(120_000);
		await accounts.sync(contactKind, { direction: 'hubSpotToQuickBooks' });
		await addContacts(1, 1);
		now().advance(5_000);
		expect(
			(await accounts.sync(contactKind, { direction: 'hubSpotToQuickBooks' })).results,
		).toEqual([]);
		now().advance(90_000);
		expect(
			(await accounts.sync(contactKind, { direction: 'hubSpotToQuickBooks' })).results.map(
				({ action }) => action,
			),
		).toEqual(['created']);
	});
});

describe('invoices that were deleted among more than 1,000 changes within 30 days', () => {
	it(
		'are found, and only these',
		async () => {
			await start();
			const customer = await accounts.quickbooks.create('Customer', { DisplayName: 'Ann' }, 'ann');
			const item = await accounts.quickbooks.create(
				'Item',
				{ Name: 'Work', Type: 'Service', IncomeAccountRef: { value: '5' } },
				'work',
			);
			await accounts.quickbooks.batch(
				numbered(1050).map(() => ({
					operation: 'create',
					entity: 'Invoice',
					payload: {
						CustomerRef: { value: customer.Id },
						Line: [
							{
								Amount: 5,
								DetailType: 'SalesItemLineDetail',
								SalesItemLineDetail: { ItemRef: { value: item.Id } },
							},
						],
					},
				})),
			);
			await accounts.syncInvoices({ onDelete: 'archive' });
			now().advance(3_600_000);
			const all = await accounts.quickbooks.find('Invoice', {});
			const gone = all.slice(20, 23);
			for (const invoice of gone) await accounts.deleteInvoice(invoice);
			now().advance(60_000);
			await accounts.quickbooks.batch(
				all
					.filter((one) => !gone.includes(one))
					.map(({ Id, SyncToken }) => ({
						operation: 'update',
						entity: 'Invoice',
						payload: { Id, SyncToken, sparse: true, CustomerMemo: { value: 'Thanks' } },
					})),
			);
			const { results } = await accounts.syncInvoices({ onDelete: 'archive' });
			expect(
				results
					.filter(({ action }) => action === 'archived')
					.map(({ quickbooks }) => quickbooks?.id)
					.sort(),
			).toEqual(gone.map(({ Id }) => Id).sort());
			expect(results.filter(({ action }) => action === 'failed')).toEqual([]);
			expect(
				(
					await accounts.hubspot.searchObjects('invoices', {
						filterGroups: [],
						properties: [],
						limit: 1,
					})
				).total,
			).toBe(1047);
			now().advance(600_000);
			// The minute of all those changes is read again, once.
			expect((await accounts.syncInvoices({ onDelete: 'archive' })).writes).toEqual([]);
			now().advance(600_000);
			// Ann has no contact, so HubSpot is asked whether she has one by now: in vain by the link,
			// which contacts have no property for yet.
			const { requests } = await accounts.syncInvoices({ onDelete: 'archive' });
			expect(requests.toSorted()).toEqual([
				'GET /v3/company/:realm/cdc',
				'POST /crm/objects/2026-03/:type/batch/read',
				'POST /crm/objects/2026-03/:type/search',
			]);
		},
		LONG,
	);
});
