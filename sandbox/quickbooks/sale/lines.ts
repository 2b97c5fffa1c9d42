import type Big from 'big.js';
import type { RequestContext } from '../context';
import { Fault, faultError, faults } from '../faults/fault';
import { cents, decimal, sum } from '../money';
import type { Fields } from '../records';

interface SaleLines {
	/** Items, groups and texts, with Id and LineNum. */
	goods: Fields[];
	discounts: Fields[];
}

const KINDS = ['SalesItemLineDetail', 'GroupLineDetail', 'DescriptionOnly', 'DiscountLineDetail'];
/** Lines that the server creates; sent ones are dropped. */
const DROPPED = new Set(['SubTotalLineDetail', 'TaxLineDetail']);

/**
 * The lines of a sale to store. A line with a known Id replaces that line; any other line is new.
 * @throws Fault 2020 if a line lacks a field, 6070 if an amount is not quantity × price, 6090 for an
 * empty discount, 6520 for stock without quantity, 6100 for an invalid US tax code
 */
export function completeLines(
	context: RequestContext,
	lines: Fields[],
	before: Fields[] | undefined,
	txnDate: string,
): SaleLines {
	const sent = lines.filter((line) => !DROPPED.has(String(line['DetailType'])));
	for (const line of sent) checkKind(line);
	if (sent.length > MOST_TAXABLE && sent.some(isTaxed))
		throw faults.business(`A taxable transaction can have at most ${MOST_TAXABLE} lines.`);
	const used = new LineIds(before ?? []);
	const counter = { next: 1 };
	const goods = sent
		.filter((line) => line['DetailType'] !== 'DiscountLineDetail')
		.map((line) => completeLine(context, line, used, counter, txnDate));
	const discounts = sent
		.filter((line) => line['DetailType'] === 'DiscountLineDetail')
		.map((line) => ({ ...line }));
	for (const line of [...goods, ...discounts])
		for (const key of Object.keys(line))
			if (line[key] === undefined || line[key] === null) delete line[key];
	return { goods, discounts };
}

const MOST_TAXABLE = 750;

function isTaxed(line: Fields): boolean {
	const code = (
		(line['SalesItemLineDetail'] as Fields | undefined)?.['TaxCodeRef'] as
			{ value: string } | undefined
	)?.value;
	return code !== undefined && code !== 'NON';
}

function checkKind(line: Fields): void {
	const kind = line['DetailType'];
	if (kind === undefined || kind === null) throw faults.required('DetailType');
	if (!KINDS.includes(String(kind)))
		throw faults.of(
			'2170',
			`Value ${String(kind)} is not one of [${KINDS.join(', ')}]`,
			'DetailType',
		);
}

function completeLine(
	context: RequestContext,
	line: Fields,
	ids: LineIds,
	counter: { next: number },
	txnDate: string,
): Fields {
	const result: Fields = { ...line, Id: ids.take(line['Id']), LineNum: counter.next++ };
	if (line['DetailType'] === 'SalesItemLineDetail') return itemLine(context, result, txnDate);
	if (line['DetailType'] === 'DescriptionOnly')
		return {
			...result,
			Amount: undefined,
			DescriptionLineDetail: line['DescriptionLineDetail'] ?? {},
		};
	const group = line['GroupLineDetail'] as Fields | undefined;
	if (!group?.['GroupItemRef']) throw faults.required('GroupItemRef');
	const inner = ((group['Line'] ?? []) as Fields[]).map((part) =>
		completeLine(context, part, ids, counter, txnDate),
	);
	return {
		...result,
		Amount: 0,
		GroupLineDetail: { ...group, Quantity: group['Quantity'] ?? 1, Line: inner },
	};
}

function itemLine(context: RequestContext, line: Fields, txnDate: string): Fields {
	const detail = line['SalesItemLineDetail'] as Fields | undefined;
	if (!detail) throw faults.required('SalesItemLineDetail');
	if (line['Amount'] === undefined || line['Amount'] === null) throw faults.required('Amount');
	checkAmount(line, detail);
	const itemId = (detail['ItemRef'] as { value: string } | undefined)?.value;
	const item = itemId === undefined ? undefined : context.records.find('Item', itemId)?.fields;
	if (typeof item?.['InvStartDate'] === 'string' && txnDate < item['InvStartDate'])
		throw faults.of('6270', 'Transaction date is prior to start date for inventory item', '');
	// Source:
	// https://knowledge.hubspot.com/integrations/troubleshoot-the-quickbooks-online-data-sync-integration
	if (
		context.switches.revenueRecognition &&
		item !== undefined &&
		detail['ServiceDate'] === undefined
	)
		throw faults.business('Enter a service date');
	if (itemId === undefined && Number(line['Amount']) === 0 && detail['Qty'] === undefined)
		return {
			...line,
			DetailType: 'DescriptionOnly',
			Amount: undefined,
			SalesItemLineDetail: undefined,
			DescriptionLineDetail: {},
		};
	// Source:
	// https://developer.intuit.com/app/developer/qbo/docs/develop/troubleshooting/error-codes, seen
	// live in https://github.com/n8n-io/n8n/issues/12956
	if (item?.['Type'] === 'Inventory' && typeof detail['Qty'] !== 'number')
		throw faults.of('6520', 'Quantity required for inventory item', 'Line.Qty');
	const result: Fields = { ...detail, ...kept(detail), TaxCodeRef: taxCode(context, detail, item) };
	if (!context.company.settings.classPerLine) delete result['ClassRef'];
	if (result['TaxCodeRef'] === undefined) delete result['TaxCodeRef'];
	return { ...line, SalesItemLineDetail: result };
}

/**
 * Rounds quantities and prices to seven decimals. Source:
 * https://quickbooks.intuit.com/learn-support, article 1567567
 */
function kept(detail: Fields): Fields {
	const names = ['Qty', 'UnitPrice'].filter((name) => typeof detail[name] === 'number');
	return Object.fromEntries(
		names.map((name) => [name, Number(decimal(detail[name]).round(7).toFixed())]),
	);
}

/**
 * Compares the amount with the exact product, rounded half up to cents. Source:
 * https://developer.intuit.com/app/developer/qbo/docs/develop/troubleshooting/error-codes
 */
function checkAmount(line: Fields, detail: Fields): void {
	if (detail['Qty'] === undefined || detail['UnitPrice'] === undefined) return;
	const expected = cents(decimal(detail['Qty']).times(decimal(detail['UnitPrice'])));
	if (cents(decimal(line['Amount'])) === expected) return;
	const shown = Number(line['Amount']).toLocaleString('en-US', {
		minimumFractionDigits: 2,
		maximumFractionDigits: 2,
	});
	throw new Fault([
		faultError(
			'6070',
			`Amount is not equal to UnitPrice * Qty. Supplied value:${shown}`,
			'Line.Amount',
		),
	]);
}

/**
 * In the US a line is taxable or not. Elsewhere it names a tax code or none, which the tax rules check.
 */
function taxCode(context: RequestContext, detail: Fields, item: Fields | undefined): unknown {
	const sent = (detail['TaxCodeRef'] as { value: string } | undefined)?.value;
	if (context.company.profile.country !== 'US')
		return sent === undefined ? undefined : { value: sent };
	if (sent === undefined)
		return {
			value:
				context.switches.lineTaxCode === 'byItem' && item?.['Taxable'] === true ? 'TAX' : 'NON',
		};
	if (sent !== 'TAX' && sent !== 'NON')
		throw faults.of(
			'6100',
			`Line.TaxCodeRef has to be TAX or NON. Supplied value:${sent}`,
			'TaxCodeRef',
		);
	return { value: sent };
}

/** All lines with their own amount, including those of groups. */
export function pricedLines(goods: Fields[]): Fields[] {
	return goods.flatMap((line) => {
		if (line['DetailType'] === 'GroupLineDetail')
			return pricedLines(((line['GroupLineDetail'] as Fields)['Line'] ?? []) as Fields[]);
		return line['DetailType'] === 'SalesItemLineDetail' ? [line] : [];
	});
}

export function subtotalOf(goods: Fields[]): Big {
	return sum(pricedLines(goods).map((line) => line['Amount']));
}

/**
 * Discounts come after the subtotal. If both a percentage and an amount are sent, the percentage
 * counts. @throws Fault 6090
 */
export function completeDiscount(context: RequestContext, line: Fields, subtotal: Big): Fields {
	const detail = (line['DiscountLineDetail'] ?? {}) as Fields;
	const percent = detail['DiscountPercent'];
	const byPercent = percent !== undefined && detail['PercentBased'] !== false;
	if (!byPercent && (line['Amount'] === undefined || line['Amount'] === null))
		throw faults.of(
			'6090',
			'A discount line needs an amount or a percentage.',
			'DiscountLineDetail',
		);
	const amount = byPercent ? subtotal.times(decimal(percent)).div(100) : decimal(line['Amount']);
	const account = detail['DiscountAccountRef'] ?? discountAccount(context);
	return {
		Amount: cents(amount),
		DetailType: 'DiscountLineDetail',
		...(line['Description'] !== undefined && { Description: line['Description'] }),
		DiscountLineDetail: {
			PercentBased: byPercent,
			...(byPercent && { DiscountPercent: percent }),
			...(account !== undefined && { DiscountAccountRef: account }),
		},
	};
}

function discountAccount(context: RequestContext): { value: string } | undefined {
	const account = context.records.select(
		'Account',
		"AND json_extract(json, '$.AccountSubType') = 'DiscountsRefundsGiven' ORDER BY number LIMIT 1",
	)[0];
	return account && { value: account.id };
}

/** The Ids of lines. A new line never gets an Id that the transaction had before. */
class LineIds {
	private readonly known: Set<string>;
	private last: number;

	constructor(before: Fields[]) {
		const all = before.flatMap((line) => [
			line,
			...(((line['GroupLineDetail'] as Fields | undefined)?.['Line'] ?? []) as Fields[]),
		]);
		this.known = new Set(
			all.flatMap((line) => (line['Id'] === undefined ? [] : [String(line['Id'])])),
		);
		this.last = Math.max(0, ...[...this.known].map(Number));
	}

	take(sent: unknown): string {
		const id = String(sent ?? '');
		if (this.known.delete(id)) return id;
		return String(++this.last);
	}
}
