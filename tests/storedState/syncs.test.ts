import type { IDataObject } from 'n8n-workflow';
import { editQuickBooks, linkedId, runSync, type StatefulNode } from './nodes';
import { readStored, RestoredAccounts } from './stored';

const stored = readStored('0.1.0');
const names = ['contacts', 'products', 'invoices'] as const;
const copyOf = (name: (typeof names)[number]): StatefulNode => structuredClone(stored.nodes[name]);

let restored: RestoredAccounts;
beforeEach(async () => {
	restored = await RestoredAccounts.open(stored, stored.saved, stored.savedAt);
});
afterEach(async () => await restored.close());

const reasons = (left: IDataObject[]) => left.map(({ reason }) => String(reason));
/** The one contact that 0.1.0 could not sync, which every run tries again. */
const FAILED = [expect.stringContaining('The name is taken in QuickBooks')];

async function contactNamed(firstname: string): Promise<string> {
	const { results } = await restored.accounts.hubSpot<{ results: Array<{ id: string }> }>(
		'/crm/objects/2026-03/contacts/search',
		{
			filterGroups: [
				{ filters: [{ propertyName: 'firstname', operator: 'EQ', value: firstname }] },
			],
		},
	);
	return results[0]?.id ?? '';
}

async function editContact(id: string, properties: IDataObject): Promise<void> {
	await restored.accounts.hubSpot(`/crm/objects/2026-03/contacts/${id}`, { properties }, 'PATCH');
}

describe('with the state of 0.1.0', () => {
	it.each(names)('Sync of %s writes nothing, and reports only what failed before', async (name) => {
		const { done, left, writes } = await runSync(restored.accounts, copyOf(name));
		expect({ done, left: reasons(left), writes }).toEqual({
			done: [],
			left: name === 'contacts' ? FAILED : [],
			writes: [],
		});
	});

	it('a contact whose customer is inactive gets no new customer', async () => {
		await editContact(stored.prepared.leaver, { phone: '+1 415 555 0199' });
		const { done, left, writes } = await runSync(restored.accounts, copyOf('contacts'));
		expect({ done, left: reasons(left), writes }).toEqual({ done: [], left: FAILED, writes: [] });
	});

	it('an item whose product was deleted gets no new product', async () => {
		const [{ Id = '' } = {}] = await restored.accounts.query<{ Id: string }>(
			"select * from Item where Name = 'Pruning'",
		);
		await editQuickBooks(restored.accounts, 'Item', Id, { UnitPrice: 15 });
		const { done, left, writes } = await runSync(restored.accounts, copyOf('products'));
		expect({ done, left, writes }).toEqual({ done: [], left: [], writes: [] });
	});
});

describe('without a state, as after a manual run', () => {
	it.each(names)('Sync of %s writes nothing', async (name) => {
		const { done, left, writes } = await runSync(restored.accounts, {
			...copyOf(name),
			staticData: {},
		});
		const actions = [...new Set(done.map(({ action }) => action))];
		expect({ actions, left: reasons(left), writes }).toMatchObject({
			left: name === 'contacts' ? FAILED : [],
			writes: [],
		});
	});
});

describe('the bases that 0.1.0 kept on the records', () => {
	it('say which side changed a field: each change arrives, without a conflict', async () => {
		const id = await contactNamed('Ivy');
		const customerId = await linkedId(restored.accounts, `contacts/${id}`);
		await editContact(id, { phone: '+1 415 555 0177' });
		await editQuickBooks(restored.accounts, 'Customer', customerId, { FamilyName: 'Larsen-Wood' });
		const { done, left } = await runSync(restored.accounts, copyOf('contacts'));
		expect([done.map(({ action }) => action), reasons(left)]).toEqual([['updated'], FAILED]);
		const { Customer } = await restored.accounts.quickBooks<{ Customer: IDataObject }>(
			`customer/${customerId}`,
		);
		expect(Customer).toMatchObject({
			FamilyName: 'Larsen-Wood',
			PrimaryPhone: { FreeFormNumber: '+1 415 555 0177' },
		});
	});

	it('say when both sides changed one field', async () => {
		const id = await contactNamed('Ivy');
		const customerId = await linkedId(restored.accounts, `contacts/${id}`);
		await editContact(id, { lastname: 'One' });
		await editQuickBooks(restored.accounts, 'Customer', customerId, { FamilyName: 'Two' });
		const { left } = await runSync(restored.accounts, copyOf('contacts'));
		expect(left.map(({ action }) => action).sort()).toEqual(['conflict', 'failed']);
	});
});
