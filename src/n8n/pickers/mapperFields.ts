import type { ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';
import type { HubSpotPropertyDefinition } from '../../core/records/hubspot';
import type { FieldMapping, QuickBooksField } from '../../core/sync/types';

const compareLabels = (a: HubSpotPropertyDefinition, b: HubSpotPropertyDefinition) =>
	a.label.localeCompare(b.label);

/**
 * HubSpot's properties of the account, custom ones included. The properties of the default mapping
 * come first and are filled in.
 */
export function toMapperFields(
	definitions: readonly HubSpotPropertyDefinition[],
	fields: readonly QuickBooksField[],
	defaults: readonly FieldMapping[],
	takesQuickBooks: boolean,
): ResourceMapperFields {
	const options = fields.map(({ path, label, readOnly }) => ({
		name: readOnly && takesQuickBooks ? `${label} (to HubSpot only)` : label,
		value: path,
	}));
	const toField = (definition: HubSpotPropertyDefinition, removed: boolean) =>
		toMapperField(definition, defaults, options, removed);
	const chosen = defaults.flatMap(
		({ property }) => definitions.find(({ name }) => name === property) ?? [],
	);
	const others = definitions
		.filter((definition) => !chosen.includes(definition))
		.filter((definition) => takesQuickBooks || isWritable(definition))
		.sort(compareLabels);
	return {
		fields: [
			...chosen.map((definition) => toField(definition, false)),
			...others.map((definition) => toField(definition, true)),
		],
	};
}

function isWritable({ readOnlyValue, calculated }: HubSpotPropertyDefinition): boolean {
	return readOnlyValue !== true && calculated !== true;
}

function toMapperField(
	{ name, label }: HubSpotPropertyDefinition,
	defaults: readonly FieldMapping[],
	options: NonNullable<ResourceMapperField['options']>,
	removed: boolean,
): ResourceMapperField {
	const defaultValue = defaults.find(({ property }) => property === name)?.field;
	return {
		id: name,
		displayName: label,
		required: false,
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		type: 'options',
		options,
		removed,
		...(defaultValue !== undefined && { defaultValue }),
	};
}
