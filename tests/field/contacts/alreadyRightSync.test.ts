import { contactKind } from '../../../src/core/contact/fields';
import { productKind } from '../../../src/core/product/fields';
import type { QuickBooksPayload } from '../../../src/core/records/quickbooks';
import type { SyncPolicy } from '../../../src/core/sync/types';
import { describeError } from '../../../src/n8n/errors';
import { SyncAccounts, type Synced } from '../../support/syncAccounts';

let accounts: SyncAccounts;
let serial = 0;
beforeEach(async () => (accounts = await SyncAccounts.start({ seed: 'empty', fast: true })));
afterEach(async () => await accounts.stop());

const contact = async (properties: Record<string, string>) =>
	(await accounts.hubspot.createObject('contacts', { properties })).id;
const customer = async (DisplayName: string, more: QuickBooksPayload = {}) =>
	(
		await accounts.quickbooks.create(
			'Customer',
			{ DisplayName, ...more },
			`${DisplayName} ${(serial += 1)}`,
		)
	).Id;
const email = (Address: string) => ({ PrimaryEmailAddr: { Address } });
const sync = async (
	policy: Partial<SyncPolicy> = {},
	input: Parameters<SyncAccounts['sync']>[2] = {},
) => await accounts.sync(contactKind, policy, input);
const outline = ({ results }: Synced) =>
	results.map(({ action, quickbooks }) => [action, quickbooks?.id ?? null]);
const failures = ({ results }: Synced) => results.filter(({ error }) => error !== undefined);

describe('addresses', () => {
	// https://github.com/Atlas-Authority/marketing-automation/issues/174
	it.each(['multiStatus', 'refuse'] as const)(
		'HubSpot refuses two of them: only their customers fail, by name (a batch with errors: %s)',
		async (partialSuccess202609) => {
			accounts.sandbox.hubspot.setSwitches({ partialSuccess202609 });
			for (const [name, address] of [
				['Good One', 'good@example.com'],
				['Dot', 'ann@example.com.'],
				['Local', 'ann@localhost'],
				['Good Two', 'fine@example.com'],
			] as const)
				await customer(name, email(address));
			const synced = await sync();
			expect(synced.results.map(({ action }) => action).sort()).toEqual([
				'created',
				'created',
				'failed',
				'failed',
			]);
			expect(
				failures(synced)
					.map(({ error }) => /ann@[a-z.]*/.exec(describeError(error).message)?.[0])
					.sort(),
			).toEqual(['ann@example.com.', 'ann@localhost']);
			expect(failures(synced).map(({ error }) => describeError(error).description)).toEqual(
				Array(2).fill(expect.stringMatching(/^Correct the e-mail address in QuickBooks/)),
			);
			await sync();
			expect(
				(await accounts.hubspot.listObjects('contacts', { properties: ['email'], limit: 100 }))
					.records,
			).toHaveLength(2);
		},
	);

	it('a contact with both addresses of two customers, and a customer with both addresses of two contacts, are conflicts', async () => {
		await contact({ email: 'main@example.com', hs_additional_emails: 'other@example.com' });
		const ids = [
			await customer('Main', email('main@example.com')),
			await customer('Other', email('other@example.com')),
		];
		expect(outline(await sync())).toEqual(ids.map((id) => ['conflict', id]));
		for (const one of ['left@example.com', 'right@example.com']) await contact({ email: one });
		const both = await customer('Both', email('left@example.com, right@example.com'));
		expect(
			outline(await sync({}, { scope: { kind: 'records', side: 'quickBooks', ids: [both] } })),
		).toEqual([['conflict', both]]);
	});
});

describe('a credential that is connected to another company between two syncs', () => {
	it('brings the older customers of both companies', async () => {
		const companies = accounts.sandbox.quickbooks.describe()['companies'] as Array<{
			key: string;
			realmId: string;
		}>;
		const connectTo = async (company: string) => {
			Object.assign(accounts, { realmId: companies.find(({ key }) => key === company)?.realmId });
			await accounts.accessToken();
		};
		await connectTo('uk');
		await customer('British', email('british@example.com'));
		await connectTo('us');
		await customer('American', email('american@example.com'));
		accounts.sandbox.runtime.clock.advance(86_400_000);
		await sync();
		await connectTo('uk');
		await sync();
		const { records } = await accounts.hubspot.listObjects('contacts', {
			properties: ['email'],
			limit: 100,
		});
		expect(records.map(({ properties }) => properties['email']).sort()).toEqual([
			'american@example.com',
			'british@example.com',
		]);
	});
});

describe('what is deleted or made inactive', () => {
	it('a contact that is gone, whose customer owes money: only it fails', async () => {
		const policy = { direction: 'hubSpotToQuickBooks', onDelete: 'archive' } as const;
		const [gone, fine] = [
			await contact({ email: 'owes@example.com', lastname: 'Owes' }),
			await contact({ email: 'fine@example.com', lastname: 'Fine' }),
		];
		const first = await sync(policy);
		const owing = first.results.find(({ hubspot }) => hubspot?.id === gone)?.quickbooks?.id ?? '';
		const { Id: account } = await accounts.quickbooks.create(
			'Account',
			{ Name: 'Sales', AccountType: 'Income' },
			'account',
		);
		const { Id: item } = await accounts.quickbooks.create(
			'Item',
			{ Name: 'Hour', Type: 'Service', IncomeAccountRef: { value: account } },
			'item',
		);
		await accounts.quickbooks.create(
			'Invoice',
			{
				CustomerRef: { value: owing },
				Line: [
					{
						Amount: 10,
						DetailType: 'SalesItemLineDetail',
						SalesItemLineDetail: { ItemRef: { value: item } },
					},
				],
			},
			'invoice',
		);
		for (const id of [gone, fine]) await accounts.hubspot.archiveObjects('contacts', [id]);
		const synced = await sync(policy, { scope: { kind: 'all' } });
		expect(synced.results.map(({ action }) => action).sort()).toEqual(['archived', 'failed']);
		expect(failures(synced).map(({ quickbooks }) => quickbooks?.id)).toEqual([owing]);
		const told = describeError(failures(synced)[0]?.error);
		expect(told.description).toMatch(/balance/);
	});

	it('an item made inactive, its product archived, the item active again: it has a new product', async () => {
		const policy = { onDelete: 'archive' } as const;
		const { Id: account } = await accounts.quickbooks.create(
			'Account',
			{ Name: 'Sales', AccountType: 'Income' },
			'account',
		);
		const { Id } = await accounts.quickbooks.create(
			'Item',
			{ Name: 'Rake', Type: 'Service', IncomeAccountRef: { value: account } },
			'item',
		);
		const setActive = async (Active: boolean) =>
			await accounts.quickbooks.update('Item', {
				Id,
				SyncToken: (await accounts.quickbooks.read('Item', Id)).SyncToken,
				Active,
			});
		const first = await accounts.sync(productKind, policy);
		await setActive(false);
		expect(outline(await accounts.sync(productKind, policy))).toEqual([['archived', Id]]);
		await setActive(true);
		const last = await accounts.sync(productKind, policy);
		expect(outline(last)).toEqual([['created', Id]]);
		expect(last.results[0]?.hubspot?.id).not.toBe(first.results[0]?.hubspot?.id);
	});
});
