import type { INodeProperties } from 'n8n-workflow';
import { customerUrl, locator } from '../shared/locator';

const auto = { show: { customer: ['auto'] } };

/** Who is billed. */
export const customerFields: INodeProperties[] = [
	{
		displayName: 'Customer',
		name: 'customer',
		type: 'options',
		options: [
			{
				name: 'Match Automatically',
				value: 'auto',
				description: 'By stored link, then e-mail address, then name',
			},
			{
				name: 'Specific Customer',
				value: 'specific',
				description: 'A QuickBooks customer chosen here',
			},
		],
		default: 'auto',
		description: 'Which QuickBooks customer gets the invoice',
	},
	locator({
		displayName: 'QuickBooks Customer',
		name: 'customerId',
		searchListMethod: 'searchCustomers',
		placeholder: '58',
		required: true,
		displayOptions: { show: { customer: ['specific'] } },
		urlPattern: customerUrl,
		urlPlaceholder: 'https://qbo.intuit.com/app/customerdetail?nameId=58',
	}),
	{
		displayName: 'Billing Party',
		name: 'billingParty',
		type: 'options',
		options: [
			{ name: 'Company', value: 'company', description: "The deal's company" },
			{ name: 'Contact', value: 'contact', description: "The deal's contact" },
			{ name: 'Contact, Else Company', value: 'auto' },
		],
		default: 'auto',
		description: 'Whether to bill the contact or the company of the deal',
		displayOptions: auto,
	},
	{
		displayName: 'If No Customer',
		name: 'ifNoCustomer',
		type: 'options',
		options: [
			{ name: 'Create', value: 'create' },
			{ name: 'Fail', value: 'fail' },
		],
		default: 'create',
		description: 'What to do when no QuickBooks customer matches',
		displayOptions: auto,
	},
	{
		displayName: 'If Name Is Taken',
		name: 'nameTaken',
		type: 'options',
		options: [
			{
				name: 'Add a Suffix',
				value: 'suffix',
				description: 'Add the HubSpot ID to the name',
			},
			{
				name: 'Create a Sub-Customer',
				value: 'subCustomer',
				description: 'Create it under the customer that has the name',
			},
			{ name: 'Fail', value: 'fail' },
		],
		default: 'suffix',
		description:
			'What to do when another customer, vendor or employee already has the name of the new customer',
		displayOptions: { show: { customer: ['auto'], ifNoCustomer: ['create'] } },
	},
	{
		displayName: 'Customer Options',
		name: 'customerOptions',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: auto,
		options: [
			{
				displayName: 'Reactivate Inactive Customer',
				name: 'reactivate',
				type: 'boolean',
				default: false,
				description: 'Whether to make a matching inactive customer active again',
			},
			{
				displayName: 'Sub-Customer of Company',
				name: 'underCompany',
				type: 'boolean',
				default: false,
				description:
					"Whether to create a contact's customer as a sub-customer of the company's customer",
			},
		],
	},
];
