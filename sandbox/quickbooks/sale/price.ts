import type Big from 'big.js';
import type { RequestContext } from '../context';
import { faults } from '../faults/fault';
import { cents, decimal, sum } from '../money';
import type { Fields } from '../records';
import type { Draft } from '../rules/rule';
import { linksOf } from './open/balances';
import { completeDiscount, completeLines, pricedLines, subtotalOf } from './lines';
import { codedTax, netOfTax, usTax } from './tax/tax';

/** Completes the lines, subtotal, discounts, tax and total of a sale. */
export function priceSale(
	context: RequestContext,
	draft: Draft,
	fields: Fields,
	customer: Fields | undefined,
): Fields {
	const us = context.company.profile.country === 'US';
	const priced = { ...fields, ...taxSettings(fields, us) };
	const { goods, discounts } = completeLines(
		context,
		fields['Line'] as Fields[],
		draft.before?.['Line'] as Fields[] | undefined,
		String(fields['TxnDate']),
	);
	const whole = usesWholeUnits(priced);
	if (whole && draft.sent['Line'] && context.switches.wholeUnits === 'refused') refuseParts(goods);
	if (!us) netOfTax(context, goods, priced);
	for (const line of pricedLines(goods)) line['Amount'] = inUnits(context, line['Amount'], whole);
	const subtotal = subtotalOf(goods);
	const discountLines = discounts.map((line) => completeDiscount(context, line, subtotal));
	const discount = sum(discountLines.map((line) => line['Amount']));
	const question = { fields: priced, sent: sentTax(draft), goods, subtotal, discount, customer };
	const computed = us ? usTax(context, question) : codedTax(context, question);
	const tax = { ...computed, TotalTax: inUnits(context, computed['TotalTax'], whole) };
	const total = cents(subtotal.minus(discount).plus(decimal(tax['TotalTax'])));
	if (total < 0) throw faults.business('Transaction amount must be 0 or greater.');
	return {
		...priced,
		Line: [...linked(goods, fields), subtotalLine(subtotal), ...discountLines],
		TxnTaxDetail: tax,
		TotalAmt: total,
	};
}

/** The US and other countries have different settings for tax. */
function taxSettings(fields: Fields, us: boolean): Fields {
	return us
		? {
				ApplyTaxAfterDiscount: fields['ApplyTaxAfterDiscount'] ?? false,
				GlobalTaxCalculation: undefined,
			}
		: {
				GlobalTaxCalculation: fields['GlobalTaxCalculation'] ?? 'TaxExcluded',
				ApplyTaxAfterDiscount: undefined,
			};
}

function subtotalLine(subtotal: Big): Fields {
	return {
		Amount: cents(subtotal),
		DetailType: 'SubTotalLineDetail',
		SubTotalLineDetail: {},
	};
}

const WHOLE_UNITS = new Set(['JPY', 'KRW']);

function usesWholeUnits(fields: Fields): boolean {
	return WHOLE_UNITS.has((fields['CurrencyRef'] as { value: string } | undefined)?.value ?? '');
}

/** Rounds an amount to cents, or to whole units if the currency has no cents (`wholeUnits`). */
function inUnits(context: RequestContext, amount: unknown, whole: boolean): number {
	return whole && context.switches.wholeUnits === 'rounded'
		? Number(decimal(amount).round(0))
		: cents(decimal(amount));
}

/** @throws Fault 6000 if an amount is not a whole number */
function refuseParts(goods: Fields[]): void {
	const amounts = pricedLines(goods).flatMap((line) => [
		line['Amount'],
		(line['SalesItemLineDetail'] as Fields)['TaxInclusiveAmt'] ?? 0,
	]);
	if (amounts.some((amount) => !Number.isInteger(Number(amount))))
		throw faults.business('The amount has more decimal places than its currency.');
}

/**
 * The tax that counts as given. A change that does not affect the tax keeps it. Otherwise only a sent
 * tax counts; null means that the tax is computed.
 */
function sentTax({ sent, fields, before }: Draft): Fields | undefined {
	if (sent['TxnTaxDetail'] !== undefined)
		return (sent['TxnTaxDetail'] ?? undefined) as Fields | undefined;
	const untouched =
		before &&
		[
			'Line',
			'CustomerRef',
			'ShipAddr',
			'BillAddr',
			'ApplyTaxAfterDiscount',
			'GlobalTaxCalculation',
		].every((name) => sent[name] === undefined);
	return untouched ? (fields['TxnTaxDetail'] as Fields | undefined) : undefined;
}

/** Each line repeats the link to the estimate. */
function linked(goods: Fields[], fields: Fields): Fields[] {
	const estimate = linksOf(fields).find((link) => link.TxnType === 'Estimate');
	return goods.map(({ LinkedTxn: _old, ...line }) =>
		estimate ? { ...line, LinkedTxn: [{ TxnId: estimate.TxnId, TxnType: 'Estimate' }] } : line,
	);
}
