import { linkValue } from '../../hubspot/link';
import type { HubSpotProperties, HubSpotRecord } from '../../records/hubspot';
import { fingerprint, writeBase } from '../base';
import type { SyncField } from '../fields/fieldsOf';
import { same } from '../fields/merge';
import { hubSpotValue, quickBooksValue, toHubSpot } from '../fields/values';
import type { SyncedRecord } from '../types';
import { isTwoWay, type PlanContext } from '../plan/plan';

/** One field of a pair, as both sides have it. */
interface ComparedField {
	one: SyncField;
	ours: string;
	theirs: string;
}

/**
 * What HubSpot stores once QuickBooks has created a record: the link, what both agree on, and
 * values that QuickBooks made up itself, where HubSpot has none or does not decide.
 */
export function linkAfterCreation(
	hubSpot: HubSpotRecord,
	created: SyncedRecord,
	{ kind, fields, names, realmId, definitions }: PlanContext,
): HubSpotProperties {
	const quickBooks = kind.withoutOwnName?.(created, hubSpot) ?? created;
	const values = fields.map((one): ComparedField => ({
		one,
		ours: hubSpotValue(hubSpot, one.property, one.field, definitions),
		theirs: quickBooksValue(quickBooks, one.field, one.definition),
	}));
	const madeUp = values.filter(isMadeUp);
	const agreed = values.flatMap((value) => {
		const text = agreedText(value);
		return isTwoWay(value.one) && text !== undefined
			? [[value.one.property, fingerprint(text)] as const]
			: [];
	});
	return {
		...Object.fromEntries(
			madeUp.map(({ one, theirs }) => [one.property, toHubSpot(theirs, one.definition, one.field)]),
		),
		[names.link(realmId)]: linkValue(realmId, quickBooks.Id),
		...(agreed.length > 0 && { [names.base(realmId)]: writeBase(new Map(agreed)) }),
	};
}

function isMadeUp({ one, ours, theirs }: ComparedField): boolean {
	return (
		one.toHubSpot &&
		theirs !== '' &&
		!same(one.field, ours, theirs) &&
		(ours === '' || !one.toQuickBooks) &&
		fits(theirs, one)
	);
}

function agreedText(value: ComparedField): string | undefined {
	if (same(value.one.field, value.ours, value.theirs)) return value.ours;
	return isMadeUp(value) ? value.theirs : undefined;
}

/**
 * The record exists by now. What HubSpot cannot hold is reported when the pair is compared, and
 * does not prevent the link.
 */
function fits(value: string, one: SyncField): boolean {
	try {
		toHubSpot(value, one.definition, one.field);
		return true;
	} catch {
		return false;
	}
}
