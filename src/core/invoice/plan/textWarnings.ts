import { customerWarnings } from '../../contact/build';
import type { HubSpotRecord } from '../../records/hubspot';
import { foreignPriceWarnings, itemWarnings, typeWarnings } from '../../product/build';
import { billEmailWarnings } from '../billing/billEmail';
import { descriptionWarnings } from '../lines/buildLines';
import type { BilledLine } from '../lines/lines';
import { messageWarnings } from '../lines/quotes/quote';
import type { InvoiceFacts } from '../request/facts';
import type { InvoiceContent } from './decisions/invoiceContent';
import type { CustomerWrite } from './plan';

/**
 * What people wrote and QuickBooks cannot hold: on the invoice, and on the customer and items that
 * are created for it; and whom the invoice reaches.
 */
export function textWarnings(
	{ input, source, ledger, rules }: InvoiceFacts,
	{ customer, parent }: { customer: CustomerWrite; parent: CustomerWrite | undefined },
	{ lines, items, details }: InvoiceContent,
): string[] {
	const newItems = new Set(items.create.flatMap(({ lineKeys }) => lineKeys.slice(0, 1)));
	return [
		...(parent ? newCustomerWarnings(parent) : []),
		...newCustomerWarnings(customer),
		...lines
			.filter(({ key }) => newItems.has(key))
			.flatMap((line) => [
				...itemWarnings(line),
				...foreignPriceWarnings(line, source.currency, rules),
				...typeWarnings(`${line.label}: the`, typeOf(line, ledger.items.products)),
			]),
		...(input.details.billEmail === undefined
			? billEmailWarnings({ customer: customer.chosen, party: customer.party })
			: []),
		...descriptionWarnings(lines, details),
		...messageWarnings(input.details, source.quote),
	];
}

function newCustomerWarnings({ chosen, party }: CustomerWrite): string[] {
	return chosen.kind === 'create' && party ? customerWarnings(party) : [];
}

function typeOf(
	{ productId = '' }: BilledLine,
	products: ReadonlyMap<string, HubSpotRecord>,
): string | null | undefined {
	return products.get(productId)?.properties['hs_product_type'];
}
