import {
	decimal,
	invoicePlaces,
	moneyText,
	placesOf,
	sum,
	toCents,
	type Decimal,
} from '../../money';
import { discountAmount, type InvoiceDetails } from '../billing/details';
import { pricingText, type BilledLine, type LinesRead } from './lines';

/** What every amount is in, unless its currency has other units. */
const CENTS = 2;

/**
 * Lines in the units of their currency. A currency without cents is billed in whole units, since
 * nobody says what QuickBooks
 * makes of others; one with thousandths is billed as long as the thousandths are zero, since
 * QuickBooks keeps two decimals.
 *
 * @param currency ISO 4217
 */
export function inUnitsOf(currency: string, read: LinesRead): LinesRead {
	const places = placesOf(currency);
	if (places === CENTS) return read;
	if (places < CENTS)
		return {
			...read,
			lines: read.lines.map((line) => rounded(line, places)),
			warnings: [...read.warnings, ...roundedWarnings(read.lines, currency, places)],
		};
	const finer = read.lines.filter(({ exact }) => exact !== undefined);
	return {
		...read,
		problems: [
			...read.problems,
			...finer.map(({ label, exact, net }) => ({
				field: label,
				message: `${label} comes to ${(exact ?? net).toFixed()} ${currency}, but QuickBooks keeps two decimals of an amount.`,
				remedy: `Change the line in HubSpot so that its amount has two decimals, or bill it by hand in QuickBooks.`,
			})),
		],
	};
}

function rounded(line: BilledLine, places: number): BilledLine {
	const net = toCents(line.exact ?? line.net, places);
	const gross = line.gross.eq(line.net) ? net : toCents(line.gross, places);
	const isChanged = !net.eq(line.exact ?? line.net);
	return {
		...line,
		gross,
		net,
		discount: gross.minus(net),
		places,
		...(isChanged && { amountOnly: true as const, priceNote: pricingText(line) }),
	};
}

function roundedWarnings(lines: readonly BilledLine[], currency: string, places: number): string[] {
	return lines.flatMap(({ label, net, exact }) => {
		const billed = toCents(exact ?? net, places);
		return billed.eq(exact ?? net)
			? []
			: [
					`${label} comes to ${moneyText(net)} ${currency}, a currency without amounts below 1. ${billed.toFixed()} is billed.`,
				];
	});
}

/** What a quote takes off or adds to the whole, in the units of its currency. */
export function wholeAmount(amount: Decimal, currency: string): Decimal {
	return toCents(amount, invoicePlaces(currency));
}

/**
 * What a person adds to an invoice, in the units of its currency: a discount in per cent becomes
 * the amount it comes to, since
 * QuickBooks would reckon it to the cent.
 */
export function detailsInUnits(
	details: InvoiceDetails,
	lines: readonly BilledLine[],
	currency: string,
): InvoiceDetails {
	const places = invoicePlaces(currency);
	if (places === CENTS) return details;
	const whole = (amount: Decimal | undefined) => amount && toCents(amount, places);
	const off =
		details.discount && whole(discountAmount(details.discount, sum(lines.map(({ net }) => net))));
	return {
		...details,
		...(off && { discount: { kind: 'amount' as const, value: off } }),
		...(details.shipping && { shipping: whole(details.shipping) ?? decimal(0) }),
		...(details.deposit && { deposit: whole(details.deposit) ?? decimal(0) }),
	};
}
