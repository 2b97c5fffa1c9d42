import { dayIn, isDay, type Day } from '../../../core/calendar';
import type { QuickBooksInvoice } from '../../../core/records/quickbooks';
import type { QuickBooksPort } from '../../../gateways/ports';

/** The day on which due dates were last looked at, with the zone it is a day of. */
export function dayMark(today: Day, timeZone: string): string {
	return `${today} ${timeZone}`;
}

export function isNewDay(mark: string | undefined, now: Date): boolean {
	const [day, zone] = (mark ?? '').split(' ');
	return day !== dayIn(now, zone || 'UTC');
}

/**
 * Open invoices whose due date went by since the day of the mark; they became overdue without
 * having been changed.
 */
export async function becameOverdue(
	quickbooks: QuickBooksPort,
	mark: string | undefined,
	today: Day,
): Promise<QuickBooksInvoice[]> {
	const [day = ''] = (mark ?? '').split(' ');
	if (!isDay(day)) return [];
	return await quickbooks.find('Invoice', {
		where: [
			{ field: 'DueDate', operator: '>=', value: day },
			{ field: 'DueDate', operator: '<', value: today },
			{ field: 'Balance', operator: '>', value: '0' },
		],
	});
}
