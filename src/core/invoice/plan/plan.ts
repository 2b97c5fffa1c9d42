import type { CustomerChosen } from '../../contact/choose';
import type { Party } from '../../contact/party';
import type { MissingSchema } from '../../hubspot/missingSchemas';
import type { Decimal } from '../../money';
import type { Immutable } from '../../plan';
import type { HubSpotAssociation } from '../../records/hubspot';
import type { QuickBooksInvoice, QuickBooksPayload } from '../../records/quickbooks';
import type { DealInvoices } from '../alreadyBilled/ownInvoices';
import type { Expected } from '../billing/agreement';
import type { Billing } from '../billing/billing';
import type { InvoiceDetails } from '../billing/details';
import type { CompanyRules } from '../billing/settings';
import type { CreateInvoiceInput } from '../request/request';
import type { BillingSource } from '../request/source';
import type { PlannedLink } from './links';
import type { NewId } from './newIds';

/** A customer as it is billed, and what is written for it. */
export interface CustomerWrite {
	/** Whom it stands for in HubSpot; undefined where the customer was chosen by hand. */
	party: Party | undefined;
	chosen: CustomerChosen;
	/** What is sent to QuickBooks; undefined for a customer that stays as it is. */
	payload: QuickBooksPayload | undefined;
}

/** An item that is created. */
interface ItemWrite {
	/** Stands for its id in the invoice. */
	id: NewId;
	payload: QuickBooksPayload;
}

/** What an invoice of this billing would look like whose memo no longer says whose it is. */
interface UnmarkedLook {
	/** Before tax. */
	amount: Decimal;
	/** YYYY-MM-DD. */
	day: string;
}

/** The invoice that is created, with the customer and items that it takes. */
export interface NewInvoice {
	kind: 'create';
	billing: Billing;
	customer: CustomerWrite;
	/** The company's customer, above the contact's. */
	parent: CustomerWrite | undefined;
	items: ItemWrite[];
	/** Ids of what is created along with it stand as `NewId`. */
	payload: QuickBooksPayload;
	look: UnmarkedLook;
	/** What its lines come to before tax. */
	linesTotal: Decimal;
	/** As entered, with what the customer and the quote add to it. */
	details: InvoiceDetails;
	/** What QuickBooks' answer is compared with. */
	expected: Expected;
	/** Tax that the quote names for what is billed; undefined where no quote is billed. */
	quoteTax: Decimal | undefined;
}

/** An invoice that bills the share already. */
interface FoundInvoice {
	kind: 'found';
	invoice: QuickBooksInvoice;
}

/** Who gets the invoice by mail. */
export interface MailPlan {
	/** The address that a person entered. */
	entered: string | undefined;
	/** The address that the invoice has without one. */
	known: string | undefined;
}

interface Plan {
	input: CreateInvoiceInput;
	source: BillingSource;
	rules: CompanyRules;
	/** Properties that HubSpot lacks. */
	schemas: MissingSchema[];
	invoice: NewInvoice | FoundInvoice;
	/** Who is billed, as far as links depend on it. */
	payer: { party: Party | undefined; chosen: CustomerChosen };
	/** What HubSpot's record of the invoice is associated with. */
	associations: HubSpotAssociation[];
	/** HubSpot product by QuickBooks item, for the lines of the record. */
	productIds: ReadonlyMap<string, string>;
	/** Links that HubSpot does not have yet. */
	links: PlannedLink[];
	/** Undefined where nothing is mailed. */
	mail: MailPlan | undefined;
	/** What the source comes to before tax. */
	total: Decimal;
	/** What counts as billed by invoices that were not created from the deal. */
	beside: Decimal;
	/** The deal's invoices that were created from it, before this one. */
	own: DealInvoices;
	/** All of the deal's QuickBooks invoices before this one. */
	dealInvoices: QuickBooksInvoice[];
	/** Every invoice of the company since the deal was created. */
	made: QuickBooksInvoice[];
	/** QuickBooks' own clock at the latest reading, in milliseconds. */
	readAt: number;
	warnings: string[];
}

/**
 * Everything that billing one deal writes, to both sides, and what it was decided by. A dry run
 * prints it, applying walks it, and nothing changes it.
 */
export type CreateInvoicePlan = Immutable<Plan>;
