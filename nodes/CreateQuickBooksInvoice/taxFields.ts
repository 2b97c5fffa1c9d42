import type { INodeProperties } from 'n8n-workflow';
import { locator } from '../shared/locator';

/** How the lines are taxed. */
export const taxFields: INodeProperties[] = [
	locator({
		displayName: 'Default Tax Code',
		name: 'defaultTaxCode',
		searchListMethod: 'searchTaxCodes',
		placeholder: 'TAX',
		description:
			"Used for lines without a tax code. Outside the US every line needs a code, and the customer's own code in QuickBooks comes first. In the US, QuickBooks decides when this is empty. A US company without automated sales tax can choose one of its sales tax codes for the taxed lines of the invoice.",
	}),
	{
		displayName: 'Taxes',
		name: 'taxes',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Amounts Are',
				name: 'calculation',
				type: 'options',
				options: [
					{ name: 'Before Tax', value: 'TaxExcluded' },
					{ name: 'Including Tax', value: 'TaxInclusive' },
					{ name: 'Out of Scope', value: 'NotApplicable' },
				],
				default: 'TaxExcluded',
				description: 'For companies outside the US only',
			},
			{
				displayName: 'Tax Codes by HubSpot Tax Rate',
				name: 'codeByRate',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				placeholder: 'Add Mapping',
				default: {},
				options: [
					{
						displayName: 'Mapping',
						name: 'mapping',
						values: [
							{
								displayName: 'HubSpot Tax Rate ID',
								name: 'rate',
								type: 'string',
								default: '',
								description: "The value of the line item's property Tax Rate Group",
							},
							locator({
								displayName: 'Tax Code',
								name: 'taxCode',
								searchListMethod: 'searchTaxCodes',
								placeholder: '3',
							}),
						],
					},
				],
			},
			{
				displayName: "Use HubSpot's Tax",
				name: 'useHubSpotTax',
				type: 'boolean',
				default: false,
				description:
					'Whether the tax of the line items replaces the tax that QuickBooks would compute. US companies only.',
			},
		],
	},
];
