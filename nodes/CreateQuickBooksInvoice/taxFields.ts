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
			"For lines without one; outside the US the customer's own code in QuickBooks comes first, and every line needs a code. In the US, QuickBooks decides when this is empty; without automated sales tax, a sales tax code of the company can be chosen for the taxed lines of the invoice.",
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
				description: 'Companies outside the US only',
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
								description: 'Value of the property Tax Rate Group of the line item',
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
					'Whether the tax on the line items replaces what QuickBooks would compute; US companies only',
			},
		],
	},
];
