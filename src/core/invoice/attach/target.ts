import type { Day } from '../../calendar';
import type { HubSpotAccount, HubSpotRecord } from '../../records/hubspot';
import type { DealInvoice } from '../alreadyBilled/dealInvoice';
import type { AttachedRecord } from '../record/linkedRecords';

export type TargetType = 'contacts' | 'companies' | 'deals';

/** What invoices are attached to. */
export interface AttachTarget {
	objectType: TargetType;
	id: string;
	/** How messages name it: `the deal "Spring planting"`. */
	label: string;
}

/** The deal, contact or company as HubSpot has it now, with its invoices. */
export interface TargetRecord extends AttachTarget {
	account: HubSpotAccount;
	record: HubSpotRecord;
	attached: readonly AttachedRecord[];
	/** Invoice records of the target that stand for no QuickBooks invoice yet. */
	unlinked: readonly HubSpotRecord[];
	/** A deal's invoices in other QuickBooks companies. */
	others: readonly DealInvoice[];
}

/** The QuickBooks company that the invoices are of. */
export interface InvoicingCompany {
	name: string;
	realmId: string;
	environment: 'production' | 'sandbox' | 'custom';
	/** ISO 4217. */
	homeCurrency: string;
	/** In the company; one without a time zone is taken to be in that of the HubSpot account. */
	today: Day;
}

/** The two sides that attaching and detaching work on. */
export interface TargetAndCompany {
	target: TargetRecord;
	company: InvoicingCompany;
}
