import type { INodeProperties } from 'n8n-workflow';

export const dryRun: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: false,
	description: 'Whether to return the plan and the exact payloads without writing anything',
};
