import { readLink } from '../../../core/hubspot/link';
import type { QuickBooksInvoice } from '../../../core/records/quickbooks';
import type { Prepared } from '../prepare';
import type { Link } from '../apply/writeBack';

/**
 * Links that HubSpot does not have yet: of the billed contact or company, and of products whose
 * item is certain.
 */
export function linksOf(
	prepared: Prepared,
	invoice: QuickBooksInvoice,
	newItems: ReadonlyMap<string, string>,
	realmId: string,
	linkProperty: string,
): Link[] {
	const { party } = prepared;
	const links: Link[] = [];
	if (
		party &&
		isTheirs(prepared, invoice) &&
		readLink(party.link, realmId) !== invoice.CustomerRef.value
	)
		links.push({
			objectType: party.objectType,
			id: party.id,
			quickBooksId: invoice.CustomerRef.value,
		});
	return [...links, ...productLinks(prepared, newItems, realmId, linkProperty)];
}

/**
 * An invoice that was made before may be for another customer, such as the company's: that is no
 * reason to link with it.
 */
function isTheirs({ customer, decision }: Prepared, { CustomerRef }: QuickBooksInvoice): boolean {
	if (customer.kind === 'create')
		return decision.kind === 'bill' || customer.warnings === undefined;
	if (customer.kind === 'existing' && customer.keepsLink) return false;
	return decision.kind === 'bill' || customer.customer.Id === CustomerRef.value;
}

function productLinks(
	{ products, source, items }: Prepared,
	newItems: ReadonlyMap<string, string>,
	realmId: string,
	linkProperty: string,
): Link[] {
	const byProduct = new Map<string, Link>();
	for (const line of source.lines) {
		const product = line.productId ? products.get(line.productId) : undefined;
		const itemId = newItems.get(line.key) ?? items.existing.get(line.key)?.Id;
		if (!product || !itemId || line.itemId !== undefined || byProduct.has(product.id)) continue;
		// A link with another item names one that is gone or inactive: an active one would have been
		// sold.
		if (readLink(product.properties[linkProperty], realmId) !== itemId)
			byProduct.set(product.id, { objectType: 'products', id: product.id, quickBooksId: itemId });
	}
	return [...byProduct.values()];
}

/**
 * HubSpot product by QuickBooks item id, for the lines of the invoice record; of merged ones the
 * survivor.
 */
export function productIdsOf(
	{ source, items, products }: Prepared,
	newItems: ReadonlyMap<string, string>,
): Map<string, string> {
	return new Map(
		source.lines.flatMap(({ key, productId }) => {
			const itemId = newItems.get(key) ?? items.existing.get(key)?.Id;
			return itemId && productId
				? [[itemId, products.get(productId)?.id ?? productId] as const]
				: [];
		}),
	);
}
