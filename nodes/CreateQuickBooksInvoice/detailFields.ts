import type { INodeProperties } from 'n8n-workflow';
import { locator } from '../shared/locator';

/** What a person can add to the invoice besides its lines. */
export const detailFields: INodeProperties[] = [
	locator({
		displayName: 'Terms',
		name: 'terms',
		searchListMethod: 'searchTerms',
		placeholder: '3',
		description: 'Payment terms. When empty, the terms of the customer or of the company are used.',
	}),
	{
		displayName: 'Invoice Date',
		name: 'invoiceDate',
		type: 'dateTime',
		default: '',
		description: 'When empty, today is used',
	},
	{
		displayName: 'Due Date',
		name: 'dueDate',
		type: 'dateTime',
		default: '',
		description: 'When empty, the terms decide',
	},
	{
		displayName: 'Customer Message',
		name: 'customerMessage',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		description: 'Shown to the customer on the invoice',
	},
	{
		displayName: 'Memo',
		name: 'memo',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		description: 'Visible in QuickBooks only. The node adds a note about the deal to it.',
	},
	{
		displayName: 'Bill Email',
		name: 'billEmail',
		type: 'string',
		placeholder: 'e.g. ann@example.com',
		default: '',
		description:
			"The address that the invoice is sent to. When empty, the customer's address is used.",
	},
	locator({
		displayName: 'Class',
		name: 'class',
		searchListMethod: 'searchClasses',
		placeholder: '5000000000000503624',
		description:
			'The class of the invoice. If the company tracks classes by line, the class of each line.',
	}),
	locator({
		displayName: 'Location',
		name: 'location',
		searchListMethod: 'searchLocations',
		placeholder: '1',
	}),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'BCC',
				name: 'bcc',
				type: 'string',
				default: '',
				description: 'Addresses that get a blind copy, separated by commas',
			},
			{
				displayName: 'CC',
				name: 'cc',
				type: 'string',
				default: '',
				description: 'Addresses that get a copy, separated by commas',
			},
			{
				displayName: 'Class Property',
				name: 'classProperty',
				type: 'string',
				placeholder: 'e.g. accounting_class',
				default: '',
				description:
					'For companies that track a class for each line: the internal name of the HubSpot line item property that contains the name or ID of a QuickBooks class. When empty, all lines get the class above.',
			},
			{
				displayName: 'Count Attached Invoices',
				name: 'countAttached',
				type: 'options',
				options: [
					{
						name: 'Count',
						value: 'count',
						description: 'They bill a part of the deal, by their amount before tax',
					},
					{ name: 'Fail', value: 'fail', description: 'Stop with an error that names them' },
					{
						name: 'Warn',
						value: 'warn',
						description: 'They do not count as billed, and a warning names them',
					},
				],
				default: 'warn',
				description:
					'Whether invoices count as billed when somebody attached them to the deal by hand',
			},
			{
				displayName: 'Custom Fields',
				name: 'customFields',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				placeholder: 'Add Field',
				default: {},
				options: [
					{
						displayName: 'Field',
						name: 'field',
						values: [
							{
								displayName: 'Field Name or ID',
								name: 'definitionId',
								type: 'options',
								typeOptions: { loadOptionsMethod: 'getCustomFields' },
								default: '',
								description:
									'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
							},
							{
								displayName: 'Value',
								name: 'value',
								type: 'string',
								default: '',
								description: 'At most 31 characters',
							},
						],
					},
				],
			},
			{
				displayName: 'Deposit',
				name: 'deposit',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 2 },
				default: 0,
				description: 'An amount that was already paid. It lowers the amount due.',
			},
			locator({
				displayName: 'Deposit Account',
				name: 'depositAccount',
				searchListMethod: 'searchBankAccounts',
				placeholder: '35',
			}),
			{
				displayName: 'Discount Amount',
				name: 'discountAmount',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 2 },
				default: 0,
				description: 'Taken off the whole invoice',
			},
			{
				displayName: 'Discount Before Tax',
				name: 'taxAfterDiscount',
				type: 'boolean',
				default: false,
				description: 'Whether tax is computed on the amount after the discount. US companies only.',
			},
			{
				displayName: 'Discount Percentage',
				name: 'discountPercent',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 100 },
				default: 0,
				description: 'Taken off the whole invoice',
			},
			{
				displayName: 'If Totals Differ',
				name: 'ifTotalsDiffer',
				type: 'options',
				options: [
					{ name: 'Bill the Lines and Warn', value: 'warn' },
					{ name: 'Fail', value: 'fail' },
				],
				default: 'fail',
				description: "What to do when the line items do not add up to the deal's amount",
			},
			{
				displayName: 'Invoice Number',
				name: 'number',
				type: 'string',
				default: '',
				description:
					'For companies with custom transaction numbers. When empty, the next free number is used.',
			},
			{
				displayName: 'Line Discounts',
				name: 'lineDiscounts',
				type: 'options',
				options: [
					{ name: 'As One Discount Below the Subtotal', value: 'line' },
					{ name: 'In the Prices', value: 'price' },
				],
				default: 'price',
				description: 'How discounts of line items appear on the invoice',
			},
			{
				displayName: 'Lines That Start Later',
				name: 'laterLines',
				type: 'options',
				options: [
					{ name: 'Bill Now and Warn', value: 'bill' },
					{
						name: 'Leave Out',
						value: 'leaveOut',
						description: 'They can be billed later with the share Rest',
					},
				],
				default: 'bill',
				description:
					'What to do with line items whose billing starts after the date of the invoice',
			},
			{
				displayName: 'Pay by Bank Transfer Online',
				name: 'bankPayment',
				type: 'boolean',
				default: true,
				description: 'Whether the customer can pay online by bank transfer',
			},
			{
				displayName: 'Pay by Card Online',
				name: 'cardPayment',
				type: 'boolean',
				default: true,
				description: 'Whether the customer can pay online by card',
			},
			{
				displayName: 'Service Date',
				name: 'serviceDate',
				type: 'dateTime',
				default: '',
				description:
					'Used for lines without a service date of their own. A company that recognises revenue over time needs one on each line.',
			},
			{
				displayName: 'Shipping',
				name: 'shipping',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 2 },
				default: 0,
			},
			{
				displayName: 'Time Limit (Seconds)',
				name: 'timeLimit',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 120 },
				default: 60,
				description:
					'How long to wait for one answer from HubSpot or QuickBooks. The first item decides for all items.',
			},
			{
				displayName: 'Use a Number That Is Taken',
				name: 'allowDuplicateNumber',
				type: 'boolean',
				default: false,
				description: 'Whether QuickBooks accepts an invoice number that was used before',
			},
		],
	},
];
