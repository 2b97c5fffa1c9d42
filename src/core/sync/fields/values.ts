import { dayIn, dayFromHubSpot, isDay, noonOf, timeFromHubSpot } from '../../calendar';
import { regionCode, regionOption } from '../../contact/regions';
import { decline, Declined, quoted } from '../../decline';
import { decimal, plainText, toJsonNumber } from '../../money';
import type { HubSpotPropertyDefinition, HubSpotRecord } from '../../records/hubspot';
import { cutText, cutWarning as cutNotice } from '../../text';
import { addressesOf } from './addresses';
import type { SyncField } from './fieldsOf';
import { addressOf, streetOf, type Places } from './streets';
import type { Definitions, QuickBooksField } from '../types';

/**
 * A value as both sides would write it; empty text where there is none. Equal values are equal
 * texts.
 */
export type Value = string;

/** The value of a QuickBooks field. `CustomField.2` is the custom field with that definition. */
export function readPath(record: object, path: string): unknown {
	if (path.startsWith('CustomField.'))
		return customField(record, path.slice('CustomField.'.length));
	return path
		.split('.')
		.reduce<unknown>(
			(value, key) =>
				typeof value === 'object' && value !== null
					? (value as Record<string, unknown>)[key]
					: undefined,
			record,
		);
}

function customField(record: object, definitionId: string): unknown {
	const fields = (record as { CustomField?: Array<{ DefinitionId: string; StringValue?: string }> })
		.CustomField;
	return fields?.find(({ DefinitionId }) => DefinitionId === definitionId)?.StringValue;
}

/** Objects and lists have no value of their own. */
export function valueText(value: unknown): string {
	return typeof value === 'string'
		? value
		: typeof value === 'number' || typeof value === 'boolean'
			? String(value)
			: '';
}

/** @param known what HubSpot says of the place of an address */
export function quickBooksValue(
	record: object,
	field: QuickBooksField,
	definition: HubSpotPropertyDefinition | undefined,
	known?: Places,
): Value {
	const raw = field.isStreet
		? streetOf(record, field, known)
		: valueText(readPath(record, field.path));
	if (field.type === 'email' && definition?.name === 'email')
		return common(addressesOf(raw)[0] ?? '', field, definition);
	const text =
		field.path === 'DisplayName' || field.path === 'Name'
			? withoutInactiveSuffix(raw, record)
			: raw;
	return common(inRegion(text, record, field, definition), field, definition);
}

/** HubSpot's own properties for codes of two letters, beside those for names. */
const CODES = ['hs_country_region_code', 'hs_state_code'];

/** A state or country as HubSpot spells it: `California` for `CA` where that is an option. */
function inRegion(
	text: string,
	record: object,
	field: QuickBooksField,
	definition: HubSpotPropertyDefinition | undefined,
): string {
	if (!field.region || !definition || text.trim() === '') return text;
	const country = valueText(readPath(record, `${addressOf(field)}.Country`));
	if (CODES.includes(definition.name)) return regionCode(text, field.region, country) ?? text;
	if (definition.type !== 'enumeration' || unknownChoice(text, definition) === undefined)
		return text;
	return regionOption(text, field.region, country, definition.options ?? [])?.label ?? text;
}

/** QuickBooks appends this to the name of what is made inactive. */
function withoutInactiveSuffix(name: string, record: object): string {
	return (record as { Active?: boolean }).Active === false
		? name.replace(/ \(deleted\)$/, '')
		: name;
}

export function hubSpotValue(
	record: Pick<HubSpotRecord, 'properties'>,
	property: string,
	field: QuickBooksField,
	definitions: Definitions,
): Value {
	return common(record.properties[property] ?? '', field, definitions.get(property));
}

/**
 * Brings a value of either side into the form in which the two are compared: as the property's type
 * and the field's limits
 * leave it. A value that is not of the type stays as it is, so that it differs and is refused where
 * it is written.
 */
function common(
	raw: string,
	field: QuickBooksField,
	definition: HubSpotPropertyDefinition | undefined,
): Value {
	const text = fit(meaningOf(raw, definition), field);
	if (text === '') return '';
	if (field.timeZone !== undefined) return timed(text, field, field.timeZone);
	const typed = definition ? (byType[definition.type]?.(text) ?? text) : text;
	return field.type === 'number'
		? numeric(typed)
		: field.type === 'boolean' || field.type === 'email' || definition?.name === 'email'
			? typed.toLowerCase()
			: typed;
}

/** A day is compared as one, whatever the hour; a text that is a day becomes its noon. */
function timed(text: string, { type }: QuickBooksField, timeZone: string): Value {
	if (isDay(text)) return type === 'day' ? text : noonOf(text, timeZone);
	const at = timeFromHubSpot(text);
	if (at === undefined) return text;
	return type === 'day' ? dayIn(new Date(at), timeZone) : at;
}

/** Of a choice, its label is what has to fit into a field. */
function meaningOf(raw: string, definition: HubSpotPropertyDefinition | undefined): string {
	return definition?.type === 'enumeration' && raw.trim() !== ''
		? choices(raw.trim(), definition)
				.map(({ label }) => label)
				.join('; ')
		: raw;
}

const byType: Record<string, (text: string) => string | undefined> = {
	number: numeric,
	date: dayFromHubSpot,
	datetime: timeFromHubSpot,
	bool: (text) => text.toLowerCase(),
};

function numeric(text: string): string {
	try {
		return plainText(decimal(text));
	} catch {
		return text;
	}
}

/** The options a text names, by label or by value; what is no option stands for itself. */
function choices(
	text: string,
	{ options = [] }: HubSpotPropertyDefinition,
): Array<{ label: string; value: string | undefined }> {
	const one = (part: string) => {
		const same = (other: string) => other.trim().toLowerCase() === part.toLowerCase();
		const option =
			options.find(({ value }) => value === part) ??
			options.find(({ label }) => same(label)) ??
			options.find(({ value }) => same(value));
		return { label: option?.label ?? part, value: option?.value };
	};
	const whole = one(text);
	return whole.value !== undefined
		? [whole]
		: text
				.split(';')
				.map((part) => part.trim())
				.filter(Boolean)
				.map(one);
}

function fit(raw: string, { form, longest = 4000, type }: QuickBooksField): string {
	if (type !== 'text' && type !== 'email') return raw.trim();
	const clean =
		form === 'name'
			? raw
					.replace(/:/g, ' -')
					.replace(/[\\\p{Cc}]+/gu, ' ')
					.replace(/\s+/g, ' ')
			: form === 'line'
				? raw.replace(/\p{Cc}+/gu, ' ')
				: raw.replace(/\r\n?/g, '\n');
	// Half an address may be somebody else's.
	return type === 'email' ? clean.trim() : cutText(clean.trim(), longest).trim();
}

/** What a person should know who finds less in QuickBooks than in HubSpot. */
export function cutValueWarning(
	raw: string | null | undefined,
	field: QuickBooksField,
	definition: HubSpotPropertyDefinition,
): string | undefined {
	if (
		field.longest === undefined ||
		field.type === 'email' ||
		common(raw ?? '', { ...field, longest: Infinity }, definition).length <= field.longest
	)
		return undefined;
	return cutNotice(field.label, field.longest);
}

/** The text that HubSpot stores. @throws Declined when the property cannot hold the value */
export function toHubSpot(
	value: Value,
	definition: HubSpotPropertyDefinition,
	{ timeZone }: Pick<QuickBooksField, 'timeZone'> = {},
): string {
	if (value === '') return '';
	if (timeZone !== undefined && isDay(value)) return noonOf(value, timeZone);
	const { label, type } = definition;
	if (type === 'number' && !isNumber(value)) return mismatch(label, value, 'a number', 'HubSpot');
	if (type === 'date' && !isDay(value)) return mismatch(label, value, 'a date', 'HubSpot');
	if (type === 'datetime' && timeFromHubSpot(value) === undefined)
		return mismatch(label, value, 'a time', 'HubSpot');
	if (type === 'bool' && value !== 'true' && value !== 'false')
		return mismatch(label, value, 'true or false', 'HubSpot');
	if (type !== 'enumeration') return value;
	const unknown = unknownChoice(value, definition);
	if (unknown !== undefined)
		return decline(
			label,
			`"${unknown}" is not an option of the HubSpot property "${label}".`,
			`Use ${optionsOf(definition)}, or add the option in HubSpot.`,
		);
	return choices(value, definition)
		.map((choice) => choice.value ?? choice.label)
		.join(';');
}

/** What of a text is no option of a property that has a list of them. */
function unknownChoice(text: string, definition: HubSpotPropertyDefinition): string | undefined {
	if ((definition.options ?? []).length === 0) return undefined;
	return choices(text.trim(), definition).find(({ value }) => value === undefined)?.label;
}

/** A list of countries is longer than a message. */
const MOST_OPTIONS = 20;

function optionsOf({ options = [] }: HubSpotPropertyDefinition): string {
	const labels = options
		.slice(0, MOST_OPTIONS)
		.map(({ label }) => label)
		.join(', ');
	return `one of ${labels}${options.length > MOST_OPTIONS ? ' …' : ''}`;
}

/**
 * What HubSpot stores of a field, or why it stays as it is there: a state or country that the
 * property cannot hold is no reason
 * to leave out the whole record.
 *
 * @throws Declined of any other field
 */
export function forHubSpot(
	value: Value,
	{ definition, field, mayBeLeftOut }: SyncField,
): { text: string } | { leftOut: string } {
	try {
		return { text: toHubSpot(value, definition, field) };
	} catch (error) {
		if (!(error instanceof Declined) || !mayBeLeftOut) throw error;
		return {
			leftOut: error.problems
				.map(({ message, remedy }) => `${message} The field stays as it is in HubSpot. ${remedy}`)
				.join(' '),
		};
	}
}

/**
 * The JSON value that QuickBooks stores; null empties the field. @throws Declined when the field
 * cannot hold the value
 */
export function toQuickBooks(
	value: Value,
	{ type, label, longest = 4000 }: QuickBooksField,
): string | number | boolean | null {
	if (value === '') return null;
	if (type === 'email' && value.length > longest)
		return decline(
			label,
			`"${quoted(value)}" has more than the ${longest} characters that QuickBooks stores in "${label}".`,
			'Shorten the value, or map the field to another one.',
		);
	if (type === 'number')
		return isNumber(value)
			? toJsonNumber(decimal(value))
			: mismatch(label, value, 'a number', 'QuickBooks');
	if (type === 'boolean')
		return value === 'true' || value === 'yes'
			? true
			: value === 'false' || value === 'no'
				? false
				: mismatch(label, value, 'true or false', 'QuickBooks');
	if (type === 'day' && !isDay(value)) return mismatch(label, value, 'a date', 'QuickBooks');
	return value;
}

/** JavaScript has more numbers than the two systems: endless ones, and those in other bases. */
function isNumber(value: Value): boolean {
	try {
		return Number.isFinite(toJsonNumber(decimal(value)));
	} catch {
		return false;
	}
}

function mismatch(label: string, value: string, wanted: string, system: string): never {
	return decline(
		label,
		`"${quoted(value)}" is not ${wanted}, which ${system} needs for "${label}".`,
		'Correct the value, or map the field to another one.',
	);
}
