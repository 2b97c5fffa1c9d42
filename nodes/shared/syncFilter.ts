import type { INodeProperties } from 'n8n-workflow';
import type { SyncWords } from './syncFields';

const operator: INodeProperties = {
	displayName: 'Operator',
	name: 'operator',
	type: 'options',
	options: [
		{ name: 'Contains', value: 'contains' },
		{ name: 'Does Not Contain', value: 'notContains' },
		{ name: 'Is', value: 'equals' },
		{ name: 'Is Empty', value: 'empty' },
		{ name: 'Is Greater Than', value: 'greater', description: 'For numbers and dates' },
		{ name: 'Is Less Than', value: 'less', description: 'For numbers and dates' },
		{ name: 'Is Not', value: 'notEquals' },
		{ name: 'Is Not Empty', value: 'notEmpty' },
		{ name: 'Starts With', value: 'startsWith' },
	],
	default: 'equals',
};

const value: INodeProperties = {
	displayName: 'Value',
	name: 'value',
	type: 'string',
	default: '',
	displayOptions: { hide: { operator: ['empty', 'notEmpty'] } },
};

function condition(loadOptionsMethod: string): INodeProperties[] {
	return [
		{
			displayName: 'Field Name or ID',
			name: 'field',
			type: 'options',
			typeOptions: { loadOptionsMethod },
			default: '',
			description:
				'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		},
		operator,
		value,
	];
}

/** Conditions on either side; a record must meet all of them. */
export function filterField({ hubSpotFields, quickBooksFields }: SyncWords): INodeProperties {
	return {
		displayName: 'Filter',
		name: 'filter',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Condition',
		default: {},
		description:
			'Only records that meet all conditions are synced. If a record does not exist yet, the values that it would be created with are checked.',
		options: [
			{ displayName: 'HubSpot', name: 'hubSpot', values: condition(hubSpotFields) },
			{ displayName: 'QuickBooks', name: 'quickBooks', values: condition(quickBooksFields) },
		],
	};
}

export const output: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Each Record', value: 'each' },
		{
			name: 'Failures Only',
			value: 'failures',
			description: 'For large runs. Failures go to the second output.',
		},
		{ name: 'Summary', value: 'summary', description: 'One item with counts, for large runs' },
	],
	default: 'each',
};

export const timeLimit: INodeProperties = {
	displayName: 'Time Limit (Seconds)',
	name: 'timeLimit',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 120 },
	default: 60,
	description: 'How long to wait for one answer from HubSpot or QuickBooks',
};

export const nameTaken: INodeProperties = {
	displayName: 'If Name Is Taken',
	name: 'nameTaken',
	type: 'options',
	options: [
		{
			name: 'Add a Suffix',
			value: 'suffix',
			description: 'Add the SKU of the product, or the HubSpot ID, to the name',
		},
		{ name: 'Fail', value: 'fail' },
	],
	default: 'suffix',
	description: 'What to do when another QuickBooks record already has the name of a new one',
};

/** The last fields of every sync node. */
export function optionsField(options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...options, timeLimit].sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}
