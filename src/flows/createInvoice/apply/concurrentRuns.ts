import type { OwnInvoice } from '../../../core/invoice/alreadyBilled/ownInvoices';
import {
	billedBy,
	hasTakenBackNote,
	tooMany,
} from '../../../core/invoice/concurrent/concurrentRuns';
import { sameOrigin } from '../../../core/invoice/billing/billing';
import type { QuickBooksInvoice } from '../../../core/records/quickbooks';
import { ownInvoices } from '../../../core/invoice/request/source';
import type { CreateInvoicePlan } from '../../../core/invoice/plan/plan';
import { invoiceNameAtStart } from '../../../core/invoice/name';

/** What the deal's invoices are after one was made or found. */
export interface Standing {
	/** The invoice of this run as it was seen last. */
	invoice: QuickBooksInvoice;
	/** Whether it came too late to stay. */
	isLate: boolean;
	/** The others that stay. */
	others: OwnInvoice[];
	/** Those that nobody knew of when the invoice was decided. */
	unseen: QuickBooksInvoice[];
	warnings: string[];
}

/**
 * Runs of different shares in two processes at one moment cannot see each other before they write,
 * so each looks afterwards,
 * also for invoices of other customers.
 *
 * @param seen what the company's invoices are now; nothing where this run found its invoice instead
 * of making one
 */
export function standingOf(
	plan: CreateInvoicePlan,
	invoice: QuickBooksInvoice,
	seen: readonly QuickBooksInvoice[],
): Standing {
	const { own, source, dealInvoices } = plan;
	const before = [...own.live, ...own.voided].map((one) => one.invoice);
	const { live, voided } = ownInvoices([...before, invoice, ...seen], source);
	const late = tooMany(live, plan.beside);
	const known = new Set([invoice.Id, ...dealInvoices.map(({ Id }) => Id)]);
	const others = live.filter((one) => one.invoice.Id !== invoice.Id && !late.includes(one));
	const isSelf = (one: OwnInvoice) => one.invoice.Id === invoice.Id;
	const self = [...live, ...voided].find(isSelf);
	return {
		invoice: self?.invoice ?? invoice,
		isLate: late.some(isSelf) || voided.some((one) => isSelf(one) && hasTakenBackNote(one.invoice)),
		others,
		unseen: others.flatMap((one) => (known.has(one.invoice.Id) ? [] : [one.invoice])),
		warnings: late
			.filter((one) => !isSelf(one) && !(self && sameOrigin(one.origin, self.origin)))
			.map(lateWarning),
	};
}

function lateWarning({ invoice }: OwnInvoice): string {
	return `${invoiceNameAtStart(invoice)} was made by another run at the same moment and exceeds the amount of the deal. That run voids it. If it is still there in a minute, run that item again, or void the invoice in QuickBooks.`;
}

/** What is left of the deal when the others stay. */
export function leftBeside({ total, beside }: CreateInvoicePlan, others: readonly OwnInvoice[]) {
	return total.minus(billedBy(others)).minus(beside);
}
