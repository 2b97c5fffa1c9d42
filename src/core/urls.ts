import type { HubSpotObjectType } from './records/hubspot';
import type { QuickBooksEntityName } from './records/quickbooks';

/** HubSpot's object type ids, as its web application uses them in addresses. */
const hubSpotTypeIds: Record<HubSpotObjectType, string> = {
	contacts: '0-1',
	companies: '0-2',
	deals: '0-3',
	products: '0-7',
	line_items: '0-8',
	quotes: '0-14',
	invoices: '0-53',
	taxes: '0-86',
	discounts: '0-84',
	fees: '0-85',
};

/** Pages of QuickBooks' web application by entity; others open the home page. */
const quickBooksPages: Partial<Record<QuickBooksEntityName, (id: string) => string>> = {
	Invoice: (id) => `invoice?txnId=${id}`,
	Estimate: (id) => `estimate?txnId=${id}`,
	CreditMemo: (id) => `creditmemo?txnId=${id}`,
	Payment: (id) => `recvpayment?txnId=${id}`,
	Customer: (id) => `customerdetail?nameId=${id}`,
	Item: () => 'items',
};

const quickBooksHosts = {
	production: 'https://qbo.intuit.com',
	sandbox: 'https://sandbox.qbo.intuit.com',
};

/**
 * Where a person opens the record in HubSpot. @param uiDomain host of the web application, e.g.
 * `app.hubspot.com`
 */
export function hubSpotUrl(
	uiDomain: string,
	portalId: string,
	objectType: HubSpotObjectType,
	id: string,
): string {
	return `https://${uiDomain}/contacts/${portalId}/record/${hubSpotTypeIds[objectType]}/${id}`;
}

/**
 * Where a person opens the record in QuickBooks; a custom environment has no web application of its
 * own, so production's is named.
 */
export function quickBooksUrl(
	environment: 'production' | 'sandbox' | 'custom',
	entity: QuickBooksEntityName,
	id: string,
): string {
	const host = environment === 'sandbox' ? quickBooksHosts.sandbox : quickBooksHosts.production;
	return `${host}/app/${quickBooksPages[entity]?.(id) ?? 'homepage'}`;
}
