import type { Day } from '../../../core/calendar';
import { problemsIn, type Problem } from '../../../core/decline';
import { checkCurrency } from '../../../core/invoice/billing/agreement';
import { companyProblems } from '../../../core/invoice/billing/details';
import {
	currencyProblems,
	foreignCurrency,
	numberProblems,
	wantedNumber,
} from '../../../core/invoice/billing/refusals';
import type { CompanyRules } from '../../../core/invoice/billing/settings';
import type {
	QuickBooksCompanyCurrency,
	QuickBooksCustomer,
} from '../../../core/records/quickbooks';
import { findCurrency, findNumbered, type NumberHolders } from './ledger';
import { readNamed, type NamedRecords } from './references';
import type { BillingSource } from '../../../core/invoice/request/source';
import type { CreateInvoiceInput } from '../../../core/invoice/request/request';
import type { FlowContext } from '../../accounts/context';

/** What may keep QuickBooks from taking the invoice, read before anything is written. */
interface Obstacles {
	named: NamedRecords;
	numbered: NumberHolders;
	/** The rows of the deal's currency. */
	currencies: QuickBooksCompanyCurrency[];
}

/** Reads along with everything else, and only what is named. */
export async function readObstacles(
	input: CreateInvoiceInput,
	source: BillingSource,
	rules: CompanyRules,
	{ quickbooks }: FlowContext,
): Promise<Obstacles> {
	const [named, numbered, currencies] = await Promise.all([
		readNamed(input, source.lines, rules, quickbooks),
		findNumbered(quickbooks, wantedNumber(input.details)),
		findCurrency(quickbooks, foreignCurrency(source.currency, rules)),
	]);
	return { named, numbered, currencies };
}

/**
 * All that stands in the way of a new invoice, beside its items; an invoice that exists is returned
 * whatever stands here.
 */
export function problemsOfNew(
	{ named, numbered, currencies }: Obstacles,
	{ details }: CreateInvoiceInput,
	{ currency, classProblems }: BillingSource,
	rules: CompanyRules,
	customer: QuickBooksCustomer | undefined,
	today: Day,
): Problem[] {
	return [
		...companyProblems(details, rules, today),
		...classProblems,
		...named.problems,
		...numberProblems(wantedNumber(details), numbered.holders),
		...problemsIn(() => checkCurrency(currency, customer, rules)),
		...currencyProblems(currency, rules, customer, currencies),
	];
}
