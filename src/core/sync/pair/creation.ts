import { linkValue } from '../../hubspot/link';
import type { HubSpotProperties, HubSpotRecord } from '../../records/hubspot';
import { fingerprint, writeBase } from '../base';
import type { SyncField } from '../fields/fieldsOf';
import { toPayload } from '../fields/payload';
import { cutValueWarning, forHubSpot, hubSpotValue, quickBooksValue } from '../fields/values';
import type { QuickBooksField, SyncedRecord } from '../types';
import { leftOutAmountWarnings } from './leftOutAmounts';
import { isTwoWay, reasonOfFilter, untouched, type PlanContext, type SyncPlan } from '../plan/plan';

/** One value of QuickBooks, and the field it comes from. */
interface QuickBooksValueOf {
	one: SyncField;
	value: string;
}

/** The values that a QuickBooks record has for HubSpot. */
function valuesForHubSpot(quickBooks: SyncedRecord, { fields }: PlanContext): QuickBooksValueOf[] {
	return fields
		.filter((one) => one.toHubSpot)
		.map((one) => ({ one, value: quickBooksValue(quickBooks, one.field, one.definition) }))
		.filter(({ value }) => value !== '');
}

/** What HubSpot needs of a record that QuickBooks does not give, such as a last name. */
export function valuesForNewHubSpotRecord(
	quickBooks: SyncedRecord,
	context: PlanContext,
): HubSpotProperties {
	const given = Object.fromEntries(
		valuesForHubSpot(quickBooks, context).map(({ one, value }) => [one.property, value]),
	);
	return Object.fromEntries(
		Object.entries(context.kind.completeHubSpot(given, quickBooks)).filter(
			([property]) => !(property in given),
		),
	);
}

function mayCreate({ policy }: PlanContext): boolean {
	return policy.createAndUpdate === 'both' || policy.createAndUpdate === 'createOnly';
}

/**
 * A QuickBooks record that HubSpot lacks: a new one is created there if the policy allows it.
 *
 * @throws Declined when a value does not fit
 */
export function planForHubSpot(quickBooks: SyncedRecord, context: PlanContext): SyncPlan {
	const { kind, policy } = context;
	const lack = `It has no ${kind.words.hubSpot} in HubSpot`;
	if (policy.direction === 'hubSpotToQuickBooks')
		return untouched('skipped', `${lack}, and only HubSpot's records are synced.`, { quickBooks });
	if (!mayCreate(context))
		return untouched('skipped', `${lack}, and none may be created.`, { quickBooks });
	const { values, leftOut } = writableValues(quickBooks, context);
	const madeUp = valuesForNewHubSpotRecord(quickBooks, context);
	const properties: HubSpotProperties = {
		...Object.fromEntries(values.map(({ one, value }) => [one.property, value])),
		...madeUp,
	};
	const unfit = reasonOfFilter(context, { hubSpot: properties, quickBooks });
	if (unfit) return untouched('skipped', unfit, { quickBooks });
	const paths = values.map(({ one }) => one.field.path);
	const agreed = context.fields.filter((one) => isTwoWay(one) && !leftOut.has(one));
	return {
		action: 'created',
		reason: '',
		changes: Object.entries(properties).map(([field, to]) => ({ field, from: null, to })),
		warnings: [
			...leftOut.values(),
			...(kind.valueWarnings?.(quickBooks, paths) ?? []),
			...leftOutAmountWarnings(context, { quickBooks }),
		],
		quickBooks,
		writeHubSpot: { ...properties, ...linkAndBase(quickBooks, agreed, madeUp, context) },
		wasLinked: false,
	};
}

/** The values that HubSpot can hold, and warnings about the others. */
function writableValues(
	quickBooks: SyncedRecord,
	context: PlanContext,
): { values: QuickBooksValueOf[]; leftOut: Map<SyncField, string> } {
	const values: QuickBooksValueOf[] = [];
	const leftOut = new Map<SyncField, string>();
	for (const { one, value } of valuesForHubSpot(quickBooks, context)) {
		const written = forHubSpot(value, one);
		if ('text' in written) values.push({ one, value: written.text });
		else leftOut.set(one, written.leftOut);
	}
	return { values, leftOut };
}

/** The link of a new HubSpot record, and what both sides agree on from then on. */
function linkAndBase(
	quickBooks: SyncedRecord,
	agreed: readonly SyncField[],
	madeUp: HubSpotProperties,
	{ names, realmId, definitions }: PlanContext,
): HubSpotProperties {
	const valueOf = ({ property, field, definition }: SyncField) =>
		madeUp[property]
			? hubSpotValue({ properties: madeUp }, property, field, definitions)
			: quickBooksValue(quickBooks, field, definition);
	const base = new Map(agreed.map((one) => [one.property, fingerprint(valueOf(one))]));
	return {
		[names.link(realmId)]: linkValue(realmId, quickBooks.Id),
		...(base.size > 0 && { [names.base(realmId)]: writeBase(base) }),
	};
}

/**
 * A HubSpot record that QuickBooks lacks: a new one is created there if the policy allows it.
 *
 * @throws Declined when QuickBooks needs a value that is missing or does not fit
 */
export function planForQuickBooks(hubSpot: HubSpotRecord, context: PlanContext): SyncPlan {
	const { kind, policy, fields, definitions, extras } = context;
	const lack = `It has no ${kind.words.quickBooks} in QuickBooks`;
	if (policy.direction === 'quickBooksToHubSpot')
		return untouched('skipped', `${lack}, and only QuickBooks' records are synced.`, { hubSpot });
	if (!mayCreate(context))
		return untouched('skipped', `${lack}, and none may be created.`, { hubSpot });
	const sent = fields.filter((one) => one.toQuickBooks);
	const values = new Map<QuickBooksField, string>(
		sent.map(({ field, property }) => [field, hubSpotValue(hubSpot, property, field, definitions)]),
	);
	const payload = kind.completeQuickBooks(toPayload(values, undefined), hubSpot, extras);
	const unfit = reasonOfFilter(context, { hubSpot: hubSpot.properties, quickBooks: payload });
	if (unfit) return untouched('skipped', unfit, { hubSpot });
	const cut = sent.flatMap(
		({ property, field, definition }) =>
			cutValueWarning(hubSpot.properties[property], field, definition) || [],
	);
	return {
		action: 'created',
		reason: '',
		changes: Object.entries(payload).map(([field, to]) => ({ field, from: null, to })),
		warnings: [
			...cut,
			...(kind.textWarnings?.(hubSpot) ?? []),
			...leftOutAmountWarnings(context, { hubSpot }),
		],
		hubSpot,
		writeQuickBooks: payload,
		wasLinked: false,
	};
}
