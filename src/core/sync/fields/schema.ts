import type { PropertyNames } from '../../records/names';
import { labelled, requiredSchemas, type HubSpotSchema } from '../../hubspot/schema';
import type { HubSpotObjectType, HubSpotPropertyDefinition } from '../../records/hubspot';
import type { SyncPolicy } from '../types';

/**
 * The properties that a sync of one object type keeps in HubSpot: the link, and what its policy
 * needs beside it.
 */
export function syncSchema(
	names: PropertyNames,
	objectType: HubSpotObjectType,
	realmId: string,
	companyName: string,
	policy: SyncPolicy,
): HubSpotSchema[] {
	return requiredSchemas(names, realmId, companyName)
		.filter((schema) => schema.objectType === objectType)
		.map((schema) => ({
			...schema,
			properties: [
				...schema.properties,
				...(policy.direction === 'twoWay'
					? [baseDefinition(names, realmId, companyName, schema.group.name)]
					: []),
				...(policy.onDelete === 'mark' && objectType !== 'invoices'
					? [stateDefinition(names, schema.group.name)]
					: []),
			],
		}));
}

function baseDefinition(
	names: PropertyNames,
	realmId: string,
	companyName: string,
	groupName: string,
): HubSpotPropertyDefinition {
	return {
		name: names.base(realmId),
		label: labelled(`QuickBooks sync (${companyName}, ${realmId})`, names),
		type: 'string',
		fieldType: 'textarea',
		groupName,
		description:
			'What both sides agreed on at the last sync, as fingerprints; kept by the QuickBooks nodes of n8n',
		hidden: true,
	};
}

function stateDefinition(names: PropertyNames, groupName: string): HubSpotPropertyDefinition {
	return {
		name: names.of('record_state'),
		label: labelled('QuickBooks record state', names),
		type: 'enumeration',
		fieldType: 'select',
		groupName,
		description: 'Whether the record in QuickBooks is active',
		options: ['active', 'inactive'].map((value, displayOrder) => ({
			value,
			label: value === 'active' ? 'Active' : 'Inactive',
			displayOrder,
			hidden: false,
		})),
	};
}
