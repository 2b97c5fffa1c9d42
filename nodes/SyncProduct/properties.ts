import type { INodeProperties } from 'n8n-workflow';
import { hubspotAuthentication } from '../shared/credentials';
import { dryRun } from '../shared/dryRun';
import { locator } from '../shared/locator';
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
	hubSpot: 'products',
	quickBooks: 'items',
	mappingMethod: 'getProductMapping',
	hubSpotFields: 'getProductProperties',
	quickBooksFields: 'getItemFields',
};

/** The form of Sync Product. */
export const properties: INodeProperties[] = [
	hubspotAuthentication,
	direction,
	...scopeFields(words, true),
	createAndUpdate,
	onDelete(
		'What to do when an item was made inactive or a product was deleted',
		'Archive the product, or make the item inactive',
		"Set the product's QuickBooks record state. An item has no place for a mark.",
	),
	conflict,
	locator({
		displayName: 'Income Account',
		name: 'incomeAccount',
		searchListMethod: 'searchIncomeAccounts',
		placeholder: '79',
		description: 'The account that sales of new items are booked to',
		displayOptions: { hide: { direction: ['quickBooksToHubSpot'] } },
	}),
	...mappingFields(words, true),
	filterField(words),
	output,
	dryRun,
	optionsField([nameTaken]),
];
