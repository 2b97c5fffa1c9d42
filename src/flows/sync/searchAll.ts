import type { HubSpotObjectType, HubSpotRecord } from '../../core/records/hubspot';
import type { HubSpotPort } from '../../gateways/ports';

/** Of one answer. */
const PAGE = 200;

/** All that a search finds, page after page. @param most no page is asked for once there are as many */
export async function searchAll(hubspot: HubSpotPort, type: HubSpotObjectType, query: Pick<Parameters<HubSpotPort['searchObjects']>[1], 'filterGroups' | 'properties'>, most = Infinity): Promise<HubSpotRecord[]> {
	const records: HubSpotRecord[] = [];
	let after: string | undefined;
	do {
		const page = await hubspot.searchObjects(type, { ...query, limit: PAGE, ...(after !== undefined && { after }) });
		records.push(...page.records);
		after = page.after;
	} while (after !== undefined && records.length < most);
	return records;
}
