import { decimal, moneyText, toCents } from '../../core/money';
import type { HubSpotRecord } from '../../core/records/hubspot';
import { hubSpotUrl } from '../../core/urls';
import type { HubSpotPort } from '../../gateways/ports';

/** A deal as a list shows it. */
interface FoundDeal {
	id: string;
	name: string;
	amount: string | null;
	currency: string;
	url: string;
}

const dealProperties = ['dealname', 'amount', 'deal_currency_code'];

/** HubSpot's address of a deal, in both of its forms. */
const DEAL_ADDRESS = /\/(?:record\/0-3|deal)\/(\d+)/;

/**
 * Deals by id, by the address of the deal's page, else by name; without any text the deals changed
 * last. An id that is no
 * deal's is looked for as text, since a name may be a number.
 */
export async function findDeals(
	hubspot: HubSpotPort,
	text: string,
	limit: number,
): Promise<FoundDeal[]> {
	const asked = text.trim();
	const id = DEAL_ADDRESS.exec(asked)?.[1] ?? (/^\d+$/.test(asked) ? asked : undefined);
	const [account, byId] = await Promise.all([
		hubspot.readAccount(),
		id ? hubspot.readObjects('deals', [id], { properties: dealProperties }) : [],
	]);
	const records =
		byId.length > 0 || asked.startsWith('https:') ? byId : await searchDeals(hubspot, asked, limit);
	return records.map((deal) =>
		toFoundDeal(
			deal,
			account.companyCurrency,
			hubSpotUrl(account.uiDomain, account.portalId, 'deals', deal.id),
		),
	);
}

async function searchDeals(
	hubspot: HubSpotPort,
	query: string,
	limit: number,
): Promise<HubSpotRecord[]> {
	const page = await hubspot.searchObjects('deals', {
		filterGroups: [],
		...(query && { query }),
		properties: dealProperties,
		sort: { property: 'hs_lastmodifieddate', direction: 'DESCENDING' },
		limit,
	});
	return page.records;
}

function toFoundDeal(
	{ id, properties }: HubSpotRecord,
	companyCurrency: string,
	url: string,
): FoundDeal {
	const amount = properties['amount'];
	return {
		id,
		name: properties['dealname'] || `Deal ${id}`,
		amount: amount ? moneyText(toCents(decimal(amount))) : null,
		currency: properties['deal_currency_code'] || companyCurrency,
		url,
	};
}
