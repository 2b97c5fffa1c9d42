import type { INodeProperties, INodePropertyMode, INodePropertyModeValidation } from 'n8n-workflow';

interface LocatorWords {
	displayName: string;
	name: string;
	/** Method that fills the list as a person types. */
	searchListMethod: string;
	/** What an ID looks like, e.g. `401`. */
	placeholder: string;
	description?: string;
	required?: boolean;
	displayOptions?: INodeProperties['displayOptions'];
	/** Finds the ID in an address of the record (first group). Without it there is no By URL. */
	urlPattern?: string;
	urlPlaceholder?: string;
}

/** Addresses of HubSpot records: the newer form has the type ID of the object, the older one its name. */
export const dealUrl =
	'https://app[^/]*\\.hubspot\\.com/contacts/[0-9]+/(?:record/0-3|deal)/([0-9]+).*';
export const quoteUrl =
	'https://app[^/]*\\.hubspot\\.com/(?:contacts/[0-9]+/record/0-14|quotes/[0-9]+/details)/([0-9]+).*';
export const customerUrl =
	'https://[^/]*qbo\\.intuit\\.com/app/customerdetail\\?(?:.*&)?nameId=([0-9]+).*';

/** A picker: from a searchable list, by ID, or by the address of the record's page. */
export function locator(words: LocatorWords): INodeProperties {
	const { displayName, name, description, required, displayOptions, urlPattern } = words;
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		...(required && { required }),
		...(description && { description }),
		...(displayOptions && { displayOptions }),
		modes: [
			fromList(words.searchListMethod),
			byId(words.placeholder),
			...(urlPattern ? [byUrl(urlPattern, words.urlPlaceholder ?? '')] : []),
		],
	};
}

type Names = Pick<INodePropertyMode, 'name' | 'displayName'>;

const listNames: Names = { displayName: 'From List', name: 'list' };
const idNames: Names = { displayName: 'By ID', name: 'id' };
const urlNames: Names = { displayName: 'By URL', name: 'url' };

function fromList(searchListMethod: string): INodePropertyMode {
	return { ...listNames, type: 'list', typeOptions: { searchListMethod, searchable: true } };
}

function byId(placeholder: string): INodePropertyMode {
	return {
		...idNames,
		type: 'string',
		placeholder: `e.g. ${placeholder}`,
		validation: [matching('^([0-9A-Za-z_.-]*)$', 'This is not an ID')],
	};
}

function byUrl(regex: string, placeholder: string): INodePropertyMode {
	return {
		...urlNames,
		type: 'string',
		placeholder: `e.g. ${placeholder}`,
		extractValue: { type: 'regex', regex },
		validation: [matching(regex, 'This is not the address of such a record')],
	};
}

function matching(regex: string, errorMessage: string): INodePropertyModeValidation {
	return { type: 'regex', properties: { regex, errorMessage } };
}
