import Big from 'big.js';
import { dealPipelines, findStage } from '../../account/pipelines';
import { account } from '../../account/account';
import { exchangeRates, taxRates } from '../../account/settings';
import type { Properties } from '../../records';
import type { HubSpotSwitches } from '../../switches';
import type { ObjectType } from '../../types';
import { deriveInvoice, deriveQuote } from './documents';
import { setProperty, type Deriver, type ObjectDraft, type DerivationContext } from './draft';
import { decimalOf, amountText } from './money';
import { tierAmount } from './tiers';

/**
 * Fills in what HubSpot computes.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/understanding-the-crm
 */
export function derive(draft: ObjectDraft, context: DerivationContext): void {
	derivers[draft.type]?.(draft, context);
}

function deriveContact({ properties }: ObjectDraft): void {
	const { email, firstname, lastname } = properties;
	setProperty(properties, 'hs_email_domain', email?.split('@')[1]);
	setProperty(
		properties,
		'hs_full_name_or_email',
		[firstname, lastname].filter(Boolean).join(' ') || email,
	);
}

/** A web address gives the domain where none is named. */
function deriveCompany({ properties, sent }: ObjectDraft): void {
	if (properties['domain']) properties['domain'] = properties['domain'].toLowerCase();
	else if (sent.has('website') && properties['website'])
		setProperty(
			properties,
			'domain',
			properties['website']
				.replace(/^https?:\/\//i, '')
				.replace(/^www\./i, '')
				.split('/')[0]
				?.toLowerCase(),
		);
}

function deriveDeal({ properties, before }: ObjectDraft, { now }: DerivationContext): void {
	properties['pipeline'] ??= dealPipelines[0]?.id ?? 'default';
	properties['deal_currency_code'] ??= account.companyCurrency;
	const { pipeline, dealstage, amount, deal_currency_code: currency } = properties;
	const stage = dealstage === undefined ? undefined : findStage(pipeline, dealstage);
	const closed = stage?.metadata.isClosed === 'true';
	const won = closed && Number(stage.metadata.probability) === 1;
	Object.assign(properties, {
		hs_is_closed: String(closed),
		hs_is_closed_won: String(won),
		hs_is_closed_lost: String(closed && !won),
	});
	setProperty(properties, 'hs_deal_stage_probability', stage?.metadata.probability);
	if (dealstage !== undefined && before?.['dealstage'] !== dealstage) {
		properties[`hs_v2_date_entered_${dealstage}`] = new Date(now).toISOString();
		if (before?.['dealstage'])
			properties[`hs_v2_date_exited_${before['dealstage']}`] = new Date(now).toISOString();
	}
	const rate = rateOf(currency, now);
	const value = decimalOf(amount);
	const home = value && rate && amountText(value.times(rate), 2);
	setProperty(
		properties,
		'hs_exchange_rate',
		currency === account.companyCurrency ? undefined : rate?.toFixed(),
	);
	setProperty(properties, 'amount_in_home_currency', home);
	setProperty(properties, 'hs_deal_amount_in_home_currency', home);
	setProperty(properties, 'hs_closed_amount', won ? amount : '0');
}

/** The newest rate that counts on that day; 1 for the company's own currency. */
function rateOf(currency: string, now: number): Big | undefined {
	if (currency === account.companyCurrency) return new Big(1);
	const rates = exchangeRates
		.filter((rate) => rate.fromCurrencyCode === currency && Date.parse(rate.effectiveAt) <= now)
		.sort((a, b) => a.effectiveAt.localeCompare(b.effectiveAt));
	const newest = rates.at(-1);
	return newest && new Big(newest.conversionRate);
}

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
 * A new line item takes over its product's values that were not sent; amounts follow from price,
 * quantity and discount.
 */
function deriveLineItem(draft: ObjectDraft, { records, switches }: DerivationContext): void {
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

/** HubSpot sets the price of a line with tiers itself. */
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
	const price =
		switches.tieredPrice === 'tier'
			? tiers.price
			: switches.tieredPrice === 'effective'
				? decimalOf(properties['hs_effective_unit_price'])
				: undefined;
	setProperty(properties, 'price', price?.toFixed());
}

/** Undefined without a price or a quantity. */
function lineAmounts(
	properties: Properties,
	switches: Pick<HubSpotSwitches, 'lineItemDiscount' | 'lineItemDecimals'>,
):
	| {
			amount: string;
			hs_pre_discount_amount: string;
			hs_total_discount: string;
			hs_tax_amount: string;
			hs_post_tax_amount: string;
	  }
	| undefined {
	const price = decimalOf(properties['price']);
	const quantity = decimalOf(properties['quantity']);
	const tiers = tierAmount(properties, properties['hs_line_item_currency_code'])?.amount;
	if ((!price && !tiers) || !quantity) return undefined;
	const decimals = switches.lineItemDecimals;
	const gross = tiers ?? (price ?? new Big(0)).times(quantity);
	const percentage = decimalOf(properties['hs_discount_percentage']);
	const given = decimalOf(properties['discount']) ?? new Big(0);
	const meaning: Record<HubSpotSwitches['lineItemDiscount'], Big> = {
		perUnit: given.times(quantity),
		percentage: gross.times(given).div(100),
		wholeLine: given,
	};
	const net = gross.minus(
		percentage ? gross.times(percentage).div(100) : meaning[switches.lineItemDiscount],
	);
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

const derivers: Partial<Record<ObjectType, Deriver>> = {
	contacts: deriveContact,
	companies: deriveCompany,
	deals: deriveDeal,
	line_items: deriveLineItem,
	quotes: deriveQuote,
	invoices: deriveInvoice,
};
