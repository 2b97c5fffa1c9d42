import type { Day } from '../../core/calendar';
import {
	chooseInvoices,
	fits,
	type InvoiceRef,
	type InvoiceSelection,
} from '../../core/invoice/attach/chooseInvoices';
import {
	hasNoCriteria,
	hasTimes,
	isAboutOpenInvoices,
	matchesSearch,
	searchInDays,
	searchProblems,
	type InvoiceSearch,
} from '../../core/invoice/attach/search';
import { companyDay } from '../../core/invoice/billing/settings';
import { decline, declineIfAny } from '../../core/decline';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import type { QuickBooksPort } from '../../gateways/ports';
import type { QuickBooksCriterion } from '../../core/records/quickbooksQueries';
import type { FlowContext } from '../accounts/context';
import { findInAnyCase } from '../accounts/anyCase';
import { ANY_STATE, findByIds } from '../accounts/quickBooksRecords';
import { uniqueById } from '../../core/records/byId';

/** Rows of one request where not every criterion can be asked of QuickBooks. */
const PAGE = 1000;

export interface Selected {
	invoices: QuickBooksInvoice[];
	warnings: string[];
}

/** The selection with days for the times that expressions gave. */
export async function readSelectionDays(
	selection: InvoiceSelection,
	context: FlowContext,
): Promise<InvoiceSelection> {
	if (selection.kind === 'chosen') return selection;
	return { ...selection, search: await readSearchDays(selection.search, context) };
}

/** The search with days for the times that expressions gave, in the time zone of the account. */
export async function readSearchDays(
	search: InvoiceSearch,
	{ hubspot }: FlowContext,
): Promise<InvoiceSearch> {
	return hasTimes(search) ? searchInDays(search, (await hubspot.readAccount()).timeZone) : search;
}

/** @throws Declined when there is nothing to ask for */
export function checkSelection(selection: InvoiceSelection): void {
	if (selection.kind === 'search') declineIfAny(searchProblems(selection.search));
	else if (selection.refs.length === 0)
		decline(
			'Invoices',
			'No invoice is chosen.',
			'Choose at least one invoice, or search for invoices.',
		);
}

/**
 * Invoices of the company: those named, or those that a search finds, the latest first.
 *
 * @throws Declined when one does not exist, a number is not unique, or the search would mean all
 * invoices
 */
export async function readSelected(
	selection: InvoiceSelection,
	{ hubspot, quickbooks, now }: FlowContext,
): Promise<Selected> {
	const [{ timeZone }, { company }] = await Promise.all([
		hubspot.readAccount(),
		quickbooks.readSettings(),
	]);
	if (selection.kind === 'search')
		return await readFound(
			quickbooks,
			selection.search,
			companyDay(now(), company.DefaultTimeZone, timeZone),
		);
	const { refs } = selection;
	return { invoices: chooseInvoices(refs, await findNamed(quickbooks, refs)), warnings: [] };
}

async function readFound(
	quickbooks: QuickBooksPort,
	search: InvoiceSearch,
	today: Day,
): Promise<Selected> {
	if (hasNoCriteria(search))
		decline(
			'Search',
			'The search has no criteria, so it would attach all invoices.',
			'Add a number, a customer, a status, a date or an amount.',
		);
	const found = await searchInvoices(quickbooks, search, today);
	if (found.length === 0 && search.customerId !== undefined)
		await checkCustomer(quickbooks, search.customerId);
	const isCut = found.length > search.limit;
	return {
		invoices: found.slice(0, search.limit),
		warnings: isCut
			? [
					`More invoices match the search than the limit of ${search.limit}. Only the latest were used.`,
				]
			: [],
	};
}

/** A customer that is gone has no invoices; those it had belong to another one. @throws Declined */
async function checkCustomer(quickbooks: QuickBooksPort, id: string): Promise<void> {
	const [known] = await quickbooks.find('Customer', {
		where: [{ field: 'Id', operator: '=', value: id }, ANY_STATE],
		limit: 1,
	});
	if (!known)
		decline(
			'Customer',
			`QuickBooks has no customer with id ${id}.`,
			'Choose another customer. If this one was merged, choose the customer that has its invoices now.',
		);
}

/**
 * Invoices that have one of the ids or numbers, and perhaps others. A number may be written in
 * other letters.
 */
export async function findNamed(
	quickbooks: QuickBooksPort,
	refs: readonly InvoiceRef[],
): Promise<QuickBooksInvoice[]> {
	const ids = refs
		.filter(({ kind, value }) => kind === 'id' && /^\d+$/.test(value))
		.map(({ value }) => value);
	const numbers = refs.filter(({ kind }) => kind === 'number').map(({ value }) => value);
	const found = await Promise.all([
		findByIds(quickbooks, 'Invoice', ids),
		findByNumbers(quickbooks, numbers),
	]);
	const missing = refs.filter(
		(ref) => ref.kind === 'number' && !found.flat().some((invoice) => fits(ref, invoice)),
	);
	const sought = missing.map(({ value }) => ({
		field: 'DocNumber',
		value,
		place: 'beginning' as const,
	}));
	const inOtherLetters = await findInAnyCase(
		quickbooks,
		'Invoice',
		sought.filter(({ value }) => /\p{L}/u.test(value)),
		[],
	);
	return uniqueById([...found.flat(), ...inOtherLetters]);
}

async function findByNumbers(
	quickbooks: QuickBooksPort,
	numbers: readonly string[],
): Promise<QuickBooksInvoice[]> {
	return numbers.length === 0
		? []
		: await quickbooks.find('Invoice', {
				where: [{ field: 'DocNumber', operator: 'IN', value: [...new Set(numbers)] }],
			});
}

/** One more than the limit where there are more. */
async function searchInvoices(
	quickbooks: QuickBooksPort,
	search: InvoiceSearch,
	today: Day,
): Promise<QuickBooksInvoice[]> {
	const { statuses, totalFrom, totalTo, limit } = search;
	const isAsked = statuses.length === 0 && totalFrom === undefined && totalTo === undefined;
	const size = isAsked ? Math.min(limit + 1, PAGE) : PAGE;
	const found: QuickBooksInvoice[] = [];
	for (let startPosition = 1; found.length <= limit; startPosition += size) {
		const rows = await quickbooks.find('Invoice', {
			where: criteriaOf(search, today),
			orderBy: { field: 'Id', descending: true },
			limit: size,
			startPosition,
		});
		found.push(...rows.filter((invoice) => matchesSearch(invoice, search, today)));
		if (rows.length < size) break;
	}
	return found;
}

/**
 * What QuickBooks can be asked for; it may give more than is meant. Statuses and e-mail states are
 * no fields of a query.
 * Source: developer.intuit.com, accounting API, invoice: filterable fields.
 */
function criteriaOf(search: InvoiceSearch, today: Day): QuickBooksCriterion[] {
	const { number, customerId, statuses, issuedFrom, issuedTo, dueFrom, dueTo } = search;
	const criteria: Array<[string, QuickBooksCriterion['operator'], string | undefined]> = [
		['DocNumber', 'LIKE', number && `%${number.replace(/[%\\\p{Cc}\p{Cs}]/gu, '%')}%`],
		['CustomerRef', '=', customerId],
		['TxnDate', '>=', issuedFrom],
		['TxnDate', '<=', issuedTo],
		['DueDate', '>=', dueFrom],
		['DueDate', '<=', dueTo],
		[
			'DueDate',
			'<',
			statuses.length > 0 && statuses.every((status) => status === 'overdue') ? today : undefined,
		],
		['Balance', '>', isAboutOpenInvoices(search) ? '0' : undefined],
	];
	return criteria.flatMap(([field, operator, value]) =>
		value === undefined ? [] : [{ field, operator, value }],
	);
}
