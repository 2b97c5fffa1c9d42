import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { CreateInvoiceResult } from '../flows/createInvoice/types';
import type { ItemResult } from './items';

/**
 * The output of a node for one invoice; the PDF, where asked for, goes into the binary field
 * `invoice`.
 */
export async function toInvoiceItem(
	context: IExecuteFunctions,
	{ pdf, ...result }: CreateInvoiceResult,
): Promise<ItemResult> {
	const json = JSON.parse(JSON.stringify(result)) as IDataObject;
	if (!pdf) return { json };
	return {
		json,
		binary: {
			invoice: await context.helpers.prepareBinaryData(pdf.data, pdf.fileName, 'application/pdf'),
		},
	};
}
