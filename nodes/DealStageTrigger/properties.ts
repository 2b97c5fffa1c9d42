import type { INodeProperties } from 'n8n-workflow';
import { hubspotAuthentication } from '../shared/credentials';

/** The form of the Deal Stage Trigger. */
export const properties: INodeProperties[] = [
	hubspotAuthentication,
	{
		displayName: 'Pipeline Name or ID',
		name: 'pipeline',
		type: 'options',
		typeOptions: {
			loadOptionsMethod: 'getPipelines',
			loadOptionsDependsOn: ['hubspotAuthentication'],
		},
		default: '',
		required: true,
		description:
			'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	},
	{
		displayName: 'Stage Names or IDs',
		name: 'stages',
		type: 'multiOptions',
		typeOptions: {
			loadOptionsMethod: 'getStages',
			loadOptionsDependsOn: ['hubspotAuthentication', 'pipeline'],
		},
		default: [],
		required: true,
		description:
			'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	},
	{
		displayName: 'First Run',
		name: 'firstRun',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Existing Deals, Too',
				value: 'existing',
				description: 'Also the deals that are already in one of the stages',
			},
			{
				name: 'From Now On',
				value: 'fromNow',
				description: 'Only deals that enter a stage from now on',
			},
		],
		default: 'fromNow',
		description: 'What to do when the workflow is published for the first time',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Deal Property Names or IDs',
				name: 'properties',
				type: 'multiOptions',
				typeOptions: { loadOptionsMethod: 'getDealProperties' },
				default: [],
				description:
					'Properties to add to the output. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
			},
		],
	},
];
