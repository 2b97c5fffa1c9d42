import type { Day } from '../../core/calendar';
import { chooseInvoices, fits, type InvoiceRef } from '../../core/invoice/attach/attachChoice';
import { invoiceNameAtStart } from '../../core/invoice/name';
import { hasNoCriteria, matchesSearch, type InvoiceSearch } from '../../core/invoice/attach/search';
import type { PropertyNames } from '../../core/records/names';
import { decline } from '../../core/decline';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import type { FlowContext } from '../accounts/context';
import { toAttachResult } from './result';
import { findByIds } from '../accounts/quickBooksRecords';
import { findNamed } from './select';
import type { AttachedRecord } from '../../core/invoice/record/linkedRecords';
import type { Target } from './target';
import type { AttachInvoiceResult, InvoiceSelection } from './types';
import { byId } from '../../core/records/byId';

/** An invoice in HubSpot and, unless it was deleted, in QuickBooks. */
interface AttachedInvoice extends AttachedRecord {
	invoice: QuickBooksInvoice | undefined;
}

/** Which invoices go, and which were named without being attached. */
export interface DetachPlan {
	going: AttachedInvoice[];
	notAttached: QuickBooksInvoice[];
	warnings: string[];
}

/** The attached invoices with what QuickBooks says now, the latest first. */
export async function readPairs(
	{ attached }: Target,
	{ quickbooks }: FlowContext,
): Promise<AttachedInvoice[]> {
	const invoices = await findByIds(
		quickbooks,
		'Invoice',
		attached.map(({ invoiceId }) => invoiceId),
	);
	const found = byId(invoices);
	return attached
		.map((one) => ({ ...one, invoice: found.get(one.invoiceId) }))
		.sort(
			(a, b) =>
				(b.invoice?.TxnDate ?? '').localeCompare(a.invoice?.TxnDate ?? '') ||
				Number(b.invoiceId) - Number(a.invoiceId),
		);
}

/** What was deleted in QuickBooks is found only where nothing is asked about it. */
export function searchPairs(
	pairs: readonly AttachedInvoice[],
	search: InvoiceSearch,
	today: Day,
): { found: AttachedInvoice[]; warnings: string[] } {
	const open = hasNoCriteria(search);
	const matching = pairs.filter(({ invoice }) =>
		invoice ? matchesSearch(invoice, search, today) : open,
	);
	const warnings =
		matching.length > search.limit
			? [
					`More attached invoices match the search than the limit of ${search.limit}. Only the latest were used.`,
				]
			: [];
	return { found: matching.slice(0, search.limit), warnings };
}

/**
 * @throws Declined when an invoice is unknown to both systems, or several attached ones have the
 * number
 */
export async function planDetach(
	target: Target,
	pairs: readonly AttachedInvoice[],
	selection: InvoiceSelection,
	{ hubspot, quickbooks }: FlowContext,
): Promise<DetachPlan> {
	if (selection.kind === 'search') {
		const { found, warnings } = searchPairs(pairs, selection.search, target.today);
		return { going: found, notAttached: [], warnings };
	}
	const named = selection.refs.map((ref) => ({
		ref,
		fitting: pairs.filter((pair) => fits(ref, numbered(pair, hubspot.names))),
	}));
	for (const { ref, fitting } of named)
		if (fitting.length > 1) declineSeveral(ref, fitting, target);
	const others = named.filter(({ fitting }) => fitting.length === 0).map(({ ref }) => ref);
	const found =
		others.length > 0 ? chooseInvoices(others, await findNamed(quickbooks, others)) : [];
	return {
		going: [...new Set(named.flatMap(({ fitting }) => fitting))],
		notAttached: found,
		warnings: [],
	};
}

/** An invoice that was deleted in QuickBooks keeps its number in HubSpot. */
function numbered(
	{ invoiceId, invoice, record }: AttachedInvoice,
	names: PropertyNames,
): Pick<QuickBooksInvoice, 'Id' | 'DocNumber'> {
	const number = invoice ? invoice.DocNumber : record.properties[names.of('invoice_number')];
	return { Id: invoiceId, ...(number && { DocNumber: number }) };
}

function declineSeveral(
	{ value }: InvoiceRef,
	fitting: readonly AttachedInvoice[],
	{ label }: Target,
): never {
	decline(
		'Invoices',
		`Several invoices with the number ${value} are attached to ${label}: ids ${fitting.map(({ invoiceId }) => invoiceId).join(', ')}.`,
		'Choose the invoice by its ID.',
	);
}

export function detachedResults(
	{ going, notAttached }: DetachPlan,
	target: Target,
	homeCurrency: string,
	{ hubspot: { names }, quickbooks }: FlowContext,
): AttachInvoiceResult[] {
	const gone = going.map((pair) => ({
		...toldOf(pair),
		action: 'unlinked' as const,
		reason: `${invoiceNameAtStart(numbered(pair, names))} was detached from ${target.label}.`,
	}));
	const others = notAttached.map((invoice) => ({
		invoiceId: invoice.Id,
		invoice,
		recordId: undefined,
		action: 'unchanged' as const,
		reason: `${invoiceNameAtStart(invoice)} was not attached to ${target.label}.`,
	}));
	return [...gone, ...others].map((told) => toAttachResult(told, target, homeCurrency, quickbooks));
}

export function listedResults(
	pairs: readonly AttachedInvoice[],
	target: Target,
	homeCurrency: string,
	{ hubspot: { names }, quickbooks }: FlowContext,
): AttachInvoiceResult[] {
	return pairs.map((pair) => {
		const name = invoiceNameAtStart(numbered(pair, names));
		const warnings = pair.invoice ? [] : [`${name} is no longer in QuickBooks.`];
		return toAttachResult(
			{
				...toldOf(pair),
				action: 'unchanged',
				reason: `${name} is attached to ${target.label}.`,
				warnings,
			},
			target,
			homeCurrency,
			quickbooks,
		);
	});
}

function toldOf({ invoiceId, invoice, record }: AttachedInvoice) {
	return { invoiceId, invoice, recordId: record.id };
}
