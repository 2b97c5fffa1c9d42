import { quoted, type Problem } from '../decline';
import { decimal, decimalOrNone, moneyText, toCents, type Decimal } from '../money';
import type { HubSpotRecord } from '../records/hubspot';
import { amountProblem, chooseReading, readings, type LineNumbers } from './discounts';
import type { LinesRead } from './lines';

/** HubSpot properties that a billed line is made from. */
export const lineItemProperties = [
	'name', 'description', 'hs_sku', 'hs_product_id', 'price', 'quantity', 'amount', 'discount', 'hs_discount_percentage', 'hs_total_discount',
	'hs_line_item_currency_code', 'hs_tax_rate_group_id', 'hs_tax_amount', 'hs_post_tax_amount', 'recurringbillingfrequency', 'hs_position_on_quote',
] as const;

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
