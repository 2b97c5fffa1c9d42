import { decimal, plainText } from '../../money';
import type { HubSpotProperties } from '../../records/hubspot';

/**
 * HubSpot properties that take the place of one price. Source: developers.hubspot.com, CRM API,
 * products, tiered pricing.
 */
export const tierProperties = ['hs_pricing_model', 'hs_tier_ranges', 'hs_tier_prices'] as const;

/** How HubSpot comes to a line's amount. */
export interface Pricing {
	/** Whether there is more to it than quantity × price. */
	inTiers: boolean;
	/** The model by HubSpot's name; empty where none is set. */
	model: string;
	/** False for a model that this package does not know; its amount counts all the same. */
	isKnown: boolean;
	/** For people to read: `volume, 0 to 99 at 100, from 100 at 80`. */
	text: string;
}

const TIERED = new Set(['volume', 'graduated', 'stairstep']);
const PLAIN = new Set(['', 'flat']);

/**
 * A model that is not known counts as one with tiers, whose amount is HubSpot's to reckon; so do
 * tiers without a model.
 * @param currency of the line; HubSpot may keep a price for each currency
 */
export function readPricing(properties: HubSpotProperties, currency: string): Pricing {
	const model = properties['hs_pricing_model']?.trim().toLowerCase() ?? '';
	const tiers = tiersText(properties, currency);
	const inTiers = !PLAIN.has(model) || (model === '' && tiers !== '');
	return {
		inTiers,
		model,
		isKnown: PLAIN.has(model) || TIERED.has(model),
		text: [model, tiers].filter(Boolean).join(', '),
	};
}

interface Range {
	start?: unknown;
	end?: unknown;
}

interface TierPrice {
	index?: unknown;
	price?: unknown;
	currency?: unknown;
}

/** Empty where HubSpot's lists cannot be read: they are told, and decide nothing. */
function tiersText(properties: HubSpotProperties, currency: string): string {
	const ranges = listIn<Range>(properties['hs_tier_ranges']);
	const prices = listIn<TierPrice>(properties['hs_tier_prices']);
	const tiers = ranges.flatMap(({ start, end }, index) => {
		const own = prices.filter((price) => Number(price.index) === index);
		const price = numberText(
			(own.find((one) => one.currency === currency) ?? own.find((one) => !one.currency))?.price,
		);
		const from = numberText(start);
		if (price === undefined || from === undefined) return [];
		return [
			`${numberText(end) === undefined ? `from ${from}` : `${from} to ${numberText(end)}`} at ${price}`,
		];
	});
	return tiers.length === ranges.length ? tiers.join(', ') : '';
}

function listIn<T>(text: string | null | undefined): T[] {
	try {
		const list: unknown = JSON.parse(text || '[]');
		return Array.isArray(list)
			? list.filter((one): one is T => typeof one === 'object' && one !== null)
			: [];
	} catch {
		return [];
	}
}

function numberText(value: unknown): string | undefined {
	if (typeof value !== 'number' && typeof value !== 'string') return undefined;
	try {
		return plainText(decimal(value));
	} catch {
		return undefined;
	}
}
