import type { Sandbox } from '../../sandbox/start';

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
	const answer = await fetch(`${sandbox.control.url}/control/hubspot/app-invoices`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(fields),
	});
	if (!answer.ok) throw new Error(await answer.text());
	return ((await answer.json()) as { id: string }).id;
}
