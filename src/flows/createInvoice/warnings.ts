import { customerWarnings } from '../../core/contact/build';
import { billEmailWarnings } from '../../core/invoice/billing/billEmail';
import { descriptionWarnings } from '../../core/invoice/lines/buildLines';
import { messageWarnings } from '../../core/invoice/lines/quotes/quote';
import type { BilledLine } from '../../core/invoice/lines/lines';
import { foreignPriceWarnings, itemWarnings, typeWarnings } from '../../core/product/build';
import type { Prepared } from './prepare';
import type { CreateInvoiceInput } from '../../core/invoice/request/request';

/**
 * What people wrote and QuickBooks cannot hold: on the invoice, and on the customer and items that
 * are made for it; and whom the invoice reaches.
 */
export function textWarnings(
	{ decision, customer, parent, party, items, lines, details, source, rules, products }: Prepared,
	input: CreateInvoiceInput,
): string[] {
	if (decision.kind !== 'bill') return [];
	const newItems = new Set(items.create.flatMap(({ lineKeys }) => lineKeys.slice(0, 1)));
	return [
		...(parent?.customer.kind === 'create' ? customerWarnings(parent.party) : []),
		...(customer.kind === 'create' && party ? customerWarnings(party) : []),
		...lines
			.filter(({ key }) => newItems.has(key))
			.flatMap((line) => [
				...itemWarnings(line),
				...foreignPriceWarnings(line, source.currency, rules),
				...typeWarnings(`${line.label}: the`, typeOf(line, products)),
			]),
		...(input.details.billEmail === undefined ? billEmailWarnings({ customer, party }) : []),
		...descriptionWarnings(lines, details),
		...messageWarnings(input.details, source.quote),
	];
}

function typeOf(
	{ productId = '' }: BilledLine,
	products: Prepared['products'],
): string | null | undefined {
	return products.get(productId)?.properties['hs_product_type'];
}
