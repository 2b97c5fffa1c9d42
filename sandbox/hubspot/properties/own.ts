import { z } from 'zod';
import type { Parts } from '../objects/write';
import { Refusal, validation } from '../refusal';
import { typeFacts, type ObjectType } from '../types';
import type { Definition } from './definition';
import { countOwn } from './limits';

const optionSchema = z.object({
	label: z.string(),
	value: z.string(),
	description: z.string().optional(),
	displayOrder: z.number().int().default(-1),
	hidden: z.boolean().default(false),
});
export const createSchema = z.object({
	name: z
		.string()
		.regex(
			/^[a-z][a-z0-9_]*$/,
			'must be lower-case letters, numbers and underscores, and start with a letter',
		)
		.max(100),
	label: z.string().min(1),
	type: z.enum(['string', 'number', 'date', 'datetime', 'enumeration', 'bool']),
	fieldType: z.enum([
		'textarea',
		'text',
		'date',
		'file',
		'number',
		'select',
		'radio',
		'checkbox',
		'booleancheckbox',
		'calculation_equation',
		'html',
		'phonenumber',
	]),
	groupName: z.string(),
	description: z.string().default(''),
	options: z.array(optionSchema).default([]),
	displayOrder: z.number().int().default(-1),
	hasUniqueValue: z.boolean().default(false),
	hidden: z.boolean().default(false),
	formField: z.boolean().default(false),
	externalOptions: z.boolean().default(false),
	calculationFormula: z.string().optional(),
	referencedObjectType: z.string().optional(),
	showCurrencySymbol: z.boolean().optional(),
	numberDisplayHint: z.string().optional(),
	textDisplayHint: z.string().optional(),
	dataSensitivity: z.string().optional(),
});
export type NewProperty = z.output<typeof createSchema>;
export const changeSchema = createSchema
	.omit({ name: true, hasUniqueValue: true })
	.partial()
	.extend({ options: z.array(optionSchema).optional() });

const MAX_UNIQUE = 10;

/**
 * The field types that can show each type of value.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/properties
 */
const fieldTypes: Record<NewProperty['type'], ReadonlyArray<NewProperty['fieldType']>> = {
	string: ['text', 'textarea', 'file', 'html', 'phonenumber', 'calculation_equation'],
	number: ['number', 'calculation_equation'],
	date: ['date'],
	datetime: ['date'],
	enumeration: ['select', 'radio', 'checkbox', 'booleancheckbox', 'calculation_equation'],
	bool: ['booleancheckbox', 'calculation_equation'],
};

/**
 * Creates a custom property. An archived property with this name becomes active again. @throws
 * Refusal 409 if an active property has this name
 */
export function createProperty(type: ObjectType, wanted: NewProperty, parts: Parts): Definition {
	const { definitions, clock, switches } = parts;
	if (definitions.find(type, wanted.name)) {
		throw new Refusal(409, {
			category: 'OBJECT_ALREADY_EXISTS',
			subCategory: 'Properties.PROPERTY_WITH_NAME_EXISTS',
			message: `A property named '${wanted.name}' already exists.`,
			context: { name: [wanted.name] },
		});
	}
	checkFit(wanted.type, wanted.fieldType, type, wanted.groupName, parts);
	checkRoom(type, parts);
	if (wanted.hasUniqueValue) checkUnique(type, wanted, parts, switches().uniquePropertiesOf);
	const at = clock.now().toISOString();
	const created: Definition = {
		...withoutUndefined(wanted),
		calculated: wanted.fieldType === 'calculation_equation',
		hubspotDefined: false,
		archived: false,
		modificationMetadata: {
			archivable: true,
			readOnlyDefinition: false,
			readOnlyValue: wanted.fieldType === 'calculation_equation',
		},
		createdUserId: '70114201',
		updatedUserId: '70114201',
		createdAt: definitions.findArchived(type, wanted.name)?.createdAt ?? at,
		updatedAt: at,
	} as Definition;
	definitions.save(type, created);
	if (created.hasUniqueValue) parts.records.indexValues(type, created.name);
	return created;
}

/**
 * @throws Refusal 400 if the field type cannot show such values, or if the group does not exist
 */
export function checkFit(
	valueType: NewProperty['type'],
	fieldType: NewProperty['fieldType'],
	type: ObjectType,
	groupName: string,
	{ definitions }: Parts,
): void {
	if (!fieldTypes[valueType].includes(fieldType))
		throw validation(`Field type ${fieldType} is not valid for a property of type ${valueType}.`);
	if (!definitions.findGroup(type, groupName))
		throw validation(`The property group "${groupName}" does not exist.`, {
			context: { groupName: [groupName] },
		});
}

/** @throws Refusal 400 if the account has reached the limit of the switch `ownProperties` */
function checkRoom(type: ObjectType, parts: Parts): void {
	const { ownProperties } = parts.switches();
	if (ownProperties !== null && countOwn(type, parts) >= ownProperties)
		throw validation(
			`The limit of ${ownProperties} custom properties for object type ${typeFacts[type].typeId} is reached.`,
		);
}

function checkUnique(
	type: ObjectType,
	wanted: NewProperty,
	{ definitions }: Parts,
	allowed: 'people' | 'all',
): void {
	if (allowed === 'people' && !['contacts', 'companies', 'deals'].includes(type))
		throw validation(
			`Unique properties are not supported for object type ${typeFacts[type].typeId}.`,
		);
	if (wanted.type !== 'string' && wanted.type !== 'number')
		throw validation(`A property of type ${wanted.type} cannot have unique values.`);
	const own = definitions
		.list(type)
		.filter((definition) => definition.hasUniqueValue && !definition.hubspotDefined);
	if (own.length >= MAX_UNIQUE)
		throw validation(
			`The limit of ${MAX_UNIQUE} unique properties for object type ${typeFacts[type].typeId} is reached.`,
		);
}

/** Archives a custom property together with its values. */
export function archiveProperty(
	type: ObjectType,
	name: string,
	{ definitions, records }: Parts,
	at: string,
): void {
	const definition = definitions.find(type, name);
	if (!definition) return;
	if (!definition.modificationMetadata.archivable)
		throw validation(`Property ${name} is defined by HubSpot and cannot be archived.`);
	definitions.save(type, { ...definition, archived: true, archivedAt: at });
	records.store.run('DELETE FROM unique_values WHERE type = ? AND property = ?', type, name);
}

export function withoutUndefined<T extends object>(
	record: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
	return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as {
		[K in keyof T]?: Exclude<T[K], undefined>;
	};
}
