import type { QuickBooksEntities } from '../../../core/records/quickbooks';
import type { QuickBooksPort } from '../../../gateways/ports';
import { ANY_STATE } from '../quickBooksRecords';

/** QuickBooks renames what is made inactive. */
export const INACTIVE_SUFFIX = ' (deleted)';

/** Customers or items of which a field has one of the values, active or not. */
export async function findByField<E extends 'Customer' | 'Item'>(
	quickbooks: QuickBooksPort,
	entity: E,
	field: string,
	values: readonly string[],
): Promise<Array<QuickBooksEntities[E]>> {
	const asked = [...new Set(values.filter((value) => value !== ''))];
	return asked.length === 0
		? []
		: await quickbooks.find(entity, {
				where: [{ field, operator: 'IN', value: asked }, ANY_STATE],
			});
}
