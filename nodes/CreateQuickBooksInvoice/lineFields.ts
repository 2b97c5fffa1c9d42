import type { INodeProperties } from 'n8n-workflow';
import { locator } from '../shared/locator';

/** What is sold. */
export const lineFields: INodeProperties[] = [
	{
		displayName: 'Lines',
		name: 'lines',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Line',
		default: {},
		description: "When there are none, the deal's line items are invoiced",
		displayOptions: { show: { source: ['scratch'] } },
		options: [
			{
				displayName: 'Line',
				name: 'line',
				values: [
					{
						displayName: 'Kind',
						name: 'kind',
						type: 'options',
						options: [
							{ name: 'Description', value: 'text', description: 'Text without an amount' },
							{ name: 'Item', value: 'item' },
							{ name: 'Subtotal', value: 'subtotal', description: 'Of the lines above it' },
						],
						default: 'item',
					},
					locator({
						displayName: 'Item',
						name: 'item',
						searchListMethod: 'searchItems',
						placeholder: '19',
						description: 'QuickBooks item. When empty, the item is matched by SKU or name.',
					}),
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						description: 'Used to match or create the item when none is chosen',
					},
					{ displayName: 'SKU', name: 'sku', type: 'string', default: '' },
					{ displayName: 'Quantity', name: 'quantity', type: 'number', default: 1 },
					{ displayName: 'Unit Price', name: 'unitPrice', type: 'number', default: 0 },
					{
						displayName: 'Discount Percentage',
						name: 'discountPercent',
						type: 'number',
						typeOptions: { minValue: 0, maxValue: 100 },
						default: 0,
					},
					{
						displayName: 'Discount Amount',
						name: 'discountAmount',
						type: 'number',
						default: 0,
						description: 'Taken off the whole line',
					},
					{
						displayName: 'Description',
						name: 'description',
						type: 'string',
						typeOptions: { rows: 2 },
						default: '',
					},
					locator({
						displayName: 'Tax Code',
						name: 'taxCode',
						searchListMethod: 'searchTaxCodes',
						placeholder: 'TAX',
					}),
					{ displayName: 'Service Date', name: 'serviceDate', type: 'dateTime', default: '' },
					locator({
						displayName: 'Class',
						name: 'class',
						searchListMethod: 'searchClasses',
						placeholder: '5000000000000503624',
					}),
				],
			},
		],
	},
	{
		displayName: 'Lines as JSON',
		name: 'linesJson',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: 'e.g. [{ "item": "19", "quantity": 2, "unitPrice": 45, "taxCode": "TAX" }]',
		description:
			'A list of lines from an expression. Write the names of the fields above in camel case. This list is used when there are no lines above.',
		displayOptions: { show: { source: ['scratch'] } },
	},
	{
		displayName: 'If No Item',
		name: 'ifNoItem',
		type: 'options',
		options: [
			{ name: 'Create', value: 'create', description: 'With the income account chosen below' },
			{ name: 'Fail', value: 'fail' },
			{ name: 'Use Default Item', value: 'default' },
		],
		default: 'create',
		description: 'What to do with a line whose item is not in QuickBooks',
	},
	locator({
		displayName: 'Income Account',
		name: 'incomeAccount',
		searchListMethod: 'searchIncomeAccounts',
		placeholder: '79',
		description: 'The account that sales of new items are booked to',
		displayOptions: { show: { ifNoItem: ['create'] } },
	}),
	locator({
		displayName: 'Default Item',
		name: 'defaultItem',
		searchListMethod: 'searchItems',
		placeholder: '19',
		required: true,
		displayOptions: { show: { ifNoItem: ['default'] } },
	}),
];
