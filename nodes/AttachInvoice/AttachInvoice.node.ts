import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { readAttachInvoiceInput } from '../../src/n8n/forms/attachInvoice';
import { runAttachInvoice } from '../../src/n8n/runs/attachInvoice';
import { connectFromForm } from '../../src/n8n/connection/fromForm';
import { forEachItemManyResults } from '../../src/n8n/items';
import { listSearch } from '../../src/n8n/pickers/pickers';
import { bothCredentials } from '../shared/credentials';
import { properties } from './properties';

export class AttachInvoice implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Attach Invoice',
		name: 'attachInvoice',
		icon: { light: 'file:../../icons/attach.svg', dark: 'file:../../icons/attach.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["record"] }}',
		description:
			'Attaches QuickBooks Online invoices to HubSpot deals, contacts and companies. Also detaches and lists them.',
		defaults: { name: 'Attach Invoice' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: bothCredentials,
		properties,
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const flow = await connectFromForm(this, properties);
		return [
			await forEachItemManyResults(
				this,
				async (itemIndex) =>
					await runAttachInvoice(readAttachInvoiceInput(this, itemIndex, properties), flow),
			),
		];
	}
}
