import type { INodeProperties } from 'n8n-workflow';
import { hubspotAuthentication } from '../shared/credentials';
import { dryRun } from '../shared/dryRun';
import { dealUrl, locator, quoteUrl } from '../shared/locator';
import { customerFields } from './customerFields';
import { detailFields } from './detailFields';
import { lineFields } from './lineFields';
import { taxFields } from './taxFields';

/** The form of Create QuickBooks Invoice, from what is billed to what happens afterwards. */
export const properties: INodeProperties[] = [
	hubspotAuthentication,
	locator({
		displayName: 'Deal',
		name: 'deal',
		searchListMethod: 'searchDeals',
		placeholder: '401',
		required: true,
		description: 'The HubSpot deal to invoice',
		urlPattern: dealUrl,
		urlPlaceholder: 'https://app.hubspot.com/contacts/48291573/record/0-3/401',
	}),
	{
		displayName: 'Source',
		name: 'source',
		type: 'options',
		options: [
			{
				name: 'From Scratch',
				value: 'scratch',
				description: "The deal's line items, or lines entered here",
			},
			{
				name: 'Quote',
				value: 'quote',
				description: "One of the deal's accepted or published quotes",
			},
		],
		default: 'scratch',
		description: 'Where the lines of the invoice come from',
	},
	locator({
		displayName: 'Quote',
		name: 'quote',
		searchListMethod: 'searchQuotes',
		placeholder: '501',
		description:
			'An accepted quote of the deal, or a published quote that has not expired. When empty, the quote accepted last is used. If none is accepted, the latest published quote is used.',
		displayOptions: { show: { source: ['quote'] } },
		urlPattern: quoteUrl,
		urlPlaceholder: 'https://app.hubspot.com/contacts/48291573/record/0-14/501',
	}),
	...lineFields,
	...customerFields,
	{
		displayName: 'Share',
		name: 'share',
		type: 'options',
		options: [
			{
				name: 'Amount',
				value: 'amount',
				description: 'A fixed amount before tax, for example a deposit',
			},
			{
				name: 'Percentage',
				value: 'percentage',
				description: 'A part of the deal, for example 30 % up front',
			},
			{ name: 'Rest', value: 'rest', description: 'What is not invoiced yet' },
			{ name: 'Whole', value: 'whole', description: 'All of the deal' },
		],
		default: 'whole',
		description: 'How much of the deal to invoice. It is never more than what is left.',
	},
	{
		displayName: 'Share Percentage',
		name: 'sharePercentage',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100, numberPrecision: 4 },
		default: 50,
		displayOptions: { show: { share: ['percentage'] } },
	},
	{
		displayName: 'Share Amount',
		name: 'shareAmount',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 2 },
		default: 0,
		description: "Before tax, in the deal's currency",
		displayOptions: { show: { share: ['amount'] } },
	},
	...taxFields,
	...detailFields,
	{
		displayName: 'If Already Invoiced',
		name: 'ifInvoiced',
		type: 'options',
		options: [
			{
				name: 'Create Another',
				value: 'another',
				description: 'Bill the same share again, once for each reference',
			},
			{ name: 'Fail', value: 'fail', description: 'Stop with an error that names the invoice' },
			{
				name: 'Return the Existing Invoice',
				value: 'return',
				description: 'And add what is missing in HubSpot',
			},
		],
		default: 'return',
		description: 'What to do when this share of the deal was invoiced before',
	},
	// Not marked as required: n8n would stop whole workflows whose choice above comes from an
	// expression. The run asks for it.
	{
		displayName: 'Reference',
		name: 'reference',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.eventId }}',
		description:
			'Required. What this additional invoice is for, usually an expression: an event ID, a month or an order number. The same reference always means the same invoice, however often the node runs. A new reference means another invoice.',
		displayOptions: { show: { ifInvoiced: ['another'] } },
	},
	{
		displayName: 'Send',
		name: 'send',
		type: 'options',
		options: [
			{ name: 'No', value: 'no', description: 'Leave it in QuickBooks, waiting to be sent' },
			{ name: 'Now', value: 'now', description: 'QuickBooks e-mails it to the customer' },
		],
		default: 'no',
	},
	{
		displayName: 'PDF',
		name: 'pdf',
		type: 'boolean',
		default: false,
		description: 'Whether to attach the invoice as a PDF file',
	},
	dryRun,
];
