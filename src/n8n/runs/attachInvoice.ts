import type { IDataObject } from 'n8n-workflow';
import {
	attachInvoices,
	detachInvoices,
	listInvoices,
} from '../../flows/attachInvoice/attachInvoice';
import type { AttachInvoiceResult } from '../../flows/attachInvoice/types';
import type { FlowContext } from '../../flows/accounts/context';
import type { AttachInvoiceForm } from '../forms/attachInvoice';
import type { ItemResult } from '../items';

/** One output item for each invoice. */
export async function runAttachInvoice(
	form: AttachInvoiceForm,
	flow: FlowContext,
): Promise<ItemResult[]> {
	return (await run(form, flow)).map((result) => ({
		json: JSON.parse(JSON.stringify(result)) as IDataObject,
	}));
}

async function run(form: AttachInvoiceForm, flow: FlowContext): Promise<AttachInvoiceResult[]> {
	if (form.operation === 'list') return await listInvoices(form, flow);
	return form.operation === 'attach'
		? await attachInvoices(form, flow)
		: await detachInvoices(form, flow);
}
