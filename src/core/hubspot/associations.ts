import type { HubSpotAssociation, HubSpotObjectType } from '../records/hubspot';

/**
 * HubSpot's own association types, from → to.
 * Source: developers.hubspot.com, CRM API, associations v4, "Association type ID values".
 */
const typeIds: Partial<Record<HubSpotObjectType, Partial<Record<HubSpotObjectType, number>>>> = {
	contacts: { companies: 279, deals: 4, quotes: 70, invoices: 178 },
	companies: { contacts: 280, deals: 342, quotes: 72, invoices: 180 },
	deals: { contacts: 3, companies: 341, line_items: 19, quotes: 63, invoices: 176 },
	line_items: { deals: 20, quotes: 68, invoices: 410 },
	quotes: { deals: 64, contacts: 69, companies: 71, line_items: 67, invoices: 408 },
	invoices: { deals: 175, contacts: 177, companies: 179, line_items: 409, quotes: 407 },
};

/** @throws RangeError when HubSpot has no unlabelled association between the two */
export function associationTypeId(from: HubSpotObjectType, to: HubSpotObjectType): number {
	const id = typeIds[from]?.[to];
	if (id === undefined) throw new RangeError(`HubSpot does not associate ${from} with ${to}`);
	return id;
}

export function association(
	from: HubSpotObjectType,
	to: HubSpotObjectType,
	id: string,
): HubSpotAssociation {
	return { to: { objectType: to, id }, typeId: associationTypeId(from, to) };
}
