import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { decline, quoted } from '../core/decline';
import { readBillingChoices } from '../flows/invoicingData/choices';
import { findDeals, readOpenInvoices } from '../flows/invoicingData/readInvoicingData';
import { connectHubSpot, connectQuickBooks, type HubSpotAuthentication } from './connect';
import { formOfItem, type FormReader } from './forms/form';
import type { ItemResult } from './items';

/**
 * What Read Invoicing Data yields for one input item. @param fields the node's form @throws
 * Declined, GatewayError
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
	if (operation === 'findDeals')
		return (
			await findDeals(
				hubspot,
				form.text('search') ?? '',
				Math.min(200, Number(form.number('limit'))),
			)
		).map(toItem);
	const dealId = form.id('deal') ?? '';
	if (!/^\d+$/.test(dealId))
		decline(
			'Deal',
			dealId ? `"${quoted(dealId)}" is no HubSpot deal id.` : 'No deal is chosen.',
			'Choose a deal from the list, or give its id, which is a number.',
		);
	return [
		toItem(await readBillingChoices(hubspot, await connectQuickBooks(context), dealId, new Date())),
	];
}

/** Credits are read unless they are switched off. */
async function readOpen(context: IExecuteFunctions, form: FormReader): Promise<ItemResult[]> {
	const withCredits = form.flag('openCredits', true);
	return (
		await readOpenInvoices(
			await connectQuickBooks(context),
			new Date(),
			context.getTimezone(),
			withCredits,
		)
	).map(toItem);
}

function toItem(value: object): ItemResult {
	return { json: JSON.parse(JSON.stringify(value)) as IDataObject };
}
