import type { INodeProperties, INodePropertyMode, INodePropertyModeValidation } from 'n8n-workflow';

export interface LocatorWords {
	displayName: string;
	name: string;
	/** Method that fills the list as a person types. */
	searchListMethod: string;
	/** What an id looks like, e.g. `401`. */
	placeholder: string;
	description?: string;
	required?: boolean;
	displayOptions?: INodeProperties['displayOptions'];
	/** Finds the id in an address of the record; first group. Without it there is no By URL. */
	urlPattern?: string;
	urlPlaceholder?: string;
}

/**
 * Addresses of HubSpot records, in its newer form with the object's type id and in the older one.
 */
export const dealUrl =
	'https://app[^/]*\\.hubspot\\.com/contacts/[0-9]+/(?:record/0-3|deal)/([0-9]+).*';
export const quoteUrl =
	'https://app[^/]*\\.hubspot\\.com/(?:contacts/[0-9]+/record/0-14|quotes/[0-9]+/details)/([0-9]+).*';
export const customerUrl =
	'https://[^/]*qbo\\.intuit\\.com/app/customerdetail\\?(?:.*&)?nameId=([0-9]+).*';

/** A picker: from a searchable list, by id, or by the address of the record's page. */
export function locator({
	displayName,
	name,
	searchListMethod,
	placeholder,
	description,
	required,
	displayOptions,
	urlPattern,
	urlPlaceholder,
}: LocatorWords): INodeProperties {
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		...(required && { required }),
		...(description && { description }),
		...(displayOptions && { displayOptions }),
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod, searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: `e.g. ${placeholder}`,
				validation: [
					{
						type: 'regex',
						properties: { regex: '^([0-9A-Za-z_.-]*)$', errorMessage: 'This is not an ID' },
					},
				],
			},
			...(urlPattern ? [byUrl(urlPattern, urlPlaceholder ?? '')] : []),
		],
	};
}

function byUrl(regex: string, placeholder: string): INodePropertyMode {
	const extractValue: NonNullable<INodePropertyMode['extractValue']> = { type: 'regex', regex };
	const validation: INodePropertyModeValidation[] = [
		{
			type: 'regex',
			properties: { regex, errorMessage: 'This is not the address of such a record' },
		},
	];
	const mode: Pick<INodePropertyMode, 'name' | 'displayName'> = {
		name: 'url',
		displayName: 'By URL',
	};
	return { ...mode, type: 'string', placeholder: `e.g. ${placeholder}`, extractValue, validation };
}
