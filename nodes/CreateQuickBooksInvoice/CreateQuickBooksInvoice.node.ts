import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { createInvoice } from '../../src/flows/createInvoice/createInvoice';
import { connectFromForm } from '../../src/n8n/connection/fromForm';
import { readCreateInvoiceInput } from '../../src/n8n/forms/createInvoice';
import { forEachItem } from '../../src/n8n/items';
import { invoiceLoadOptions, listSearch } from '../../src/n8n/pickers/pickers';
import { toInvoiceItem } from '../../src/n8n/results';
import { bothCredentials } from '../shared/credentials';
import { properties } from './properties';

export class CreateQuickBooksInvoice implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Create QuickBooks Invoice',
		name: 'createQuickBooksInvoice',
		icon: { light: 'file:../../icons/invoice.svg', dark: 'file:../../icons/invoice.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["source"] === "quote" ? "from quote" : "from scratch" }}',
		description: 'Creates a QuickBooks Online invoice from a HubSpot deal and shows it on the deal',
		defaults: { name: 'Create QuickBooks Invoice' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: bothCredentials,
		properties,
	};

	methods = { listSearch, loadOptions: invoiceLoadOptions };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const flow = await connectFromForm(this, properties);
		const invoices = await forEachItem(
			this,
			async (itemIndex) =>
				await toInvoiceItem(
					this,
					await createInvoice(readCreateInvoiceInput(this, itemIndex, properties), flow),
				),
		);
		return [invoices];
	}
}
