import type { INodeProperties } from 'n8n-workflow';
import { customerUrl, locator } from '../shared/locator';

const invoiceUrl = 'https://[^/]*qbo\\.intuit\\.com/(?:.*[?&])?txnId=([0-9]+).*';

const picker = locator({
	displayName: 'Invoice',
	name: 'invoice',
	searchListMethod: 'searchInvoices',
	placeholder: '145',
	description:
		'Search by number or by customer. An expression may give several IDs, separated by commas.',
	urlPattern: invoiceUrl,
	urlPlaceholder: 'https://qbo.intuit.com/app/invoice?txnId=145',
});

/** Invoices can also be named by the number that is printed on them. */
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
		description: 'Compared with the total including tax',
	},
	{
		displayName: 'Amount To',
		name: 'totalTo',
		type: 'number',
		typeOptions: { numberPrecision: 2 },
		default: 0,
		description: 'Compared with the total including tax',
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
		description: 'A part of the number is enough',
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
		description: 'Invoices with any of these statuses',
	},
];

/** The search fields, with the description and the conditions of one operation. */
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

/** The fields that choose invoices. */
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
		'Which invoices of the QuickBooks company to attach. An invoice must meet all criteria. At least one criterion is needed.',
		{ show: { operation: ['attach'], invoices: ['search'] } },
	),
	...search(
		'Which of the attached invoices to detach. An invoice must meet all criteria. Without criteria, all invoices are detached.',
		{ show: { operation: ['detach'], invoices: ['search'] } },
	),
	...search(
		'Which of the attached invoices to list. An invoice must meet all criteria. Without criteria, all invoices are listed.',
		{ show: { operation: ['list'] } },
	),
];
