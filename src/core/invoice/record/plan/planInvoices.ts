import type { HubSpotRecord } from '../../../records/hubspot';
import type { QuickBooksInvoice } from '../../../records/quickbooks';
import type { DeletedCounterpart } from '../../../sync/plan/known';
import { quickBooksUrl } from '../../../urls';
import { besideWarning, type Adoption } from '../foreign';
import { buildRecordLines, type RecordParties } from '../record';
import type { RecordLine } from '../recordLines';
import {
	failedInvoice,
	planUnclear,
	untouchedInvoice,
	type InvoiceDecision,
	type InvoicePlan,
} from './decision';
import { planDeletedInvoice } from './planDeletedInvoice';
import { planInvoice, type InvoicePlanContext, type InvoiceSides } from './planInvoice';

/** Whom a record is associated with, and its lines. */
export interface RecordAssociations extends RecordParties {
	lineIds: readonly string[];
}

/** Invoices of QuickBooks, and what was read about each, by QuickBooks id where nothing is said. */
export interface InvoicesRead {
	invoices: readonly QuickBooksInvoice[];
	/** HubSpot's records that are linked with them. */
	records: ReadonlyMap<string, HubSpotRecord>;
	/** HubSpot records of the customers and the deals. */
	parties: ReadonlyMap<string, RecordParties>;
	/** HubSpot products, by QuickBooks item. */
	products: ReadonlyMap<string, string>;
	/** What records are associated with, by HubSpot id. */
	present: ReadonlyMap<string, RecordAssociations>;
	/** Records that others made of invoices without a linked one. */
	adoptions: ReadonlyMap<string, Adoption>;
	/** Records that others made of invoices that have a linked one. */
	beside: ReadonlyMap<string, readonly HubSpotRecord[]>;
	/** Those whose record was deleted in HubSpot. */
	deleted: ReadonlyMap<string, DeletedCounterpart>;
	/** What line items say of records whose lines may not be those of the invoice any more. */
	lines: ReadonlyMap<string, readonly RecordLine[]>;
}

/** What the plan of every invoice depends on; each has its own address in QuickBooks. */
export interface InvoicesContext extends Omit<InvoicePlanContext, 'url'> {
	environment: 'production' | 'sandbox' | 'custom';
}

/** Decides about invoices that are in QuickBooks. An invoice that cannot be planned fails alone. */
export function planInvoices(read: InvoicesRead, context: InvoicesContext): InvoiceDecision[] {
	return read.invoices.map((invoice) => decideInvoice(invoice, read, context));
}

function decideInvoice(
	invoice: QuickBooksInvoice,
	read: InvoicesRead,
	context: InvoicesContext,
): InvoiceDecision {
	const { Id: id } = invoice;
	const sides = sidesOf(invoice, read, context);
	const { record } = sides;
	const url = quickBooksUrl(context.environment, 'Invoice', id);
	try {
		const plan = planInvoice(sides, { ...context, url });
		const decision: InvoiceDecision = { id, invoice, record, plan, dealIds: [] };
		return plan.action === 'created'
			? withoutDoubtfulCreation(decision, read)
			: withWarningOfOthers(decision, read);
	} catch (error) {
		return failedInvoice({ id, invoice, record }, error);
	}
}

function sidesOf(
	invoice: QuickBooksInvoice,
	read: InvoicesRead,
	{ homeCurrency }: InvoicesContext,
): InvoiceSides {
	const { Id: id } = invoice;
	const linked = read.records.get(id);
	const adoption = read.adoptions.get(id);
	const adopted = !linked && adoption?.kind === 'adopt' ? adoption.record : undefined;
	const record = linked ?? adopted;
	const present = record && read.present.get(record.id);
	const currency = invoice.CurrencyRef?.value ?? homeCurrency;
	return {
		invoice,
		record,
		parties: read.parties.get(id) ?? {},
		present: present ?? {},
		lines: {
			presentIds: present?.lineIds ?? [],
			due: buildRecordLines(invoice, currency, read.products),
			present: read.lines.get(id),
		},
		isAdopted: adopted !== undefined,
	};
}

/**
 * No record is created for an invoice whose record was deleted, since whoever deleted it meant it,
 * nor beside one that may be of the invoice.
 */
function withoutDoubtfulCreation(
	decision: InvoiceDecision,
	{ adoptions, deleted }: InvoicesRead,
): InvoiceDecision {
	const { warnings } = decision.plan;
	const found = deleted.get(decision.id);
	const adoption = adoptions.get(decision.id);
	if (found && !found.survivor)
		return {
			...decision,
			plan: { ...planWithoutRecord(), warnings },
			deletion: { isReported: found.isReported },
		};
	return adoption?.kind === 'conflict'
		? { ...decision, plan: { ...planUnclear(adoption.reason), warnings } }
		: decision;
}

function planWithoutRecord(): InvoicePlan {
	return untouchedInvoice(
		'skipped',
		'Its record was deleted in HubSpot, so no new one is created. ' +
			"Restore it from HubSpot's recycle bin, or attach the invoice with Attach Invoice.",
	);
}

/** Where an invoice has a record and others made one of it as well, people are told. */
function withWarningOfOthers(decision: InvoiceDecision, { beside }: InvoicesRead): InvoiceDecision {
	const { id, invoice, record, plan } = decision;
	const others = beside.get(id);
	if (!others || !invoice || !record) return decision;
	const warning = besideWarning(invoice, record.id, others);
	return { ...decision, plan: { ...plan, warnings: [...plan.warnings, warning] } };
}

/** Whether applying the decision would create a record. */
export function createsRecord({ plan, error }: InvoiceDecision): boolean {
	return error === undefined && plan.action === 'created';
}

/** Whether the invoice has a record that stays, whatever is written to it. */
export function hasRecord({ record, plan }: InvoiceDecision): boolean {
	const isTaken = plan.isKept || plan.action === 'updated' || plan.action === 'unchanged';
	return record !== undefined && isTaken;
}

/**
 * Decides about invoices that were deleted in QuickBooks. Those without a record are left out.
 *
 * @param records by QuickBooks id
 */
export function planDeletedInvoices(
	ids: readonly string[],
	records: ReadonlyMap<string, HubSpotRecord>,
	context: InvoicesContext,
): InvoiceDecision[] {
	return ids.flatMap((id) => {
		const record = records.get(id);
		return record ? [{ id, record, plan: planDeletedInvoice(record, context), dealIds: [] }] : [];
	});
}
