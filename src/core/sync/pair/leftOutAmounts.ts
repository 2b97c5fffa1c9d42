import type { HubSpotRecord } from '../../records/hubspot';
import { leftOutWarnings } from '../fields/prices';
import { hubSpotValue, quickBooksValue } from '../fields/values';
import type { SyncedRecord } from '../types';
import type { PlanContext } from '../plan/plan';

/** Warnings of amounts that are not synced, where one of the sides has them. */
export function leftOutAmountWarnings(
	{ leftOut = [], definitions }: PlanContext,
	{ hubSpot, quickBooks }: { hubSpot?: HubSpotRecord; quickBooks?: SyncedRecord },
): string[] {
	return leftOutWarnings(leftOut, ({ property, field, definition }) => {
		const amounts = [
			hubSpot && hubSpotValue(hubSpot, property, field, definitions),
			quickBooks && quickBooksValue(quickBooks, field, definition),
		];
		return amounts.some(
			(amount) => amount !== undefined && amount !== '' && amount !== field.whenEmpty,
		);
	});
}
