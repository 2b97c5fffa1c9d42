import { dayOf, isDay, type Day } from '../../calendar';
import { quoted, type Problem } from '../../decline';
import { decimal, moneyText, type Decimal } from '../../money';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import { invoiceStatusOn, type InvoiceStatus } from '../status';

/** Which invoices are meant; all criteria must hold, and none means any invoice. */
export interface InvoiceSearch {
	/** The number or a part of it, in any case. */
	number?: string;
	customerId?: string;
	/** Any of them; none means all. */
	statuses: readonly InvoiceStatus[];
	issuedFrom?: Day;
	issuedTo?: Day;
	dueFrom?: Day;
	dueTo?: Day;
	/** Of the total with tax, in the invoice's currency. */
	totalFrom?: Decimal;
	totalTo?: Decimal;
	/** Invoices at the most, those with the latest ids. */
	limit: number;
}

/** The most that one search gives. */
const MOST_SEARCHED = 1000;

const ranges = [
	{ from: 'issuedFrom', to: 'issuedTo', labels: { from: 'Issued From', to: 'Issued To' } },
	{ from: 'dueFrom', to: 'dueTo', labels: { from: 'Due From', to: 'Due To' } },
] as const;

/** Whether the account's time zone decides which days are meant. */
export function hasTimes(search: InvoiceSearch): boolean {
	return datesOf(search).some(([, value]) => value.length > 'YYYY-MM-DD'.length);
}

/**
 * The search with days for the times that expressions gave. @param timeZone the account's, an IANA
 * name
 */
export function searchInDays(search: InvoiceSearch, timeZone: string): InvoiceSearch {
	return {
		...search,
		...Object.fromEntries(datesOf(search).map(([name, value]) => [name, dayOf(value, timeZone)])),
	};
}

function datesOf(search: InvoiceSearch): Array<[string, string]> {
	return ranges
		.flatMap(({ from, to }) => [from, to])
		.flatMap((name) =>
			search[name] === undefined ? [] : [[name, search[name]] as [string, string]],
		);
}

/** What makes a search impossible. */
export function searchProblems(search: InvoiceSearch): Problem[] {
	const { totalFrom, totalTo, limit } = search;
	const problems: Problem[] = [];
	for (const { from, to, labels } of ranges)
		problems.push(...dayProblems(labels, search[from], search[to]));
	if (totalFrom && totalTo?.lt(totalFrom))
		problems.push({
			field: 'Amount',
			message: `No amount is at least ${moneyText(totalFrom)} and at most ${moneyText(totalTo)}.`,
			remedy: 'Swap the two amounts.',
		});
	if (!Number.isInteger(limit) || limit < 1 || limit > MOST_SEARCHED)
		problems.push({
			field: 'Limit',
			message: `The limit is ${limit}.`,
			remedy: `Use a whole number from 1 to ${MOST_SEARCHED}.`,
		});
	return problems;
}

function dayProblems(
	labels: { from: string; to: string },
	from: Day | undefined,
	to: Day | undefined,
): Problem[] {
	const given = [
		[labels.from, from],
		[labels.to, to],
	] as const;
	const wrong = given.flatMap(([field, day]): Problem[] =>
		day === undefined || isDay(day)
			? []
			: [
					{
						field,
						message: `${field}: "${quoted(day)}" is not a date.`,
						remedy: 'Enter days such as 2026-05-31.',
					},
				],
	);
	if (wrong.length > 0) return wrong;
	return from && to && to < from
		? [
				{
					field: labels.to,
					message: `${labels.from}, ${labels.to}: ${to} is before ${from}.`,
					remedy: 'Swap the two days.',
				},
			]
		: [];
}

/** Whether nothing narrows the search down. */
export function hasNoCriteria({ limit: _limit, statuses, ...criteria }: InvoiceSearch): boolean {
	return statuses.length === 0 && Object.values(criteria).every((value) => value === undefined);
}

/** @param today in the company's time zone */
export function matchesSearch(
	invoice: QuickBooksInvoice,
	search: InvoiceSearch,
	today: Day,
): boolean {
	const { number, customerId, statuses, issuedFrom, issuedTo, dueFrom, dueTo, totalFrom, totalTo } =
		search;
	const total = decimal(invoice.TotalAmt);
	return (
		(number === undefined ||
			(invoice.DocNumber ?? '').toLowerCase().includes(number.toLowerCase())) &&
		(customerId === undefined || invoice.CustomerRef.value === customerId) &&
		(statuses.length === 0 || statuses.includes(invoiceStatusOn(invoice, today))) &&
		isWithin(invoice.TxnDate, issuedFrom, issuedTo) &&
		isWithin(invoice.DueDate, dueFrom, dueTo) &&
		(totalFrom === undefined || total.gte(totalFrom)) &&
		(totalTo === undefined || total.lte(totalTo))
	);
}

function isWithin(day: Day | undefined, from: Day | undefined, to: Day | undefined): boolean {
	if (from === undefined && to === undefined) return true;
	return (
		day !== undefined && (from === undefined || day >= from) && (to === undefined || day <= to)
	);
}

/** Whether only invoices with a balance can match. */
export function isAboutOpenInvoices({ statuses }: InvoiceSearch): boolean {
	return (
		statuses.length > 0 &&
		statuses.every((status) => status === 'overdue' || status === 'partial_payment')
	);
}
