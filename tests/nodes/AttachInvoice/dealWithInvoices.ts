import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { AttachInvoice } from '../../../nodes/AttachInvoice/AttachInvoice.node';
import type { InvoiceSummary } from '../../../src/core/invoice/record/summary';
import { TestAccounts } from '../../support/testAccounts';
import { picked } from '../../support/billingAccounts';

export const TYPE = 'n8n-nodes-hubspot-quickbooks.attachInvoice';
export const chosen = (...values: Array<ReturnType<typeof picked>>) => ({
	chosen: { invoice: values.map((invoice) => ({ invoice })) },
});
export const DEAL = [
	'invoice_amount_billed',
	'invoice_recipient',
	'invoice_number',
	'invoice_status',
	'invoice_due_date',
	'invoice_count',
	'total_billed',
	'total_paid',
	'total_outstanding',
].map((name) => `quickbooks_${name}`);

export type Result = IDataObject & {
	action: string;
	reason: string;
	warnings: string[];
	changes: Array<{ field: string; from: unknown; to: unknown }>;
	hubspot: { id: string } | null;
	quickbooks: { id: string; docNumber?: string };
	invoice: InvoiceSummary | null;
	plan?: IDataObject[];
};
export interface Row {
	Id: string;
	DocNumber: string;
	TotalAmt: number;
	Balance: number;
	SyncToken: string;
	CustomerRef: { value: string; name: string };
	DueDate: string;
	Line: IDataObject[];
}

export let accounts: TestAccounts;
export let invoices: Row[];
beforeEach(async () => {
	accounts = await TestAccounts.start({ [TYPE]: new AttachInvoice() });
	invoices = await accounts.query<Row>('select * from Invoice orderby Id maxresults 1000');
});
afterEach(async () => await accounts.stop());

export const run = async (parameters: INodeParameters): Promise<Result[]> => {
	const finished = await accounts.run(TYPE, { record: 'deal', deal: picked('403'), ...parameters });
	if (finished.error) throw finished.error;
	return finished.items('Node').map(({ json }) => json as Result);
};
export const attach = async (...rows: Row[]) =>
	await run({ operation: 'attach', ...chosen(...rows.map(({ Id }) => picked(Id))) });
export const failure = async (parameters: INodeParameters) => {
	const { error } = await accounts.run(TYPE, {
		operation: 'attach',
		record: 'deal',
		deal: picked('403'),
		...parameters,
	});
	return (error ?? new Error('no error')) as Error & { description?: string | null };
};
export const row = (index: number) => invoices[index] as Row;
export const money = (value: number) => value.toFixed(2);
export const attachedRecords = async (id = '403') => [
	...new Set(
		((await accounts.deal(id)).associations?.['invoices']?.results ?? []).map((one) => one.id),
	),
];
export const records = async () =>
	(
		await accounts.hubSpot<{ results: Array<{ id: string; properties: IDataObject }> }>(
			`/crm/objects/2026-03/invoices?limit=100&properties=quickbooks_id_${accounts.realmId}`,
		)
	).results;
