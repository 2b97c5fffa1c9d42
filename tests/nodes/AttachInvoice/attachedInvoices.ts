import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { AttachInvoice } from '../../../nodes/AttachInvoice/AttachInvoice.node';
import { TestAccounts } from '../../support/testAccounts';
import { picked } from '../../support/billingAccounts';

export const TYPE = 'n8n-nodes-hubspot-quickbooks.attachInvoice';
export const chosen = (ids: string[]) => ({
	chosen: { invoice: ids.map((id) => ({ invoice: picked(id) })) },
});
const TOTALS = [
	'invoice_amount_billed',
	'invoice_number',
	'invoice_count',
	'total_billed',
	'total_paid',
	'total_outstanding',
].map((name) => `quickbooks_${name}`);

type Result = IDataObject & {
	action: string;
	reason: string;
	warnings: string[];
	hubspot: { id: string } | null;
	quickbooks: { id: string; docNumber?: string };
};
export type Row = IDataObject & {
	Id: string;
	DocNumber: string;
	TotalAmt: number;
	Balance: number;
	CustomerRef: { value: string };
	CurrencyRef: { value: string };
};

export let accounts: TestAccounts;
export const start = async (options: Parameters<typeof TestAccounts.start>[1] = {}) =>
	(accounts = await TestAccounts.start({ [TYPE]: new AttachInvoice() }, options));
afterEach(async () => await accounts.stop());

export const run = async (deal: string, parameters: INodeParameters): Promise<Result[]> => {
	const finished = await accounts.run(TYPE, {
		operation: 'attach',
		record: 'deal',
		deal: picked(deal),
		...parameters,
	});
	if (finished.error) throw finished.error;
	return finished.items('Node').map(({ json }) => json as Result);
};
export const rows = async () =>
	await accounts.query<Row>('select * from Invoice orderby Id maxresults 1000');
export const totals = async (deal: string) => {
	const { properties } = await accounts.deal(deal, TOTALS);
	return TOTALS.map((name) => properties[name]);
};

/** More invoices than the demo company has, thirty by one request. */
export async function bill(count: number): Promise<Row[]> {
	const Line = [1, 2].map((quantity) => ({
		DetailType: 'SalesItemLineDetail',
		Amount: 10.01 * quantity,
		SalesItemLineDetail: { ItemRef: { value: '2' }, Qty: quantity, UnitPrice: 10.01 },
	}));
	const made: Row[] = [];
	for (let left = count; left > 0; left -= 30) {
		const BatchItemRequest = Array.from({ length: Math.min(left, 30) }, (_, index) => ({
			bId: String(index),
			operation: 'create',
			Invoice: { CustomerRef: { value: '1' }, Line },
		}));
		const { BatchItemResponse } = await accounts.quickBooks<{
			BatchItemResponse: Array<{ Invoice: Row }>;
		}>('batch', { BatchItemRequest });
		made.push(...BatchItemResponse.map(({ Invoice }) => Invoice));
	}
	return made;
}
