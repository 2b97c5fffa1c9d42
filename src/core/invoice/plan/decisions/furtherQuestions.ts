import type { Day } from '../../../calendar';
import { Declined } from '../../../decline';
import type { QuickBooksCustomer, QuickBooksTerm } from '../../../records/quickbooks';
import type { InvoiceDetails } from '../../billing/details';
import { currencyProblems, foreignCurrency } from '../../billing/refusals';
import { settlingPayments } from '../../credited';
import { itemClassUses } from '../../lines/sold/itemClasses';
import { carryOver } from '../../lines/quotes/quote';
import type { InvoiceFacts } from '../../request/facts';
import { decideShare, type ShareDecided } from './whatIsBilled';
import { decideSale } from './whatIsSold';
import { decidePayer, existingCustomer } from './whoIsBilled';

/** What was read at first. */
export type FirstFacts = Omit<InvoiceFacts, 'terms' | 'rest' | 'known' | 'readAt'>;

/** What is asked once the customer is known. */
interface TermsQuestions {
	exchangeRate: { currency: string; on: Day } | undefined;
	/** The customer's payment terms, where the node names none. */
	termId: string | undefined;
}

/**
 * Says what has to be read about currency and terms. A rate is asked for only where the company has
 * the currency.
 */
export function askForTerms(facts: FirstFacts): TermsQuestions {
	const { input, source, rules, ledger } = facts;
	const customer = existingCustomer(decidePayer(facts));
	const currency = foreignCurrency(source.currency, rules);
	const isListed =
		currencyProblems(source.currency, rules, customer, ledger.currencies).length === 0;
	return {
		exchangeRate:
			currency !== undefined && isListed
				? { currency, on: input.details.issuedOn ?? source.today }
				: undefined,
		termId: termOf(input.details, customer),
	};
}

function termOf(
	{ termId, dueOn }: InvoiceDetails,
	customer: QuickBooksCustomer | undefined,
): string | undefined {
	return termId === undefined && dueOn === undefined ? customer?.SalesTermRef?.value : undefined;
}

/** What is asked once it is known whether the deal was billed before. */
interface RestQuestions {
	/** What settled the invoice that exists. */
	paymentIds: string[];
	/** The customer of the invoice that exists, where nobody else was found. */
	customerId: string | undefined;
	/** Classes that lines take over from their items. */
	classIds: string[];
}

/**
 * Says what else has to be read: about the invoice that exists, or for a new one.
 *
 * @throws Declined with everything that stands in the way of a new invoice
 */
export function askForRest(facts: FirstFacts & Pick<InvoiceFacts, 'terms'>): RestQuestions {
	const payer = decidePayer(facts);
	const share = decideShare(facts, payer);
	if (share.decision.kind === 'bill') {
		const sale = decideSale(facts, payer);
		const details = carriedDetails(facts, share, share.decision.span);
		const { components } = facts.ledger.items;
		const uses = itemClassUses(sale.lines, sale.itemByLine, components, details, facts.rules);
		const classIds = [...new Set(uses.map(({ classId }) => classId))];
		return { paymentIds: [], customerId: undefined, classIds };
	}
	const { invoice } = share.decision;
	return {
		paymentIds: settlingPayments(invoice),
		customerId: payer.customer instanceof Declined ? invoice.CustomerRef.value : undefined,
		classIds: [],
	};
}

/** By which terms an invoice is due when the node does not say. */
export function customerTerms(
	term: QuickBooksTerm | undefined,
	customer: QuickBooksCustomer | undefined,
): { termId?: string; warnings: string[] } {
	if (!term || !customer) return { warnings: [] };
	if (term.Active) return { termId: term.Id, warnings: [] };
	return {
		warnings: [
			`The payment terms "${term.Name}" of the customer "${customer.DisplayName}" are inactive in QuickBooks, so the invoice uses the company's terms. Choose other terms for the customer in QuickBooks, or terms in the node.`,
		],
	};
}

/** What a person entered, with what the customer and the quote add to it. */
export function carriedDetails(
	facts: FirstFacts & Pick<InvoiceFacts, 'terms'>,
	{ total }: Pick<ShareDecided, 'total'>,
	span: Parameters<typeof carryOver>[2],
): InvoiceDetails {
	const customer = existingCustomer(decidePayer(facts));
	const { termId } = customerTerms(facts.terms.term, customer);
	return carryOver(
		{ ...facts.input.details, ...(termId !== undefined && { termId }) },
		facts.source.quote,
		span,
		total,
	);
}
