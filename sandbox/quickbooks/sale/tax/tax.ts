import type Big from 'big.js';
import type { RequestContext } from '../../context';
import { faults } from '../../faults/fault';
import { cents, decimal } from '../../money';
import type { Fields } from '../../records';
import { pricedLines } from '../lines';
import { shipRegion } from './region';

interface Rate {
	id: string;
	percent: Big;
}

interface TaxQuestion {
	fields: Fields;
	/** `TxnTaxDetail` of the request; absent if the tax is to be computed. */
	sent: Fields | undefined;
	goods: Fields[];
	subtotal: Big;
	discount: Big;
	customer: Fields | undefined;
}

/**
 * The tax of a US sale. With automated tax, the place decides; otherwise the named code. A sent total
 * counts unchanged.
 */
export function usTax(context: RequestContext, question: TaxQuestion): Fields {
	const { settings } = context.company;
	const { sent, fields, customer } = question;
	if (!settings.usingSalesTax) return { TotalTax: 0 };
	const taxed = pricedLines(question.goods)
		.filter((line) => codeOf(line) === 'TAX')
		.reduce((total, line) => total.plus(decimal(line['Amount'])), decimal(0));
	if (
		settings.automatedTax &&
		context.switches.automatedTaxSent === 'zero' &&
		sent?.['TotalTax'] !== undefined
	)
		return { TotalTax: 0 };
	const codeId =
		(sent?.['TxnTaxCodeRef'] as { value: string } | undefined)?.value ??
		(settings.automatedTax ? codeOfPlace(context, fields) : undefined);
	const code = codeId === undefined ? {} : { TxnTaxCodeRef: { value: codeId } };
	if (sent?.['TotalTax'] !== undefined && sent['TotalTax'] !== null)
		return {
			...(Number(sent['TotalTax']) !== 0 && code),
			...sent,
			TotalTax: cents(decimal(sent['TotalTax'])),
		};
	if (taxed.eq(0) || codeId === undefined || customer?.['Taxable'] === false)
		return { TotalTax: 0 };
	const base = fields['ApplyTaxAfterDiscount'] === true ? taxed.times(share(question)) : taxed;
	const lines = ratesOf(context, codeId, fields).map((rate) =>
		taxLine(rate, base, base.times(rate.percent).div(100)),
	);
	return { ...code, TotalTax: totalOf(lines), TaxLine: lines };
}

/** The tax code of the place to which the goods go, unless the company collects no tax there. */
function codeOfPlace(context: RequestContext, fields: Fields): string | undefined {
	const region = shipRegion(context, fields);
	const codes = context.records.select('TaxCode', 'ORDER BY number');
	return codes.find((code) => ((code.fields['Regions'] ?? []) as string[]).includes(region))?.id;
}

/**
 * VAT, GST and HST. Each line names its code, and each rate gets a tax line. With TaxInclusive, the
 * lines have net amounts and `TaxInclusiveAmt`.
 * @throws Fault 6000 for a line without a code, 6170 for a tax that does not apply
 */
export function codedTax(context: RequestContext, question: TaxQuestion): Fields {
	if (question.fields['GlobalTaxCalculation'] === 'NotApplicable') {
		if (Number(question.sent?.['TotalTax'] ?? 0) !== 0 || question.sent?.['TaxLine'] !== undefined)
			throw faults.of(
				'6170',
				'TxnTaxDetail is not allowed when GlobalTaxCalculation is NotApplicable.',
				'TxnTaxDetail',
			);
		return { TotalTax: 0 };
	}
	const lines =
		question.sent?.['TaxLine'] !== undefined && question.sent['TotalTax'] !== undefined
			? undefined
			: taxLines(context, question);
	if (!lines) return { ...question.sent, TotalTax: cents(decimal(question.sent?.['TotalTax'])) };
	return { TotalTax: totalOf(lines), ...(lines.length > 0 && { TaxLine: lines }) };
}

function taxLines(context: RequestContext, question: TaxQuestion): Fields[] {
	const inclusive = question.fields['GlobalTaxCalculation'] === 'TaxInclusive';
	const left = share(question);
	const byRate = new Map<string, { rate: Rate; net: Big; tax: Big }>();
	for (const { code, net, gross } of taxedParts(context, question.goods)) {
		const base = net.times(left);
		const whole = inclusive ? decimal(cents(gross.times(left))).minus(cents(base)) : undefined;
		for (const [rate, tax] of spread(ratesOf(context, code, question.fields), base, whole)) {
			const sum = byRate.get(rate.id) ?? { rate, net: decimal(0), tax: decimal(0) };
			byRate.set(rate.id, {
				rate,
				net: sum.net.plus(base),
				tax: sum.tax.plus(context.switches.taxRounding === 'perLine' ? cents(tax) : tax),
			});
		}
	}
	return [...byRate.values()].map(({ rate, net, tax }) => taxLine(rate, net, tax));
}

/** The groups of lines that are taxed together: each line, or all lines of a code (`taxRounding`). */
function taxedParts(
	context: RequestContext,
	goods: Fields[],
): Array<{ code: string; net: Big; gross: Big }> {
	const lines = pricedLines(goods).map((line) => ({
		code: codeOf(line) as string,
		net: decimal(line['Amount']),
		gross: decimal((line['SalesItemLineDetail'] as Fields)['TaxInclusiveAmt'] ?? 0),
	}));
	if (context.switches.taxRounding === 'perLine') return lines;
	const byCode = new Map<string, { code: string; net: Big; gross: Big }>();
	for (const { code, net, gross } of lines) {
		const before = byCode.get(code);
		byCode.set(code, {
			code,
			net: net.plus(before?.net ?? 0),
			gross: gross.plus(before?.gross ?? 0),
		});
	}
	return [...byCode.values()];
}

/** The tax of each rate. A given total tax (gross minus net) is divided without a remainder. */
function spread(rates: Rate[], base: Big, whole: Big | undefined): [Rate, Big][] {
	const all = rates.reduce((total, rate) => total.plus(rate.percent), decimal(0));
	let rest = whole;
	return rates.map((rate, index) => {
		if (rest === undefined || whole === undefined) return [rate, base.times(rate.percent).div(100)];
		const part =
			index === rates.length - 1 || all.eq(0)
				? rest
				: decimal(cents(whole.times(rate.percent).div(all)));
		rest = rest.minus(part);
		return [rate, part];
	});
}

/**
 * Turns gross lines into net lines before the sums are computed. Source:
 * https://developer.intuit.com/app/developer/qbo/docs/workflows/manage-sales-tax-for-non-us-locales
 */
export function netOfTax(context: RequestContext, goods: Fields[], fields: Fields): void {
	const mode = fields['GlobalTaxCalculation'];
	for (const line of mode === 'NotApplicable' ? [] : pricedLines(goods)) {
		const detail = line['SalesItemLineDetail'] as Fields;
		if (codeOf(line) === undefined)
			throw faults.business(
				`Make sure all your transactions have a ${context.company.profile.country === 'GB' ? 'VAT' : 'GST/HST'} rate before you save.`,
			);
		const percent = ratesOf(context, codeOf(line) as string, fields)
			.reduce((total, rate) => total.plus(rate.percent), decimal(0))
			.div(100)
			.plus(1);
		if (mode !== 'TaxInclusive') {
			delete detail['TaxInclusiveAmt'];
			continue;
		}
		const sentGross = detail['TaxInclusiveAmt'];
		const grossSent = sentGross !== undefined || context.switches.taxInclusiveAmount === 'gross';
		const fromAmount = decimal(line['Amount']).times(grossSent ? 1 : percent);
		const gross = sentGross !== undefined ? decimal(sentGross) : fromAmount;
		const net = grossSent ? decimal(cents(gross.div(percent))) : decimal(line['Amount']);
		if (
			!net.eq(decimal(line['Amount'])) &&
			detail['Qty'] !== undefined &&
			Number(detail['Qty']) !== 0
		)
			detail['UnitPrice'] = Number(net.div(decimal(detail['Qty'])).round(7));
		line['Amount'] = cents(net);
		detail['TaxInclusiveAmt'] = cents(gross);
	}
}

/** The share of the subtotal that remains after the discount. */
function share({ subtotal, discount }: TaxQuestion): Big {
	return subtotal.eq(0) ? decimal(1) : subtotal.minus(discount).div(subtotal);
}

function codeOf(line: Fields): string | undefined {
	return ((line['SalesItemLineDetail'] as Fields)['TaxCodeRef'] as { value: string } | undefined)
		?.value;
}

/** @throws Fault 2500 if the company does not have the code */
function ratesOf(context: RequestContext, codeId: string, sale: Fields): Rate[] {
	const code = context.records.find('TaxCode', codeId)?.fields;
	if (!code) throw faults.reference('TaxCodes', codeId);
	const details = ((code['SalesTaxRateList'] as Fields | undefined)?.['TaxRateDetail'] ?? []) as {
		TaxRateRef: { value: string };
	}[];
	return details.map(({ TaxRateRef: { value } }) => ({
		id: value,
		percent: decimal(
			percentOn(context.records.find('TaxRate', value)?.fields, String(sale['TxnDate'] ?? '')),
		),
	}));
}

/** The value of a rate on the day of the sale, if the rate has changed since. */
function percentOn(rate: Fields | undefined, day: string): number {
	const dated = (
		(rate?.['EffectiveTaxRate'] ?? []) as {
			RateValue: number;
			EffectiveDate: string;
			EndDate?: string;
		}[]
	).filter(
		({ EffectiveDate, EndDate }) =>
			EffectiveDate.slice(0, 10) <= day && (EndDate === undefined || day <= EndDate.slice(0, 10)),
	);
	return dated.at(-1)?.RateValue ?? Number(rate?.['RateValue'] ?? 0);
}

function taxLine(rate: Rate, base: Big, tax: Big): Fields {
	return {
		Amount: cents(tax),
		DetailType: 'TaxLineDetail',
		TaxLineDetail: {
			TaxRateRef: { value: rate.id },
			PercentBased: true,
			TaxPercent: Number(rate.percent),
			NetAmountTaxable: cents(base),
		},
	};
}

function totalOf(lines: Fields[]): number {
	return cents(lines.reduce((total, line) => total.plus(decimal(line['Amount'])), decimal(0)));
}
