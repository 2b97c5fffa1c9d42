import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { CreateQuickBooksInvoice } from '../../../nodes/CreateQuickBooksInvoice/CreateQuickBooksInvoice.node';
import { TestAccounts } from '../../support/testAccounts';

export const TYPE = 'n8n-nodes-hubspot-quickbooks.createQuickBooksInvoice';
export const deal = (value: string) => ({ __rl: true, mode: 'id', value });
export const DEAL_PROPERTIES = [
	'amount_billed',
	'recipient',
	'number',
	'status',
	'due_date',
	'count',
].map((name) => `quickbooks_invoice_${name}`);

interface Result extends IDataObject {
	action: string;
	reason: string;
	warnings: string[];
	changes: Array<{ field: string }> & IDataObject[];
	quickbooks: { id: string; docNumber: string };
	hubspot: { id: string };
	plan: Array<{ system: string; operation: string; target: string; payload: IDataObject }> &
		IDataObject[];
}

interface Failure extends Error {
	description?: string | null;
	httpCode?: string | null;
	context: { itemIndex?: number };
}

export let accounts: TestAccounts;
beforeEach(async () => {
	accounts = await TestAccounts.start({ [TYPE]: new CreateQuickBooksInvoice() });
});
afterEach(async () => await accounts.stop());

export const bill = async (id: string, more: INodeParameters = {}) =>
	(await accounts.one(TYPE, { deal: deal(id), source: 'scratch', ...more })) as Result;
export const failure = async (id: string, more: INodeParameters = {}): Promise<Failure> => {
	const run = await accounts.run(TYPE, { deal: deal(id), source: 'scratch', ...more });
	return (run.error ??
		new Error(`no error, but ${JSON.stringify(run.items('Node')[0]?.json)}`)) as Failure;
};
const invoices = async () =>
	await accounts.query<{
		Id: string;
		TotalAmt: number;
		PrivateNote?: string;
		Line: IDataObject[];
		CustomerRef: { value: string };
	}>('select * from Invoice orderby Id maxresults 1000');
export const ours = async () =>
	(await invoices()).filter(({ PrivateNote }) => PrivateNote?.includes('[HubSpot '));
