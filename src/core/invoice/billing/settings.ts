import { dayIn, type Day } from '../../calendar';
import type { QuickBooksCompanyInfo, QuickBooksPreferences } from '../../records/quickbooks';

/** How a company taxes its sales. */
export type TaxRegime =
	| 'none' // sales tax is switched off
	| 'usAutomated' // QuickBooks finds the rate from the address
	| 'usManual' // each taxed invoice has a tax code of the company's own
	| 'codes'; // outside the US: each line needs a tax code

/** What the company's settings mean for an invoice. */
export interface CompanyRules {
	companyName: string;
	taxRegime: TaxRegime;
	/** US without automated tax: the code of invoices to customers without one of their own. */
	salesTaxCodeId?: string;
	homeCurrency: string;
	multiCurrency: boolean;
	/** True when the user, not QuickBooks, numbers invoices. */
	customNumbers: boolean;
	allowsDiscount: boolean;
	allowsDeposit: boolean;
	allowsShipping: boolean;
	onlinePayments: boolean;
	classPerInvoice: boolean;
	classPerLine: boolean;
	tracksLocations: boolean;
	/** Invoices dated up to this day are refused, `YYYY-MM-DD`. */
	booksClosedOn?: string;
	/** IANA name; not every company tells it. */
	timeZone?: string;
	/** Switched-on custom fields by their name. */
	customFields: ReadonlyArray<{ definitionId: string; name: string }>;
}

const US = new Set(['US', 'USA']);

/**
 * Reads the settings that decide how an invoice must look.
 * `PartnerTaxEnabled` being there at all, true or false, means automated sales tax.
 *
 * Source: developer.intuit.com, accounting API, preferences and companyinfo.
 */
export function readCompanyRules(
	preferences: QuickBooksPreferences,
	company: QuickBooksCompanyInfo,
): CompanyRules {
	const {
		SalesFormsPrefs: forms = {},
		CurrencyPrefs: currency = {},
		TaxPrefs: tax = {},
		AccountingInfoPrefs: accounting = {},
	} = preferences;
	return {
		companyName: company.CompanyName,
		taxRegime: taxRegime(tax, company),
		...(tax.TaxGroupCodeRef && { salesTaxCodeId: tax.TaxGroupCodeRef.value }),
		homeCurrency: currency.HomeCurrency?.value ?? 'USD',
		multiCurrency: currency.MultiCurrencyEnabled === true,
		customNumbers: forms.CustomTxnNumbers === true,
		allowsDiscount: forms.AllowDiscount !== false,
		allowsDeposit: forms.AllowDeposit !== false,
		allowsShipping: forms.AllowShipping !== false,
		onlinePayments: forms.ETransactionPaymentEnabled === true,
		classPerInvoice: accounting.ClassTrackingPerTxn === true,
		classPerLine: accounting.ClassTrackingPerTxnLine === true,
		tracksLocations: accounting.TrackDepartments === true,
		...(accounting.BookCloseDate && { booksClosedOn: accounting.BookCloseDate }),
		...(company.DefaultTimeZone && { timeZone: company.DefaultTimeZone }),
		customFields: readCustomFields(forms),
	};
}

function taxRegime(
	tax: NonNullable<QuickBooksPreferences['TaxPrefs']>,
	company: QuickBooksCompanyInfo,
): TaxRegime {
	const country = company.Country ?? company.CompanyAddr?.Country ?? 'US';
	if (tax.UsingSalesTax === false) return 'none';
	if (!US.has(country.toUpperCase())) return tax.UsingSalesTax === true ? 'codes' : 'none';
	if (tax.PartnerTaxEnabled !== undefined) return 'usAutomated';
	return tax.UsingSalesTax === true ? 'usManual' : 'none';
}

/**
 * Today in the company, which dates its invoices and decides which of them are overdue.
 *
 * @param timeZone the company's, where QuickBooks names it
 * @param otherTimeZone of a company that names none
 */
export function companyDay(now: Date, timeZone: string | undefined, otherTimeZone: string): Day {
	return dayIn(now, timeZone ?? otherTimeZone);
}

/**
 * Names stand as `SalesFormsPrefs.SalesCustomName1`, switches as `SalesFormsPrefs.UseSalesCustom1`.
 */
function readCustomFields(
	forms: NonNullable<QuickBooksPreferences['SalesFormsPrefs']>,
): CompanyRules['customFields'] {
	const entries = (forms.CustomField ?? []).flatMap((group) => group.CustomField ?? []);
	const on = new Set(
		entries
			.filter(({ Name, BooleanValue }) => Name.includes('UseSalesCustom') && BooleanValue === true)
			.map(({ Name }) => Name.slice(-1)),
	);
	return entries
		.filter(({ Name, StringValue }) => Name.includes('SalesCustomName') && StringValue)
		.map(({ Name, StringValue }) => ({ definitionId: Name.slice(-1), name: StringValue as string }))
		.filter(({ definitionId }) => on.has(definitionId));
}
