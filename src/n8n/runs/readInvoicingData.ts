import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { readBillingChoices } from '../../flows/invoicingData/billingChoices';
import { findDeals } from '../../flows/invoicingData/deals';
import { readOpenInvoices } from '../../flows/invoicingData/openInvoices';
import type { HubSpotPort } from '../../gateways/ports';
import {
	connectHubSpot,
	connectQuickBooks,
	type HubSpotAuthentication,
} from '../connection/connect';
import { readDealId } from '../forms/dealId';
import { formOfItem, type FormReader } from '../forms/form';
import type { ItemResult } from '../items';

/**
 * What Read Invoicing Data yields for one input item.
 * @param fields the node's form
 * @throws Declined, GatewayError
 */
export async function readInvoicingItem(
	context: IExecuteFunctions,
	itemIndex: number,
	fields: readonly INodeProperties[],
): Promise<ItemResult[]> {
	const form = formOfItem(context, itemIndex, fields);
	const operation = form.choice('operation', ['choices', 'findDeals', 'openInvoices']);
	if (operation === 'openInvoices') return await readOpen(context, form);
	const hubspot = await connectHubSpot(
		context,
		form.choice<HubSpotAuthentication>('hubspotAuthentication', ['serviceKey', 'oAuth2']),
	);
	if (operation === 'findDeals') return await readDeals(hubspot, form);
	const dealId = readDealId(form);
	return [
		toItem(await readBillingChoices(hubspot, await connectQuickBooks(context), dealId, new Date())),
	];
}

const MOST_DEALS = 200;

async function readDeals(hubspot: HubSpotPort, form: FormReader): Promise<ItemResult[]> {
	const limit = Math.min(MOST_DEALS, Number(form.number('limit')));
	return (await findDeals(hubspot, form.text('search') ?? '', limit)).map(toItem);
}

/** Credits are read unless they are switched off. */
async function readOpen(context: IExecuteFunctions, form: FormReader): Promise<ItemResult[]> {
	const withCredits = form.flag('openCredits', true);
	const quickbooks = await connectQuickBooks(context);
	const rows = await readOpenInvoices(quickbooks, new Date(), context.getTimezone(), withCredits);
	return rows.map(toItem);
}

function toItem(value: object): ItemResult {
	return { json: JSON.parse(JSON.stringify(value)) as IDataObject };
}
