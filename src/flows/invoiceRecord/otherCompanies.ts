import { readLink } from '../../core/hubspot/link';
import { fromRecord, type DealInvoice } from '../../core/invoice/alreadyBilled/dealInvoice';
import type { HubSpotRecord } from '../../core/records/hubspot';
import type { HubSpotPort } from '../../gateways/ports';

/**
 * Which of a deal's invoice records stand for invoices of other QuickBooks companies, by record id.
 * Which companies there are
 * is read each time, since another process may have connected one; it costs nothing where all
 * records are the company's own.
 *
 * @param records with their link to the company and all properties of ours
 */
export async function readOtherCompanies(
	hubspot: HubSpotPort,
	realmId: string,
	records: readonly HubSpotRecord[],
): Promise<Map<string, DealInvoice>> {
	const { names } = hubspot;
	const own = names.link(realmId);
	const candidates = new Map(
		records.flatMap((record) => {
			const invoice =
				readLink(record.properties[own], realmId) === undefined
					? fromRecord(names, record)
					: undefined;
			return invoice ? [[record.id, invoice] as const] : [];
		}),
	);
	if (candidates.size === 0) return candidates;
	const links = (await hubspot.readProperties('invoices'))
		.map(({ name }) => name)
		.filter((name) => names.isLink(name) && name !== own);
	if (links.length === 0) return new Map();
	const read = await hubspot.readObjects('invoices', [...candidates.keys()], { properties: links });
	const linked = new Set(
		read.filter(({ properties }) => links.some((name) => properties[name])).map(({ id }) => id),
	);
	return new Map([...candidates].filter(([id]) => linked.has(id)));
}
