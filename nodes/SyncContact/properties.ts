import type { INodeProperties } from 'n8n-workflow';
import { hubspotAuthentication } from '../shared/credentials';
import { dryRun } from '../shared/dryRun';
import {
	conflict,
	createAndUpdate,
	direction,
	mappingFields,
	onDelete,
	scopeFields,
	type SyncWords,
} from '../shared/syncFields';
import { filterField, nameTaken, optionsField, output } from '../shared/syncFilter';

const words: SyncWords = {
	hubSpot: 'contacts',
	quickBooks: 'customers',
	mappingMethod: 'getContactMapping',
	hubSpotFields: 'getContactProperties',
	quickBooksFields: 'getCustomerFields',
};

/** The form of Sync Contact. */
export const properties: INodeProperties[] = [
	hubspotAuthentication,
	direction,
	...scopeFields(words, true),
	createAndUpdate,
	onDelete(
		'What to do when a customer was made inactive or a contact was deleted',
		'Archive the contact, or make the customer inactive',
		"Set the contact's QuickBooks record state, or add a note to the customer",
	),
	conflict,
	{
		displayName: 'Create Companies',
		name: 'companies',
		type: 'boolean',
		default: false,
		description:
			'Whether contacts without a company get the company that their QuickBooks customer names. It is matched by name or domain. If HubSpot has no such company, it is created.',
		displayOptions: { hide: { direction: ['hubSpotToQuickBooks'] } },
	},
	...mappingFields(words, true),
	filterField(words),
	output,
	dryRun,
	optionsField([nameTaken]),
];
