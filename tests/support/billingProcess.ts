import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { properties } from '../../nodes/CreateQuickBooksInvoice/properties';
import { createInvoice } from '../../src/flows/createInvoice/createInvoice';
import { createHubSpotGateway } from '../../src/gateways/hubspot/gateway';
import { createQuickBooksGateway } from '../../src/gateways/quickbooks/gateway';
import { readCreateInvoiceInput } from '../../src/n8n/forms/createInvoice';
import { realTime } from '../../src/n8n/connection/realTime';

/** What a process that bills a deal is told. */
export interface BillingRequest {
	/** Of the node; what is missing has its default. */
	parameters: IDataObject;
	hubspot: string;
	hubspotToken: string;
	quickbooks: string;
	quickbooksToken: string;
	realmId: string;
}

export interface BillingAnswer {
	action?: string;
	id?: string;
	failure?: string;
}

const fixed = (token: string) => ({
	current: async () => await Promise.resolve(token),
	refresh: async () => await Promise.resolve(undefined),
});
const newId = () =>
	Array.from({ length: 10 }, () => Math.floor(Math.random() * 36).toString(36)).join('');

async function bill({ parameters, realmId, ...ways }: BillingRequest): Promise<BillingAnswer> {
	const form = {
		getNodeParameter: (name: string, _index: number, ifNone: unknown) => parameters[name] ?? ifNone,
		getNode: () => ({}),
	} as unknown as IExecuteFunctions;
	const { action, quickbooks } = await createInvoice(readCreateInvoiceInput(form, 0, properties), {
		hubspot: createHubSpotGateway({
			baseUrl: ways.hubspot,
			tokens: fixed(ways.hubspotToken),
			time: realTime,
			chance: Math.random,
		}),
		quickbooks: createQuickBooksGateway({
			realmId,
			environment: 'custom',
			baseUrl: ways.quickbooks,
			tokens: fixed(ways.quickbooksToken),
			time: realTime,
			chance: Math.random,
		}),
		schemas: new Map(),
		now: () => new Date(),
		wait: async (ms) => await realTime.wait(ms),
		newId,
	});
	return { action, ...(quickbooks && { id: quickbooks.id }) };
}

process.on('message', (input: BillingRequest) => {
	bill(input).then(
		(answer) => process.send?.(answer),
		(error: unknown) =>
			process.send?.({
				failure:
					error instanceof Error
						? `${error.stack} ${String((error as { cause?: unknown }).cause)}`
						: String(error),
			}),
	);
});
process.send?.('ready');
