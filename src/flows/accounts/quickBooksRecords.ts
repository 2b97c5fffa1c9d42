import type { QuickBooksEntities, QuickBooksEntityName } from '../../core/records/quickbooks';
import type { QuickBooksPort } from '../../gateways/ports';
import type { QuickBooksCriterion } from '../../core/records/quickbooksQueries';

/** QuickBooks' queries show active records only, unless they are asked for both. */
export const ANY_STATE: QuickBooksCriterion = {
	field: 'Active',
	operator: 'IN',
	value: [true, false],
};

/** These are never made inactive, so queries cannot be asked for such a state. */
const WITHOUT_STATE: ReadonlySet<QuickBooksEntityName> = new Set([
	'Invoice',
	'Payment',
	'CreditMemo',
	'Estimate',
	'SalesReceipt',
]);

/** Asks for active and inactive records of a kind that can be made inactive. */
export function inAnyState(entity: QuickBooksEntityName): QuickBooksCriterion[] {
	return WITHOUT_STATE.has(entity) ? [] : [ANY_STATE];
}

/**
 * The records of the given ids, active or not; those that do not exist are missing.
 *
 * @throws GatewayError
 */
export async function findByIds<E extends QuickBooksEntityName>(
	quickbooks: QuickBooksPort,
	entity: E,
	ids: readonly string[],
): Promise<Array<QuickBooksEntities[E]>> {
	return ids.length === 0
		? []
		: await quickbooks.find(entity, {
				where: [{ field: 'Id', operator: 'IN', value: [...new Set(ids)] }, ...inAnyState(entity)],
			});
}
