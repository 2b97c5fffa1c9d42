import {
	asAttached,
	recordProperties,
	type AttachedRecord,
} from '../../core/invoice/record/linkedRecords';
import type { HubSpotRecord } from '../../core/records/hubspot';
import type { HubSpotPort } from '../../gateways/ports';

/** HubSpot's invoices by their ids, with everything that our records say. */
export async function readInvoiceRecords(
	hubspot: HubSpotPort,
	realmId: string,
	recordIds: readonly string[],
): Promise<HubSpotRecord[]> {
	return recordIds.length === 0
		? []
		: await hubspot.readObjects('invoices', [...recordIds], {
				properties: recordProperties(hubspot.names, realmId),
			});
}

export async function readAttached(
	hubspot: HubSpotPort,
	realmId: string,
	recordIds: readonly string[],
): Promise<AttachedRecord[]> {
	return asAttached(hubspot.names, await readInvoiceRecords(hubspot, realmId, recordIds), realmId);
}
