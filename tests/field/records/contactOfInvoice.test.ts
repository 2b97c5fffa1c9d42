import { contactKind } from '../../../src/core/contact/fields';
import { SyncAccounts } from '../../support/syncAccounts';

let accounts: SyncAccounts;
let serial = 0;
let item = '';
let contactState: unknown = {};
const start = async (hubspot: Record<string, unknown> = {}) => {
	accounts = await SyncAccounts.start({ seed: 'empty', fast: true, switches: { hubspot } });
	contactState = {};
	const { Id: account } = await accounts.quickbooks.create(
		'Account',
		{ Name: 'Sales', AccountType: 'Income' },
		'account',
	);
	item = (
		await accounts.quickbooks.create(
			'Item',
			{ Name: 'Hour', Type: 'Service', IncomeAccountRef: { value: account } },
			'item',
		)
	).Id;
};
afterEach(async () => await accounts.stop());

const contact = async (email: string, more: Record<string, string> = {}) =>
	(await accounts.hubspot.createObject('contacts', { properties: { email, ...more } })).id;
async function billed(address: string | undefined): Promise<string> {
	serial += 1;
	const customer = await accounts.quickbooks.create(
		'Customer',
		{ DisplayName: `Payer ${serial}`, ...(address && { PrimaryEmailAddr: { Address: address } }) },
		`customer ${serial}`,
	);
	const line = {
		Amount: 10,
		DetailType: 'SalesItemLineDetail',
		SalesItemLineDetail: { ItemRef: { value: item } },
	};
	return (
		await accounts.quickbooks.create(
			'Invoice',
			{ CustomerRef: { value: customer.Id }, Line: [line], DueDate: '2031-01-01' },
			`invoice ${serial}`,
		)
	).Id;
}

async function syncContacts(): Promise<void> {
	const { state } = accounts;
	accounts.state = contactState;
	await accounts.sync(contactKind);
	contactState = accounts.state;
	accounts.state = state;
}

/** The contacts of each invoice's record. */
async function contactsOf(...invoiceIds: string[]): Promise<Array<readonly string[]>> {
	const { records } = await accounts.hubspot.listObjects('invoices', {
		properties: [`quickbooks_id_${accounts.realmId}`],
		associations: ['contacts'],
		limit: 100,
	});
	return invoiceIds.map(
		(id) =>
			records.find(
				({ properties }) =>
					properties[`quickbooks_id_${accounts.realmId}`] === `${accounts.realmId}:${id}`,
			)?.associations.contacts ?? [],
	);
}

describe('the contact of a synced invoice', () => {
	it('is found by e-mail where the customer has no link yet, however the address is written', async () => {
		await start();
		const [ann, bob, eve] = [
			await contact('ann@example.com'),
			await contact('bob@example.com', { hs_additional_emails: 'bob@home.example.com' }),
			await contact('eve@example.com'),
		];
		const invoices = [
			await billed('Ann@Example.com'),
			await billed('bob@home.example.com'),
			await billed('office@example.com, eve@example.com'),
		];
		await accounts.syncInvoices();
		expect(await contactsOf(...invoices)).toEqual([[ann], [bob], [eve]]);
		expect((await accounts.syncInvoices({}, { scope: { kind: 'all' } })).writes).toEqual([]);
	});

	it('is nobody where two fit, where nobody does, and where HubSpot refuses the address', async () => {
		await start();
		for (const email of ['one@example.com', 'two@example.com']) await contact(email);
		const fine = await contact('fine@example.com');
		const invoices = [
			await billed('one@example.com, two@example.com'),
			await billed('nobody@example.com'),
			await billed('ann@localhost'),
			await billed(undefined),
			await billed('fine@example.com'),
		];
		const { results } = await accounts.syncInvoices();
		expect(results.map(({ action }) => action)).toEqual(invoices.map(() => 'created'));
		expect(await contactsOf(...invoices)).toEqual([[], [], [], [], [fine]]);
	});

	it.each([
		['keeps links unique', {}],
		['does not', { uniquePropertiesOf: 'people' }],
	])(
		'is added to an invoice that has not changed since Sync Contact linked its customer, where HubSpot %s',
		async (_name, hubspot) => {
			await start(hubspot);
			const [later, never] = [await billed('later@example.com'), await billed(undefined)];
			await accounts.syncInvoices();
			expect(await contactsOf(later, never)).toEqual([[], []]);
			accounts.sandbox.runtime.clock.advance(600_000);
			expect((await accounts.syncInvoices()).results).toEqual([]);
			await syncContacts();
			const { results } = await accounts.syncInvoices();
			expect(results.map(({ action, quickbooks }) => [action, quickbooks?.id])).toContainEqual([
				'updated',
				later,
			]);
			expect((await contactsOf(later))[0]).toHaveLength(1);
			const { requests, writes } = await accounts.syncInvoices();
			expect(writes).toEqual([]);
			expect(requests.length).toBeLessThanOrEqual(2);
		},
	);
});
