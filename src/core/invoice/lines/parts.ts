import type { Billing } from '../billing/billing';
import type { InvoiceDetails } from '../billing/details';
import type { CompanyRules } from '../billing/settings';
import type { InvoiceTaxes } from './amounts/taxes';
import type { BilledLine } from './lines';
import type { Bundle } from './sold/bundle';

/** All that an invoice is made of. */
export interface InvoiceParts {
	customerId: string;
	lines: readonly BilledLine[];
	/** QuickBooks item id by line key. */
	itemIds: ReadonlyMap<string, string>;
	/** By line key, of lines that sell a bundle. */
	bundles?: ReadonlyMap<string, Bundle>;
	taxes: InvoiceTaxes;
	details: InvoiceDetails;
	rules: CompanyRules;
	billing: Billing;
	/** ISO 4217; sent where the company has several currencies. */
	currency: string;
	/** Home currency units for one unit of `currency`; absent for the home currency. */
	exchangeRate?: number;
	billEmail?: string;
}
