import { buildRecordLines, type RecordParties } from '../../../core/invoice/record/record';
import { besideWarning, isKeptByHubSpot } from '../../../core/invoice/record/foreign';
import { readInvoiceFacts } from '../../../core/invoice/status';
import {
	planDeletedInvoice,
	planInvoice,
	planUnclear,
	planWithoutRecord,
	type InvoicePlanContext,
} from '../../../core/invoice/record/syncPlan';
import { MOST_WITHOUT_CONTACT, type FailedRecord, type SyncState } from '../../../core/sync/state';
import type { Side } from '../../../core/sync/types';
import type { HubSpotRecord } from '../../../core/records/hubspot';
import type { QuickBooksInvoice } from '../../../core/records/quickbooks';
import { quickBooksUrl } from '../../../core/urls';
import { GatewayError } from '../../../gateways/errors';
import { writeInvoices } from './apply';
import { Deletions } from '../engine/deletions';
import { ForeignRecords } from './foreign';
import { InvoiceDeals } from './deals';
import { compareLines } from './lines';
import { InvoiceParties } from './parties';
import type { InvoicePrepared } from './prepare';
import { InvoiceRecords, type Present } from './records';
import { becameOverdue, dayMark, isNewDay } from './overdue';
import { toInvoiceResult, type InvoiceWork } from './work';
import { RecycleBin } from '../engine/recycleBin';
import type { Before, Row, Worker } from '../engine/job';
import type { SyncContext, SyncInput } from '../engine/types';
import { findByIds } from '../../accounts/quickBooksRecords';

/** What is known of many invoices beside their records. */
interface Known {
	parties: ReadonlyMap<string, RecordParties>;
	/** HubSpot products by QuickBooks item. */
	products: ReadonlyMap<string, string>;
}

/** Takes many invoices through deciding and writing. */
export class InvoiceSync implements Worker {
	private readonly records: InvoiceRecords;
	private readonly parties: InvoiceParties;
	private readonly deals: InvoiceDeals;
	private readonly deletions: Deletions;
	private readonly foreign: ForeignRecords;
	private lookedAt = 0;

	constructor(
		private readonly input: SyncInput,
		private readonly prepared: InvoicePrepared,
		private readonly context: SyncContext,
		state: SyncState,
	) {
		const { realmId } = context.quickbooks;
		this.deletions = new Deletions(
			state,
			new RecycleBin(context.hubspot, 'invoices', realmId, prepared.properties),
			prepared.linkIsNew,
			context.now,
		);
		this.records = new InvoiceRecords(context.hubspot, realmId, prepared);
		this.foreign = new ForeignRecords(this.records, prepared, context);
		this.parties = new InvoiceParties(
			context.hubspot,
			context.quickbooks,
			prepared.account.portalId,
		);
		this.deals = new InvoiceDeals(input, prepared, context);
	}

	get portalId(): string {
		return this.prepared.account.portalId;
	}

	get day(): string {
		return dayMark(this.prepared.today, this.prepared.timeZone);
	}

	async process(
		_side: Side,
		rows: readonly Row[],
		deletedIds: readonly string[],
		asked: readonly string[],
	): Promise<FailedRecord[]> {
		const invoices = rows as QuickBooksInvoice[];
		if (this.mayCreate && invoices.length > 0) await this.deletions.readBin();
		const found = await this.records.of([...invoices.map(({ Id }) => Id), ...deletedIds]);
		const works = [...(await this.plan(invoices, found)), ...this.planDeleted(deletedIds, found)];
		await this.deals.note(works);
		if (!this.input.dryRun) await writeInvoices(works, this.prepared, this.context);
		await this.deals.follow(works);
		const known = new Set(works.map(({ id }) => id));
		asked.filter((id) => !known.has(id)).forEach((id) => this.reportMissing('quickBooks', id));
		this.lookedAt += rows.length;
		this.context.onProgress(`${this.lookedAt} invoices looked at`);
		return this.finish(works);
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
		return await this.process(
			side,
			invoices,
			ids.filter((id) => !found.has(id)),
			[],
		);
	}

	reportMissing(_side: Side, id: string): void {
		const error = new GatewayError({
			system: 'QuickBooks',
			kind: 'notFound',
			message: `there is no invoice with the id "${id.slice(0, 50)}"`,
		});
		this.context.onResult(
			toInvoiceResult({ id, warnings: [], error }, this.input, this.prepared, this.context),
		);
	}

	/**
	 * Invoices that nobody has changed: those that became overdue since the run before, and those
	 * whose customer has a contact now.
	 */
	async processFound(side: Side, found: readonly Row[], state: SyncState): Promise<Before> {
		const late = isNewDay(state.day, this.context.now())
			? await becameOverdue(this.context.quickbooks, state.day, this.prepared.today)
			: [];
		const invoices = new Map(
			[...late, ...(found as QuickBooksInvoice[])].map((invoice) => [invoice.Id, invoice]),
		);
		return {
			failed: await this.process(side, [...invoices.values()], [], []),
			state: { ...state, day: this.day },
		};
	}

	noted(state: SyncState): SyncState {
		const { found, missing } = this.parties.takeContacts();
		const { withoutContact: before = [], ...others } = this.deletions.noted(state);
		const ids = [...new Set([...missing, ...before.filter((id) => !found.has(id))])].slice(
			0,
			MOST_WITHOUT_CONTACT,
		);
		return ids.length > 0 ? { ...others, withoutContact: ids } : others;
	}

	private get mayCreate(): boolean {
		return (
			this.input.policy.createAndUpdate === 'both' ||
			this.input.policy.createAndUpdate === 'createOnly'
		);
	}

	private get planContext(): Omit<InvoicePlanContext, 'url'> {
		const { account, homeCurrency, today, fields, definitions } = this.prepared;
		return {
			names: this.context.hubspot.names,
			realmId: this.context.quickbooks.realmId,
			homeCurrency,
			today,
			accountTimeZone: account.timeZone,
			policy: this.input.policy,
			fields,
			definitions,
		};
	}

	private async plan(
		invoices: readonly QuickBooksInvoice[],
		searched: ReadonlyMap<string, HubSpotRecord>,
	): Promise<InvoiceWork[]> {
		if (invoices.length === 0) return [];
		const partiesOf = this.parties.of(invoices);
		const found = await this.records.withRecent(
			searched,
			invoices.map(({ Id }) => Id),
			partiesOf,
		);
		const [parties, products] = await Promise.all([partiesOf, this.parties.products(invoices)]);
		const known: Known = { parties, products };
		const works = await this.withForeign(await this.planAll(invoices, found, known), known);
		await this.withoutDeleted(works);
		await compareLines(this.context.hubspot, works, this.input.scope.kind, this.prepared.today);
		return works;
	}

	/** @param adopted whether the records were made by others */
	private async planAll(
		invoices: readonly QuickBooksInvoice[],
		found: ReadonlyMap<string, HubSpotRecord>,
		known: Known,
		adopted?: true,
	): Promise<InvoiceWork[]> {
		const present = await this.records.present(invoices.flatMap(({ Id }) => found.get(Id) ?? []));
		return invoices.map((invoice) => {
			const record = found.get(invoice.Id);
			return this.planOne(invoice, record, record && present.get(record.id), known, adopted);
		});
	}

	private planOne(
		invoice: QuickBooksInvoice,
		record: HubSpotRecord | undefined,
		standing: Present | undefined,
		{ parties, products }: Known,
		adopted?: true,
	): InvoiceWork {
		const work: InvoiceWork = {
			id: invoice.Id,
			invoice,
			record,
			lineIds: standing?.lineIds ?? [],
			lines: buildRecordLines(
				invoice,
				invoice.CurrencyRef?.value ?? this.prepared.homeCurrency,
				products,
			),
			warnings: [],
		};
		try {
			const url = quickBooksUrl(this.context.quickbooks.environment, 'Invoice', invoice.Id);
			const sides = {
				invoice,
				record,
				parties: parties.get(invoice.Id) ?? {},
				present: standing ?? ({} satisfies RecordParties),
				...(standing && { lines: this.linesOf(work) }),
				...(adopted && { adopted }),
			};
			work.plan = planInvoice(sides, { ...this.planContext, url });
			work.warnings = [...(work.plan.warnings ?? [])];
		} catch (error) {
			work.error = error;
		}
		return work;
	}

	/**
	 * A record that HubSpot's own app or another integration made of an invoice is the invoice's own;
	 * none is made beside it. Where the invoice has one, people are told.
	 */
	private async withForeign(works: InvoiceWork[], known: Known): Promise<InvoiceWork[]> {
		const creating = works.filter(({ plan }) => plan?.action === 'created');
		const recorded = works.flatMap(({ invoice, record, plan }) =>
			invoice &&
			record &&
			(plan?.isKept || plan?.action === 'updated' || plan?.action === 'unchanged')
				? [{ invoice, recordId: record.id }]
				: [],
		);
		const { adoptions: foreign, beside } = await this.foreign.of(
			creating.flatMap(({ invoice }) => invoice ?? []),
			recorded,
			known.parties,
		);
		for (const { id, invoice, record, warnings } of works) {
			const others = beside.get(id);
			if (others && invoice && record) warnings.push(besideWarning(invoice, record.id, others));
		}
		if (foreign.size === 0) return works;
		const adopted = new Map(
			[...foreign].flatMap(([id, one]) =>
				one.kind === 'adopt' ? [[id, one.record] as const] : [],
			),
		);
		const anew = await this.planAll(
			creating.flatMap(({ id, invoice }) => (invoice && adopted.has(id) ? [invoice] : [])),
			adopted,
			known,
			true,
		);
		for (const work of creating) {
			const one = foreign.get(work.id);
			if (one?.kind === 'conflict') work.unclear = one.reason;
		}
		return works.map((work) => anew.find(({ id }) => id === work.id) ?? work);
	}

	/**
	 * No record is made anew for an invoice whose record was deleted, nor beside one that may be of
	 * the invoice.
	 */
	private async withoutDeleted(works: readonly InvoiceWork[]): Promise<void> {
		const creating = works.filter(({ plan }) => plan?.action === 'created');
		if (creating.length === 0) return;
		const deleted = await this.deletions.findDeleted(creating.map(({ id }) => id));
		for (const work of creating) {
			const found = deleted.get(work.id);
			if (found && !found.survivor)
				Object.assign(work, { plan: planWithoutRecord(), deletion: { told: found.isReported } });
			else if (work.unclear !== undefined) work.plan = planUnclear(work.unclear);
		}
	}

	/**
	 * Those of a voided invoice stay as they were before, and so do those of a record that HubSpot
	 * keeps itself.
	 */
	private linesOf({ invoice, record, lineIds = [], lines = [] }: InvoiceWork): {
		present: number;
		due: number;
	} {
		const isKept = record !== undefined && isKeptByHubSpot(record.properties);
		const stays =
			isKept ||
			(invoice !== undefined &&
				lineIds.length > 0 &&
				readInvoiceFacts(invoice, this.prepared.today).voided);
		return { present: lineIds.length, due: stays ? lineIds.length : lines.length };
	}

	private planDeleted(
		ids: readonly string[],
		found: ReadonlyMap<string, HubSpotRecord>,
	): InvoiceWork[] {
		return ids.flatMap((id) => {
			const record = found.get(id);
			return record
				? [{ id, record, warnings: [], plan: planDeletedInvoice(record, this.planContext) }]
				: [];
		});
	}

	private finish(works: readonly InvoiceWork[]): FailedRecord[] {
		for (const work of works) {
			const result = toInvoiceResult(work, this.input, this.prepared, this.context);
			const isQuiet =
				(result.action === 'unchanged' && result.warnings.length === 0) ||
				(result.action === 'skipped' && work.deletion?.told);
			if (this.input.scope.kind !== 'changed' || !isQuiet) this.context.onResult(result);
			if (work.deletion) this.deletions.noteReported('hubSpot', work.id);
			else if (work.error === undefined && (work.record ?? work.recordId) !== undefined)
				this.deletions.forgetPair(work.id);
		}
		return works
			.filter(({ error }) => error !== undefined)
			.map(({ id, invoice }) => ({
				side: 'quickBooks',
				id,
				changedAt: invoice?.MetaData.LastUpdatedTime ?? '',
			}));
	}
}
