import type { Day } from '../../calendar';
import type { Problem } from '../../decline';
import { plainText, sum, type Decimal } from '../../money';
import type { BillingStart } from './laterLines';

/** One line of what is sold, with exact amounts before tax. */
export interface BilledLine {
	/** Unique among the lines; stays the same when the job is repeated. */
	key: string;
	/** As messages name it: `Line "Pump"`. */
	label: string;
	kind: 'item' | 'text' | 'subtotal';
	name: string;
	description: string;
	sku?: string;
	/** HubSpot's product, for the link with a QuickBooks item. */
	productId?: string;
	lineItemId?: string;
	/** A QuickBooks item chosen by the user. */
	itemId?: string;
	quantity: Decimal;
	unitPrice: Decimal;
	/** Quantity × price, in cents. */
	gross: Decimal;
	/** What is taken off, in cents. */
	discount: Decimal;
	/** What is billed, in cents. */
	net: Decimal;
	/** The same before it was rounded, where that differs. */
	exact?: Decimal;
	/** Decimals of the currency, where it has no cents. */
	places?: number;
	/** `10 %` or `5.00 each`; absent without a discount. */
	discountLabel?: string;
	/** A QuickBooks tax code chosen by the user. */
	taxCodeId?: string;
	/** HubSpot's tax rate, for the mapping to a QuickBooks tax code. */
	taxRateGroupId?: string;
	/** Tax that HubSpot computed. */
	hubSpotTax?: Decimal;
	/**
	 * Of a part of a line: whether HubSpot taxed the line, since the part's own tax may be less than
	 * a cent.
	 */
	isTaxedByHubSpot?: boolean;
	servedOn?: Day;
	classId?: string;
	/** How HubSpot comes to the amount where that is not quantity × price, for people to read. */
	priceNote?: string;
	/**
	 * Whether no price of one unit gives the amount exactly, so that quantity and price cannot be
	 * sent.
	 */
	amountOnly?: true;
	/** Whether the line takes something from QuickBooks' stock, so that it needs a quantity. */
	isStocked?: true;
	/** What HubSpot says of the line's class: the id or the name of a QuickBooks class. */
	className?: string;
	/** When HubSpot starts billing the line. */
	starts?: BillingStart;
	/** `monthly` … when HubSpot bills the line again and again. */
	recurring?: string;
}

export interface LinesRead {
	lines: BilledLine[];
	problems: Problem[];
	warnings: string[];
}

/**
 * Decimals that QuickBooks keeps of quantities and prices. Source:
 * quickbooks.intuit.com/learn-support, article 1567567.
 */
export const PRICE_PLACES = 7;

export function isTaxedByHubSpot({
	isTaxedByHubSpot: isPartTaxed,
	hubSpotTax,
}: BilledLine): boolean {
	return isPartTaxed ?? hubSpotTax?.gt(0) === true;
}

/** Tax that HubSpot computed for lines. */
export function lineTaxOf(lines: readonly BilledLine[]): Decimal {
	return sum(lines.flatMap(({ hubSpotTax }) => (hubSpotTax ? [hubSpotTax] : [])));
}

/** How a line comes to its amount, for people to read: `3 × 10.5 less 10 %`. */
export function pricingText({ quantity, unitPrice, discountLabel, priceNote }: BilledLine): string {
	return (
		priceNote ??
		`${plainText(quantity)} × ${plainText(unitPrice)}${discountLabel ? ` less ${discountLabel}` : ''}`
	);
}
