import type { INodeProperties } from 'n8n-workflow';
import { customerUrl, locator } from '../shared/locator';

const invoiceUrl = 'https://[^/]*qbo\\.intuit\\.com/(?:.*[?&])?txnId=([0-9]+).*';

const picker = locator({
	displayName: 'Invoice',
	name: 'invoice',
	searchListMethod: 'searchInvoices',
	placeholder: '145',
	description:
		'By its number or its customer. An expression may give several IDs, with commas between them.',
	urlPattern: invoiceUrl,
	urlPlaceholder: 'https://qbo.intuit.com/app/invoice?txnId=145',
});

/** Invoices also go by the number that is printed on them. */
const invoicePicker: INodeProperties = {
	...picker,
	modes: [
		...(picker.modes ?? []),
		{ displayName: 'By Number', name: 'number', type: 'string', placeholder: 'e.g. 1041' },
	],
};

const criteria: INodeProperties[] = [
	{
		displayName: 'Amount From',
		name: 'totalFrom',
		type: 'number',
		typeOptions: { numberPrecision: 2 },
		default: 0,
		description: 'Of the total with tax',
	},
	{
		displayName: 'Amount To',
		name: 'totalTo',
		type: 'number',
		typeOptions: { numberPrecision: 2 },
		default: 0,
		description: 'Of the total with tax',
	},
	locator({
		displayName: 'Customer',
		name: 'customer',
		searchListMethod: 'searchCustomers',
		placeholder: '58',
		urlPattern: customerUrl,
		urlPlaceholder: 'https://qbo.intuit.com/app/customerdetail?nameId=58',
	}),
	{ displayName: 'Due From', name: 'dueFrom', type: 'dateTime', default: '' },
	{ displayName: 'Due To', name: 'dueTo', type: 'dateTime', default: '' },
	{ displayName: 'Issued From', name: 'issuedFrom', type: 'dateTime', default: '' },
	{ displayName: 'Issued To', name: 'issuedTo', type: 'dateTime', default: '' },
	{
		displayName: 'Number',
		name: 'number',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1041',
		description: 'A part of it is enough',
	},
	{
		displayName: 'Status',
		name: 'status',
		type: 'multiOptions',
		options: [
			{ name: 'Overdue', value: 'overdue' },
			{ name: 'Paid in Full', value: 'paid_in_full' },
			{ name: 'Partial Payment', value: 'partial_payment' },
			{ name: 'Sent to Customer', value: 'sent_to_customer' },
			{ name: 'Voided', value: 'voided' },
			{ name: 'Waiting to Be Sent', value: 'waiting_to_be_sent' },
		],
		default: [],
		description: 'Any of them',
	},
];

/** One form of the search for each place in which it stands. */
function search(
	description: string,
	displayOptions: INodeProperties['displayOptions'],
): INodeProperties[] {
	return [
		{
			displayName: 'Search',
			name: 'search',
			type: 'collection',
			placeholder: 'Add criterion',
			default: {},
			description,
			...(displayOptions && { displayOptions }),
			options: criteria,
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'Max number of results to return',
			...(displayOptions && { displayOptions }),
		},
	];
}

/** Which invoices are meant. */
export const invoiceFields: INodeProperties[] = [
	{
		displayName: 'Invoices',
		name: 'invoices',
		type: 'options',
		options: [
			{ name: 'Chosen One by One', value: 'chosen' },
			{ name: 'Found by Search', value: 'search' },
		],
		default: 'chosen',
		description: 'Which invoices to attach or detach',
		displayOptions: { show: { operation: ['attach', 'detach'] } },
	},
	{
		displayName: 'Chosen Invoices',
		name: 'chosen',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Invoice',
		default: { invoice: [{ invoice: { mode: 'list', value: '' } }] },
		displayOptions: { show: { operation: ['attach', 'detach'], invoices: ['chosen'] } },
		options: [{ displayName: 'Invoice', name: 'invoice', values: [invoicePicker] }],
	},
	...search(
		'Which invoices of the company to attach. All criteria must hold; at least one is needed.',
		{ show: { operation: ['attach'], invoices: ['search'] } },
	),
	...search(
		'Which of the attached invoices to detach. All criteria must hold; without any, all of them.',
		{ show: { operation: ['detach'], invoices: ['search'] } },
	),
	...search(
		'Which of the attached invoices to list. All criteria must hold; without any, all of them.',
		{ show: { operation: ['list'] } },
	),
];
