import { dealPipelines } from '../account/pipelines';
import { inGroup, defineProperty as p, type Definition, type PropertyGroup } from './definition';

type Bare = Parameters<typeof inGroup>[1];

const billingFrequencies = [
	'weekly',
	'biweekly',
	'monthly',
	'quarterly',
	'per_six_months',
	'annually',
	'per_two_years',
	'per_three_years',
	'per_four_years',
	'per_five_years',
];

const system = (created: 'createdate' | 'hs_createdate'): Bare => [
	p(created, 'Create Date', 'time', { readOnly: true }),
	p('hs_lastmodifieddate', 'Last Modified Date', 'time', { readOnly: true }),
	p('hs_object_id', 'Record ID', 'number', { readOnly: true, unique: true }),
	p('hs_object_source', 'Record creation source', 'text', { readOnly: true, hidden: true }),
	p('hs_object_source_label', 'Record source', 'choice', { readOnly: true, external: true }),
	p('hs_merged_object_ids', 'Merged record IDs', 'choices', { readOnly: true, external: true }),
];

/**
 * Properties of deals.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/objects/deals/guide
 */
export const dealProperties: Definition[] = inGroup('dealinformation', [
	p('dealname', 'Deal Name', 'text'),
	p('amount', 'Amount', 'money'),
	p('deal_currency_code', 'Currency', 'choice', { external: true }),
	p('pipeline', 'Pipeline', 'choice', { external: true }),
	p('dealstage', 'Deal Stage', 'choice', { external: true }),
	p('closedate', 'Close Date', 'time'),
	p('dealtype', 'Deal Type', 'choice', {
		options: ['newbusiness=New Business', 'existingbusiness=Existing Business'],
	}),
	p('description', 'Deal Description', 'area'),
	p('hs_priority', 'Priority', 'choice', { options: ['low', 'medium', 'high'] }),
	p('hs_next_step', 'Next step', 'text'),
	p('closed_lost_reason', 'Closed Lost Reason', 'area'),
	p('closed_won_reason', 'Closed Won Reason', 'area'),
	p('hubspot_owner_id', 'Deal owner', 'owner'),
	p('hs_exchange_rate', 'Exchange rate', 'number', { calculated: true }),
	p('amount_in_home_currency', 'Amount in company currency', 'money', { calculated: true }),
	p('hs_deal_amount_in_home_currency', 'Deal amount in company currency', 'money', {
		calculated: true,
	}),
	p('hs_is_closed', 'Is Deal Closed?', 'flag', { calculated: true }),
	p('hs_is_closed_won', 'Is Closed Won', 'flag', { calculated: true }),
	p('hs_is_closed_lost', 'Is Closed Lost', 'flag', { calculated: true }),
	p('hs_deal_stage_probability', 'Deal probability', 'number', { calculated: true }),
	p('hs_closed_amount', 'Closed Deal Amount', 'money', { calculated: true }),
	p('num_associated_contacts', 'Number of Associated Contacts', 'number', { calculated: true }),
	p('hs_num_of_associated_line_items', 'Number of Associated Line Items', 'number', {
		calculated: true,
	}),
	...dealPipelines
		.flatMap(({ stages }) => stages)
		.flatMap(({ id, label }) => [
			p(`hs_v2_date_entered_${id}`, `Date entered "${label}"`, 'time', { calculated: true }),
			p(`hs_v2_date_exited_${id}`, `Date exited "${label}"`, 'time', { calculated: true }),
		]),
	...system('createdate'),
]);

/**
 * Properties of products.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/objects/products/guide
 */
export const productProperties: Definition[] = inGroup('productinformation', [
	p('name', 'Name', 'text'),
	p('description', 'Product description', 'area'),
	p('hs_sku', 'SKU', 'text'),
	p('price', 'Unit price', 'money'),
	p('hs_cost_of_goods_sold', 'Unit cost', 'money'),
	p('hs_product_type', 'Product Type', 'choice', {
		options: ['inventory=Inventory', 'non_inventory=Non-Inventory', 'service=Service'],
	}),
	p('recurringbillingfrequency', 'Billing frequency', 'choice', { options: billingFrequencies }),
	p('hs_recurring_billing_period', 'Term', 'text'),
	p('hs_images', 'Image URL', 'text'),
	p('hs_url', 'URL', 'text'),
	p('hs_folder_id', 'Folder', 'number'),
	p('tax', 'Tax', 'number'),
	p('hs_tax_rate_group_id', 'Tax rate', 'choice', { external: true }),
	p('hs_pricing_model', 'Pricing model', 'choice', {
		options: ['flat', 'volume', 'graduated', 'stairstep'],
	}),
	p('hs_tier_ranges', 'Tier ranges', 'text'),
	p('hs_tier_prices', 'Tier prices', 'text'),
	p('hs_active', 'Active', 'flag'),
	p('hubspot_owner_id', 'Product owner', 'owner'),
	...['usd', 'cad', 'eur', 'gbp'].map((code) =>
		p(`hs_price_${code}`, `Unit price (${code.toUpperCase()})`, 'money'),
	),
	...system('createdate'),
]);

/**
 * Properties of line items; amounts are computed.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/objects/line-items/guide
 */
export const lineItemProperties: Definition[] = inGroup('lineiteminformation', [
	p('name', 'Name', 'text'),
	p('description', 'Description', 'area'),
	p('hs_sku', 'SKU', 'text'),
	p('hs_product_id', 'Product ID', 'number'),
	p('hs_product_type', 'Product Type', 'choice', {
		options: ['inventory=Inventory', 'non_inventory=Non-Inventory', 'service=Service'],
	}),
	p('quantity', 'Quantity', 'number'),
	p('price', 'Unit price', 'money'),
	p('discount', 'Unit discount', 'money'),
	p('hs_discount_percentage', 'Discount percentage', 'number'),
	p('amount', 'Net price', 'money'),
	p('hs_cost_of_goods_sold', 'Unit cost', 'money'),
	p('hs_line_item_currency_code', 'Currency', 'choice', { external: true }),
	p('recurringbillingfrequency', 'Billing frequency', 'choice', { options: billingFrequencies }),
	p('hs_recurring_billing_period', 'Term', 'text'),
	p('hs_recurring_billing_start_date', 'Billing start date', 'date'),
	p('hs_recurring_billing_end_date', 'Billing end date', 'date', { readOnly: true }),
	p('hs_billing_start_delay_type', 'Delayed billing start by', 'choice', {
		options: [
			'hs_recurring_billing_start_date',
			'hs_billing_start_delay_days',
			'hs_billing_start_delay_months',
		],
	}),
	p('hs_billing_start_delay_days', 'Delayed billing start (days)', 'number'),
	p('hs_billing_start_delay_months', 'Delayed billing start (months)', 'number'),
	p('hs_position_on_quote', 'Position on quote', 'number'),
	p('hs_is_optional', 'Is Optional', 'flag'),
	p('hs_pricing_model', 'Pricing model', 'choice', { external: true }),
	p('hs_tier_ranges', 'Tier ranges', 'text'),
	p('hs_tier_prices', 'Tier prices', 'text'),
	p('hs_tier_amount', 'Tier amount', 'money', { calculated: true }),
	p('hs_effective_unit_price', 'Effective unit price', 'money', { calculated: true }),
	p('hs_tax_rate_group_id', 'Tax rate', 'choice', { external: true }),
	p('tax', 'Tax', 'money'),
	p('hs_images', 'Image URL', 'text'),
	p('hs_url', 'URL', 'text'),
	p('hs_pre_discount_amount', 'Pre Discount Amount', 'money', { calculated: true }),
	p('hs_total_discount', 'Calculated Total Discount', 'money', { calculated: true }),
	p('hs_tax_amount', 'Calculated Tax Amount', 'money', { calculated: true }),
	p('hs_post_tax_amount', 'Post Tax Amount', 'money', { calculated: true }),
	...system('createdate'),
]);

/** Taxes, discounts and fees of a whole quote or invoice. */
export const adjustmentProperties = (of: 'tax' | 'discount' | 'fee'): Definition[] =>
	inGroup(`${of}_information`, [
		p('hs_label', 'Label', 'text'),
		p('hs_type', 'Type', 'choice', { options: ['FIXED', 'PERCENT'] }),
		p('hs_value', 'Value', 'number'),
		p('hs_sort_order', 'Sort order', 'number'),
		...system('hs_createdate'),
	]);

const group = (name: string, label: string): PropertyGroup[] => [
	{ name, label, displayOrder: 0, archived: false },
];
export const dealGroups = [
	...group('dealinformation', 'Deal information'),
	{ name: 'deal_revenue', label: 'Deal revenue', displayOrder: 1, archived: false },
];
export const productGroups = group('productinformation', 'Product Information');
export const lineItemGroups = group('lineiteminformation', 'Line Item Information');
export const adjustmentGroups = (of: 'tax' | 'discount' | 'fee') =>
	group(`${of}_information`, `${of.charAt(0).toUpperCase()}${of.slice(1)} information`);
export { system as systemProperties };
