import { linkValue, readLink } from '../../../core/hubspot/link';
import { unplaced, type Place } from '../../../core/invoice/alreadyBilled/belonging';
import { absorbedIds, MERGED_IDS } from '../../../core/records/merged';
import type { HubSpotRecord } from '../../../core/records/hubspot';
import type { QuickBooksInvoice } from '../../../core/records/quickbooks';
import type { HubSpotPort } from '../../../gateways/ports';
import { findByLink } from '../../accounts/links';
import { identityOf, type BillingSource } from '../../../core/invoice/request/source';

/**
 * Where HubSpot shows the invoices whose memo names the deal although they are not on it, and those
 * that are on it although
 * their memo names another one. As a rule there are none, and nothing is asked.
 */
export async function readPlaces(
	hubspot: HubSpotPort,
	realmId: string,
	candidates: readonly QuickBooksInvoice[],
	source: BillingSource,
): Promise<Map<string, Place>> {
	const ids = [...new Set(unplaced(candidates, identityOf(source)).map(({ Id }) => Id))];
	if (ids.length === 0) return new Map();
	const records = await readRecords(hubspot, realmId, ids, source);
	const recordIds = [...records.values()].map(({ id }) => id);
	const [deals, lines] = await Promise.all(
		(['deals', 'line_items'] as const).map(async (type) =>
			recordIds.length > 0
				? await hubspot.readAssociations('invoices', type, recordIds)
				: new Map<string, string[]>(),
		),
	);
	const idsByDeal = await readDealIds(
		hubspot,
		[...new Set([...(deals?.values() ?? [])].flat())].filter((id) => id !== source.deal.id),
	);
	return new Map(
		[...records].map(([invoiceId, { id, properties }]) => {
			const dealIds = (deals?.get(id) ?? []).flatMap((dealId) => idsByDeal.get(dealId) ?? [dealId]);
			return [
				invoiceId,
				{
					dealIds,
					wasOnDeal:
						Boolean(properties[hubspot.names.of('invoice_origin')]) &&
						(lines?.get(id) ?? []).length > 0,
				},
			];
		}),
	);
}

/** HubSpot's records by invoice; those on the deal are known. */
async function readRecords(
	hubspot: HubSpotPort,
	realmId: string,
	ids: readonly string[],
	{ records }: BillingSource,
): Promise<Map<string, HubSpotRecord>> {
	const name = hubspot.names.link(realmId);
	const known = new Map(
		records.map((record) => [readLink(record.properties[name], realmId) ?? '', record]),
	);
	const unknown = ids.filter((id) => !known.has(id));
	const definition =
		unknown.length > 0
			? (await hubspot.readProperties('invoices')).find((property) => property.name === name)
			: undefined;
	const link = definition && { name, unique: definition.hasUniqueValue === true };
	const found = await findByLink(
		hubspot,
		'invoices',
		link,
		unknown.map((id) => linkValue(realmId, id)),
		[hubspot.names.of('invoice_origin')],
	);
	for (const record of found) known.set(readLink(record.properties[name], realmId) ?? '', record);
	return new Map(
		ids.flatMap((id) => {
			const record = known.get(id);
			return record ? [[id, record] as const] : [];
		}),
	);
}

/** Every id that the deals have had. */
async function readDealIds(
	hubspot: HubSpotPort,
	ids: readonly string[],
): Promise<Map<string, string[]>> {
	if (ids.length === 0) return new Map();
	const deals = await hubspot.readObjects('deals', [...ids], { properties: [MERGED_IDS] });
	return new Map(deals.map((deal) => [deal.id, [deal.id, ...absorbedIds(deal)]]));
}
