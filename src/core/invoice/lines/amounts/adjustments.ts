import { decline, quoted } from '../../../decline';
import {
	decimalOrNone,
	moneyText,
	percentOf,
	sum,
	toCents,
	zero,
	type Decimal,
} from '../../../money';
import type { HubSpotRecord } from '../../../records/hubspot';
import { lineTaxOf, type BilledLine } from '../lines';

/**
 * HubSpot's discounts, fees and taxes of a whole quote. Source: developers.hubspot.com, CRM API,
 * commerce: discounts, fees, taxes.
 */
export const adjustmentProperties = ['hs_label', 'hs_type', 'hs_value', 'hs_sort_order'];

export interface QuoteAdjustments {
	discounts: readonly HubSpotRecord[];
	fees: readonly HubSpotRecord[];
	taxes: readonly HubSpotRecord[];
}

interface AdjustedQuote {
	/** What is taken off the whole, in cents. */
	discount: Decimal;
	/** One line for each fee. */
	fees: BilledLine[];
	/** Tax that HubSpot adds to the whole, in cents. */
	tax: Decimal;
	/** What the quote comes to with all of it, in cents. */
	total: Decimal;
}

/**
 * Works out a quote from its lines: discounts one after the other, then fees, then taxes on what
 * that comes to. Whether HubSpot
 * rounds each of them or only what they come to is not documented, so the way that gives its own
 * amount is taken.
 *
 * @param amount what HubSpot says the quote comes to
 * @throws RangeError when a value is no number
 * @throws Declined for an adjustment of an unknown type
 */
export function adjustQuote(
	lines: readonly BilledLine[],
	adjustments: QuoteAdjustments,
	amount?: Decimal,
): AdjustedQuote {
	const atTheEnd = adjust(lines, adjustments, (value) => value);
	if (amount === undefined || atTheEnd.total.eq(toCents(amount))) return atTheEnd;
	const each = adjust(lines, adjustments, toCents);
	return each.total.eq(toCents(amount)) ? each : atTheEnd;
}

function adjust(
	lines: readonly BilledLine[],
	{ discounts, fees, taxes }: QuoteAdjustments,
	rounded: (value: Decimal) => Decimal,
): AdjustedQuote {
	const net = sum(lines.map((line) => line.net));
	let base = net;
	for (const discount of ordered(discounts)) base = base.minus(rounded(partOf(base, discount)));
	const afterDiscounts = toCents(base);
	const feeLines: BilledLine[] = [];
	for (const fee of ordered(fees)) {
		const amount = toCents(partOf(base, fee));
		base = base.plus(amount);
		feeLines.push(toFeeLine(fee, amount));
	}
	const tax = toCents(sum(taxes.map((one) => rounded(partOf(base, one)))).plus(lineTaxOf(lines)));
	return {
		discount: net.minus(afterDiscounts),
		fees: feeLines,
		tax,
		total: afterDiscounts.plus(sum(feeLines.map((line) => line.net))).plus(tax),
	};
}

function ordered(records: readonly HubSpotRecord[]): HubSpotRecord[] {
	return [...records].sort(
		(a, b) =>
			Number(a.properties['hs_sort_order'] ?? 0) - Number(b.properties['hs_sort_order'] ?? 0) ||
			Number(a.id) - Number(b.id),
	);
}

/** What an adjustment comes to, by its type; one without a type is an amount. */
const reckonings: Readonly<Record<string, (base: Decimal, value: Decimal) => Decimal>> = {
	PERCENT: percentOf,
	FIXED: (_base, value) => value,
	'': (_base, value) => value,
};

/** @throws Declined for a type that is not known: nobody could tell an amount from a percentage */
function partOf(base: Decimal, { properties }: HubSpotRecord): Decimal {
	const value = decimalOrNone(properties['hs_value']) ?? zero;
	const type = properties['hs_type']?.trim().toUpperCase() ?? '';
	const reckon = reckonings[type];
	if (reckon) return reckon(base, value);
	const name = quoted(properties['hs_label'] ?? 'without a name');
	return decline(
		'Quote',
		`The quote has a discount, fee or tax "${name}" of the type "${quoted(type)}", which the node does not know.`,
		'Change it to a percentage or a fixed amount in HubSpot, or bill the lines of the deal.',
	);
}

function toFeeLine(fee: HubSpotRecord, amount: Decimal): BilledLine {
	const name = fee.properties['hs_label']?.trim() || 'Fee';
	return {
		key: `fee-${fee.id}`,
		label: `Fee "${name}" (${moneyText(amount)})`,
		kind: 'item',
		name,
		description: '',
		quantity: zero.plus(1),
		unitPrice: amount,
		gross: amount,
		discount: zero,
		net: amount,
	};
}
