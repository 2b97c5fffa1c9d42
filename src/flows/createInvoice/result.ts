import { compareWithReply } from '../../core/invoice/billing/agreement';
import { readOrigin, type Billing, type Origin } from '../../core/invoice/billing/billing';
import { invoiceSubtotal } from '../../core/invoice/lines/buildLines';
import { overdueWarnings } from '../../core/invoice/billing/details';
import type { BilledLine } from '../../core/invoice/lines/lines';
import { carriedTax, compareTaxWithQuote } from '../../core/invoice/lines/quotes/quote';
import { expectedTax } from '../../core/invoice/lines/amounts/taxes';
import { cameBack } from '../../core/invoice/mail';
import { summarizeInvoice } from '../../core/invoice/record/summary';
import { zero } from '../../core/money';
import type { PlannedRequest } from '../../core/plan';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import { hubSpotUrl, quickBooksUrl } from '../../core/urls';
import type { QuickBooksPort } from '../../gateways/ports';
import { planWrites } from './apply/apply';
import type { DealTold } from './apply/dealTotals';
import { plannedWriteBack } from './planned';
import type { Prepared } from './prepare';
import type { BillingSource } from '../../core/invoice/request/source';
import type { CreateInvoiceInput } from '../../core/invoice/request/request';
import type { CreateInvoiceResult } from './types';
import type { FlowContext } from '../accounts/context';
import type { WrittenBack } from './apply/writeBack';
import { invoiceNameAtStart } from '../../core/invoice/name';

function sidesOf(
	{ source, rules }: Prepared,
	invoice: QuickBooksInvoice,
	{ environment, realmId }: QuickBooksPort,
) {
	return {
		quickbooks: {
			entity: 'Invoice' as const,
			id: invoice.Id,
			...(invoice.DocNumber && { docNumber: invoice.DocNumber }),
			realmId,
			url: quickBooksUrl(environment, 'Invoice', invoice.Id),
		},
		invoice: summarizeInvoice(invoice, source.today, rules.homeCurrency),
	};
}

/** How messages name an invoice. */
/** What a run has done. */
export interface Done {
	invoice: QuickBooksInvoice;
	/** Whether this run, and no other, made the invoice. */
	isMaker: boolean;
	wasSent: boolean;
	written: WrittenBack;
	told: DealTold;
	warnings: string[];
}

/** What a run did. */
export function writtenResult(
	prepared: Prepared,
	done: Done,
	moreWarnings: string[],
	quickbooks: QuickBooksPort,
): CreateInvoiceResult {
	const { account } = prepared.source;
	const { invoice, isMaker, written, told } = done;
	return {
		action: isMaker ? 'created' : 'existing',
		reason: `${invoiceNameAtStart(invoice)} ${reasonOf(prepared, done)}`,
		changes: told.changes,
		hubspot:
			written.recordId === undefined
				? null
				: {
						objectType: 'invoices',
						id: written.recordId,
						url: hubSpotUrl(account.uiDomain, account.portalId, 'invoices', written.recordId),
					},
		...sidesOf(prepared, invoice, quickbooks),
		environment: quickbooks.environment,
		warnings: [
			...prepared.warnings,
			...moreWarnings,
			...done.warnings,
			...told.warnings,
			...written.warnings,
		],
	};
}

function reasonOf(
	{ decision }: Prepared,
	{ invoice, isMaker, wasSent, written, told }: Done,
): string {
	if (isMaker) return 'was created.';
	if (decision.kind === 'bill')
		return wasSent
			? 'was made by another run at the same moment, and was sent now.'
			: 'was made by another run at the same moment.';
	const completed = written.completed || told.changes.length > 0;
	if (wasSent && cameBack(decision.invoice))
		return `existed. Its e-mail to ${decision.invoice.BillEmail?.Address ?? 'the customer'} was not delivered, so it was sent to ${invoice.BillEmail?.Address ?? 'another address'} now.`;
	if (wasSent)
		return completed
			? 'existed and was sent now. What was missing was added.'
			: 'existed and was sent now.';
	return completed ? 'existed. What was missing was added.' : 'existed, and nothing was missing.';
}

/** What a run would do. */
export function plannedResult(
	prepared: Prepared,
	input: CreateInvoiceInput,
	billing: Billing | undefined,
	schemas: PlannedRequest[],
	context: FlowContext,
): CreateInvoiceResult {
	const { quickbooks } = context;
	const existing = prepared.decision.kind === 'existing' ? prepared.decision.invoice : undefined;
	return {
		action: 'planned',
		reason: existing
			? `${invoiceNameAtStart(existing)} already exists and would be returned.`
			: 'Nothing was written, because this is a dry run.',
		changes: [],
		hubspot: null,
		...(existing ? sidesOf(prepared, existing, quickbooks) : { quickbooks: null, invoice: null }),
		environment: quickbooks.environment,
		warnings: prepared.warnings,
		plan: [
			...schemas,
			...(billing ? planWrites(prepared, billing) : []),
			...plannedWriteBack(prepared, input, context),
		],
	};
}

/**
 * Warnings about an invoice that QuickBooks computed differently; a repeat tells again how it taxes
 * a quote.
 */
export function replyWarnings(
	{ lines, taxes, rules, source, details, bundles, exchangeRate, today }: Prepared,
	billing: Billing | undefined,
	invoice: QuickBooksInvoice,
): string[] {
	if (!billing) return quoteWarnings(source, readOrigin(invoice), invoice);
	const billed = invoiceSubtotal({
		customerId: invoice.CustomerRef.value,
		lines,
		itemIds: new Map(),
		taxes,
		details,
		rules,
		billing,
		currency: source.currency,
	});
	const tax = source.quote ? undefined : expectedTax(lines, taxes, details, bundles.size > 0);
	// The due date that follows from terms is known from the answer only.
	const overdue =
		details.dueOn === undefined && invoice.Balance > 0
			? overdueWarnings(invoice.DueDate, today)
			: [];
	return [
		...compareWithReply(invoice, { billed, calculation: taxes.calculation, tax, exchangeRate }),
		...overdue,
		...quoteWarnings(source, billing, invoice, lines),
	];
}

/**
 * @param billed what the invoice bills; a quote of the deal counts only where it is that
 * @param lines of the invoice, where this run made it
 */
function quoteWarnings(
	{ quote, name }: BillingSource,
	billed: Pick<Billing, 'source' | 'span' | 'total'> | Origin | undefined,
	invoice: QuickBooksInvoice,
	lines?: readonly BilledLine[],
): string[] {
	if (!quote || billed?.source !== name) return [];
	const span = 'span' in billed ? billed.span : { from: billed.from, to: billed.to };
	return compareTaxWithQuote(
		invoice,
		carriedTax(quote, span, billed.total, lines) ?? zero,
		invoice.GlobalTaxCalculation,
	);
}
