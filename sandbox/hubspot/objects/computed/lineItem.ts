import Big from 'big.js';
import { account } from '../../account/account';
import { taxRates } from '../../account/settings';
import type { Properties } from '../../records';
import type { HubSpotSwitches } from '../../switches';
import { setProperty, type DerivationContext, type ObjectDraft } from './draft';
import { amountText, decimalOf } from './money';
import { tierAmount } from './tiers';

const COPIED = [
	'name',
	'description',
	'hs_sku',
	'price',
	'hs_cost_of_goods_sold',
	'recurringbillingfrequency',
	'hs_recurring_billing_period',
	'hs_product_type',
	'hs_url',
	'hs_images',
	'hs_pricing_model',
	'hs_tier_ranges',
	'hs_tier_prices',
];
const PRICED = [
	'price',
	'quantity',
	'discount',
	'hs_discount_percentage',
	'hs_tax_rate_group_id',
	'hs_product_id',
	'hs_pricing_model',
	'hs_tier_ranges',
	'hs_tier_prices',
];

/**
 * A new line item copies its product's values that the request does not send. Amounts are computed
 * from price, quantity and discount.
 */
export function deriveLineItem(draft: ObjectDraft, { records, switches }: DerivationContext): void {
	const { properties, before, sent } = draft;
	const product =
		!before && properties['hs_product_id']
			? records.find('products', properties['hs_product_id'])
			: undefined;
	for (const name of COPIED)
		if (product?.properties[name] !== undefined && !sent.has(name))
			properties[name] = product.properties[name];
	properties['hs_line_item_currency_code'] ??= account.companyCurrency;
	if (
		before &&
		!PRICED.some((name) => sent.has(name)) &&
		!(sent.has('amount') && switches.lineItemAmount === 'computed')
	)
		return;
	deriveTiers(properties, sent, switches);
	const amounts = lineAmounts(properties, switches);
	if (!amounts) {
		for (const name of [
			'hs_pre_discount_amount',
			'hs_total_discount',
			'hs_tax_amount',
			'hs_post_tax_amount',
		])
			delete properties[name];
		if (switches.lineItemAmount === 'computed') delete properties['amount'];
		return;
	}
	const { amount, ...others } = amounts;
	Object.assign(properties, others);
	if (switches.lineItemAmount === 'computed' || !sent.has('amount')) properties['amount'] = amount;
}

/** HubSpot sets the price of a line with tiered prices itself. */
function deriveTiers(
	properties: Properties,
	sent: ReadonlySet<string>,
	switches: HubSpotSwitches,
): void {
	const tiers = tierAmount(properties, properties['hs_line_item_currency_code']);
	setProperty(properties, 'hs_tier_amount', tiers?.amount.toFixed());
	setProperty(
		properties,
		'hs_effective_unit_price',
		tiers && amountText(tiers.amount.div(properties['quantity'] ?? 1), 6),
	);
	if (!tiers || sent.has('price')) return;
	const prices: Record<HubSpotSwitches['tieredPrice'], Big | undefined> = {
		tier: tiers.price,
		effective: decimalOf(properties['hs_effective_unit_price']),
		none: undefined,
	};
	setProperty(properties, 'price', prices[switches.tieredPrice]?.toFixed());
}

interface LineAmounts {
	amount: string;
	hs_pre_discount_amount: string;
	hs_total_discount: string;
	hs_tax_amount: string;
	hs_post_tax_amount: string;
}

/** The amounts of a line; undefined without a price or a quantity. */
function lineAmounts(
	properties: Properties,
	switches: Pick<HubSpotSwitches, 'lineItemDiscount' | 'lineItemDecimals'>,
): LineAmounts | undefined {
	const price = decimalOf(properties['price']);
	const quantity = decimalOf(properties['quantity']);
	const tiers = tierAmount(properties, properties['hs_line_item_currency_code'])?.amount;
	if ((!price && !tiers) || !quantity) return undefined;
	const decimals = switches.lineItemDecimals;
	const gross = tiers ?? (price ?? new Big(0)).times(quantity);
	const net = gross.minus(lineDiscount(properties, gross, quantity, switches));
	const rate =
		taxRates.find(({ id }) => id === properties['hs_tax_rate_group_id'])?.percentageRate ?? 0;
	const amount = amountText(net, decimals);
	const tax = amountText(new Big(amount).times(rate).div(100), 2);
	return {
		amount,
		hs_pre_discount_amount: amountText(gross, decimals),
		hs_total_discount: amountText(new Big(amountText(gross, decimals)).minus(amount), decimals),
		hs_tax_amount: tax,
		hs_post_tax_amount: amountText(new Big(amount).plus(tax), decimals),
	};
}

function lineDiscount(
	properties: Properties,
	gross: Big,
	quantity: Big,
	{ lineItemDiscount }: Pick<HubSpotSwitches, 'lineItemDiscount'>,
): Big {
	const percentage = decimalOf(properties['hs_discount_percentage']);
	if (percentage) return gross.times(percentage).div(100);
	const given = decimalOf(properties['discount']) ?? new Big(0);
	const meaning: Record<HubSpotSwitches['lineItemDiscount'], Big> = {
		perUnit: given.times(quantity),
		percentage: gross.times(given).div(100),
		wholeLine: given,
	};
	return meaning[lineItemDiscount];
}
