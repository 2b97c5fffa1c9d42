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
				description: 'By stored link, e-mail address, then name',
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
		description: 'Whom of the deal to bill',
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
		description: 'What to do when no QuickBooks customer fits',
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
				description: 'The name with the HubSpot ID behind it',
			},
			{
				name: 'Create a Sub-Customer',
				value: 'subCustomer',
				description: 'Below the customer that has the name',
			},
			{ name: 'Fail', value: 'fail' },
		],
		default: 'suffix',
		description:
			'What to do when the name of the new customer belongs to another customer, vendor or employee',
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
				description: 'Whether to make a matching customer that is inactive active again',
			},
			{
				displayName: 'Sub-Customer of Company',
				name: 'underCompany',
				type: 'boolean',
				default: false,
				description:
					"Whether to create a contact's customer below the customer of the deal's company",
			},
		],
	},
];
