import type { INodeProperties } from 'n8n-workflow';

/** Words that differ from node to node. */
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

export function scopeFields(
	{ hubSpot, quickBooks }: SyncWords,
	bothSides: boolean,
): INodeProperties[] {
	return [
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'All', value: 'all', description: 'Every record, changed or not' },
				{
					name: 'Changed',
					value: 'changed',
					description: 'What changed since the last run; everything at the first one',
				},
				{
					name: 'Records',
					value: 'records',
					description: 'The records whose IDs come with the input items',
				},
			],
			default: 'changed',
			description:
				'Which records to look at. What was done last is remembered in runs that a trigger starts, not in manual ones. After you allow more than before (policy, filter or mapping), run once with All: Changed comes back to a record that was left out only when it changes.',
		},
		{
			displayName: 'Record ID',
			name: 'recordId',
			type: 'string',
			default: '={{ $json.id }}',
			required: true,
			description: 'Of each input item',
			displayOptions: { show: { scope: ['records'] } },
		},
		...(bothSides
			? [
					{
						displayName: 'ID Of',
						name: 'recordSide',
						type: 'options' as const,
						options: [
							{
								name: 'HubSpot',
								value: 'hubSpot',
								description: `The IDs are of HubSpot ${hubSpot}`,
							},
							{
								name: 'QuickBooks',
								value: 'quickBooks',
								description: `The IDs are of QuickBooks ${quickBooks}`,
							},
						],
						default: 'quickBooks',
						displayOptions: { show: { scope: ['records'] } },
					},
				]
			: []),
	];
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
			description: 'Records that exist are linked and otherwise left as they are',
		},
		{ name: 'Neither', value: 'none', description: 'Only deletions are followed' },
		{
			name: 'Update Only',
			value: 'updateOnly',
			description: 'Records that the other side lacks are left out',
		},
	],
	default: 'both',
};

/** @param deleted what deleting means */
export function onDelete(deleted: string, archived: string, marked: string): INodeProperties {
	return {
		displayName: 'On Delete',
		name: 'onDelete',
		type: 'options',
		options: [
			{ name: 'Archive', value: 'archive', description: archived },
			{ name: 'Do Nothing', value: 'nothing', description: 'Tell it once; no record is made anew' },
			{ name: 'Mark', value: 'mark', description: marked },
			{ name: 'Unlink', value: 'unlink', description: 'Remove the link, keep both records' },
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
			description: 'Neither value is touched; the conflict is reported with both',
		},
	],
	default: 'newest',
	description: 'What to do when both sides changed a field since the last sync',
	displayOptions: { show: { direction: ['twoWay'] } },
};

export function mappingFields(
	{ mappingMethod, hubSpotFields }: SyncWords,
	bothSides: boolean,
): INodeProperties[] {
	return [
		{
			displayName: 'Mapping',
			name: 'mapping',
			type: 'resourceMapper',
			noDataExpression: true,
			default: { mappingMode: 'defineBelow', value: null },
			description:
				'Which QuickBooks field goes with which HubSpot property. When nothing is chosen, the defaults.',
			typeOptions: {
				resourceMapper: {
					resourceMapperMethod: mappingMethod,
					mode: 'add',
					valuesLabel: 'QuickBooks Field',
					fieldWords: { singular: 'property', plural: 'properties' },
					addAllFields: true,
					multiKeyMatch: false,
					supportAutoMap: false,
				},
			},
		},
		{
			displayName: 'Empty Values',
			name: 'ifEmpty',
			type: 'options',
			options: [
				{ name: 'Clear the Other Side', value: 'clear' },
				{ name: 'Leave the Other Side', value: 'keep' },
			],
			default: 'keep',
			description: 'What an empty value does to a value on the other side',
		},
		{
			displayName: 'Field Rules',
			name: 'fieldRules',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Rule',
			default: {},
			description: 'Mapped properties that differ from the rest',
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
		...(bothSides
			? [
					{
						displayName: 'Direction',
						name: 'direction',
						type: 'options' as const,
						options: [
							{ name: 'As the Node', value: 'both' },
							{ name: 'To HubSpot Only', value: 'toHubSpot' },
							{ name: 'To QuickBooks Only', value: 'toQuickBooks' },
						],
						default: 'both',
					},
				]
			: []),
		{
			displayName: 'Empty Values',
			name: 'ifEmpty',
			type: 'options',
			options: [
				{ name: 'Clear the Other Side', value: 'clear' },
				{ name: 'Leave the Other Side', value: 'keep' },
			],
			default: 'keep',
		},
	];
}
