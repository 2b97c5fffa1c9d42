import type { SyncField } from './fieldsOf';
import type { Definitions } from '../types';

/** Amounts of an item, which QuickBooks keeps in the company's home currency. */
const AMOUNTS = new Set(['UnitPrice', 'PurchaseCost']);
/** Amounts of a product that are in the currency of the HubSpot account. */
const IN_ACCOUNT_CURRENCY = new Set(['price', 'hs_cost_of_goods_sold']);
const IN_ANY_CURRENCY = /^hs_price_([a-z]{3})$/;

interface Currencies {
	/** The HubSpot account's. */
	account: string;
	/** The QuickBooks company's. */
	home: string;
}

/** A field whose two sides are in different currencies. */
export interface LeftOutPrice extends SyncField {
	/** Currency of the HubSpot property. */
	currency: string;
	home: string;
}

/** Whether a mapping pairs amounts, so that their currencies matter. */
export function hasPrices(mapping: ReadonlyArray<{ field: string }>): boolean {
	return mapping.some(({ field }) => AMOUNTS.has(field));
}

/**
 * The fields with amounts only where both sides are in one currency: the price goes with HubSpot's
 * price in the company's
 * currency where the account has one; other amounts are left out.
 */
export function inOneCurrency(
	fields: readonly SyncField[],
	definitions: Definitions,
	{ account, home }: Currencies,
): { fields: SyncField[]; leftOut: LeftOutPrice[] } {
	const leftOut: LeftOutPrice[] = [];
	const kept = fields.flatMap((one): SyncField[] => {
		const currency = currencyOf(one, account);
		if (currency === undefined || currency === home) return [one];
		const other = one.property === 'price' ? definitions.get(priceIn(home)) : undefined;
		if (other && !fields.some(({ property }) => property === other.name)) {
			const isReadOnly = other.readOnlyValue === true || other.calculated === true;
			return [
				{
					...one,
					property: other.name,
					definition: other,
					toHubSpot: one.toHubSpot && !isReadOnly,
				},
			];
		}
		leftOut.push({ ...one, currency, home });
		return [];
	});
	return { fields: kept, leftOut };
}

function priceIn(currency: string): string {
	return `hs_price_${currency.toLowerCase()}`;
}

/**
 * The currency of the HubSpot property of an amount; undefined for properties that say nothing of
 * theirs.
 */
function currencyOf({ property, field }: SyncField, account: string): string | undefined {
	if (!AMOUNTS.has(field.path)) return undefined;
	return IN_ACCOUNT_CURRENCY.has(property)
		? account
		: IN_ANY_CURRENCY.exec(property)?.[1]?.toUpperCase();
}

/**
 * What a person should know of amounts that were not synced. @param isGiven whether a side has such
 * an amount
 */
export function leftOutWarnings(
	leftOut: readonly LeftOutPrice[],
	isGiven: (one: LeftOutPrice) => boolean,
): string[] {
	return leftOut
		.filter(isGiven)
		.map(
			({ field, definition, currency, home }) =>
				`${field.label} was left out: it is in ${home} in QuickBooks, and "${definition.label}" of HubSpot is in ${currency}.`,
		);
}
