import { decline } from '../../decline';
import type { MissingSchema } from '../../hubspot/missingSchemas';
import type { Immutable } from '../../plan';
import type { PropertyNames } from '../../records/names';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import { invoiceNameAtStart } from '../name';
import {
	attachedName,
	idAndNumber,
	matchAttachedInvoices,
	type AttachedInvoice,
} from './attachedInvoices';
import { chooseInvoices, fits, type InvoiceRef, type InvoiceSelection } from './chooseInvoices';
import { planDealTotals, type DealTotals } from './dealTotals';
import type { AttachTarget, TargetAndCompany } from './target';

/** Everything that detaching invoices depends on. */
export interface DetachReading extends TargetAndCompany {
	names: PropertyNames;
	/** Properties of ours that HubSpot lacks. */
	missing: readonly MissingSchema[];
	/** All invoices of the target. */
	attached: readonly AttachedInvoice[];
	selection: InvoiceSelection;
	/** What QuickBooks has of the invoices that were named without being attached. */
	named: readonly QuickBooksInvoice[];
}

/** Everything that is written to detach invoices, in the order in which it is written. */
export type DetachInvoicesPlan = Immutable<{
	/** Links that end. */
	detachments: Array<{ invoiceId: string; name: string; recordId: string }>;
	/** Invoices that were named without being attached; nothing is written for them. */
	notAttached: Array<{ invoiceId: string; name: string }>;
	/** Properties that the totals need. */
	schemas: MissingSchema[];
	totals: DealTotals;
	warnings: string[];
}>;

/**
 * Decides which invoices are detached from a deal, contact or company, and what a deal says about
 * those left.
 *
 * @throws Declined when an invoice is unknown to both systems, or several attached ones have the
 * number
 */
export function planDetachInvoices(reading: DetachReading): DetachInvoicesPlan {
	const { names, target, attached, missing } = reading;
	const { meant, notAttached, warnings } = choose(reading);
	const meantIds = new Set(meant.map(({ invoiceId }) => invoiceId));
	return {
		detachments: meant.map((one) => ({
			invoiceId: one.invoiceId,
			name: attachedName(one, names),
			recordId: one.record.id,
		})),
		notAttached: notAttached.map((invoice) => ({
			invoiceId: invoice.Id,
			name: invoiceNameAtStart(invoice),
		})),
		schemas: missing,
		totals: planDealTotals(
			names,
			reading,
			target.attached.map(({ invoiceId }) => invoiceId).filter((id) => !meantIds.has(id)),
			attached.flatMap(({ invoice }) => invoice ?? []),
		),
		warnings,
	};
}

interface Chosen {
	meant: readonly AttachedInvoice[];
	notAttached: readonly QuickBooksInvoice[];
	warnings: string[];
}

function choose({ selection, attached, target, company, named, names }: DetachReading): Chosen {
	if (selection.kind === 'search') {
		const { found, warnings } = matchAttachedInvoices(attached, selection.search, company.today);
		return { meant: found, notAttached: [], warnings };
	}
	const fitting = selection.refs.map((ref) => fittingOf(ref, attached, names));
	for (const [index, ref] of selection.refs.entries()) declineSeveral(ref, fitting[index], target);
	return {
		meant: [...new Set(fitting.flat())],
		notAttached: chooseInvoices(refsNotAttached(selection.refs, attached, names), named),
		warnings: [],
	};
}

/** The invoices that are named without being attached. */
export function refsNotAttached(
	refs: readonly InvoiceRef[],
	attached: readonly AttachedInvoice[],
	names: PropertyNames,
): InvoiceRef[] {
	return refs.filter((ref) => fittingOf(ref, attached, names).length === 0);
}

function fittingOf(
	ref: InvoiceRef,
	attached: readonly AttachedInvoice[],
	names: PropertyNames,
): AttachedInvoice[] {
	return attached.filter((one) => fits(ref, idAndNumber(one, names)));
}

function declineSeveral(
	{ value }: InvoiceRef,
	fitting: readonly AttachedInvoice[] = [],
	{ label }: AttachTarget,
): void {
	if (fitting.length > 1)
		decline(
			'Invoices',
			`Several invoices with the number ${value} are attached to ${label}: ids ${fitting.map(({ invoiceId }) => invoiceId).join(', ')}.`,
			'Choose the invoice by its ID.',
		);
}
