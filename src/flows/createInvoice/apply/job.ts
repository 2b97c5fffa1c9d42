import type { KnownSchemas } from '../../../core/hubspot/missingSchemas';
import type { IdsGiven } from '../../../core/invoice/plan/newIds';
import type { CreateInvoicePlan, NewInvoice } from '../../../core/invoice/plan/plan';
import type { Immutable } from '../../../core/plan';
import type { QuickBooksInvoice } from '../../../core/records/quickbooks';
import type { FlowContext } from '../../accounts/context';

/** A plan that is applied. */
export interface Job {
	plan: CreateInvoicePlan;
	/** HubSpot's properties. */
	known: KnownSchemas;
	context: FlowContext;
}

/** A plan that creates an invoice. */
export interface CreateJob extends Job {
	invoice: Immutable<NewInvoice>;
}

/** What applying the QuickBooks side of a plan came to. */
export interface Applied {
	invoice: QuickBooksInvoice;
	/** Whether it may have been made by this run; several runs at one moment get the same answer. */
	isNew: boolean;
	/** Whether the invoice was there before: nothing that this run did has changed the deal's sums. */
	isFound: boolean;
	/** Ids of what was created along with it. */
	ids: IdsGiven;
}
