import { dayFromHubSpot, isDay, type Day } from '../calendar';
import { quoted, type Problem } from '../decline';
import { decimal, decimalOrNone, moneyText, percentOf, plainText, toCents, zero, type Decimal } from '../money';
import type { HubSpotRecord } from '../records/hubspot';

/** HubSpot properties that a billed line is made from. */
export const lineItemProperties = [
	'name', 'description', 'hs_sku', 'hs_product_id', 'price', 'quantity', 'amount', 'discount', 'hs_discount_percentage', 'hs_total_discount',
	'hs_line_item_currency_code', 'hs_tax_rate_group_id', 'hs_tax_amount', 'hs_post_tax_amount', 'recurringbillingfrequency', 'hs_position_on_quote',
] as const;

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

/** A line typed into the node. Numbers are text or numbers as the form gives them. */
export interface GivenLine {
	kind?: 'item' | 'text' | 'subtotal';
	itemId?: string;
	name?: string;
	sku?: string;
	quantity?: string | number;
	unitPrice?: string | number;
	discountPercent?: string | number;
	discountAmount?: string | number;
	description?: string;
	taxCodeId?: string;
	servedOn?: string;
	classId?: string;
}

export interface LinesRead {
	lines: BilledLine[];
	problems: Problem[];
	warnings: string[];
}

/** One reading of HubSpot's discount fields, and how it is put to people. */
interface DiscountReading {
	net: Decimal;
	label?: string;
}

/**
 * Reads a deal's or quote's line items. HubSpot's own `amount` decides what is billed; the line is refused when no reading
 * of quantity, price and discount leads to it.
 *
 * HubSpot's `discount` is documented neither as an amount for each unit nor as a percentage, so each reading is tried
 * and the one that gives HubSpot's amount is taken.
 * Source: developers.hubspot.com, CRM API, line items.
 */
export function readLineItems(records: readonly HubSpotRecord[], currency: string): LinesRead {
	const read: LinesRead = { lines: [], problems: [], warnings: [] };
	const ordered = [...records].sort((a, b) => position(a) - position(b) || Number(a.id) - Number(b.id) || a.id.localeCompare(b.id));
	for (const record of ordered) readLineItem(record, currency, read);
	return read;
}

function position(record: HubSpotRecord): number {
	const at = Number(record.properties['hs_position_on_quote'] ?? NaN);
	return Number.isNaN(at) ? Number.MAX_SAFE_INTEGER : at;
}

function readLineItem(record: HubSpotRecord, currency: string, read: LinesRead): void {
	const text = (name: (typeof lineItemProperties)[number]) => record.properties[name]?.trim() ?? '';
	const name = text('name') || text('hs_sku') || `line item ${record.id}`;
	const label = `Line "${quoted(name)}"`;
	const numbers = readNumbers(record, label, read.problems);
	if (!numbers) return;
	const lineCurrency = text('hs_line_item_currency_code');
	if (lineCurrency && lineCurrency !== currency) {
		read.problems.push({ field: label, message: `${label} is priced in ${lineCurrency}, but the deal is in ${currency}.`, remedy: 'Give all lines of the deal the same currency in HubSpot.' });
		return;
	}
	const gross = toCents(numbers.quantity.times(numbers.price));
	const reading = chooseReading(readings(numbers), numbers.amount);
	if (!reading) {
		read.problems.push(amountProblem(label, numbers, gross));
		return;
	}
	const net = toCents(reading.net);
	if (net.lt(0)) {
		read.problems.push({ field: label, message: `${label} comes to ${moneyText(net)}, which is below zero.`, remedy: 'Lower the discount of the line in HubSpot.' });
		return;
	}
	const recurring = text('recurringbillingfrequency');
	if (recurring) read.warnings.push(`${label} recurs (${recurring}); one period of it is billed.`);
	read.lines.push({
		key: record.id,
		label,
		kind: 'item',
		name,
		description: text('description'),
		quantity: numbers.quantity,
		unitPrice: numbers.price,
		gross,
		discount: gross.minus(net),
		net,
		lineItemId: record.id,
		...(reading.label && !gross.eq(net) && { discountLabel: reading.label }),
		...(text('hs_sku') && { sku: text('hs_sku') }),
		...(text('hs_product_id') && { productId: text('hs_product_id') }),
		...(text('hs_tax_rate_group_id') && { taxRateGroupId: text('hs_tax_rate_group_id') }),
		...(numbers.tax && { hubSpotTax: numbers.tax }),
		...(recurring && { recurring }),
	});
}

interface LineNumbers {
	quantity: Decimal;
	price: Decimal;
	amount: Decimal | undefined;
	discount: Decimal | undefined;
	percent: Decimal | undefined;
	total: Decimal | undefined;
	tax: Decimal | undefined;
}

function readNumbers(record: HubSpotRecord, label: string, problems: Problem[]): LineNumbers | undefined {
	const before = problems.length;
	const read = (name: string): Decimal | undefined => {
		try {
			return decimalOrNone(record.properties[name]);
		} catch {
			problems.push({ field: label, message: `${label} has "${quoted(record.properties[name] ?? '')}" as ${name}, which is not a number.`, remedy: 'Correct the line item in HubSpot.' });
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
	if (problems.length > before) return undefined;
	if (numbers.price === undefined && numbers.amount === undefined) {
		problems.push({ field: label, message: `${label} has no price.`, remedy: 'Give the line item a unit price in HubSpot.' });
		return undefined;
	}
	return { ...numbers, price: numbers.price ?? (numbers.amount as Decimal) };
}

/** Every way to read quantity, price and discount, the likeliest first. */
function readings({ quantity, price, discount, percent, total }: LineNumbers): DiscountReading[] {
	const full = quantity.times(price);
	const list: DiscountReading[] = [];
	if (percent && !percent.eq(0)) list.push({ net: full.minus(percentOf(full, percent)), label: `${plainText(percent)} %` });
	if (discount && !discount.eq(0)) {
		list.push({ net: full.minus(discount.times(quantity)), label: `${moneyText(discount)} each` });
		list.push({ net: full.minus(percentOf(full, discount)), label: `${plainText(discount)} %` });
		list.push({ net: full.minus(discount), label: moneyText(discount) });
	}
	if (total && !total.eq(0)) list.push({ net: full.minus(total), label: moneyText(toCents(total)) });
	if (list.length === 0) list.push({ net: full });
	return list;
}

/** The reading that gives HubSpot's amount; without an amount, the one that HubSpot's total discount or the first field gives. */
function chooseReading(list: DiscountReading[], amount: Decimal | undefined): DiscountReading | undefined {
	if (amount === undefined) return list.every(({ net }) => toCents(net).eq(toCents(list[0]?.net ?? zero))) ? list[0] : undefined;
	return list.find(({ net }) => toCents(net).eq(toCents(amount)));
}

function amountProblem(label: string, numbers: LineNumbers, gross: Decimal): Problem {
	const { quantity, price, amount } = numbers;
	const product = `${plainText(quantity)} × ${plainText(price)} = ${moneyText(gross)}`;
	if (amount === undefined) {
		return { field: label, message: `${label} (${product}) has a discount that can be read in more than one way, and no amount that tells which.`, remedy: 'Use the discount percentage, or set the amount of the line item, in HubSpot.' };
	}
	const nearest = readings(numbers)[0]?.net ?? gross;
	const difference = toCents(amount).minus(toCents(nearest));
	return {
		field: label,
		message: `${label} has the amount ${moneyText(amount)}, but ${product}${gross.eq(toCents(nearest)) ? '' : `, less its discount ${moneyText(toCents(nearest))}`}: a difference of ${moneyText(difference)}.`,
		remedy: 'Correct quantity, price, discount or amount of the line item in HubSpot.',
	};
}

/** Reads the lines typed into the node. */
export function readGivenLines(given: readonly GivenLine[]): LinesRead {
	const read: LinesRead = { lines: [], problems: [], warnings: [] };
	given.forEach((line, index) => {
		const label = `Line ${index + 1}${line.name ? ` "${quoted(line.name)}"` : ''}`;
		const billed = readGivenLine(line, index, label, read.problems);
		if (billed) read.lines.push(billed);
	});
	return read;
}

function readGivenLine(line: GivenLine, index: number, label: string, problems: Problem[]): BilledLine | undefined {
	const before = problems.length;
	const read = (value: string | number | undefined, name: string): Decimal | undefined => {
		try {
			return decimalOrNone(value);
		} catch {
			problems.push({ field: label, message: `${label} has "${quoted(String(value))}" as ${name}, which is not a number.`, remedy: `Enter a plain number for the ${name}.` });
			return undefined;
		}
	};
	const kind = line.kind ?? 'item';
	const base = { key: `given-${index + 1}`, label, kind, name: line.name ?? '', description: line.description ?? '' };
	if (kind !== 'item') return { ...base, quantity: zero, unitPrice: zero, gross: zero, discount: zero, net: zero };
	const quantity = read(line.quantity, 'quantity') ?? decimal(1);
	const unitPrice = read(line.unitPrice, 'unit price');
	const percent = read(line.discountPercent, 'discount percentage');
	const amount = read(line.discountAmount, 'discount amount');
	if (unitPrice === undefined && problems.length === before) problems.push({ field: label, message: `${label} has no unit price.`, remedy: 'Enter the price of one unit; 0 is allowed.' });
	if (percent && amount && !percent.eq(0) && !amount.eq(0)) problems.push({ field: label, message: `${label} has a discount in per cent and one as an amount.`, remedy: 'Keep one of them.' });
	if (percent && (percent.lt(0) || percent.gt(100))) problems.push({ field: label, message: `${label} has a discount of ${plainText(percent)} %.`, remedy: 'Enter a percentage from 0 to 100.' });
	if (line.servedOn && !isDay(line.servedOn.slice(0, 10))) problems.push({ field: label, message: `${label} has the service date "${quoted(line.servedOn)}", which is no date.`, remedy: 'Enter it as YYYY-MM-DD.' });
	if (problems.length > before || unitPrice === undefined) return undefined;
	const full = quantity.times(unitPrice);
	const off = percent && !percent.eq(0) ? percentOf(full, percent) : (amount ?? zero);
	const gross = toCents(full);
	const net = toCents(full.minus(off));
	return {
		...base,
		quantity,
		unitPrice,
		gross,
		net,
		discount: gross.minus(net),
		...(!gross.eq(net) && { discountLabel: percent && !percent.eq(0) ? `${plainText(percent)} %` : moneyText(off) }),
		...(line.itemId && { itemId: line.itemId }),
		...(line.sku && { sku: line.sku }),
		...(line.taxCodeId && { taxCodeId: line.taxCodeId }),
		...(line.servedOn && { servedOn: dayFromHubSpot(line.servedOn) ?? line.servedOn.slice(0, 10) }),
		...(line.classId && { classId: line.classId }),
	};
}
