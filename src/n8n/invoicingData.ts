import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { decline, quoted } from '../core/decline';
import { readBillingChoices } from '../flows/invoicingData/choices';
import { findDeals, readOpenInvoices } from '../flows/readInvoicingData';
import { connectHubSpot, connectQuickBooks, type HubSpotAuthentication } from './connect';
import { FormReader } from './form';
import type { ItemResult } from './items';

/** What Read Invoicing Data yields for one input item. @throws Declined, GatewayError */
export async function readInvoicingItem(context: IExecuteFunctions, itemIndex: number): Promise<ItemResult[]> {
	const form = new FormReader(context, itemIndex);
	const operation = form.choice('operation', ['choices', 'findDeals', 'openInvoices']);
	if (operation === 'openInvoices') return await readOpen(context, itemIndex);
	const hubspot = await connectHubSpot(context, form.choice<HubSpotAuthentication>('hubspotAuthentication', ['serviceKey', 'oAuth2']));
	if (operation === 'findDeals') return (await findDeals(hubspot, form.text('search') ?? '', Math.min(200, Number(form.number('limit', 'Limit'))))).map(toItem);
	const dealId = form.id('deal') ?? '';
	if (!/^\d+$/.test(dealId)) decline('Deal', dealId ? `"${quoted(dealId)}" is no HubSpot deal id.` : 'No deal is chosen.', 'Choose a deal from the list, or give its id, which is a number.');
	return [toItem(await readBillingChoices(hubspot, await connectQuickBooks(context), dealId, new Date()))];
}

/** Credits are read unless they are switched off. */
async function readOpen(context: IExecuteFunctions, itemIndex: number): Promise<ItemResult[]> {
	const withCredits = context.getNodeParameter('openCredits', itemIndex, true) !== false;
	return (await readOpenInvoices(await connectQuickBooks(context), new Date(), context.getTimezone(), withCredits)).map(toItem);
}

function toItem(value: object): ItemResult {
	return { json: JSON.parse(JSON.stringify(value)) as IDataObject };
}
