import type { HubSpotRecord } from '../../../core/records/hubspot';
import type { HubSpotPort } from '../../../gateways/ports';

/** The companies of a deal, the one first that HubSpot shows as the primary one. */
export async function readPrimaryFirst(
	hubspot: HubSpotPort,
	{ id, associations: { companies = [] } }: HubSpotRecord,
): Promise<string[]> {
	if (companies.length < 2) return [...companies];
	const primary = (await hubspot.readPrimaryCompanies('deals', [id])).get(id);
	return primary !== undefined && companies.includes(primary)
		? [primary, ...companies.filter((one) => one !== primary)]
		: [...companies];
}

/**
 * Whom quotes bill, where HubSpot labels somebody for that; one may be signed by another. @param
 * linked contacts or companies by quote
 */
export async function readBilledByQuotes(
	hubspot: HubSpotPort,
	type: 'contacts' | 'companies',
	linked: ReadonlyMap<string, string[]>,
): Promise<Map<string, string[]>> {
	const unclear = [...linked].filter(([, ids]) => ids.length > 1).map(([id]) => id);
	const labelled =
		unclear.length > 0
			? await hubspot.readBillingParties(type, unclear)
			: new Map<string, string[]>();
	return new Map([...linked].map(([id, ids]) => [id, labelled.get(id) ?? ids]));
}
