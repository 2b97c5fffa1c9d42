import { declineIfAny, quoted, type Problem } from '../../../decline';
import { decimal, plainText, sum, toCents, zero, type Decimal } from '../../../money';
import type { QuickBooksItem } from '../../../records/quickbooks';
import { customerCodeWarnings, exemptWarnings, usableCode, type CustomerTax } from './customerTax';
import { isTaxedByHubSpot, type BilledLine } from '../lines';
import type { TaxRegime } from '../../billing/settings';
import { discountAmount, type InvoiceDetails } from '../../billing/details';
import { addedTax, type AddedTax, type TaxTable } from './taxTable';

/** How amounts stand to tax in companies that use tax codes. */
export type TaxCalculation = 'TaxExcluded' | 'TaxInclusive' | 'NotApplicable';

export interface TaxSettings {
	/** The QuickBooks tax code of lines that nothing else gives one. */
	defaultTaxCodeId?: string;
	/** HubSpot tax rate group → QuickBooks tax code. */
	codeByRate: Readonly<Record<string, string>>;
	calculation: TaxCalculation;
	/** US: whether the tax that HubSpot computed replaces the one QuickBooks would. */
	useHubSpotTax: boolean;
}

/** What the invoice says about tax. */
export interface InvoiceTaxes {
	/** Tax code by line key; lines without an entry name none. */
	codeByLine: ReadonlyMap<string, string>;
	calculation?: TaxCalculation;
	/** An amount that overrides what QuickBooks would compute. */
	totalTax?: Decimal;
	/** The code of shipping and the like. */
	defaultCode?: string;
	/** US without automated tax: the code by which the taxed lines of the invoice are taxed. */
	invoiceCode?: string;
	/** What the codes come to, outside the US. */
	table?: TaxTable;
	/** Decimals of the currency, where it has no cents. */
	places?: number;
}

/** What the codes have to be checked against. */
export interface TaxFacts {
	/**
	 * Tax that a quote names for what is billed; in the US it stands, so that the customer pays what
	 * was offered.
	 */
	quoteTax?: Decimal | undefined;
	/** Whether the quote taxes single lines and not the whole. */
	isTaxedByLine?: boolean | undefined;
	/** The company's codes; not where tax is automated. */
	table?: TaxTable | undefined;
	/** What the books say of the customer's taxes. */
	customer?: CustomerTax | undefined;
	/** US without automated tax: the company's code. */
	salesTaxCodeId?: string | undefined;
	/** Whether shipping is billed, which needs a code like a line. */
	hasShipping?: boolean;
}

/** The US knows these two only. */
const US_CODES = new Set(['TAX', 'NON']);

/**
 * Gives every line its tax code: the one chosen for the line, else by HubSpot's tax rate, else the
 * customer's, else the default,
 * else the item's. In the US QuickBooks computes the tax from `TAX` and `NON`, without automated
 * tax by a code of the whole
 * invoice; elsewhere a line without a code is refused by QuickBooks, so it is refused here before
 * anything is written.
 *
 * Source: developer.intuit.com, accounting API, invoice: TaxCodeRef, GlobalTaxCalculation,
 * TxnTaxDetail.
 * @throws Declined naming every line that lacks a code, or has one that the company does not know
 */
export function decideTaxes(
	lines: readonly BilledLine[],
	itemByLine: ReadonlyMap<string, QuickBooksItem>,
	regime: TaxRegime,
	asked: TaxSettings,
	facts: TaxFacts = {},
): InvoiceTaxes {
	const { quoteTax, table, hasShipping = false } = facts;
	const items = lines.filter(({ kind }) => kind === 'item');
	if (regime === 'none') return { codeByLine: new Map() };
	const isUs = regime !== 'codes';
	const settings = lineSettings(regime, asked, facts);
	const problems: Problem[] = [];
	const codeByLine = new Map<string, string>();
	if (!isUs && settings.calculation === 'NotApplicable')
		return { codeByLine, calculation: 'NotApplicable' };
	for (const line of items) {
		const code =
			chosenCode(line, settings) ??
			(isUs
				? usCode(line, itemByLine.get(line.key), quoteTax !== undefined && !facts.isTaxedByLine)
				: itemByLine.get(line.key)?.SalesTaxCodeRef?.value);
		const problem = isUs
			? usProblem(line.label, code)
			: codeProblem(line.label, code, settings, table);
		if (problem) problems.push(problem);
		else if (code !== undefined) codeByLine.set(line.key, code);
	}
	const shipping =
		hasShipping && !isUs
			? codeProblem('Shipping', settings.defaultTaxCodeId, settings, table)
			: undefined;
	declineIfAny(shipping ? [...problems, shipping] : problems);
	const places = items.find((line) => line.places !== undefined)?.places;
	const isTaxed = items.some(
		({ key }) => codeByLine.get(key) === 'TAX' || itemByLine.get(key)?.Type === 'Group',
	);
	const invoiceCode = regime === 'usManual' && isTaxed ? codeOfInvoice(asked, facts) : undefined;
	return {
		codeByLine,
		...(places !== undefined && { places }),
		...(!isUs && { calculation: settings.calculation, ...(table && { table }) }),
		...(settings.defaultTaxCodeId && { defaultCode: settings.defaultTaxCodeId }),
		...(invoiceCode && { invoiceCode }),
		...(isUs && overridingTax(items, settings, quoteTax)),
	};
}

/**
 * The settings as they count for lines: outside the US the customer's code comes before the
 * default; a code of the company is none of a US line.
 */
function lineSettings(
	regime: TaxRegime,
	asked: TaxSettings,
	{ customer, table }: TaxFacts,
): TaxSettings {
	const { defaultTaxCodeId, ...others } = asked;
	const customers = regime === 'codes' ? usableCode(customer, table) : undefined;
	const own =
		regime === 'usManual' ? (companyCode(asked) ? undefined : defaultTaxCodeId) : defaultTaxCodeId;
	const counts = customers ?? own;
	return { ...others, ...(counts !== undefined && { defaultTaxCodeId: counts }) };
}

function companyCode({ defaultTaxCodeId }: TaxSettings): string | undefined {
	return defaultTaxCodeId !== undefined && !US_CODES.has(defaultTaxCodeId)
		? defaultTaxCodeId
		: undefined;
}

/**
 * The customer's code, else the one chosen in the node, else the company's. @throws Declined for a
 * chosen one that the company does not have
 */
function codeOfInvoice(
	asked: TaxSettings,
	{ customer, table, salesTaxCodeId }: TaxFacts,
): string | undefined {
	const chosen = companyCode(asked);
	if (chosen !== undefined && table && !table.has(chosen)) {
		declineIfAny([
			{
				field: 'Default Tax Code',
				message: `Default Tax Code: this QuickBooks company has no sales tax code "${quoted(chosen)}", or it is inactive.`,
				remedy: 'Choose a tax code from the list.',
			},
		]);
	}
	if (customer?.isExempt) return undefined;
	const known = (code: string | undefined) =>
		code !== undefined && !US_CODES.has(code) && (!table || table.has(code)) ? code : undefined;
	return known(customer?.codeId) ?? chosen ?? known(salesTaxCodeId);
}

/** What people have to know of how the lines are taxed, before anything is written. */
export function decidedWarnings(
	lines: readonly BilledLine[],
	itemByLine: ReadonlyMap<string, QuickBooksItem>,
	regime: TaxRegime,
	asked: TaxSettings,
	facts: TaxFacts,
	taxes: InvoiceTaxes,
): string[] {
	const { customer, table, quoteTax } = facts;
	if (regime === 'none' || taxes.calculation === 'NotApplicable') return [];
	if (regime === 'codes') {
		const open = lines.filter(
			(line) => line.kind === 'item' && chosenCode(line, { ...asked, defaultTaxCodeId: '' }) === '',
		);
		return open.length === 0
			? []
			: customerCodeWarnings(
					customer,
					open.map(
						({ key }) => asked.defaultTaxCodeId ?? itemByLine.get(key)?.SalesTaxCodeRef?.value,
					),
					table,
				);
	}
	const exempt = exemptWarnings(customer, lines, quoteTax, taxes.totalTax !== undefined);
	if (
		regime === 'usAutomated' ||
		customer?.isExempt ||
		![...taxes.codeByLine.values()].includes('TAX')
	)
		return exempt;
	if (taxes.invoiceCode !== undefined)
		return taxes.invoiceCode === customer?.codeId
			? customerCodeWarnings(customer, [companyCode(asked)], table)
			: [];
	return [
		'Lines are taxed, but neither the customer nor the company has a sales tax code in QuickBooks, so no sales tax is added. Choose the code in "Default Tax Code", or give the customer one in QuickBooks. Then correct this invoice.',
	];
}

function overridingTax(
	items: readonly BilledLine[],
	{ useHubSpotTax }: TaxSettings,
	quoteTax: Decimal | undefined,
): { totalTax?: Decimal } {
	if (quoteTax !== undefined) return { totalTax: quoteTax };
	return useHubSpotTax
		? {
				totalTax: toCents(sum(items.flatMap(({ hubSpotTax }) => (hubSpotTax ? [hubSpotTax] : [])))),
			}
		: {};
}

function chosenCode(
	line: BilledLine,
	{ codeByRate, defaultTaxCodeId }: TaxSettings,
): string | undefined {
	return (
		line.taxCodeId ??
		(line.taxRateGroupId === undefined ? undefined : codeByRate[line.taxRateGroupId]) ??
		defaultTaxCodeId
	);
}

/** US: whether somebody chose if the line is taxed, for itself or for all. */
export function isCodeChosen(line: BilledLine, settings: TaxSettings): boolean {
	return US_CODES.has(chosenCode(line, settings) ?? '');
}

/**
 * Taxed when the item is, or when HubSpot taxed the line; an item still to be created is taxed by
 * the line.
 */
function usCode(line: BilledLine, item: QuickBooksItem | undefined, isWholeTaxed: boolean): string {
	return item?.Taxable === true || isTaxedByHubSpot(line) || isWholeTaxed ? 'TAX' : 'NON';
}

function codeProblem(
	label: string,
	code: string | undefined,
	{ calculation }: TaxSettings,
	table: TaxTable | undefined,
): Problem | undefined {
	if (code === undefined) {
		return {
			field: label,
			message: `${label} has no tax code, and this QuickBooks company needs one on every line.`,
			remedy:
				'Choose a default tax code, map the HubSpot tax rate, or give the QuickBooks item a sales tax code.',
		};
	}
	if (!table) return undefined;
	const facts = table.get(code);
	if (!facts)
		return {
			field: label,
			message: `${label} has the tax code "${quoted(code)}", which does not exist or is inactive in this QuickBooks company.`,
			remedy: 'Choose a tax code from the list, or give its id.',
		};
	if (calculation !== 'TaxInclusive' || facts.percents) return undefined;
	return {
		field: label,
		message: `${label} has the tax code "${facts.name}", whose rate QuickBooks does not give, so its tax cannot be taken out of the amount.`,
		remedy: 'Choose another tax code, or enter amounts before tax.',
	};
}

function usProblem(label: string, code: string | undefined): Problem | undefined {
	if (code === undefined || US_CODES.has(code)) return undefined;
	return {
		field: label,
		message: `${label} has the tax code "${quoted(code)}", but a US company knows only TAX and NON.`,
		remedy: 'Use TAX for taxed lines and NON for the others.',
	};
}

/** The tax that QuickBooks will add to the lines by their codes; none where amounts include it. */
export function taxOfLines(
	lines: readonly BilledLine[],
	taxes: InvoiceTaxes,
	{ discount, lineDiscounts }: Pick<InvoiceDetails, 'discount' | 'lineDiscounts'>,
): AddedTax {
	if (taxes.calculation !== 'TaxExcluded') return { tax: zero, tolerance: zero };
	const asLine = lineDiscounts === 'line';
	const amounts = lines.map((line) => (asLine ? line.gross : line.net));
	const whole = sum(amounts);
	const off = discountAmount(discount, sum(lines.map(({ net }) => net))).plus(
		asLine ? sum(lines.map((line) => line.discount)) : zero,
	);
	const taxed = lines.map((line, index) => ({
		net: amounts[index] ?? zero,
		percents: percentsOf(line, taxes) ?? [],
	}));
	return addedTax(taxed, whole.gt(0) ? whole.minus(off).div(whole) : decimal(1), taxes.places);
}

function percentsOf(
	{ key }: BilledLine,
	{ codeByLine, table }: InvoiceTaxes,
): readonly Decimal[] | undefined {
	return table?.get(codeByLine.get(key) ?? '')?.percents;
}

/**
 * What the tax of an invoice has to be; undefined where QuickBooks alone knows: a rate it does not
 * tell, the parts of a bundle, shipping.
 */
export function expectedTax(
	lines: readonly BilledLine[],
	taxes: InvoiceTaxes,
	details: InvoiceDetails,
	hasBundles: boolean,
): AddedTax | undefined {
	if (taxes.totalTax !== undefined) return { tax: toCents(taxes.totalTax), tolerance: zero };
	if (taxes.calculation === 'NotApplicable') return { tax: zero, tolerance: zero };
	const isKnown = lines.every(
		(line) => line.kind !== 'item' || percentsOf(line, taxes) !== undefined,
	);
	if (taxes.calculation !== 'TaxExcluded' || hasBundles || details.shipping?.gt(0) || !isKnown)
		return undefined;
	return taxOfLines(lines, taxes, details);
}

/**
 * Lines that are billed before tax at the very price that their item has with tax: the customer
 * would pay tax on tax.
 * Whether HubSpot's price is meant with or without tax is for a person to say.
 */
export function includedTaxWarnings(
	lines: readonly BilledLine[],
	itemByLine: ReadonlyMap<string, QuickBooksItem>,
	{ calculation }: InvoiceTaxes,
): string[] {
	if (calculation !== 'TaxExcluded') return [];
	return lines.flatMap((line) => {
		const item = itemByLine.get(line.key);
		if (
			item?.SalesTaxIncluded !== true ||
			!item.UnitPrice ||
			!decimal(item.UnitPrice).eq(line.unitPrice)
		)
			return [];
		return [
			`${line.label} sells the QuickBooks item "${item.Name}", whose price of ${plainText(line.unitPrice)} includes tax, and it is billed at ${plainText(line.unitPrice)} before tax: tax is added to it. If the price in HubSpot includes tax, set "Amounts Are" to "Including Tax". Otherwise nothing is wrong.`,
		];
	});
}
