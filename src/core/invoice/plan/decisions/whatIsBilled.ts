import { invoicePlaces, sum, type Decimal } from '../../../money';
import type { QuickBooksInvoice } from '../../../records/quickbooks';
import { countedBeside } from '../../alreadyBilled/besides';
import { decideBilling, type BillingDecision } from '../../alreadyBilled/decideBilling';
import type { DealInvoices } from '../../alreadyBilled/ownInvoices';
import type { BillingWish } from '../../alreadyBilled/wish';
import type { InvoiceFacts } from '../../request/facts';
import { dealInvoicesOf, ownInvoices } from '../../request/source';
import { payerName, type PayerAsked } from './whoIsBilled';

/** Which part of the deal is billed, and what was billed before. */
export interface ShareDecided {
	/** What the source comes to before tax. */
	total: Decimal;
	decision: BillingDecision;
	/** What a deliberate repeat is for. */
	reference: string | undefined;
	/** What counts as billed by invoices that were not created from the deal. */
	beside: Decimal;
	/** The deal's invoices that were created from it. */
	own: DealInvoices;
	/** All of the deal's QuickBooks invoices before this one. */
	dealInvoices: QuickBooksInvoice[];
}

/** Invoices that may be the deal's. */
export function candidateInvoices({
	recorded,
	made,
	numbered,
}: Pick<InvoiceFacts['ledger'], 'recorded' | 'made' | 'numbered'>): QuickBooksInvoice[] {
	// Another run may have created the invoice of this number since the others were read.
	return [...recorded, ...made, ...numbered.invoices];
}

/**
 * Decides which part of the deal is billed, or which invoice has billed it before.
 *
 * @throws Declined when the share was billed, or is more than what is left
 */
export function decideShare(
	facts: Pick<InvoiceFacts, 'input' | 'source' | 'rules' | 'ledger'>,
	payer: PayerAsked,
): ShareDecided {
	const { source, ledger } = facts;
	const candidates = candidateInvoices(ledger);
	const own = ownInvoices(candidates, source);
	const wish = wishOf(facts, payer);
	return {
		total: wish.total,
		decision: decideBilling(wish, own),
		reference: wish.reference,
		beside: sum(countedBeside(wish, own.attached)),
		own,
		dealInvoices: dealInvoicesOf(candidates, source),
	};
}

function wishOf(
	{ input, source, rules }: Pick<InvoiceFacts, 'input' | 'source' | 'rules'>,
	{ customer }: PayerAsked,
): BillingWish {
	const { ifInvoiced, reference, countAttached, taxes } = input;
	return {
		share: { ...input.share, places: invoicePlaces(source.currency) },
		total: sum(source.lines.map(({ net }) => net)),
		ifInvoiced,
		countAttached,
		payer: payerName(customer),
		...(ifInvoiced === 'another' && { reference }),
		currency: source.currency,
		homeCurrency: rules.homeCurrency,
		source: source.name,
		isInclusive: rules.taxRegime === 'codes' && taxes.calculation === 'TaxInclusive',
	};
}
