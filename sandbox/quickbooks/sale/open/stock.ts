import { changeRecord, type RequestContext } from '../../context';
import { decimal } from '../../money';
import type { Fields } from '../../records';
import { isVoided } from './voided';
import { pricedLines } from '../lines';

/** Whether a sale reduces or increases the stock of its items. */
const directions: Record<string, -1 | 1> = { Invoice: -1, SalesReceipt: -1, CreditMemo: 1 };

/** Updates the stock of a sale's items. A voided or deleted sale returns its items to the stock. */
export function moveStock(
	context: RequestContext,
	entityName: string,
	before: Fields | undefined,
	after: Fields | undefined,
): void {
	const direction = directions[entityName];
	if (direction === undefined || before?.['Line'] === after?.['Line']) return;
	const [old, now] = [quantities(before), quantities(after)];
	for (const id of new Set([...old.keys(), ...now.keys()])) {
		if (context.records.brief('Item', id)?.stocked !== true) continue;
		const change = (now.get(id) ?? decimal(0)).minus(old.get(id) ?? 0).times(direction);
		const item = context.records.find('Item', id);
		if (item && !change.eq(0))
			changeRecord(
				context,
				'Item',
				item,
				{ QtyOnHand: Number(decimal(item.fields['QtyOnHand'] ?? 0).plus(change)) },
				'kept',
			);
	}
}

function quantities(fields: Fields | undefined): Map<string, ReturnType<typeof decimal>> {
	const sums = new Map<string, ReturnType<typeof decimal>>();
	const voided = fields !== undefined && isVoided(fields);
	for (const line of voided ? [] : pricedLines((fields?.['Line'] ?? []) as Fields[])) {
		const { ItemRef: item, Qty } = line['SalesItemLineDetail'] as {
			ItemRef?: { value: string };
			Qty?: number;
		};
		if (item && Qty !== undefined)
			sums.set(item.value, (sums.get(item.value) ?? decimal(0)).plus(decimal(Qty)));
	}
	return sums;
}
