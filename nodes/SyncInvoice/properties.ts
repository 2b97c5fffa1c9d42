import type { INodeProperties } from 'n8n-workflow';
import { hubspotAuthentication } from '../shared/credentials';
import { dryRun } from '../shared/dryRun';
import {
	createAndUpdate,
	mappingFields,
	onDelete,
	scopeFields,
	type SyncWords,
} from '../shared/syncFields';
import { filterField, optionsField, output } from '../shared/syncFilter';

const words: SyncWords = {
	hubSpot: 'invoices',
	quickBooks: 'invoices',
	mappingMethod: 'getInvoiceMapping',
	hubSpotFields: 'getInvoiceProperties',
	quickBooksFields: 'getInvoiceFields',
};

/** The form of Sync Invoice. */
export const properties: INodeProperties[] = [
	hubspotAuthentication,
	...scopeFields(words, false),
	createAndUpdate,
	onDelete(
		'What to do when an invoice was deleted in QuickBooks. A voided invoice keeps its record, with the status Voided.',
		"Archive HubSpot's record",
		'Set the status of the record to Deleted',
	),
	...mappingFields(words, false),
	filterField(words),
	output,
	dryRun,
	optionsField([]),
];
