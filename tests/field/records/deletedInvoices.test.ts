import { deletePolicies } from '../../../src/core/sync/types';
import { SyncAccounts, type Synced } from '../../support/syncAccounts';
import { count } from '../../support/figures';
import { control } from '../../support/testSandbox';

let accounts: SyncAccounts;
let id: string;
let record: string;
beforeEach(async () => {
	accounts = await SyncAccounts.start({ seed: 'empty', fast: true });
	const item = await accounts.quickbooks.create(
		'Item',
		{ Name: 'Work', Type: 'Service', IncomeAccountRef: { value: '5' } },
		'item',
	);
	const customer = await accounts.quickbooks.create('Customer', { DisplayName: 'Gus' }, 'customer');
	id = (
		await accounts.quickbooks.create(
			'Invoice',
			{
				CustomerRef: { value: customer.Id },
				Line: [
					{
						Amount: 5,
						DetailType: 'SalesItemLineDetail',
						SalesItemLineDetail: { ItemRef: { value: item.Id } },
					},
				],
			},
			'invoice',
		)
	).Id;
});
afterEach(async () => await accounts.stop());

async function run(...[policy, input]: Parameters<SyncAccounts['syncInvoices']>): Promise<Synced> {
	count({ runs: 1 });
	accounts.sandbox.runtime.clock.advance(600_000);
	return await accounts.syncInvoices(policy, input);
}
const actions = async (...asked: Parameters<SyncAccounts['syncInvoices']>) =>
	(await run(...asked)).results.map(({ action }) => action);
const records = async () =>
	(await accounts.hubspot.listObjects('invoices', { properties: [], limit: 100 })).records.map(
		(one) => one.id,
	);

async function change(fields: Record<string, unknown>): Promise<void> {
	const { SyncToken } = await accounts.quickbooks.read('Invoice', id);
	await accounts.quickbooks.update('Invoice', { Id: id, SyncToken, sparse: true, ...fields });
}

describe.each(deletePolicies)('On Delete "%s"', (onDelete) => {
	beforeEach(async () => (record = (await run({ onDelete })).results[0]?.hubspot?.id ?? ''));

	it('a record that was deleted in HubSpot is not made anew when its invoice changes, which is told once', async () => {
		await accounts.hubspot.archiveObjects('invoices', [record]);
		expect(await actions({ onDelete })).toEqual([]);
		await change({ DueDate: '2030-01-01' });
		expect((await run({ onDelete })).results).toEqual([
			expect.objectContaining({
				action: 'skipped',
				reason: expect.stringContaining(
					'Its record was deleted in HubSpot, so no new one is created.',
				),
			}),
		]);
		await change({ DueDate: '2030-01-02' });
		expect([await actions({ onDelete }), await actions({ onDelete }), await records()]).toEqual([
			[],
			[],
			[],
		]);
	});

	it('an invoice that was deleted in QuickBooks is told once', async () => {
		await accounts.deleteInvoice(await accounts.quickbooks.read('Invoice', id));
		const done = { nothing: 'skipped', archive: 'archived', unlink: 'unlinked', mark: 'updated' }[
			onDelete
		];
		expect([
			await actions({ onDelete }),
			await actions({ onDelete }),
			await actions({ onDelete }),
		]).toEqual([[done], [], []]);
	});
});

describe('a record that was deleted in HubSpot', () => {
	beforeEach(async () => {
		record = (await run()).results[0]?.hubspot?.id ?? '';
		await accounts.hubspot.archiveObjects('invoices', [record]);
	});

	it('is known from the recycle bin by a sync that lost its memory, and in a run over all', async () => {
		accounts.state = {};
		expect([
			await actions(),
			await actions({}, { scope: { kind: 'all' } }),
			await records(),
		]).toEqual([['skipped'], ['skipped'], []]);
	});

	it('and restored is kept current again', async () => {
		await change({ DueDate: '2030-01-01' });
		expect(await actions()).toEqual(['skipped']);
		await control(accounts.sandbox, 'POST', `hubspot/records/invoices/${record}/restore`);
		await change({ DueDate: '2030-01-02' });
		expect([await actions(), await records()]).toEqual([['updated'], [record]]);
	});

	it('keeps no other invoice from getting one, and a first run over a portal without links looks into no bin', async () => {
		const { CustomerRef, Line } = await accounts.quickbooks.read('Invoice', id);
		await accounts.quickbooks.create(
			'Invoice',
			{
				CustomerRef,
				Line: Line.filter(({ DetailType }) => DetailType === 'SalesItemLineDetail').map(
					({ Id: _id, ...line }) => line,
				),
			},
			'other',
		);
		expect(await actions()).toEqual(['created']);
	});
});
