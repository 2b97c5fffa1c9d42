import type { Sandbox } from '../../sandbox/start';
import { control } from './testSandbox';

/** An invoice record as HubSpot's own QuickBooks app makes it. @returns its id */
export async function appInvoice(
	sandbox: Sandbox,
	fields: {
		number: string;
		total: string;
		currency?: string;
		status?: string;
		contactIds?: string[];
		companyIds?: string[];
	},
): Promise<string> {
	const { id } = await control<{ id: string }>(sandbox, 'POST', 'hubspot/app-invoices', fields);
	return id;
}
