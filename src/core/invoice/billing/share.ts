import { capital } from '../../text';
import { decline, type Problem } from '../../decline';
import {
	allocate,
	moneyText,
	percentOf,
	plainText,
	sum,
	toCents,
	zero,
	type Decimal,
} from '../../money';
import { isTaxedByHubSpot, pricingText, type BilledLine } from '../lines/lines';
import { quantityOfSpan } from '../lines/sold/stock';

/** Which part of a deal is billed. */
export type Share = (
	| { kind: 'whole' }
	| { kind: 'percent'; value: Decimal }
	| { kind: 'amount'; value: Decimal }
	| { kind: 'rest' }
) & {
	/** Decimals of the currency, where it has no cents. */
	places?: number;
};

/**
 * A span of the deal's amount, from what was billed before to what will be billed after, in cents
 * before tax.
 */
export interface Span {
	from: Decimal;
	to: Decimal;
}

/** An invoice of the deal that counts as billed. */
export interface BilledSpan {
	invoiceId: string;
	number: string | undefined;
	/** Before tax. */
	amount: Decimal;
}

export function shareText(share: Share): string {
	switch (share.kind) {
		case 'whole':
			return 'the whole deal';
		case 'percent':
			return `${plainText(share.value)} % of the deal`;
		case 'amount':
			return `${moneyText(share.value)} of the deal`;
		case 'rest':
			return 'the rest of the deal';
	}
}

/** What is wrong with the share itself, before anything is known about the deal. */
export function shareProblems(share: Share): Problem[] {
	if (share.kind === 'percent' && (share.value.lte(0) || share.value.gt(100))) {
		return [
			{
				field: 'Share',
				message: `The share is ${plainText(share.value)} %.`,
				remedy: 'Enter a percentage above 0, up to 100.',
			},
		];
	}
	if (share.kind === 'amount' && share.value.lte(0)) {
		return [
			{
				field: 'Share',
				message: `The share is ${moneyText(share.value)}.`,
				remedy: 'Enter an amount above 0.',
			},
		];
	}
	return [];
}

/** What the share comes to, in cents. @param left what is not billed yet */
export function shareAmount(share: Share, total: Decimal, left: Decimal): Decimal {
	switch (share.kind) {
		case 'whole':
			return total;
		case 'percent':
			return toCents(percentOf(total, share.value), share.places);
		case 'amount':
			return toCents(share.value, share.places);
		case 'rest':
			return left;
	}
}

/**
 * Decides which span of the deal is billed next.
 * @param advice what else can be done where the share is more than what is left
 * @throws Declined when the share is more than what is left to bill
 */
export function nextSpan(
	share: Share,
	total: Decimal,
	billed: readonly BilledSpan[],
	advice?: string,
): Span {
	const from = sum(billed.map(({ amount }) => amount));
	const left = total.minus(from);
	if (total.eq(0))
		decline(
			'Deal',
			'The deal comes to 0.00, so there is nothing to bill, and no invoice is made.',
			'If the deal is meant to be free, leave such deals out before this node. Otherwise check the prices, quantities and discounts of its line items in HubSpot.',
		);
	if (total.lt(0))
		decline(
			'Deal',
			`The deal comes to ${moneyText(total)}, and QuickBooks accepts no invoice below zero.`,
			'If the customer should get money back, create a credit memo in QuickBooks. Otherwise check the prices and quantities of the lines.',
		);
	const amount = shareAmount(share, total, left);
	if (amount.lte(0) || amount.gt(left)) {
		if (share.kind === 'rest') declineNothingLeft(total, from, billed);
		const numbers = billed.map(({ number, invoiceId }) => number ?? `id ${invoiceId}`).join(', ');
		decline(
			'Share',
			`${capital(shareText(share))} is ${moneyText(amount)}, but of ${moneyText(total)} only ${moneyText(left.lt(0) ? zero : left)} is left to bill${numbers ? ` (invoice ${numbers})` : ''}.`,
			[
				left.gt(0)
					? `Bill the rest, or an amount up to ${moneyText(left)}.`
					: 'Void an invoice of the deal first, or raise the amount of the deal.',
				advice,
			]
				.filter(Boolean)
				.join(' '),
		);
	}
	return { from, to: from.plus(amount) };
}

function declineNothingLeft(total: Decimal, from: Decimal, billed: readonly BilledSpan[]): never {
	const numbers = billed.map(({ number, invoiceId }) => number ?? `id ${invoiceId}`).join(', ');
	decline(
		'Share',
		`Nothing is left to bill: the deal comes to ${moneyText(total)}, and ${moneyText(from)} is billed (invoice ${numbers}).`,
		'Void an invoice of the deal first, or raise the amount of the deal.',
	);
}

/**
 * The lines of one share: each line's part of the share, to the cent, with nothing lost between the
 * parts.
 * A part has no quantity of its own, so its description says what it is a part of. Only what is
 * kept in stock has one: its
 * part of the quantity.
 */
export function linesOfShare(
	lines: readonly BilledLine[],
	span: Span,
	total: Decimal,
): BilledLine[] {
	const amount = span.to.minus(span.from);
	if (amount.eq(total)) return [...lines];
	const weights = lines.map(({ net }) => net);
	const places = lines.find((line) => line.places !== undefined)?.places;
	const upTo = allocate(span.to, weights, places);
	const before = allocate(span.from, weights, places);
	const parts = upTo.map((part, index) => part.minus(before[index] ?? zero));
	const useful = parts.every((part, index) => part.times(weights[index] ?? zero).gte(0))
		? parts
		: allocate(amount, weights, places);
	const percent = plainText(amount.times(100).div(total).round(2));
	return withTaxOfShare(lines, span, total, places).map((line, index) =>
		line.kind === 'item' ? partOf(line, useful[index] ?? zero, percent, span, total) : line,
	);
}

/** The part of a whole amount that falls on a span; the parts of all spans add up to the amount. */
export function partOfSpan(
	amount: Decimal,
	{ from, to }: Span,
	total: Decimal,
	places?: number,
): Decimal {
	const upTo = (value: Decimal) => toCents(amount.times(value).div(total), places);
	return upTo(to).minus(upTo(from));
}

/**
 * Lines with HubSpot's tax for the span. A single line may be a cent beside its exact part;
 * together they are right to the cent.
 */
function withTaxOfShare(
	lines: readonly BilledLine[],
	span: Span,
	total: Decimal,
	places: number | undefined,
): BilledLine[] {
	const taxes = lines.map(({ hubSpotTax }) => hubSpotTax ?? zero);
	const parts = allocate(partOfSpan(sum(taxes), span, total, places), taxes, places);
	return lines.map((line, index) =>
		line.hubSpotTax
			? { ...line, hubSpotTax: parts[index] ?? zero, isTaxedByHubSpot: isTaxedByHubSpot(line) }
			: line,
	);
}

/** A part of a line. @param percent of the line, for people to read */
export function partOf(
	line: BilledLine,
	net: Decimal,
	percent: string,
	span: Span,
	total: Decimal,
): BilledLine {
	const whole = pricingText(line);
	const { discountLabel: _none, priceNote: _note, ...rest } = line;
	return {
		...rest,
		description: [line.description, `${percent} % of ${whole} = ${moneyText(line.net)}`]
			.filter(Boolean)
			.join('\n'),
		quantity: line.isStocked ? quantityOfSpan(line.quantity, span, total) : zero,
		gross: net,
		discount: zero,
		net,
	};
}
