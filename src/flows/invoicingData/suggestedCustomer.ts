import type { Party } from '../../core/contact/party';
import type { KnownSchemas } from '../../core/hubspot/missingSchemas';
import { suggestCustomer, type CustomerSuggestion } from '../../core/invoice/billing/choices';
import type { HubSpotPort, QuickBooksPort } from '../../gateways/ports';
import { readCandidates } from '../accounts/find/customerOwners';
import { readSchemas } from '../accounts/schemas';

/**
 * Which customer would be billed. HubSpot's property definitions are read only where there are
 * candidates to ask about.
 *
 * @throws GatewayError
 */
export async function readSuggestion(
	party: Party | undefined,
	currency: string | undefined,
	hubspot: HubSpotPort,
	quickbooks: QuickBooksPort,
): Promise<{ customer: CustomerSuggestion; warnings: string[] }> {
	if (!party) return suggestCustomer(undefined, [], quickbooks.realmId);
	const { customers, context } = await readCandidates(party, currency, {
		hubspot,
		quickbooks,
		known: async () => await readLinkSchemas(hubspot),
	});
	return suggestCustomer(party, customers, quickbooks.realmId, context);
}

async function readLinkSchemas(hubspot: HubSpotPort): Promise<KnownSchemas> {
	return await readSchemas(
		hubspot,
		(['contacts', 'companies', 'invoices'] as const).map((objectType) => ({
			objectType,
			group: { name: '', label: '' },
			properties: [],
		})),
	);
}
