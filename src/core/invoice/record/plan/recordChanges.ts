import { dayIn, dayOf, timeFromHubSpot } from '../../../calendar';
import type { Change } from '../../../plan';
import type { HubSpotProperties, HubSpotRecord } from '../../../records/hubspot';
import type { SyncField } from '../../../sync/fields/fieldsOf';
import type { Definitions } from '../../../sync/types';
import { recordDays } from '../record';

/** What the values of a record mean in this HubSpot account. */
export interface RecordMeaning {
	fields: readonly SyncField[];
	definitions: Definitions;
	/** The HubSpot account's, IANA. */
	accountTimeZone: string;
}

/** Properties that HubSpot has and lets an API write. */
export function onlyWritable(
	properties: HubSpotProperties,
	definitions: Definitions,
): HubSpotProperties {
	return Object.fromEntries(
		Object.entries(properties).filter(
			([name]) => definitions.has(name) && definitions.get(name)?.readOnlyValue !== true,
		),
	);
}

/**
 * Values of a record that differ from what they should be. HubSpot writes numbers and times in its
 * own way, so they are compared by meaning, and the dates of an invoice by their day.
 */
export function recordChanges(
	record: HubSpotRecord,
	wanted: HubSpotProperties,
	{ definitions, accountTimeZone }: Pick<RecordMeaning, 'definitions' | 'accountTimeZone'>,
): Change[] {
	return Object.entries(wanted).flatMap(([field, to]) => {
		const from = record.properties[field] ?? '';
		const meaning = (value: string) =>
			recordDays.includes(field)
				? shownDay(value, accountTimeZone)
				: canonical(value, definitions.get(field)?.type);
		return meaning(from) === meaning(to ?? '') ? [] : [{ field, from: from || null, to }];
	});
}

/** The values that changes lead to, by property. */
export function changedValues(changes: readonly Change[]): HubSpotProperties {
	return Object.fromEntries(changes.map(({ field, to }) => [field, to as string]));
}

/** The day on which HubSpot shows a moment. */
function shownDay(value: string, timeZone: string): string {
	const at = timeFromHubSpot(value);
	return at === undefined ? value : dayIn(new Date(at), timeZone);
}

function canonical(value: string, type: string | undefined): string {
	if (value === '') return '';
	if (type === 'number' && !Number.isNaN(Number(value))) return String(Number(value));
	const at =
		type === 'date' || type === 'datetime'
			? Date.parse(/^\d{9,14}$/.test(value) ? new Date(Number(value)).toISOString() : value)
			: NaN;
	return Number.isNaN(at)
		? value
		: new Date(at).toISOString().slice(0, type === 'date' ? 10 : undefined);
}

/**
 * The properties as a filter sees them: moments that stand for days are these days, also as
 * midnight, which earlier versions wrote.
 */
export function withDays(
	properties: HubSpotProperties,
	{ fields, accountTimeZone }: Pick<RecordMeaning, 'fields' | 'accountTimeZone'>,
): HubSpotProperties {
	const mappedDays = fields.flatMap(({ property, field }) =>
		field.type === 'day' && field.timeZone !== undefined ? [property] : [],
	);
	const days = [...recordDays, ...mappedDays].flatMap((name) => {
		const value = properties[name];
		return value ? [[name, dayOf(value, accountTimeZone)] as const] : [];
	});
	return { ...properties, ...Object.fromEntries(days) };
}
