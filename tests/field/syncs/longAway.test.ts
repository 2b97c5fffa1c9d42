import { contactKind } from '../../../src/core/contact/fields';
import { productKind } from '../../../src/core/product/fields';
import { SyncAccounts, type Synced } from '../../support/syncAccounts';
import { count } from '../../support/figures';
import { control } from '../../support/testSandbox';

// QuickBooks tells of changes for 30 days. A sync that was switched off for longer:
// https://github.com/frappe/crm/pull/2454
const DAY_MS = 86_400_000;
let accounts: SyncAccounts;
beforeEach(async () => (accounts = await SyncAccounts.start({ seed: 'empty', fast: true })));
afterEach(async () => await accounts.stop());

const pass = async (days: number) => {
	accounts.sandbox.runtime.clock.advance(days * DAY_MS);
	await accounts.accessToken();
};
const create = async (entity: 'Customer' | 'Item' | 'Account' | 'Invoice', fields: object) =>
	(await accounts.quickbooks.create(entity, fields as never, JSON.stringify(fields))).Id;
const update = async (entity: 'Customer' | 'Item' | 'Invoice', Id: string, fields: object) =>
	await accounts.quickbooks.update(entity, {
		Id,
		SyncToken: (await accounts.quickbooks.read(entity, Id)).SyncToken,
		...fields,
	});
const customer = async (name: string) =>
	await create('Customer', {
		DisplayName: name,
		GivenName: name,
		PrimaryEmailAddr: { Address: `${name.toLowerCase()}@example.com` },
	});
const outline = ({ results }: Synced) => {
	count({ runs: 1 });
	return Object.fromEntries(results.map(({ action, quickbooks }) => [quickbooks?.id, action]));
};

it('contacts and products that were changed or deleted meanwhile are brought up to date on both sides', async () => {
	const income = await create('Account', { Name: 'Income', AccountType: 'Income' });
	const item = await create('Item', {
		Name: 'Rake',
		Type: 'Service',
		IncomeAccountRef: { value: income },
		UnitPrice: 10,
	});
	const [changed, edited, closed, removed, quiet] = [
		await customer('Ann'),
		await customer('Ben'),
		await customer('Cid'),
		await customer('Dee'),
		await customer('Eve'),
	];
	const policy = { direction: 'twoWay', onDelete: 'archive' } as const;
	const first = await accounts.sync(contactKind, policy);
	const contacts = accounts.state;
	accounts.state = {};
	await accounts.sync(productKind, policy, { incomeAccountId: income });
	const products = accounts.state;
	const contactOf = (id: string) =>
		first.results.find(({ quickbooks }) => quickbooks?.id === id)?.hubspot?.id ?? '';
	await pass(5);
	await update('Customer', changed, { PrimaryPhone: { FreeFormNumber: '555' } });
	await accounts.hubspot.updateObject('contacts', contactOf(edited), { phone: '777' });
	await update('Customer', closed, { Active: false });
	await accounts.hubspot.archiveObjects('contacts', [contactOf(removed)]);
	await update('Item', item, { UnitPrice: 12 });
	await pass(50);
	accounts.state = contacts;
	const back = await accounts.sync(contactKind, policy);
	expect(outline(back)).toEqual({
		[changed]: 'updated',
		[edited]: 'updated',
		[closed]: 'archived',
		[removed]: 'archived',
	});
	expect((await accounts.quickbooks.read('Customer', edited)).PrimaryPhone).toEqual({
		FreeFormNumber: '777',
	});
	expect((await accounts.quickbooks.read('Customer', quiet)).Active).toBe(true);
	accounts.state = products;
	expect(outline(await accounts.sync(productKind, policy, { incomeAccountId: income }))).toEqual({
		[item]: 'updated',
	});
});

it('invoices that were changed, and one that was deleted before QuickBooks’ memory begins, are brought up to date', async () => {
	const income = await create('Account', { Name: 'Income', AccountType: 'Income' });
	const item = await create('Item', {
		Name: 'Hour',
		Type: 'Service',
		IncomeAccountRef: { value: income },
	});
	const of = await customer('Ann');
	const invoice = async (Amount: number) =>
		await create('Invoice', {
			CustomerRef: { value: of },
			Line: [
				{
					DetailType: 'SalesItemLineDetail',
					Amount,
					SalesItemLineDetail: { ItemRef: { value: item } },
				},
			],
		});
	const [edited, gone, quiet] = [await invoice(10), await invoice(20), await invoice(30)];
	await accounts.syncInvoices({ onDelete: 'mark' });
	await pass(5);
	await update('Invoice', edited, { DueDate: '2099-12-31' });
	await control(
		accounts.sandbox,
		'POST',
		`quickbooks/companies/${accounts.realmId}/invoices/${gone}/delete`,
	);
	await pass(50);
	const actions = outline(await accounts.syncInvoices({ onDelete: 'mark' }));
	expect(actions).toMatchObject({ [edited]: 'updated', [gone]: 'updated' });
	expect(await accounts.syncInvoices({ onDelete: 'mark' })).toMatchObject({ results: [] });
	expect(actions[quiet]).toBe('updated');
});
