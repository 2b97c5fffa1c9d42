import { isDay } from '../../calendar';
import { quoted, type Problem } from '../../decline';
import {
	decimal,
	decimalOrNone,
	moneyText,
	percentOf,
	plainText,
	toCents,
	zero,
	type Decimal,
} from '../../money';
import type { BilledLine, LinesRead } from './lines';

const lineKinds: ReadonlyArray<BilledLine['kind']> = ['item', 'text', 'subtotal'];

/** A line typed into the node. Numbers are text or numbers as the form gives them. */
export interface GivenLine {
	kind?: string;
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

function readGivenLine(
	line: GivenLine,
	index: number,
	label: string,
	problems: Problem[],
): BilledLine | undefined {
	const before = problems.length;
	const read = (value: string | number | undefined, name: string): Decimal | undefined => {
		try {
			return decimalOrNone(value);
		} catch {
			problems.push({
				field: label,
				message: `${label} has "${quoted(String(value))}" as ${name}, which is not a number.`,
				remedy: `Enter a plain number for the ${name}.`,
			});
			return undefined;
		}
	};
	const kind = lineKinds.find((one) => one === (line.kind ?? 'item'));
	if (!kind) {
		problems.push({
			field: label,
			message: `${label} has "${quoted(String(line.kind))}" as kind, which is not known.`,
			remedy: `Use one of ${lineKinds.join(', ')}.`,
		});
		return undefined;
	}
	const base = {
		key: `given-${index + 1}`,
		label,
		kind,
		name: line.name ?? '',
		description: line.description ?? '',
	};
	if (kind !== 'item')
		return { ...base, quantity: zero, unitPrice: zero, gross: zero, discount: zero, net: zero };
	const quantity = read(line.quantity, 'quantity') ?? decimal(1);
	const unitPrice = read(line.unitPrice, 'unit price');
	const percent = read(line.discountPercent, 'discount percentage');
	const amount = read(line.discountAmount, 'discount amount');
	if (unitPrice === undefined && problems.length === before)
		problems.push({
			field: label,
			message: `${label} has no unit price.`,
			remedy: 'Enter the price of one unit; 0 is allowed.',
		});
	if (percent && amount && !percent.eq(0) && !amount.eq(0))
		problems.push({
			field: label,
			message: `${label} has both a discount percentage and a discount amount.`,
			remedy: 'Keep only one of them.',
		});
	if (amount?.lt(0))
		problems.push({
			field: label,
			message: `${label} has a discount of ${moneyText(amount)}.`,
			remedy: 'Enter 0 or more. Add a separate line for a surcharge.',
		});
	if (percent && (percent.lt(0) || percent.gt(100)))
		problems.push({
			field: label,
			message: `${label} has a discount of ${plainText(percent)} %.`,
			remedy: 'Enter a percentage from 0 to 100.',
		});
	if (line.servedOn && !isDay(line.servedOn))
		problems.push({
			field: label,
			message: `${label} has the service date "${quoted(line.servedOn)}", which is not a date.`,
			remedy: 'Enter it as YYYY-MM-DD.',
		});
	if (problems.length > before || unitPrice === undefined) return undefined;
	const full = quantity.times(unitPrice);
	if (amount && full.gte(0) && amount.gt(full)) {
		problems.push({
			field: label,
			message: `${label} has a discount of ${moneyText(amount)}, but comes to ${moneyText(toCents(full))}.`,
			remedy: 'Lower the discount.',
		});
		return undefined;
	}
	const off = percent && !percent.eq(0) ? percentOf(full, percent) : (amount ?? zero);
	const gross = toCents(full);
	const net = toCents(full.minus(off));
	return {
		...base,
		quantity,
		unitPrice,
		gross,
		net,
		...(!net.eq(full.minus(off)) && { exact: full.minus(off) }),
		discount: gross.minus(net),
		...(!gross.eq(net) && {
			discountLabel: percent && !percent.eq(0) ? `${plainText(percent)} %` : moneyText(off),
		}),
		...(line.itemId && { itemId: line.itemId }),
		...(line.sku && { sku: line.sku }),
		...(line.taxCodeId && { taxCodeId: line.taxCodeId }),
		...(line.servedOn && { servedOn: line.servedOn }),
		...(line.classId && { classId: line.classId }),
	};
}
