import { quoted, type Problem } from '../../decline';
import {
	decimal,
	decimalOrNone,
	moneyText,
	plainText,
	toCents,
	zero,
	type Decimal,
} from '../../money';
import type { HubSpotRecord } from '../../records/hubspot';
import { amountProblem, chooseReading, readings, type LineNumbers } from './amounts/discounts';
import { readStart, startProperties } from './laterLines';
import { PRICE_PLACES, type BilledLine, type LinesRead } from './lines';
import { readPricing, tierProperties, type Pricing } from './tiers';

/** HubSpot properties that a billed line is made from. */
export const lineItemProperties = [
	'name',
	'description',
	'hs_sku',
	'hs_product_id',
	'price',
	'quantity',
	'amount',
	'discount',
	'hs_discount_percentage',
	'hs_total_discount',
	'hs_line_item_currency_code',
	'hs_tax_rate_group_id',
	'hs_tax_amount',
	'hs_post_tax_amount',
	'recurringbillingfrequency',
	'hs_position_on_quote',
	'hs_is_optional',
	...tierProperties,
	...startProperties,
] as const;

/**
 * Reads a deal's or quote's line items. HubSpot's own `amount` decides what is billed; the line is
 * refused when no reading
 * of quantity, price and discount leads to it.
 *
 * HubSpot's `discount` is documented neither as an amount for each unit nor as a percentage, so
 * each reading is tried
 * and the one that gives HubSpot's amount is taken. Where prices stand in tiers, or there is no
 * price, the amount alone counts.
 * Source: developers.hubspot.com, CRM API, line items.
 *
 * @param classProperty the property of line items that names a QuickBooks class
 */
export function readLineItems(
	records: readonly HubSpotRecord[],
	currency: string,
	classProperty?: string,
): LinesRead {
	const read: LinesRead = { lines: [], problems: [], warnings: [] };
	const ordered = [...records].sort(
		(a, b) => position(a) - position(b) || Number(a.id) - Number(b.id) || a.id.localeCompare(b.id),
	);
	for (const record of ordered) readLineItem(record, currency, classProperty, read);
	return read;
}

function position(record: HubSpotRecord): number {
	const at = Number(record.properties['hs_position_on_quote'] ?? NaN);
	return Number.isNaN(at) ? Number.MAX_SAFE_INTEGER : at;
}

function readLineItem(
	record: HubSpotRecord,
	currency: string,
	classProperty: string | undefined,
	read: LinesRead,
): void {
	const text = (name: (typeof lineItemProperties)[number]) => record.properties[name]?.trim() ?? '';
	const name = text('name') || text('hs_sku') || `line item ${record.id}`;
	const label = `Line "${quoted(name)}"`;
	const numbers = readNumbers(record, label, read.problems);
	if (!numbers) return;
	const lineCurrency = text('hs_line_item_currency_code');
	if (lineCurrency && lineCurrency !== currency) {
		read.problems.push({
			field: label,
			message: `${label} is priced in ${lineCurrency}, but the deal is in ${currency}.`,
			remedy: 'Give all lines of the deal the same currency in HubSpot.',
		});
		return;
	}
	const priced = priceLine(label, numbers, readPricing(record.properties, currency), read);
	if (!priced) return;
	// A line of a negative quantity takes something back; QuickBooks takes it as long as the whole is
	// not below zero.
	if (priced.net.lt(0) && numbers.quantity.gte(0)) {
		read.problems.push({
			field: label,
			message: `${label} comes to ${moneyText(priced.net)}, which is below zero.`,
			remedy: 'Lower the discount of the line in HubSpot.',
		});
		return;
	}
	const className = classProperty && record.properties[classProperty]?.trim();
	const starts = readStart(record.properties);
	const recurring = text('recurringbillingfrequency');
	if (recurring) read.warnings.push(`${label} recurs (${recurring}). One period of it is billed.`);
	read.lines.push({
		key: record.id,
		label,
		kind: 'item',
		name,
		description: text('description'),
		...priced,
		lineItemId: record.id,
		...(text('hs_sku') && { sku: text('hs_sku') }),
		...(text('hs_product_id') && { productId: text('hs_product_id') }),
		...(text('hs_tax_rate_group_id') && { taxRateGroupId: text('hs_tax_rate_group_id') }),
		...(numbers.tax && { hubSpotTax: numbers.tax }),
		...(className && { className }),
		...(starts && { starts }),
		...(recurring && { recurring }),
	});
}

type Numbers = Omit<LineNumbers, 'price'> & { price: Decimal | undefined };
type Priced = Pick<
	BilledLine,
	| 'quantity'
	| 'unitPrice'
	| 'gross'
	| 'discount'
	| 'net'
	| 'exact'
	| 'discountLabel'
	| 'priceNote'
	| 'amountOnly'
>;

/** Undefined when the line cannot be billed; the problem is told. */
function priceLine(
	label: string,
	numbers: Numbers,
	pricing: Pricing,
	read: LinesRead,
): Priced | undefined {
	const { price, amount } = numbers;
	if (!pricing.inTiers && price !== undefined)
		return byPrice(label, { ...numbers, price }, read.problems);
	if (amount === undefined) {
		const [what, remedy] = pricing.inTiers
			? [
					'has prices in tiers and no amount',
					'Open the line item in HubSpot and save it again, so that HubSpot computes its amount.',
				]
			: ['has no price', 'Give the line item a unit price in HubSpot.'];
		read.problems.push({ field: label, message: `${label} ${what}.`, remedy });
		return undefined;
	}
	if (!pricing.isKnown)
		read.warnings.push(
			`${label} has the pricing model "${quoted(pricing.model)}", which the node does not know. HubSpot's amount of ${moneyText(toCents(amount))} is billed.`,
		);
	return byAmount(numbers, amount, pricing);
}

function byPrice(label: string, numbers: LineNumbers, problems: Problem[]): Priced | undefined {
	const { quantity, price } = numbers;
	const gross = toCents(quantity.times(price));
	const reading = chooseReading(readings(numbers), numbers.amount);
	if (!reading) {
		problems.push(amountProblem(label, numbers, gross));
		return undefined;
	}
	const net = toCents(reading.net);
	return {
		quantity,
		unitPrice: price,
		gross,
		discount: gross.minus(net),
		net,
		...(!net.eq(reading.net) && { exact: reading.net }),
		...(reading.label && !gross.eq(net) && { discountLabel: reading.label }),
	};
}

/**
 * HubSpot's amount is net of discounts; a price of one unit follows from it where there is an exact
 * one.
 */
function byAmount(
	{ quantity, percent }: Numbers,
	amount: Decimal,
	{ inTiers, text }: Pricing,
): Priced {
	const net = toCents(amount);
	const unitPrice = quantity.eq(0) ? net : net.div(quantity).round(PRICE_PLACES);
	const isExact = unitPrice.times(quantity).eq(net);
	const off = percent && !percent.eq(0) ? `, less ${plainText(percent)} %` : '';
	const note =
		inTiers || !isExact
			? `Quantity ${plainText(quantity)}${text ? `; ${text}` : ''}${off}`
			: undefined;
	return {
		quantity,
		unitPrice,
		gross: net,
		discount: zero,
		net,
		...(!net.eq(amount) && { exact: amount }),
		...(note && { priceNote: note }),
		...(!isExact && { amountOnly: true }),
	};
}

function readNumbers(
	record: HubSpotRecord,
	label: string,
	problems: Problem[],
): Numbers | undefined {
	const before = problems.length;
	const read = (name: string): Decimal | undefined => {
		try {
			return decimalOrNone(record.properties[name]);
		} catch {
			problems.push({
				field: label,
				message: `${label} has "${quoted(record.properties[name] ?? '')}" as ${name}, which is not a number.`,
				remedy: 'Correct the line item in HubSpot.',
			});
			return undefined;
		}
	};
	const numbers = {
		quantity: read('quantity') ?? decimal(1),
		price: read('price'),
		amount: read('amount'),
		discount: read('discount'),
		percent: read('hs_discount_percentage'),
		total: read('hs_total_discount'),
		tax: read('hs_tax_amount'),
	};
	return problems.length > before ? undefined : numbers;
}
