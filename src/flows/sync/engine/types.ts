import type { SyncPolicy, Side } from '../../../core/sync/types';
import type { SyncState } from '../../../core/sync/state';
import type {
	Action,
	Change,
	HubSpotSide,
	PlannedRequest,
	QuickBooksSide,
} from '../../../core/plan';
import type { InvoiceSummary } from '../../../core/invoice/record/summary';
import type { HubSpotPort, QuickBooksPort } from '../../../gateways/ports';

/** What is looked at. `records` are named by their ids on one side. */
export type SyncScope =
	{ kind: 'changed' } | { kind: 'all' } | { kind: 'records'; side: Side; ids: string[] };

export interface SyncInput {
	policy: SyncPolicy;
	/** Whether a person chose the mapping, so that what it names must exist. */
	mappingChosen: boolean;
	scope: SyncScope;
	/** Contacts: create and associate companies from the customer's company name. */
	companies: boolean;
	/** Products: where sales of new items are booked. */
	incomeAccountId?: string;
	/** What to do when the name of a new QuickBooks record is taken. */
	nameTaken: 'suffix' | 'fail';
	dryRun: boolean;
}

export interface SyncContext {
	hubspot: HubSpotPort;
	quickbooks: QuickBooksPort;
	/** Tells HubSpot connections apart without asking HubSpot. */
	connection?: string | undefined;
	now: () => Date;
	signal?: AbortSignal | undefined;
	/** Called after each part of the work: what was done or reported so far is behind the state. */
	onState(state: SyncState): void;
	onResult(result: SyncResult): void;
	/** For people who watch a long run. */
	onProgress(text: string): void;
}

/** What became of one record. */
export interface SyncResult {
	action: Action;
	reason: string;
	changes: Change[];
	hubspot: HubSpotSide | null;
	quickbooks: QuickBooksSide | null;
	environment: 'production' | 'sandbox' | 'custom';
	warnings: string[];
	/** Only of a dry run: every request it would have sent. */
	plan?: PlannedRequest[];
	invoice?: InvoiceSummary;
	/** Why it failed, in any form that `describeError` knows. */
	error?: unknown;
	/** The record that led here. */
	source: { side: Side; id: string };
}

/** What a run says about itself as a whole. */
export interface SyncRun {
	state: SyncState;
	warnings: string[];
}
