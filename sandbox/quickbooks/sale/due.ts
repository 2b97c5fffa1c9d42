import type { RequestContext } from '../context';
import type { Fields } from '../records';
import { addDays } from '../times';

/**
 * The due date by the invoice's term, otherwise by the company's default term, which the invoice does
 * not show.
 */
export function dueDate(context: RequestContext, fields: Fields, txnDate: string): string {
	const id =
		(fields['SalesTermRef'] as { value: string } | undefined)?.value ??
		context.company.settings.defaultTermId;
	const term = id === undefined ? undefined : context.records.find('Term', id)?.fields;
	if (!term) return txnDate;
	if (term['Type'] === 'DATE_DRIVEN')
		return onDayOfMonth(
			txnDate,
			Number(term['DayOfMonthDue'] ?? 1),
			Number(term['DueNextMonthDays'] ?? 0),
		);
	return addDays(txnDate, Number(term['DueDays'] ?? 0));
}

/**
 * The day in this month, or in the next month if it is over or less than `margin` days away. In short
 * months it is the last day.
 */
function onDayOfMonth(txnDate: string, day: number, margin: number): string {
	const inMonth = (offset: number): string => {
		const [year, month] = [Number(txnDate.slice(0, 4)), Number(txnDate.slice(5, 7)) + offset];
		const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
		return new Date(Date.UTC(year, month - 1, Math.min(day, last))).toISOString().slice(0, 10);
	};
	const earliest = addDays(txnDate, margin);
	return inMonth(0) >= earliest ? inMonth(0) : inMonth(1);
}
