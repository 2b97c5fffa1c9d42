import { declineIfAny, quoted, type Problem } from '../../decline';
import { decimal, moneyText } from '../../money';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import { uniqueById } from '../../records/byId';
import type { InvoiceSearch } from './search';

/** An invoice as a person names it. */
export interface InvoiceRef {
	/** By QuickBooks' id, or by the number that is printed on it. */
	kind: 'id' | 'number';
	value: string;
}

/**
 * Invoices named one by one, or found: among all of QuickBooks to be attached, among those attached
 * to be detached.
 */
export type InvoiceSelection =
	{ kind: 'chosen'; refs: InvoiceRef[] } | { kind: 'search'; search: InvoiceSearch };

/**
 * The invoices that are meant, each once, in the order named.
 *
 * @param found all invoices that have one of the ids or numbers
 * @throws Declined naming every invoice that does not exist, and every number that several have
 */
export function chooseInvoices(
	refs: readonly InvoiceRef[],
	found: readonly QuickBooksInvoice[],
): QuickBooksInvoice[] {
	const problems: Problem[] = [];
	const chosen = refs.flatMap((ref) => {
		const fitting = found.filter((invoice) => fits(ref, invoice));
		if (fitting.length === 0) problems.push(unknown(ref));
		if (fitting.length > 1) problems.push(ambiguous(ref, fitting));
		return fitting.slice(0, 1);
	});
	declineIfAny(problems);
	return uniqueById(chosen);
}

/** Whether an invoice is the one that is named; letters of a number may be in any case. */
export function fits(
	{ kind, value }: InvoiceRef,
	{ Id, DocNumber }: Pick<QuickBooksInvoice, 'Id' | 'DocNumber'>,
): boolean {
	return kind === 'id' ? Id === value : DocNumber?.toLowerCase() === value.toLowerCase();
}

function unknown({ kind, value }: InvoiceRef): Problem {
	const what = kind === 'id' ? `with the id ${quoted(value)}` : `number ${quoted(value)}`;
	return {
		field: 'Invoices',
		message: `QuickBooks has no invoice ${what}.`,
		remedy:
			'Choose the invoice from the list. It may have been deleted, or belong to another QuickBooks company.',
	};
}

function ambiguous({ value }: InvoiceRef, fitting: readonly QuickBooksInvoice[]): Problem {
	const named = fitting.map(
		({ Id, CustomerRef, TotalAmt, CurrencyRef, TxnDate }) =>
			`id ${Id} (${[CustomerRef.name, `${moneyText(decimal(TotalAmt))}${CurrencyRef ? ` ${CurrencyRef.value}` : ''}`, TxnDate].filter(Boolean).join(', ')})`,
	);
	return {
		field: 'Invoices',
		message: `QuickBooks has ${fitting.length} invoices with the number ${quoted(value)}: ${named.join('; ')}.`,
		remedy: 'Choose the invoice by its ID.',
	};
}
