import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { AttachInvoice } from '../../../nodes/AttachInvoice/AttachInvoice.node';
import { InvoiceStatusTrigger } from '../../../nodes/InvoiceStatusTrigger/InvoiceStatusTrigger.node';
import { ReadInvoicingData } from '../../../nodes/ReadInvoicingData/ReadInvoicingData.node';
import { SyncContact } from '../../../nodes/SyncContact/SyncContact.node';
import { SyncInvoice } from '../../../nodes/SyncInvoice/SyncInvoice.node';
import { picked, BillingAccounts } from '../../support/billingAccounts';

const PACKAGE = 'n8n-nodes-hubspot-quickbooks';
const ATTACH = `${PACKAGE}.attachInvoice`;
export const TRIGGER = `${PACKAGE}.invoiceStatusTrigger`;
export const READ = `${PACKAGE}.readInvoicingData`;
export const CONTACTS = `${PACKAGE}.syncContact`;
export const INVOICES = `${PACKAGE}.syncInvoice`;
export const PREFIX = 'acme_qbo_';
export const HOUR = { name: 'Hedge trimming', sku: 'HT-H', quantity: 1_000, price: 10_000 };

interface Definition {
	name: string;
	label: string;
}

export let billing: BillingAccounts;
beforeEach(async () => {
	billing = await BillingAccounts.open('us', {
		[ATTACH]: new AttachInvoice(),
		[TRIGGER]: new InvoiceStatusTrigger(),
		[READ]: new ReadInvoicingData(),
		[CONTACTS]: new SyncContact(),
		[INVOICES]: new SyncInvoice(),
	});
});
afterEach(async () => await billing.accounts.stop());

export const properties = async (objectType: string) =>
	(
		await billing.accounts.hubSpot<{ results: Definition[] }>(
			`/crm/properties/2026-03/${objectType}`,
		)
	).results;
export const beginningWith = async (objectType: string, prefix: string) =>
	(await properties(objectType)).map(({ name }) => name).filter((name) => name.startsWith(prefix));
export const invoices = async () =>
	(await billing.accounts.query<{ Id: string }>('select Id from Invoice maxresults 1000')).length;
export const income = async () => picked(await billing.id('Account', "AccountType = 'Income'"));
export const bill = async (deal: string, more: INodeParameters = {}) =>
	await billing.bill({
		deal: picked(deal),
		source: 'scratch',
		ifNoItem: 'create',
		incomeAccount: await income(),
		...more,
	});
export const attach = async (operation: string, deal: string, id: string) =>
	await billing.accounts.one(ATTACH, {
		operation,
		hubspotAuthentication: 'serviceKey',
		record: 'deal',
		deal: picked(deal),
		invoices: 'chosen',
		chosen: { invoice: [{ invoice: picked(id) }] },
	});
export const sync = async (type: string, more: INodeParameters = {}) => {
	const run = await billing.accounts.run(type, {
		hubspotAuthentication: 'serviceKey',
		scope: 'all',
		...more,
	});
	if (run.error) throw run.error;
	return run.items('Node').map(({ json }) => json);
};
export async function told(deal: string): Promise<IDataObject> {
	const names = ['invoice_status', 'invoice_count', 'total_billed', 'total_outstanding'];
	const { properties: values } = await billing.accounts.deal(
		deal,
		names.map((name) => `${PREFIX}${name}`),
	);
	return Object.fromEntries(
		names.map((name) => [
			name,
			name === 'invoice_status' ? values[`${PREFIX}${name}`] : Number(values[`${PREFIX}${name}`]),
		]),
	);
}
