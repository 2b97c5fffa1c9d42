import { present } from '../contact/party';
import type { BilledLine } from '../invoice/lines';
import { toJsonNumber } from '../money';
import type { QuickBooksPayload } from '../records/quickbooks';

/** HubSpot properties of a product that matter for its item. */
export const productProperties = ['name', 'description', 'hs_sku', 'price', 'hs_product_type', 'hs_cost_of_goods_sold'];

/** HubSpot's product types and the item types that can be created without stock accounts. */
export const itemTypes: Record<string, 'Service' | 'NonInventory'> = { service: 'Service', non_inventory: 'NonInventory', inventory: 'NonInventory' };

/**
 * The item to create for a line. Stock is kept in QuickBooks, so even HubSpot's inventory products become non-inventory items.
 * Source: developer.intuit.com, accounting API, item.
 */
export function buildItem(line: BilledLine, name: string, incomeAccountId: string, productType: string | null | undefined): QuickBooksPayload {
	return present({
		Name: name,
		Sku: line.sku?.slice(0, 100),
		Description: line.description ? line.description.slice(0, 4000) : undefined,
		Type: itemTypes[productType ?? ''] ?? 'Service',
		UnitPrice: toJsonNumber(line.unitPrice),
		IncomeAccountRef: { value: incomeAccountId },
	});
}

/** The idempotency key of creating an item. */
export function itemKey(realmId: string, payload: QuickBooksPayload): string {
	return `item|${realmId}|${JSON.stringify(payload)}`;
}
