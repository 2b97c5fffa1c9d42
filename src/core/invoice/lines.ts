import type { Day } from '../calendar';
import type { Problem } from '../decline';
import type { Decimal } from '../money';

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
	/** `10 %` or `5.00 each`; absent without a discount. */
	discountLabel?: string;
	/** A QuickBooks tax code chosen by the user. */
	taxCodeId?: string;
	/** HubSpot's tax rate, for the mapping to a QuickBooks tax code. */
	taxRateGroupId?: string;
	/** Tax that HubSpot computed. */
	hubSpotTax?: Decimal;
	servedOn?: Day;
	classId?: string;
	/** `monthly` … when HubSpot bills the line again and again. */
	recurring?: string;
}

export interface LinesRead {
	lines: BilledLine[];
	problems: Problem[];
	warnings: string[];
}
