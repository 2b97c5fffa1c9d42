import { decline } from '../../../../core/decline';
import { itemKey, namedWithSku } from '../../../../core/product/build';
import { activeItemName } from '../../../../core/product/match';
import { foldedItemName, skusDiffer } from '../../../../core/product/names';
import type { QuickBooksItem, QuickBooksPayload } from '../../../../core/records/quickbooks';
import { withoutAccents } from '../../../../core/text';
import { GatewayError } from '../../../../gateways/errors';
import type { QuickBooksPort } from '../../../../gateways/ports';
import { waitForAll } from '../../../accounts/waitForAll';
import { about } from './nameRefusal';
import { createOnce } from './createOnce';
import { findItemsNamed } from '../../../accounts/find/items';
import type { NewId } from '../../../../core/invoice/plan/newIds';
import type { CreateJob } from '../job';

/** @returns the ids of the new items */
export async function applyItems({ invoice, context }: CreateJob): Promise<Array<[NewId, string]>> {
	return await waitForAll(
		invoice.items.map(async ({ id, payload }): Promise<[NewId, string]> => {
			const created = await createItem(payload, context.quickbooks);
			return [id, created.Id];
		}),
	);
}

/**
 * A name that is taken by now belongs to the item that another run has just made, unless its SKU
 * says that it is another one.
 */
async function createItem(
	payload: QuickBooksPayload,
	quickbooks: QuickBooksPort,
): Promise<QuickBooksItem> {
	const made = await makeUnlessTaken(payload, quickbooks);
	if (made) return made;
	const renamed = namedWithSku(payload);
	const madeRenamed = renamed && (await makeUnlessTaken(renamed, quickbooks));
	if (madeRenamed) return madeRenamed;
	const name = String(payload['Name']);
	return decline(
		`Item "${name}"`,
		`The name "${name}" belongs to another item or to a category in QuickBooks, so a new item cannot use the name.`,
		'Rename one of the two, or link the HubSpot product to the item that the line sells.',
	);
}

/**
 * @returns the item that was made or that has the name already; undefined when the name belongs to
 * something else
 */
async function makeUnlessTaken(
	payload: QuickBooksPayload,
	quickbooks: QuickBooksPort,
): Promise<QuickBooksItem | undefined> {
	const name = String(payload['Name']);
	const find = async (plain = asItIs) =>
		(await findItemsNamed(quickbooks, name)).find((item) => isIt(payload, item, plain));
	const wanted = {
		entity: 'Item' as const,
		payload,
		key: itemKey(quickbooks.realmId, payload),
		isIt: (item: QuickBooksItem) => isIt(payload, item),
		find: async () => await find(),
	};
	try {
		return await about(
			`New item "${name}", Income Account`,
			async () => await createOnce(wanted, quickbooks),
		);
	} catch (error) {
		if (!(error instanceof GatewayError) || error.kind !== 'duplicateName') throw error;
		// To QuickBooks, names that differ by accents alone may be the same.
		return await find(withoutAccents);
	}
}

const asItIs = (text: string) => text;

/** Sold under that name, with the same SKU or without one on either side. */
function isIt(
	{ Name: name, Sku: sku }: QuickBooksPayload,
	item: QuickBooksItem,
	plain = asItIs,
): boolean {
	if (!item.Active || item.Type === 'Category') return false;
	return (
		!skusDiffer(item.Sku, typeof sku === 'string' ? sku : undefined) &&
		foldedItemName(plain(activeItemName(item.Name, item))) === foldedItemName(plain(String(name)))
	);
}
