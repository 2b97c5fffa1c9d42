import { contactKind } from '../../../../src/core/contact/fields';
import { productKind } from '../../../../src/core/product/fields';
import type { QuickBooksInvoice } from '../../../../src/core/records/quickbooks';
import { SyncAccounts } from '../../../support/syncAccounts';

export let accounts: SyncAccounts;

beforeEach(async () => {
	// Companies that HubSpot gives contacts by itself would be changes of their invoices, too.
	accounts = await SyncAccounts.start({
		seed: 'demo',
		fast: true,
		switches: { hubspot: { companiesByDomain: 'never' } },
	});
	await accounts.sync(contactKind);
	accounts.state = {};
	await accounts.sync(productKind);
	accounts.state = {};
});
afterEach(async () => await accounts.stop());

export const sync = async (...given: Parameters<SyncAccounts['syncInvoices']>) =>
	await accounts.syncInvoices(...given);
export const invoices = async () => await accounts.quickbooks.find('Invoice', {});
export const open = async (): Promise<QuickBooksInvoice> =>
	(await invoices()).find(
		({ Balance, TotalAmt, DueDate }) =>
			Balance > 0 &&
			Balance === TotalAmt &&
			(DueDate ?? '') > accounts.sandbox.runtime.clock.now().toISOString(),
	) as QuickBooksInvoice;
export const records = async () =>
	(
		await accounts.hubspot.listObjects('invoices', {
			properties: [
				'hs_currency',
				'hs_due_date',
				'hs_invoice_status',
				'hs_invoice_billable',
				'quickbooks_invoice_number',
				'quickbooks_invoice_status',
				'quickbooks_invoice_total',
				'quickbooks_invoice_balance',
				'quickbooks_invoice_due_date',
				'quickbooks_invoice_currency',
				'quickbooks_invoice_url',
				`quickbooks_id_${accounts.realmId}`,
				'hs_comments',
			],
			associations: ['contacts', 'companies', 'deals', 'line_items'],
			limit: 100,
		})
	).records;
export const recordOf = async (id: string) =>
	(await records()).find(
		({ properties }) =>
			properties[`quickbooks_id_${accounts.realmId}`] === `${accounts.realmId}:${id}`,
	);

export async function change(
	invoice: QuickBooksInvoice,
	fields: object,
): Promise<QuickBooksInvoice> {
	const { SyncToken } = await accounts.quickbooks.read('Invoice', invoice.Id);
	return await accounts.quickbooks.update('Invoice', {
		Id: invoice.Id,
		SyncToken,
		sparse: true,
		...fields,
	});
}
