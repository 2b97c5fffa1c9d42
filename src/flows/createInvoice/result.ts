import { compareWithReply } from '../../core/invoice/agreement';
import { readOrigin, type Billing, type Origin } from '../../core/invoice/billing';
import { invoiceSubtotal } from '../../core/invoice/buildLines';
import { overdueWarnings } from '../../core/invoice/details';
import { carriedTax, compareTaxWithQuote } from '../../core/invoice/quote';
import { expectedTax } from '../../core/invoice/taxes';
import { summarizeInvoice } from '../../core/invoice/summary';
import { zero } from '../../core/money';
import type { PlannedRequest } from '../../core/plan';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import { hubSpotUrl, quickBooksUrl } from '../../core/urls';
import type { QuickBooksPort } from '../../gateways/ports';
import { planWrites } from './apply';
import { plannedWriteBack } from './planned';
import type { Prepared } from './prepare';
import type { Sent } from './send';
import type { BillingSource } from './source';
import type { CreateInvoiceInput, CreateInvoiceResult } from './types';
import type { WrittenBack } from './writeBack';

function sidesOf({ source, rules }: Prepared, invoice: QuickBooksInvoice, { environment, realmId }: QuickBooksPort) {
	return {
		quickbooks: { entity: 'Invoice' as const, id: invoice.Id, ...(invoice.DocNumber && { docNumber: invoice.DocNumber }), realmId, url: quickBooksUrl(environment, 'Invoice', invoice.Id) },
		invoice: summarizeInvoice(invoice, source.today, rules.homeCurrency),
	};
}

/** How messages name an invoice. */
export const nameOf = ({ DocNumber, Id }: QuickBooksInvoice) => (DocNumber ? `Invoice ${DocNumber}` : `The invoice with id ${Id}`);

/** What a run did. */
export function writtenResult(prepared: Prepared, sent: Sent, written: WrittenBack, isNew: boolean, moreWarnings: string[], quickbooks: QuickBooksPort): CreateInvoiceResult {
	const { account } = prepared.source;
	const action = isNew ? 'created' : written.completed || sent.wasSent ? 'updated' : 'unchanged';
	const reasons = { created: 'was created.', updated: 'existed; what was missing was completed.', unchanged: 'existed, and everything about it was in place.' };
	return {
		action,
		reason: `${nameOf(sent.invoice)} ${reasons[action]}`,
		changes: written.changes,
		hubspot: { objectType: 'invoices', id: written.recordId, url: hubSpotUrl(account.uiDomain, account.portalId, 'invoices', written.recordId) },
		...sidesOf(prepared, sent.invoice, quickbooks),
		environment: quickbooks.environment,
		warnings: [...prepared.warnings, ...moreWarnings, ...written.warnings],
	};
}

/** What a run would do. */
export function plannedResult(prepared: Prepared, input: CreateInvoiceInput, billing: Billing | undefined, schemas: PlannedRequest[], quickbooks: QuickBooksPort): CreateInvoiceResult {
	const existing = prepared.decision.kind === 'existing' ? prepared.decision.invoice : undefined;
	return {
		action: 'planned',
		reason: existing ? `${nameOf(existing)} exists already and would be returned.` : 'Nothing was written: this is a dry run.',
		changes: [],
		hubspot: null,
		...(existing ? sidesOf(prepared, existing, quickbooks) : { quickbooks: null, invoice: null }),
		environment: quickbooks.environment,
		warnings: prepared.warnings,
		plan: [...schemas, ...(billing ? planWrites(prepared, billing) : []), ...plannedWriteBack(prepared, input, quickbooks)],
	};
}

/** Warnings about an invoice that QuickBooks computed differently; a repeat tells again how it taxes a quote. */
export function replyWarnings({ lines, taxes, rules, source, details, bundles, exchangeRate, today }: Prepared, billing: Billing | undefined, invoice: QuickBooksInvoice): string[] {
	if (!billing) return quoteWarnings(source, readOrigin(invoice), invoice);
	const billed = invoiceSubtotal({ customerId: invoice.CustomerRef.value, lines, itemIds: new Map(), taxes, details, rules, billing, currency: source.currency });
	const tax = source.quote ? undefined : expectedTax(lines, taxes, details, bundles.size > 0);
	// The due date that follows from terms is known from the answer only.
	const overdue = details.dueOn === undefined && invoice.Balance > 0 ? overdueWarnings(invoice.DueDate, today) : [];
	return [...compareWithReply(invoice, { billed, calculation: taxes.calculation, tax, exchangeRate }), ...overdue, ...quoteWarnings(source, billing, invoice)];
}

/** @param billed what the invoice bills; a quote of the deal counts only where it is that */
function quoteWarnings({ quote, name }: BillingSource, billed: Pick<Billing, 'source' | 'span' | 'total'> | Origin | undefined, invoice: QuickBooksInvoice): string[] {
	if (!quote || billed?.source !== name) return [];
	const span = 'span' in billed ? billed.span : { from: billed.from, to: billed.to };
	return compareTaxWithQuote(invoice, carriedTax(quote, span, billed.total) ?? zero, invoice.GlobalTaxCalculation);
}
