import { readLink } from '../../../core/hubspot/link';
import type { HubSpotPort, QuickBooksPort } from '../../../gateways/ports';
import { findByIds } from '../../accounts/quickBooksRecords';
import { searchPages } from '../../accounts/search';

/** A record this young may be of an invoice that QuickBooks' queries do not show yet. */
const SETTLED_MS = 600_000;

/**
 * Ids of invoices that HubSpot has records of and QuickBooks has not, a page at a time. Change data
 * capture tells of deletions
 * for 30 days and 1,000 rows only, and queries never do, so after a longer absence the records
 * themselves are gone through.
 */
export async function* findMissingInvoices(
	hubspot: HubSpotPort,
	quickbooks: QuickBooksPort,
	now: Date,
): AsyncGenerator<string[]> {
	const link = hubspot.names.link(quickbooks.realmId);
	const pages = searchPages(hubspot, 'invoices', {
		filterGroups: [[{ property: link, operator: 'HAS_PROPERTY' }]],
		properties: [link],
	});
	for await (const records of pages) {
		const ids = records
			.filter(({ createdAt }) => now.getTime() - Date.parse(createdAt) > SETTLED_MS)
			.flatMap(({ properties }) => readLink(properties[link], quickbooks.realmId) ?? []);
		const present = await findByIds(quickbooks, 'Invoice', ids);
		const known = new Set(present.map(({ Id }) => Id));
		yield ids.filter((id) => !known.has(id));
	}
}
