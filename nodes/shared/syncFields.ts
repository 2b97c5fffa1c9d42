import type { INodeProperties } from 'n8n-workflow';

/** What differs between the sync nodes. */
export interface SyncWords {
	/** `contacts` … */
	hubSpot: string;
	/** `customers` … */
	quickBooks: string;
	mappingMethod: string;
	/** Lists for the conditions of the filter. */
	hubSpotFields: string;
	quickBooksFields: string;
}

export const direction: INodeProperties = {
	displayName: 'Direction',
	name: 'direction',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Both Ways', value: 'twoWay' },
		{ name: 'HubSpot to QuickBooks', value: 'hubSpotToQuickBooks' },
		{ name: 'QuickBooks to HubSpot', value: 'quickBooksToHubSpot' },
	],
	default: 'quickBooksToHubSpot',
};

const scope: INodeProperties = {
	displayName: 'Scope',
	name: 'scope',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'All', value: 'all', description: 'Every record, changed or not' },
		{
			name: 'Changed',
			value: 'changed',
			description: 'What changed since the last run. The first run takes everything.',
		},
		{
			name: 'Records',
			value: 'records',
			description: 'The records whose IDs come with the input items',
		},
	],
	default: 'changed',
	description:
		'Which records to sync. Only triggered runs remember their position; manual runs do not. After you widen the policy, the filter or the mapping, run once with All. Otherwise Changed looks at a record that was left out only when it changes.',
};

const recordId: INodeProperties = {
	displayName: 'Record ID',
	name: 'recordId',
	type: 'string',
	default: '={{ $json.id }}',
	required: true,
	description: 'The ID of the record, for each input item',
	displayOptions: { show: { scope: ['records'] } },
};

function recordSide({ hubSpot, quickBooks }: SyncWords): INodeProperties {
	return {
		displayName: 'ID Of',
		name: 'recordSide',
		type: 'options',
		options: [
			{
				name: 'HubSpot',
				value: 'hubSpot',
				description: `The IDs belong to HubSpot ${hubSpot}`,
			},
			{
				name: 'QuickBooks',
				value: 'quickBooks',
				description: `The IDs belong to QuickBooks ${quickBooks}`,
			},
		],
		default: 'quickBooks',
		displayOptions: { show: { scope: ['records'] } },
	};
}

/** @param bothSides whether records of either side can be named */
export function scopeFields(words: SyncWords, bothSides: boolean): INodeProperties[] {
	return [scope, recordId, ...(bothSides ? [recordSide(words)] : [])];
}

export const createAndUpdate: INodeProperties = {
	displayName: 'Create and Update',
	name: 'createAndUpdate',
	type: 'options',
	options: [
		{ name: 'Create and Update', value: 'both' },
		{
			name: 'Create Only',
			value: 'createOnly',
			description: 'Existing records are linked but not changed',
		},
		{ name: 'Neither', value: 'none', description: 'Only deletions are carried over' },
		{
			name: 'Update Only',
			value: 'updateOnly',
			description: 'Records that are missing on the other side are left out',
		},
	],
	default: 'both',
};

/** @param deleted what deleting means on the two sides */
export function onDelete(deleted: string, archived: string, marked: string): INodeProperties {
	return {
		displayName: 'On Delete',
		name: 'onDelete',
		type: 'options',
		options: [
			{ name: 'Archive', value: 'archive', description: archived },
			{
				name: 'Do Nothing',
				value: 'nothing',
				description: 'Report it once; no record is created again',
			},
			{ name: 'Mark', value: 'mark', description: marked },
			{ name: 'Unlink', value: 'unlink', description: 'Remove the link and keep both records' },
		],
		default: 'nothing',
		description: deleted,
	};
}

export const conflict: INodeProperties = {
	displayName: 'On Conflict',
	name: 'conflict',
	type: 'options',
	options: [
		{ name: 'HubSpot Wins', value: 'hubSpot' },
		{ name: 'Newest Wins', value: 'newest', description: 'The record that changed last' },
		{ name: 'QuickBooks Wins', value: 'quickBooks' },
		{
			name: 'Skip',
			value: 'skip',
			description: 'Change neither value; the conflict is reported with both values',
		},
	],
	default: 'newest',
	description: 'What to do when both sides changed a field since the last sync',
	displayOptions: { show: { direction: ['twoWay'] } },
};

const ifEmpty: INodeProperties = {
	displayName: 'Empty Values',
	name: 'ifEmpty',
	type: 'options',
	options: [
		{ name: 'Clear the Other Side', value: 'clear' },
		{ name: 'Leave the Other Side', value: 'keep' },
	],
	default: 'keep',
};

function mapping(resourceMapperMethod: string): INodeProperties {
	return {
		displayName: 'Mapping',
		name: 'mapping',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		description:
			'Which QuickBooks field belongs to which HubSpot property. When nothing is chosen, the default mapping is used.',
		typeOptions: {
			resourceMapper: {
				resourceMapperMethod,
				mode: 'add',
				valuesLabel: 'QuickBooks Field',
				fieldWords: { singular: 'property', plural: 'properties' },
				addAllFields: true,
				multiKeyMatch: false,
				supportAutoMap: false,
			},
		},
	};
}

/** @param bothSides whether values can go in both directions */
export function mappingFields(
	{ mappingMethod, hubSpotFields }: SyncWords,
	bothSides: boolean,
): INodeProperties[] {
	return [
		mapping(mappingMethod),
		{ ...ifEmpty, description: 'What an empty value does to a value on the other side' },
		{
			displayName: 'Field Rules',
			name: 'fieldRules',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Rule',
			default: {},
			description: 'Rules for mapped properties that differ from the settings above',
			options: [
				{ displayName: 'Rule', name: 'rule', values: ruleFields(hubSpotFields, bothSides) },
			],
		},
	];
}

function ruleFields(loadOptionsMethod: string, bothSides: boolean): INodeProperties[] {
	return [
		{
			displayName: 'HubSpot Property Name or ID',
			name: 'property',
			type: 'options',
			typeOptions: { loadOptionsMethod },
			default: '',
			description:
				'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		},
		...(bothSides ? [ruleDirection] : []),
		ifEmpty,
	];
}

const ruleDirection: INodeProperties = {
	displayName: 'Direction',
	name: 'direction',
	type: 'options',
	options: [
		{ name: 'As the Node', value: 'both' },
		{ name: 'To HubSpot Only', value: 'toHubSpot' },
		{ name: 'To QuickBooks Only', value: 'toQuickBooks' },
	],
	default: 'both',
};
