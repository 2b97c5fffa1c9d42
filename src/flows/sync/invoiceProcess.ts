import { buildRecordLines, type RecordParties } from '../../core/invoice/record';
import { readInvoiceFacts } from '../../core/invoice/status';
import { planDeletedInvoice, planInvoice, type InvoicePlanContext } from '../../core/invoice/syncPlan';
import { MOST_WITHOUT_CONTACT, type FailedRecord, type SyncState } from '../../core/sync/state';
import type { Side } from '../../core/sync/types';
import type { HubSpotRecord } from '../../core/records/hubspot';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import { quickBooksUrl } from '../../core/urls';
import { GatewayError } from '../../gateways/errors';
import { writeInvoices } from './applyInvoices';
import { InvoiceDeals } from './invoiceDeals';
import { compareLines } from './invoiceLines';
import { InvoiceParties } from './invoiceParties';
import type { InvoicePrepared } from './invoicePrepare';
import { InvoiceRecords } from './invoiceRecords';
import { becameOverdue, dayMark, isNewDay } from './invoiceOverdue';
import { toInvoiceResult, type InvoiceWork } from './invoiceWork';
import type { Before, Row, Worker } from './job';
import type { SyncContext, SyncInput } from './types';

/** Takes many invoices through deciding and writing. */
export class InvoiceProcessor implements Worker {
	private readonly records: InvoiceRecords;
	private readonly parties: InvoiceParties;
	private readonly deals: InvoiceDeals;
	private lookedAt = 0;

	constructor(
		private readonly input: SyncInput,
		private readonly prepared: InvoicePrepared,
		private readonly context: SyncContext,
	) {
		const { realmId } = context.quickbooks;
		this.records = new InvoiceRecords(context.hubspot, realmId, prepared);
		this.parties = new InvoiceParties(context.hubspot, context.quickbooks, prepared.account.portalId);
		this.deals = new InvoiceDeals(input, prepared, context);
	}

	get portalId(): string {
		return this.prepared.account.portalId;
	}

	get day(): string {
		return dayMark(this.prepared.today, this.prepared.timeZone);
	}

	async process(_side: Side, rows: readonly Row[], deletedIds: readonly string[], asked: readonly string[]): Promise<FailedRecord[]> {
		const invoices = rows as QuickBooksInvoice[];
		const found = await this.records.of([...invoices.map(({ Id }) => Id), ...deletedIds]);
		const works = [...(await this.plan(invoices, found)), ...this.planDeleted(deletedIds, found)];
		await this.deals.note(works);
		if (!this.input.dryRun) await writeInvoices(works, this.prepared, this.context);
		await this.deals.follow(works);
		const known = new Set(works.map(({ id }) => id));
		asked.filter((id) => !known.has(id)).forEach((id) => this.report('quickBooks', id));
		this.lookedAt += rows.length;
		this.context.onProgress(`${this.lookedAt} invoices looked at`);
		return this.finish(works);
	}

	/** HubSpot's records are never a source. */
	takeWritten(): Record<Side, string[]> {
		return { hubSpot: [], quickBooks: [] };
	}

	async readByIds(_side: Side, ids: readonly string[]): Promise<QuickBooksInvoice[]> {
		return await this.context.quickbooks.find('Invoice', { where: [{ field: 'Id', operator: 'IN', value: [...ids] }] });
	}

	/** What is not there any more was deleted meanwhile. */
	async again(side: Side, ids: readonly string[]): Promise<FailedRecord[]> {
		const invoices = await this.readByIds(side, ids);
		const found = new Set(invoices.map(({ Id }) => Id));
		return await this.process(side, invoices, ids.filter((id) => !found.has(id)), []);
	}

	report(_side: Side, id: string): void {
		const error = new GatewayError({ system: 'QuickBooks', kind: 'notFound', message: `there is no invoice with the id "${id.slice(0, 50)}"` });
		this.context.onResult(toInvoiceResult({ id, warnings: [], error }, this.input, this.prepared, this.context));
	}

	/** Invoices that nobody has changed: those that became overdue since the run before, and those whose customer has a contact now. */
	async before(side: Side, found: readonly Row[], state: SyncState): Promise<Before> {
		const late = isNewDay(state.day, this.context.now()) ? await becameOverdue(this.context.quickbooks, state.day, this.prepared.today) : [];
		const invoices = new Map([...late, ...(found as QuickBooksInvoice[])].map((invoice) => [invoice.Id, invoice]));
		return { failed: await this.process(side, [...invoices.values()], [], []), state: { ...state, day: this.day } };
	}

	noted(state: SyncState): SyncState {
		const { found, missing } = this.parties.takeContacts();
		const { withoutContact: before = [], ...others } = state;
		const ids = [...new Set([...missing, ...before.filter((id) => !found.has(id))])].slice(0, MOST_WITHOUT_CONTACT);
		return ids.length > 0 ? { ...others, withoutContact: ids } : others;
	}

	private get planContext(): Omit<InvoicePlanContext, 'url'> {
		const { account, homeCurrency, today, fields, definitions } = this.prepared;
		return { names: this.context.hubspot.names, realmId: this.context.quickbooks.realmId, homeCurrency, today, accountTimeZone: account.timeZone, policy: this.input.policy, fields, definitions };
	}

	private async plan(invoices: readonly QuickBooksInvoice[], searched: ReadonlyMap<string, HubSpotRecord>): Promise<InvoiceWork[]> {
		if (invoices.length === 0) return [];
		const partiesOf = this.parties.of(invoices);
		const found = await this.records.withRecent(searched, invoices.map(({ Id }) => Id), partiesOf);
		const existing = invoices.flatMap(({ Id }) => found.get(Id) ?? []);
		const [parties, present, products] = await Promise.all([partiesOf, this.records.present(existing), this.parties.products(invoices)]);
		const works = invoices.map((invoice) => {
			const record = found.get(invoice.Id);
			const standing = record && present.get(record.id);
			const work: InvoiceWork = { id: invoice.Id, invoice, record, lineIds: standing?.lineIds ?? [], lines: buildRecordLines(invoice, invoice.CurrencyRef?.value ?? this.prepared.homeCurrency, products), warnings: [] };
			try {
				const url = quickBooksUrl(this.context.quickbooks.environment, 'Invoice', invoice.Id);
				const sides = { invoice, record, parties: parties.get(invoice.Id) ?? {}, present: standing ?? ({} satisfies RecordParties), ...(standing && { lines: this.linesOf(work) }) };
				work.plan = planInvoice(sides, { ...this.planContext, url });
				work.warnings = [...(work.plan.warnings ?? [])];
			} catch (error) {
				work.error = error;
			}
			return work;
		});
		await compareLines(this.context.hubspot, works, this.input.scope.kind, this.prepared.today);
		return works;
	}

	/** Those of a voided invoice stay as they were before. */
	private linesOf({ invoice, lineIds = [], lines = [] }: InvoiceWork): { present: number; due: number } {
		const stays = invoice !== undefined && lineIds.length > 0 && readInvoiceFacts(invoice, this.prepared.today).voided;
		return { present: lineIds.length, due: stays ? lineIds.length : lines.length };
	}

	private planDeleted(ids: readonly string[], found: ReadonlyMap<string, HubSpotRecord>): InvoiceWork[] {
		return ids.flatMap((id) => {
			const record = found.get(id);
			return record ? [{ id, record, warnings: [], plan: planDeletedInvoice(record, this.planContext) }] : [];
		});
	}

	private finish(works: readonly InvoiceWork[]): FailedRecord[] {
		for (const work of works) {
			const result = toInvoiceResult(work, this.input, this.prepared, this.context);
			if (this.input.scope.kind !== 'changed' || result.action !== 'unchanged' || result.warnings.length > 0) this.context.onResult(result);
		}
		return works.filter(({ error }) => error !== undefined).map(({ id, invoice }) => ({ side: 'quickBooks', id, changedAt: invoice?.MetaData.LastUpdatedTime ?? '' }));
	}
}
