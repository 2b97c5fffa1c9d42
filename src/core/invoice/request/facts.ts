import type { CandidatesRead } from '../../contact/candidates';
import type { KnownSchemas } from '../../hubspot/missingSchemas';
import type { HubSpotRecord } from '../../records/hubspot';
import type { PropertyNames } from '../../records/names';
import type {
	QuickBooksCompanyCurrency,
	QuickBooksCustomer,
	QuickBooksInvoice,
	QuickBooksItem,
	QuickBooksNamed,
	QuickBooksPayment,
	QuickBooksTerm,
} from '../../records/quickbooks';
import type { NumberHolder } from '../billing/refusals';
import type { CompanyRules } from '../billing/settings';
import type { TaxTable } from '../lines/amounts/taxTable';
import type { NamedRecord } from './namedRecords';
import type { CreateInvoiceInput } from './request';
import type { BillingSource } from './source';

/** What the lines may sell. */
export interface ItemsFound {
	items: QuickBooksItem[];
	/** With the items that bundles among them are made of. */
	components: QuickBooksItem[];
	/**
	 * HubSpot products by the ids that lines name; a merged one is there under the ids of all that it
	 * was made of.
	 */
	products: ReadonlyMap<string, HubSpotRecord>;
}

/** Invoices, and other sales, that have a number. */
export interface NumberHolders {
	invoices: QuickBooksInvoice[];
	holders: NumberHolder[];
}

/** What QuickBooks says about the customer to bill. */
export type PayerRead =
	| { kind: 'auto'; read: CandidatesRead }
	| { kind: 'specific'; id: string; customer: QuickBooksCustomer | undefined };

/** What was read of QuickBooks at once, before anything is decided. */
export interface LedgerRead {
	payer: PayerRead;
	/** Of the company above a contact that is billed. */
	parent: CandidatesRead | undefined;
	items: ItemsFound;
	/** The invoices that HubSpot shows on the deal. */
	recorded: QuickBooksInvoice[];
	/** Every invoice of the company since the deal was created. */
	made: QuickBooksInvoice[];
	/** Where the company taxes by codes of its own. */
	taxTable: TaxTable | undefined;
	/** What the node names beside customer and items, by kind and id. */
	named: ReadonlyMap<string, NamedRecord>;
	/** Who has the number that was asked for. */
	numbered: NumberHolders;
	/** The rows of the deal's currency. */
	currencies: QuickBooksCompanyCurrency[];
}

/** What follows from the first reading. */
export interface TermsRead {
	/** Home currency units for one unit of the deal's currency. */
	exchangeRate: number | undefined;
	/** The customer's payment terms. */
	term: QuickBooksTerm | undefined;
	/** Where HubSpot shows the deal's invoices is part of it. */
	source: BillingSource;
}

/** What follows from whether the deal was billed before. */
export interface RestRead {
	/** Payments and credits that settled the invoice that exists. */
	payments: QuickBooksPayment[];
	/** The customer of the invoice that exists, where nobody else was found. */
	customer: QuickBooksCustomer | undefined;
	/** Classes of the items that are sold. */
	classes: QuickBooksNamed[];
}

/** Both accounts, as far as decisions name them. */
export interface AccountsNamed {
	names: PropertyNames;
	realmId: string;
}

/** All that one invoice is decided by. */
export interface InvoiceFacts extends AccountsNamed {
	input: CreateInvoiceInput;
	rules: CompanyRules;
	source: BillingSource;
	ledger: LedgerRead;
	terms: Omit<TermsRead, 'source'>;
	rest: RestRead;
	/** HubSpot's properties. */
	known: KnownSchemas;
	/** QuickBooks' own clock at the latest reading, in milliseconds. */
	readAt: number;
}
