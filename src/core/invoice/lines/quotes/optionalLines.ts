import { decline, quoted } from '../../../decline';
import { decimalOrNone, moneyText, toCents, type Decimal } from '../../../money';
import type { HubSpotRecord } from '../../../records/hubspot';
import { quoteName } from './quoteStatus';

/** The lines of a quote that are billed. */
interface LinesOfQuote {
	items: HubSpotRecord[];
	warnings: string[];
}

/** With more optional lines only all and none of them are tried. */
const MOST_TRIED = 10;

/**
 * The lines of a quote without the optional ones that the buyer did not choose. No property is
 * known that says what was chosen,
 * and whether HubSpot's own amount counts what was not is documented nowhere. So those lines are
 * billed with which the quote
 * comes to its amount.
 *
 * @param totalOf what the quote comes to with these lines
 * @throws Declined when the amount does not tell which lines were chosen
 */
export function withChosenLines(
	quote: HubSpotRecord,
	items: readonly HubSpotRecord[],
	totalOf: (items: readonly HubSpotRecord[]) => Decimal,
): LinesOfQuote {
	const optional = items.filter(isOptional);
	if (optional.length === 0) return { items: [...items], warnings: [] };
	const amount = decimalOrNone(quote.properties['hs_quote_amount']);
	const fitting = waysToChoose(optional.filter(isPriced))
		.map((chosen) => items.filter((item) => !isOptional(item) || chosen.includes(item)))
		.filter((some) => amount !== undefined && totalOf(some).eq(toCents(amount)));
	const [billed] = fitting;
	if (!billed || fitting.length > 1) {
		return decline(
			'Quote',
			`Quote ${quoteName(quote)} has optional lines (${optional.map(nameOf).join(', ')}), and its amount${amount ? ` of ${moneyText(toCents(amount))}` : ''} does not show which of them the buyer chose.`,
			'Bill the lines of the deal, or enter the lines in the node.',
		);
	}
	return { items: billed, warnings: optional.map((item) => told(item, billed.includes(item))) };
}

function told(item: HubSpotRecord, isBilled: boolean): string {
	return isBilled
		? `The line ${nameOf(item)} of the quote is optional. It is billed, because the amount of the quote includes it.`
		: `The line ${nameOf(item)} of the quote is optional. It is left out, because the amount of the quote does not include it.`;
}

function isOptional({ properties }: HubSpotRecord): boolean {
	return properties['hs_is_optional']?.trim().toLowerCase() === 'true';
}

/**
 * A line that costs nothing changes no amount, so nothing tells whether it was chosen; nothing is
 * lost without it.
 */
function isPriced({ properties }: HubSpotRecord): boolean {
	return Number(properties['amount'] ?? NaN) !== 0;
}

function nameOf({ id, properties }: HubSpotRecord): string {
	return `"${quoted(properties['name']?.trim() || `line item ${id}`)}"`;
}

function waysToChoose(optional: readonly HubSpotRecord[]): HubSpotRecord[][] {
	if (optional.length > MOST_TRIED) return [[], [...optional]];
	return optional.reduce<HubSpotRecord[][]>(
		(ways, item) => [...ways, ...ways.map((way) => [...way, item])],
		[[]],
	);
}
