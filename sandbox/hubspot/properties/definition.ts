export interface PropertyOption {
	label: string;
	value: string;
	description?: string;
	displayOrder: number;
	hidden: boolean;
}

/**
 * A property in the form of the API.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/properties
 */
export interface Definition {
	name: string;
	label: string;
	type:
		| 'string'
		| 'number'
		| 'date'
		| 'datetime'
		| 'enumeration'
		| 'bool'
		| 'phone_number'
		| 'object_coordinates'
		| 'json';
	fieldType: string;
	description: string;
	groupName: string;
	options: PropertyOption[];
	displayOrder: number;
	calculated: boolean;
	externalOptions: boolean;
	hasUniqueValue: boolean;
	hidden: boolean;
	hubspotDefined: boolean;
	formField: boolean;
	archived: boolean;
	modificationMetadata: {
		archivable: boolean;
		readOnlyDefinition: boolean;
		readOnlyValue: boolean;
		readOnlyOptions?: boolean;
	};
	calculationFormula?: string;
	referencedObjectType?: string;
	showCurrencySymbol?: boolean;
	numberDisplayHint?: string;
	textDisplayHint?: string;
	dataSensitivity?: string;
	createdAt?: string;
	updatedAt?: string;
	archivedAt?: string;
	createdUserId?: string;
	updatedUserId?: string;
}

export interface PropertyGroup {
	name: string;
	label: string;
	displayOrder: number;
	archived: boolean;
}

/** HubSpot's type and field type for each kind of property. */
const kinds = {
	text: ['string', 'text'],
	area: ['string', 'textarea'],
	html: ['string', 'html'],
	phone: ['string', 'phonenumber'],
	number: ['number', 'number'],
	money: ['number', 'number'],
	date: ['date', 'date'],
	time: ['datetime', 'date'],
	flag: ['bool', 'booleancheckbox'],
	choice: ['enumeration', 'select'],
	choices: ['enumeration', 'checkbox'],
	owner: ['enumeration', 'select'],
} as const;
type Kind = keyof typeof kinds;

interface Traits {
	/** Values in order. The label is made from the value unless given as `value=Label`. */
	options?: readonly string[];
	/** Only HubSpot sets the value. */
	readOnly?: boolean;
	/** Computed from other values, and therefore read-only. */
	calculated?: boolean;
	unique?: boolean;
	hidden?: boolean;
	/** The options come from elsewhere (owners, pipelines) and are not checked here. */
	external?: boolean;
}

/** The definition of a property that HubSpot provides. */
export function defineProperty(
	name: string,
	label: string,
	kind: Kind,
	traits: Traits = {},
): Omit<Definition, 'groupName' | 'displayOrder'> {
	const [type, fieldType] = kinds[kind];
	const readOnlyValue = Boolean(traits.readOnly || traits.calculated);
	return {
		name,
		label,
		type,
		fieldType,
		description: '',
		options: kind === 'flag' ? yesNo : (traits.options ?? []).map(option),
		calculated: Boolean(traits.calculated),
		externalOptions: kind === 'owner' || Boolean(traits.external),
		hasUniqueValue: Boolean(traits.unique),
		hidden: Boolean(traits.hidden),
		hubspotDefined: true,
		formField: false,
		archived: false,
		modificationMetadata: { archivable: false, readOnlyDefinition: true, readOnlyValue },
		...(kind === 'money' && { showCurrencySymbol: true }),
		...(kind === 'owner' && { referencedObjectType: 'OWNER' }),
	};
}

/** The properties of one group, in order. */
export function inGroup(
	groupName: string,
	properties: Array<Omit<Definition, 'groupName' | 'displayOrder'>>,
): Definition[] {
	return properties.map((definition, index) => ({ ...definition, groupName, displayOrder: index }));
}

const yesNo: PropertyOption[] = [
	{ label: 'True', value: 'true', displayOrder: 0, hidden: false },
	{ label: 'False', value: 'false', displayOrder: 1, hidden: false },
];

function option(text: string, displayOrder: number): PropertyOption {
	const [value = text, label] = text.split('=');
	return { label: label ?? spoken(value), value, displayOrder, hidden: false };
}

/** `IN_PROGRESS` → `In progress` */
function spoken(value: string): string {
	const words = value.replaceAll('_', ' ').toLowerCase();
	return words.charAt(0).toUpperCase() + words.slice(1);
}
