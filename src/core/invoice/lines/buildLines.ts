import { present } from '../../contact/party';
import { decline } from '../../decline';
import { moneyText, sum, toCents, toJsonNumber, zero, type Decimal } from '../../money';
import type { QuickBooksPayload } from '../../records/quickbooks';
import { cutText, cutWarnings } from '../../text';
import type { InvoiceParts } from './parts';
import { buildBundleLine } from './sold/bundle';
import { discountAmount, type InvoiceDetails } from '../billing/details';
import { amountsOf, withDiscountInPrices } from './amounts/inclusive';
import { PRICE_PLACES, pricingText, type BilledLine } from './lines';
import { declineStock, stockPrice } from './sold/stock';

export const ref = (value: string | undefined) => (value ? { value } : undefined);

/** QuickBooks' own item for shipping; source: accounting API, invoice, SalesItemLineDetail. */
const SHIPPING_ITEM = 'SHIPPING_ITEM_ID';
const LONGEST_DESCRIPTION = 4000;

/** @throws Declined when the discount exceeds what is billed */
export function buildLines(parts: InvoiceParts): QuickBooksPayload[] {
	const { details, taxes } = parts;
	const off = discountTotal(parts);
	const inPrices = taxes.calculation === 'TaxInclusive';
	const own = inPrices ? { ...parts, ...withDiscountInPrices(parts) } : parts;
	const built = own.lines.map((line) => buildLine(line, own));
	if (details.shipping?.gt(0)) {
		const { amount, inclusive } = amountsOf(toCents(details.shipping), taxes.defaultCode, taxes);
		built.push({
			Amount: toJsonNumber(amount),
			DetailType: 'SalesItemLineDetail',
			SalesItemLineDetail: present({
				ItemRef: { value: SHIPPING_ITEM },
				TaxCodeRef: ref(taxes.defaultCode),
				TaxInclusiveAmt: inclusive,
			}),
		});
	}
	if (off.gt(0) && !inPrices) built.push(discountLine(off, parts));
	return built;
}

function buildLine(
	line: BilledLine,
	{ itemIds, bundles, taxes, details, rules }: InvoiceParts,
): QuickBooksPayload {
	if (line.kind !== 'item')
		return {
			DetailType: 'DescriptionOnly',
			Description: line.kind === 'subtotal' ? 'Subtotal:' : shortened(line.description),
			DescriptionLineDetail: {},
		};
	const billed = details.lineDiscounts === 'line' ? line.gross : line.net;
	const code = taxes.codeByLine.get(line.key);
	const bundle = bundles?.get(line.key);
	if (bundle)
		return buildBundleLine(
			line,
			bundle,
			billed,
			shortened(describe(line, details.lineDiscounts, true)) ?? '',
			{
				codeOf: (part) => (code === 'NON' && part.taxable ? 'TAX' : code),
				classOf: (part) => (rules.classPerLine ? (line.classId ?? part.classId) : undefined),
				tell: (amount) => amountsOf(amount, code, taxes),
				servedOn: line.servedOn ?? details.servedOn,
			},
		);
	const { amount, inclusive } = amountsOf(billed, code, taxes);
	const price = priceOf(line, amount);
	if (line.isStocked && price === undefined) declineStock(line.label, line.quantity, amount);
	return present({
		Amount: toJsonNumber(amount),
		Description: shortened(describe(line, details.lineDiscounts, price !== undefined)),
		DetailType: 'SalesItemLineDetail',
		SalesItemLineDetail: present({
			ItemRef: ref(itemIds.get(line.key)),
			Qty: price && toJsonNumber(line.quantity.round(PRICE_PLACES)),
			UnitPrice: price && toJsonNumber(price),
			TaxCodeRef: ref(code),
			TaxInclusiveAmt: inclusive,
			ClassRef: rules.classPerLine ? ref(line.classId) : undefined,
			ServiceDate: line.servedOn ?? details.servedOn,
		}),
	});
}

/**
 * The price of one unit that gives the amount to the cent; undefined when there is none that
 * QuickBooks would keep.
 */
function priceOf(line: BilledLine, amount: Decimal): Decimal | undefined {
	if (line.isStocked) return stockPrice(line.quantity.round(PRICE_PLACES), amount, line.unitPrice);
	if (line.quantity.eq(0) || line.amountOnly) return undefined;
	if (amount.eq(line.gross)) return fits(line.unitPrice, line, amount);
	return fits(amount.div(line.quantity).round(PRICE_PLACES), line, amount);
}

/**
 * Where more decimals are needed the amount alone is sent, and the description says how it came
 * about.
 */
function fits(
	price: Decimal,
	{ quantity, places }: BilledLine,
	amount: Decimal,
): Decimal | undefined {
	const isKept = [price, quantity].every((value) => value.eq(value.round(PRICE_PLACES)));
	const comesTo = places === undefined ? toCents(price.times(quantity)) : price.times(quantity);
	return isKept && comesTo.eq(amount) ? price : undefined;
}

/**
 * HubSpot's text; below it how the amount came about where quantity and price do not say it, so
 * that the customer can follow.
 */
function describe(
	line: BilledLine,
	lineDiscounts: InvoiceDetails['lineDiscounts'],
	hasPrice: boolean,
): string {
	const note =
		(line.discountLabel && lineDiscounts === 'price') || line.priceNote || isUntold(line, hasPrice)
			? pricingText(lineDiscounts === 'price' ? line : { ...line, discountLabel: '' })
			: '';
	return [line.description || line.name, note].filter(Boolean).join('\n');
}

function shortened(description: string): string | undefined {
	return cutText(description, LONGEST_DESCRIPTION) || undefined;
}

/** Lines whose description an invoice cannot hold. */
export function descriptionWarnings(
	lines: readonly BilledLine[],
	{ lineDiscounts }: Pick<InvoiceDetails, 'lineDiscounts'>,
): string[] {
	const whole = (line: BilledLine) =>
		describe(
			line,
			lineDiscounts,
			priceOf(line, lineDiscounts === 'line' ? line.gross : line.net) !== undefined,
		);
	return lines.flatMap((line) =>
		cutWarnings(
			`${line.label}: the description`,
			line.kind === 'item' ? whole(line) : line.description,
			LONGEST_DESCRIPTION,
		),
	);
}

/** A part of a line has no quantity and says itself what it is a part of. */
function isUntold({ quantity }: BilledLine, hasPrice: boolean): boolean {
	return !hasPrice && !quantity.eq(0) && !quantity.eq(1);
}

function discountTotal({ lines, details }: InvoiceParts): Decimal {
	const net = sum(lines.map((line) => line.net));
	const fromLines =
		details.lineDiscounts === 'line' ? sum(lines.map(({ discount }) => discount)) : zero;
	const off = discountAmount(details.discount, net);
	if (off.gt(net))
		decline(
			'Discount',
			`The discount is ${moneyText(off)}, but only ${moneyText(net)} is billed.`,
			'Lower the discount.',
		);
	return fromLines.plus(off);
}

function discountLine(off: Decimal, { details, lines, taxes }: InvoiceParts): QuickBooksPayload {
	// Nobody says whether QuickBooks takes a percentage off shipping, too.
	const asPercent =
		details.discount?.kind === 'percent' &&
		!details.shipping?.gt(0) &&
		off.eq(discountAmount(details.discount, sum(lines.map(({ net }) => net))));
	const codes = new Set(taxes.codeByLine.values());
	return {
		Amount: toJsonNumber(off),
		DetailType: 'DiscountLineDetail',
		DiscountLineDetail: present({
			PercentBased: asPercent,
			DiscountPercent:
				asPercent && details.discount ? toJsonNumber(details.discount.value) : undefined,
			TaxCodeRef: taxes.calculation && codes.size === 1 ? ref([...codes][0]) : undefined,
		}),
	};
}

/** What the invoice comes to before tax, in cents. */
export function invoiceSubtotal(parts: InvoiceParts): Decimal {
	const { details, lines } = parts;
	const amounts = lines.map((line) => (details.lineDiscounts === 'line' ? line.gross : line.net));
	return sum(amounts)
		.plus(toCents(details.shipping ?? zero))
		.minus(discountTotal(parts));
}
