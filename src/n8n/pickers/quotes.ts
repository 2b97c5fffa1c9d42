import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { dayIn } from '../../core/calendar';
import { quoteProperties } from '../../core/invoice/lines/quotes/quote';
import { billableQuotes, isAccepted } from '../../core/invoice/lines/quotes/quoteStatus';
import type { HubSpotRecord } from '../../core/records/hubspot';
import { hubSpotUrl } from '../../core/urls';
import { connectChosenHubSpot, namesContaining, withNodeErrors } from './editor';

/** The quotes of the chosen deal that can be billed today. */
export async function searchQuotes(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await withNodeErrors(this, async () => {
		const dealId = this.getCurrentNodeParameter('deal', { extractValue: true });
		if (typeof dealId !== 'string' || !/^\d+$/.test(dealId)) return { results: [] };
		const hubspot = await connectChosenHubSpot(this);
		const [account, deal] = await Promise.all([
			hubspot.readAccount(),
			hubspot.readObject('deals', dealId, { properties: ['dealname'], associations: ['quotes'] }),
		]);
		const quotes = await hubspot.readObjects('quotes', [...(deal.associations.quotes ?? [])], {
			properties: quoteProperties,
		});
		const today = dayIn(new Date(), account.timeZone);
		const choices = billableQuotes(quotes, today).map((quote) => ({
			name: quoteName(quote),
			value: quote.id,
			url: hubSpotUrl(account.uiDomain, account.portalId, 'quotes', quote.id),
		}));
		return { results: namesContaining(choices, filter) };
	});
}

function quoteName(quote: HubSpotRecord): string {
	const title = quote.properties['hs_title'] || quote.id;
	return isAccepted(quote) ? `${title} (accepted)` : title;
}
