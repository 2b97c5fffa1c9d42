import { linkPropertyName } from '../../core/hubspot/link';
import { buildRecordLines, type RecordParties } from '../../core/invoice/record';
import { readInvoiceFacts } from '../../core/invoice/status';
import { summarizeInvoice } from '../../core/invoice/summary';
import { planDeletedInvoice, planInvoice, type InvoicePlan, type InvoicePlanContext } from '../../core/invoice/syncPlan';
import type { FailedRecord, SyncState } from '../../core/sync/state';
import type { Side } from '../../core/sync/types';
import type { HubSpotProperties, HubSpotRecord } from '../../core/records/hubspot';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import { hubSpotUrl, quickBooksUrl } from '../../core/urls';
import { GatewayError } from '../../gateways/errors';
import { writeInvoiceRecords, type RecordToWrite } from '../invoiceRecord';
import { isRefusal, removeOutdatedLines } from './invoiceLines';
import { InvoiceParties } from './invoiceParties';
import type { InvoicePrepared } from './invoicePrepare';
import { InvoiceRecords } from './invoiceRecords';
import { becameOverdue, dayMark } from './invoiceOverdue';
import type { Before, Row, Worker } from './run';
import type { SyncContext, SyncInput, SyncResult } from './types';
import { refusal } from './work';

interface InvoiceWork {
	id: string;
	invoice?: QuickBooksInvoice | undefined;
	record?: HubSpotRecord | undefined;
	plan?: InvoicePlan & { archive?: true };
	recordId?: string;
	/** Lines that the record has. */
	lineIds?: readonly string[];
	/** Lines that it is to have. */
	lines?: HubSpotProperties[];
	warnings: string[];
	error?: unknown;
}

/** QuickBooks counts whole seconds, in which an invoice may change twice. */
const MOVED = ['quickbooks_invoice_updated_at', 'quickbooks_invoice_total'];

/** Takes many invoices through deciding and writing. */
export class InvoiceProcessor implements Worker {
	private readonly records: InvoiceRecords;
	private readonly parties: InvoiceParties;
	private lookedAt = 0;

	constructor(
		private readonly input: SyncInput,
		private readonly prepared: InvoicePrepared,
		private readonly context: SyncContext,
	) {
		const { realmId } = context.quickbooks;
		this.records = new InvoiceRecords(context.hubspot, realmId, prepared);
		this.parties = new InvoiceParties(context.hubspot, realmId, prepared.account.portalId);
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
		if (!this.input.dryRun) await this.write(works);
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

	report(side: Side, id: string): void {
		const error = new GatewayError({ system: 'QuickBooks', kind: 'notFound', message: `there is no invoice with the id "${id.slice(0, 50)}"` });
		this.context.onResult(this.toResult({ id, warnings: [], error }, side));
	}

	/** Invoices that became overdue since the run before, which nobody has changed. */
	async before(side: Side, _found: readonly Row[], state: SyncState): Promise<Before> {
		const invoices = await becameOverdue(this.context.quickbooks, state.day, this.prepared.today);
		return { failed: await this.process(side, invoices, [], []), state: { ...state, day: this.day } };
	}

	private get planContext(): Omit<InvoicePlanContext, 'url'> {
		const { homeCurrency, today, fields, definitions } = this.prepared;
		return { realmId: this.context.quickbooks.realmId, homeCurrency, today, policy: this.input.policy, fields, definitions };
	}

	private async plan(invoices: readonly QuickBooksInvoice[], found: ReadonlyMap<string, HubSpotRecord>): Promise<InvoiceWork[]> {
		if (invoices.length === 0) return [];
		const existing = invoices.flatMap(({ Id }) => found.get(Id) ?? []);
		const [parties, present, products] = await Promise.all([this.parties.of(invoices), this.records.present(existing), this.parties.products(invoices)]);
		return invoices.map((invoice) => {
			const record = found.get(invoice.Id);
			const standing = record && present.get(record.id);
			const work: InvoiceWork = { id: invoice.Id, invoice, record, lineIds: standing?.lineIds ?? [], lines: buildRecordLines(invoice, invoice.CurrencyRef?.value ?? this.prepared.homeCurrency, products), warnings: [] };
			try {
				const url = quickBooksUrl(this.context.quickbooks.environment, 'Invoice', invoice.Id);
				const sides = { invoice, record, parties: parties.get(invoice.Id) ?? {}, present: standing ?? ({} satisfies RecordParties), ...(standing && { lines: this.linesOf(work) }) };
				work.plan = planInvoice(sides, { ...this.planContext, url });
			} catch (error) {
				work.error = error;
			}
			return work;
		});
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

	private async write(works: readonly InvoiceWork[]): Promise<void> {
		const { hubspot } = this.context;
		const given = works.filter(({ plan, error }) => error === undefined && plan && (Object.keys(plan.properties).length > 0 || plan.associations.length > 0 || plan.lacksLines));
		let writing = given;
		try {
			const emptied = await this.withoutOutdatedLines([...new Set([...given, ...works.filter((work) => this.isSameSecond(work))])]);
			writing = works.filter((work) => given.includes(work) || emptied.has(work.record?.id ?? ''));
			const wanted = this.toRecords(writing, emptied);
			const link = this.prepared.link;
			if (!link) throw new RangeError('the link property exists once schemas are ensured');
			const outcomes = await writeInvoiceRecords(hubspot, link, wanted);
			writing.forEach((work, index) => {
				const outcome = outcomes[index];
				if (outcome?.ok) Object.assign(work, { recordId: outcome.value.id, warnings: outcome.value.warnings });
				else work.error = outcome ? refusal('HubSpot', outcome.error) : new GatewayError({ system: 'HubSpot', kind: 'unexpected', message: 'HubSpot did not say what became of the record' });
			});
		} catch (error) {
			if (!isRefusal(error)) throw error;
			writing.forEach((work) => (work.error = error));
		}
		await this.archive(works.filter(({ plan }) => plan?.archive));
	}

	/** Changed twice within the second that HubSpot has noted: other lines for the same money show in nothing but the lines, also when a payment came along. */
	private isSameSecond({ record, invoice, plan, error }: InvoiceWork): boolean {
		const { scope, policy } = this.input;
		const isCompared = plan?.action === 'unchanged' || plan?.action === 'updated';
		return scope.kind === 'changed' && record !== undefined && invoice !== undefined && error === undefined && isCompared && policy.createAndUpdate !== 'createOnly';
	}

	private async archive(works: readonly InvoiceWork[]): Promise<void> {
		if (works.length === 0) return;
		try {
			await this.context.hubspot.archiveObjects('invoices', works.flatMap(({ record }) => record?.id ?? []));
		} catch (error) {
			if (!isRefusal(error)) throw error;
			works.forEach((work) => (work.error = error));
		}
	}

	/** Lines are compared only where the invoice itself has changed; those of a voided invoice stay as they were. */
	private async withoutOutdatedLines(works: readonly InvoiceWork[]): Promise<Set<string>> {
		const changed = works.filter((work) => work.record && work.invoice && (MOVED.some((name) => name in (work.plan?.properties ?? {})) || this.isSameSecond(work)) && !readInvoiceFacts(work.invoice, this.prepared.today).voided);
		const emptied = await removeOutdatedLines(this.context.hubspot, changed.map(({ record, lines = [], lineIds = [] }) => ({ recordId: record?.id ?? '', present: lineIds, lines })));
		for (const { record, plan, lineIds = [], lines = [] } of changed) if (plan && emptied.has(record?.id ?? '')) Object.assign(plan, { action: 'updated', changes: [...plan.changes, { field: 'line_items', from: lineIds.length, to: lines.length }] });
		return emptied;
	}

	private toRecords(works: readonly InvoiceWork[], emptied: ReadonlySet<string>): RecordToWrite[] {
		return works.map((work) => {
			const { record, plan, lines = [] } = work;
			const written = { properties: plan?.properties ?? {}, associations: plan?.associations ?? [] };
			if (!record) return { ...written, lines };
			if (emptied.has(record.id)) return { ...written, id: record.id, hasLines: false, lines };
			return { ...written, id: record.id, ...(plan?.lacksLines ? { lines } : { hasLines: true, lines: [] }) };
		});
	}

	private finish(works: readonly InvoiceWork[]): FailedRecord[] {
		for (const work of works) {
			const result = this.toResult(work, 'quickBooks');
			if (this.input.scope.kind !== 'changed' || result.action !== 'unchanged') this.context.onResult(result);
		}
		return works.filter(({ error }) => error !== undefined).map(({ id, invoice }) => ({ side: 'quickBooks', id, changedAt: invoice?.MetaData.LastUpdatedTime ?? '' }));
	}

	private toResult({ id, invoice, record, plan, recordId = record?.id, warnings, error }: InvoiceWork, side: Side): SyncResult {
		const { quickbooks } = this.context;
		const { account, today, homeCurrency } = this.prepared;
		const isPlanned = this.input.dryRun && plan !== undefined && (plan.action === 'created' || plan.action === 'updated' || plan.action === 'archived' || plan.action === 'unlinked');
		return {
			action: error !== undefined ? 'failed' : isPlanned ? 'planned' : (plan?.action ?? 'unchanged'),
			reason: isPlanned ? `It would be ${plan.action}.` : (plan?.reason ?? ''),
			changes: plan?.changes ?? [],
			hubspot: recordId === undefined ? null : { objectType: 'invoices', id: recordId, url: hubSpotUrl(account.uiDomain, account.portalId, 'invoices', recordId) },
			quickbooks: { entity: 'Invoice', id, ...(invoice?.DocNumber && { docNumber: invoice.DocNumber }), realmId: quickbooks.realmId, url: quickBooksUrl(quickbooks.environment, 'Invoice', id) },
			environment: quickbooks.environment,
			warnings,
			...(invoice && { invoice: summarizeInvoice(invoice, today, homeCurrency) }),
			...(isPlanned && { plan: [...this.prepared.plannedSchemas.splice(0), { system: 'HubSpot', operation: plan.archive ? 'archive' : record ? 'update' : 'create', target: record ? `invoices/${record.id}` : 'invoices', payload: { idProperty: linkPropertyName(quickbooks.realmId), properties: plan.properties, associations: plan.associations, ...(invoice && { lines: buildRecordLines(invoice, invoice.CurrencyRef?.value ?? homeCurrency, new Map()) }) } }] }),
			...(error !== undefined && { error }),
			source: { side, id },
		};
	}
}
