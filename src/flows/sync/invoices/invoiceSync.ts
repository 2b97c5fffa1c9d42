import type { QuickBooksInvoice } from '../../../core/records/quickbooks';
import { MOST_WITHOUT_CONTACT, type FailedRecord, type SyncState } from '../../../core/sync/state';
import type { Side } from '../../../core/sync/types';
import { findByIds } from '../../accounts/quickBooksRecords';
import { Deletions } from '../engine/deletions';
import type { Before, Row, Worker } from '../engine/job';
import { RecycleBin } from '../engine/recycleBin';
import type { SyncContext, SyncInput } from '../engine/types';
import { applyInvoices } from './apply/applyInvoices';
import { outcomeOfInvoice } from './apply/outcome';
import { InvoiceDeals } from './deals/invoiceDeals';
import { readAndPlanInvoices, type InvoiceSources } from './decisions';
import { ForeignRecords } from './foreignRecords';
import { InvoiceRecords } from './invoiceRecords';
import { RelatedRecords } from './relatedRecords';
import { InvoiceReport } from './report';
import type { InvoiceSetup } from './setup';
import { dayMark, findNewlyOverdue, isNewDay } from './unchangedInvoices';

/** The story of invoices: read what HubSpot has of them, decide, write, follow with the deals. */
export class InvoiceSync implements Worker {
	private readonly sources: InvoiceSources;
	private readonly deals: InvoiceDeals;
	private readonly deletions: Deletions;
	private readonly report: InvoiceReport;
	private lookedAt = 0;

	constructor(
		private readonly input: SyncInput,
		private readonly setup: InvoiceSetup,
		private readonly context: SyncContext,
		state: SyncState,
	) {
		const { hubspot, quickbooks, now } = context;
		const { realmId } = quickbooks;
		const bin = new RecycleBin(hubspot, 'invoices', realmId, setup.properties);
		const records = new InvoiceRecords(hubspot, realmId, setup);
		this.deletions = new Deletions(state, bin, setup.linkIsNew, now);
		this.sources = {
			hubspot,
			records,
			related: new RelatedRecords(hubspot, quickbooks, setup.account.portalId),
			foreign: new ForeignRecords(records, setup, context),
			deletions: this.deletions,
			context: setup.plan,
		};
		this.deals = new InvoiceDeals(input, setup, context);
		this.report = new InvoiceReport(input, setup, context, this.deletions);
	}

	get portalId(): string {
		return this.setup.account.portalId;
	}

	get day(): string {
		return dayMark(this.setup.plan.today, this.setup.timeZone);
	}

	async process(
		_side: Side,
		rows: readonly Row[],
		deletedIds: readonly string[],
		asked: readonly string[],
	): Promise<FailedRecord[]> {
		const invoices = rows as QuickBooksInvoice[];
		if (this.mayCreate && invoices.length > 0) await this.deletions.readBin();
		const decisions = await readAndPlanInvoices(invoices, deletedIds, this.sources);
		const outcomes = this.input.dryRun
			? decisions.map(outcomeOfInvoice)
			: await applyInvoices(decisions, this.setup, this.context.hubspot);
		const followed = await this.deals.followInvoices(outcomes);
		const known = new Set(decisions.map(({ id }) => id));
		asked.filter((id) => !known.has(id)).forEach((id) => this.report.reportNotFound(id));
		this.lookedAt += rows.length;
		this.context.onProgress(`${this.lookedAt} invoices looked at`);
		return this.report.reportOutcomes(followed);
	}

	private get mayCreate(): boolean {
		const { createAndUpdate } = this.input.policy;
		return createAndUpdate === 'both' || createAndUpdate === 'createOnly';
	}

	/** HubSpot's records are never a source. */
	takeWritten(): Record<Side, string[]> {
		return { hubSpot: [], quickBooks: [] };
	}

	async readByIds(_side: Side, ids: readonly string[]): Promise<QuickBooksInvoice[]> {
		return await findByIds(this.context.quickbooks, 'Invoice', ids);
	}

	/** What is not there any more was deleted meanwhile. */
	async retryFailed(side: Side, ids: readonly string[]): Promise<FailedRecord[]> {
		const invoices = await this.readByIds(side, ids);
		const found = new Set(invoices.map(({ Id }) => Id));
		const deletedIds = ids.filter((id) => !found.has(id));
		return await this.process(side, invoices, deletedIds, []);
	}

	reportMissing(_side: Side, id: string): void {
		this.report.reportNotFound(id);
	}

	/**
	 * Invoices that nobody has changed: those that became overdue since the run before, and those
	 * whose customer has a contact now.
	 */
	async processFound(side: Side, found: readonly Row[], state: SyncState): Promise<Before> {
		const late = isNewDay(state.day, this.context.now())
			? await findNewlyOverdue(this.context.quickbooks, state.day, this.setup.plan.today)
			: [];
		const all = [...late, ...(found as QuickBooksInvoice[])];
		const invoices = new Map(all.map((invoice) => [invoice.Id, invoice]));
		const failed = await this.process(side, [...invoices.values()], [], []);
		return { failed, state: { ...state, day: this.day } };
	}

	noted(state: SyncState): SyncState {
		const { found, missing } = this.sources.related.takeCustomers();
		const { withoutContact: before = [], ...others } = this.deletions.noted(state);
		const all = new Set([...missing, ...before.filter((id) => !found.has(id))]);
		const ids = [...all].slice(0, MOST_WITHOUT_CONTACT);
		return ids.length > 0 ? { ...others, withoutContact: ids } : others;
	}
}
