import { requiredSchemas, type HubSpotSchema } from '../hubspot/schema';
import type { HubSpotObjectType, HubSpotPropertyDefinition } from '../records/hubspot';
import { basePropertyName } from './base';
import { STATE_PROPERTY } from './deletion';
import type { SyncPolicy } from './types';

/** The properties that a sync of one object type keeps in HubSpot: the link, and what its policy needs beside it. */
export function syncSchema(objectType: HubSpotObjectType, realmId: string, companyName: string, policy: SyncPolicy): HubSpotSchema[] {
	return requiredSchemas(realmId, companyName)
		.filter((schema) => schema.objectType === objectType)
		.map((schema) => ({
			...schema,
			properties: [...schema.properties, ...(policy.direction === 'twoWay' ? [baseDefinition(realmId, companyName, schema.group.name)] : []), ...(policy.onDelete === 'mark' && objectType !== 'invoices' ? [stateDefinition(schema.group.name)] : [])],
		}));
}

function baseDefinition(realmId: string, companyName: string, groupName: string): HubSpotPropertyDefinition {
	return {
		name: basePropertyName(realmId),
		label: `QuickBooks sync (${companyName}, ${realmId})`,
		type: 'string',
		fieldType: 'textarea',
		groupName,
		description: 'What both sides agreed on at the last sync, as fingerprints; kept by the QuickBooks nodes of n8n',
		hidden: true,
	};
}

function stateDefinition(groupName: string): HubSpotPropertyDefinition {
	return {
		name: STATE_PROPERTY,
		label: 'QuickBooks record state',
		type: 'enumeration',
		fieldType: 'select',
		groupName,
		description: 'Whether the record in QuickBooks is active',
		options: ['active', 'inactive'].map((value, displayOrder) => ({ value, label: value === 'active' ? 'Active' : 'Inactive', displayOrder, hidden: false })),
	};
}
