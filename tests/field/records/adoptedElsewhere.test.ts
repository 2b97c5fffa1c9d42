import type { IDataObject } from 'n8n-workflow';
import { AttachInvoice } from '../../../nodes/AttachInvoice/AttachInvoice.node';
import { picked, BillingAccounts } from '../../support/billingAccounts';
import { appInvoice } from '../../support/appInvoices';
import { count } from '../../support/figures';
import { control } from '../../support/testSandbox';

const ATTACH = 'n8n-nodes-hubspot-quickbooks.attachInvoice';
const HOURS = [{ name: 'Design hours', sku: 'GD-HOUR', quantity: 1000, price: 120_000 }];

let billing: BillingAccounts;
let contact: string;
let deal: string;
beforeAll(async () => {
	billing = await BillingAccounts.open('us', { [ATTACH]: new AttachInvoice() });
	billing.accounts.sandbox.hubspot.setSwitches({ searchLagSeconds: 0 });
});
beforeEach(async () => {
	billing.accounts.sandbox.hubspot.setSwitches({ appInvoiceWrites: 'ownProperties' });
	contact = await billing.contact();
	deal = await billing.deal(HOURS, 'USD', contact);
});
afterAll(async () => await billing.accounts.stop());

interface Kept {
	id: string;
	properties: Record<string, string | null>;
}
const link = () => `quickbooks_id_${billing.accounts.realmId}`;
const bill = async () => {
	count({ runs: 1 });
	return await billing.bill({ deal: picked(deal), source: 'scratch', ifNoItem: 'fail' });
};
const recordOf = (result: IDataObject) => (result['hubspot'] as { id: string } | null)?.id;

async function numbered(number: string): Promise<Kept[]> {
	const { results } = await billing.accounts.hubSpot<{ results: Kept[] }>(
		`/crm/objects/2026-03/invoices?limit=100&properties=hs_number,${link()}`,
	);
	return results.filter(({ properties }) => properties['hs_number'] === number);
}

async function remove(id: string): Promise<void> {
	await control(billing.accounts.sandbox, 'DELETE', `hubspot/records/invoices/${id}`);
}

/**
 * A billed deal whose record is gone, and the record that HubSpot's own app made of the invoice.
 */
async function billedWith(fields: {
	total?: string;
	contactIds?: string[];
}): Promise<{ id: string; number: string; record: string; total: string }> {
	const billed = await bill();
	await remove(recordOf(billed) ?? '');
	const { DocNumber: number = '', TotalAmt } = await billing.invoice(billed.quickbooks.id);
	const total = TotalAmt.toFixed(2);
	return {
		id: billed.quickbooks.id,
		number,
		total,
		record: await appInvoice(billing.accounts.sandbox, {
			number,
			total,
			contactIds: [contact],
			...fields,
		}),
	};
}

describe('Create QuickBooks Invoice', () => {
	it('on a deal that was billed takes over the record that HubSpot’s own app made of the invoice', async () => {
		const { id, number, record } = await billedWith({});
		const again = await bill();
		expect([again.action, again.quickbooks.id, recordOf(again)]).toEqual(['existing', id, record]);
		expect((await numbered(number)).map((one) => [one.id, one.properties[link()]])).toEqual([
			[record, `${billing.accounts.realmId}:${id}`],
		]);
		expect(
			(await billing.accounts.deal(deal)).associations?.['invoices']?.results.map((one) => one.id),
		).toContain(record);
		const third = await bill();
		expect([third.warnings, recordOf(third)]).toEqual([[], record]);
	});

	it('makes none beside one that may be of the invoice, says so, and bills all the same', async () => {
		const { id, number, record } = await billedWith({ total: '1.00' });
		const again = await bill();
		expect([again.action, again.quickbooks.id, again['hubspot']]).toEqual(['existing', id, null]);
		expect(again.warnings.join()).toContain(
			`HubSpot's invoice record ${record} has the number ${number} too, but comes to 1.00`,
		);
		expect(await numbered(number)).toHaveLength(1);
		expect(
			(await billing.accounts.deal(deal, ['quickbooks_invoice_count'])).properties[
				'quickbooks_invoice_count'
			],
		).toBe('1');
	});

	it('does not fail where HubSpot lets nobody write its own record', async () => {
		const { number, record } = await billedWith({});
		billing.accounts.sandbox.hubspot.setSwitches({ appInvoiceWrites: 'none' });
		const again = await bill();
		expect([again.action, recordOf(again), again.warnings.join()]).toEqual([
			'existing',
			record,
			expect.stringContaining(`HubSpot keeps its own record ${record} of the invoice as it is`),
		]);
		expect(await numbered(number)).toHaveLength(1);
	});

	it('takes over a record of a new invoice that is on the deal already, which a search does not show yet', async () => {
		const last = Number((await billing.invoice((await bill()).quickbooks.id)).DocNumber);
		deal = await billing.deal(HOURS, 'USD', contact);
		const planned = await billing.bill({
			deal: picked(deal),
			source: 'scratch',
			ifNoItem: 'fail',
			dryRun: true,
		});
		expect(planned.action).toBe('planned');
		billing.accounts.sandbox.hubspot.setSwitches({ searchLagSeconds: 600 });
		const total = (
			await billing.invoice(
				(
					await billing.accounts.query<{ Id: string }>(
						`select * from Invoice where DocNumber = '${last}'`,
					)
				)[0]?.Id ?? '',
			)
		).TotalAmt.toFixed(2);
		const record = await appInvoice(billing.accounts.sandbox, {
			number: String(last + 1),
			total,
			contactIds: [contact],
		});
		await billing.accounts.hubSpot(
			`/crm/v4/objects/invoices/${record}/associations/default/deals/${deal}`,
			{},
			'PUT',
		);
		const billed = await bill();
		billing.accounts.sandbox.hubspot.setSwitches({ searchLagSeconds: 0 });
		expect([billed.action, recordOf(billed)]).toEqual(['created', record]);
		expect(await numbered(String(last + 1))).toHaveLength(1);
	});
});

describe('Attach Invoice', () => {
	const attach = async (id: string, more: IDataObject = {}) =>
		await billing.accounts.one(ATTACH, {
			operation: 'attach',
			record: 'deal',
			deal: picked(deal),
			invoices: 'chosen',
			chosen: { invoice: [{ invoice: picked(id) }] },
			...more,
		});

	it('takes over the record that HubSpot’s own app made, and the deal counts it', async () => {
		const { id, number, record } = await billedWith({});
		expect((await attach(id, { dryRun: true }))['plan']).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ operation: 'update', target: `invoices/${record}` }),
			]),
		);
		const attached = await attach(id);
		expect([attached['action'], recordOf(attached)]).toEqual(['linked', record]);
		expect((await numbered(number)).map((one) => one.properties[link()])).toEqual([
			`${billing.accounts.realmId}:${id}`,
		]);
		expect((await attach(id))['action']).toBe('unchanged');
	});

	it('makes none beside one that may be of the invoice', async () => {
		const { id, number, record } = await billedWith({ contactIds: [await billing.contact()] });
		await expect(attach(id)).rejects.toMatchObject({
			message: expect.stringContaining(
				`HubSpot's invoice record ${record} has the number ${number} too, but belongs to somebody else`,
			),
		});
		expect(await numbered(number)).toHaveLength(1);
	});
});
