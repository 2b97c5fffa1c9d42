import type { IDataObject } from 'n8n-workflow';
import { picked, BillingAccounts, TYPE } from '../../support/billingAccounts';

let billing: BillingAccounts;
beforeEach(async () => (billing = await BillingAccounts.open('us')));
afterEach(async () => await billing.accounts.stop());

const group = async () =>
	await billing.accounts.hubSpot('/crm/properties/2026-03/deals/groups', {
		name: 'own',
		label: 'Own',
	});
const property = async (values: IDataObject) =>
	await billing.accounts.hubSpot('/crm/properties/2026-03/deals', {
		groupName: 'own',
		label: 'Own',
		...values,
	});
const bill = async (more: IDataObject = {}) => {
	const deal = await billing.deal(
		[{ name: 'Design hours', sku: 'GD-HOUR', quantity: 1_000, price: 50_000 }],
		'USD',
		await billing.contact(),
	);
	return await billing.accounts.run(TYPE, {
		deal: picked(deal),
		source: 'scratch',
		ifNoItem: 'fail',
		...more,
	});
};
const invoices = async () =>
	(await billing.accounts.query('select Id from Invoice maxresults 1000')).length;
const options = (...values: string[]) =>
	values.map((value, displayOrder) => ({ value, label: value, displayOrder, hidden: false }));

it('a property that the account has already, of a type that cannot hold the values, is told before anything is written', async () => {
	await group();
	await property({ name: 'quickbooks_invoice_number', type: 'number', fieldType: 'number' });
	const before = await invoices();
	for (const more of [{ dryRun: true }, {}]) {
		const { error } = await bill(more);
		expect(error?.message).toContain('"quickbooks_invoice_number" of deals');
		const remedy = (error as { description?: string } | undefined)?.description;
		expect(remedy).toContain('quickbooks_invoice_number');
		expect(remedy).toContain('enter another "Property Prefix" in the HubSpot credential');
	}
	expect(await invoices()).toBe(before);
	await billing.accounts.prefixWith('acme_qbo_');
	expect((await bill()).error).toBeUndefined();
	expect(await invoices()).toBe(before + 1);
});

it('options that a property lacks are added, and those of the account stay', async () => {
	await group();
	await property({
		name: 'quickbooks_invoice_status',
		type: 'enumeration',
		fieldType: 'select',
		options: options('open', 'paid_in_full'),
	});
	const planned = await bill({ dryRun: true });
	expect(JSON.stringify(planned.items('Node')[0]?.json['plan'])).toContain('add options');
	const { error } = await bill();
	expect(error).toBeUndefined();
	const { options: now } = await billing.accounts.hubSpot<{ options: Array<{ value: string }> }>(
		'/crm/properties/2026-03/deals/quickbooks_invoice_status',
	);
	expect(now.map(({ value }) => value)).toEqual(
		expect.arrayContaining(['open', 'paid_in_full', 'waiting_to_be_sent', 'voided', 'deleted']),
	);
	expect(now.filter(({ value }) => value === 'paid_in_full')).toHaveLength(1);
});
