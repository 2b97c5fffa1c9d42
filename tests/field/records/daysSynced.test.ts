import type { SyncPolicy } from '../../../src/core/sync/types';
import { SyncAccounts } from '../../support/syncAccounts';

let accounts: SyncAccounts;
let invoiceId: string;
beforeAll(async () => {
	accounts = await SyncAccounts.start({ seed: 'demo', fast: true });
	await accounts.hubspot.createProperties('invoices', [
		{
			name: 'payable_until',
			label: 'Payable until',
			type: 'datetime',
			fieldType: 'date',
			groupName: 'invoice_information',
		},
	]);
	const [like] = await accounts.quickbooks.find('Invoice', { limit: 1 });
	invoiceId = (
		await accounts.quickbooks.create(
			'Invoice',
			{
				CustomerRef: like?.CustomerRef,
				Line: like?.Line.filter(({ DetailType }) => DetailType === 'SalesItemLineDetail'),
				TxnDate: '2026-03-31',
				DueDate: '2026-04-30',
			},
			'days',
		)
	).Id;
	await accounts.syncInvoices();
});
afterAll(async () => await accounts.stop());

const MAPPED: Partial<SyncPolicy> = {
	mapping: [{ property: 'payable_until', field: 'DueDate', direction: 'both', ifEmpty: 'keep' }],
};

async function sync(
	policy: Partial<SyncPolicy> = {},
): Promise<{ action: string; changed: string[] }> {
	const { results } = await accounts.syncInvoices(policy, {
		scope: { kind: 'records', side: 'quickBooks', ids: [invoiceId] },
		mappingChosen: policy.mapping !== undefined,
	});
	return {
		action: results[0]?.action ?? '',
		changed: results[0]?.changes.map(({ field }) => field) ?? [],
	};
}

async function record() {
	const link = `quickbooks_id_${accounts.realmId}`;
	const { records } = await accounts.hubspot.searchObjects('invoices', {
		filterGroups: [[{ property: link, operator: 'EQ', value: `${accounts.realmId}:${invoiceId}` }]],
		properties: ['hs_invoice_date', 'hs_due_date', 'payable_until', 'quickbooks_invoice_status'],
		limit: 1,
	});
	return records[0] as (typeof records)[number];
}

/** The day on which HubSpot shows a property in Los Angeles, where the account is. */
async function shown(name: string): Promise<string> {
	return new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }).format(
		Date.parse((await record()).properties[name] ?? ''),
	);
}

const write = async (properties: Record<string, string>) =>
	await accounts.hubspot.updateObject('invoices', (await record()).id, properties);

// https://github.com/grouparoo/grouparoo/pull/1537
describe('the dates of an invoice record', () => {
	it('that an earlier version wrote as midnight are corrected once, and a day that is right is left alone', async () => {
		await write({
			hs_invoice_date: '2026-03-31T00:00:00.000Z',
			hs_due_date: '2026-04-30T08:00:00.000Z',
		});
		expect(await sync()).toEqual({ action: 'updated', changed: ['hs_invoice_date'] });
		expect([await shown('hs_invoice_date'), await shown('hs_due_date')]).toEqual([
			'2026-03-31',
			'2026-04-30',
		]);
		expect(await sync()).toEqual({ action: 'unchanged', changed: [] });
	});

	it('meet the conditions of a filter by their day, also as midnight', async () => {
		const actions = async () => [
			(
				await sync({
					filter: [
						{ side: 'hubSpot', field: 'hs_invoice_date', operator: 'greater', value: '2026-03-31' },
					],
				})
			).action,
			(
				await sync({
					filter: [
						{ side: 'hubSpot', field: 'hs_invoice_date', operator: 'equals', value: '2026-03-31' },
					],
				})
			).action,
		];
		expect(await actions()).toEqual(['skipped', 'unchanged']);
		await write({ hs_invoice_date: '2026-03-31T00:00:00.000Z' });
		expect(await actions()).toEqual(['skipped', 'updated']);
	});
});

describe('a day that the mapping puts into a property that holds a time', () => {
	it('is shown as that day, and compared as one', async () => {
		expect(await sync(MAPPED)).toEqual({ action: 'updated', changed: ['payable_until'] });
		expect(await shown('payable_until')).toBe('2026-04-30');
		expect((await sync(MAPPED)).action).toBe('unchanged');
		await write({ payable_until: '2026-04-30T16:30:00.000Z' });
		expect((await sync(MAPPED)).action).toBe('unchanged');
	});

	it('is corrected once where an earlier version wrote midnight', async () => {
		await write({ payable_until: '2026-04-30T00:00:00.000Z' });
		expect([(await sync(MAPPED)).changed, (await sync(MAPPED)).changed]).toEqual([
			['payable_until'],
			[],
		]);
		expect(await shown('payable_until')).toBe('2026-04-30');
	});

	it('is a day for the filter when the invoice is gone', async () => {
		await accounts.deleteInvoice(await accounts.quickbooks.read('Invoice', invoiceId));
		const before = accounts.state;
		const gone = async (value: string) => {
			accounts.state = before;
			const { results } = await accounts.syncInvoices({
				...MAPPED,
				onDelete: 'mark',
				filter: [{ side: 'quickBooks', field: 'TxnDate', operator: 'equals', value }],
			});
			return results.find(({ quickbooks }) => quickbooks?.id === invoiceId)?.action;
		};
		expect([await gone('2026-03-30'), await gone('2026-03-31')]).toEqual(['skipped', 'updated']);
		expect((await record()).properties['quickbooks_invoice_status']).toBe('deleted');
	});
});
