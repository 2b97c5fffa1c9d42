import { dayIn, isDay, type Day } from '../../../core/calendar';
import { linkValue, readLink } from '../../../core/hubspot/link';
import type { QuickBooksInvoice } from '../../../core/records/quickbooks';
import type { HubSpotPort, QuickBooksPort } from '../../../gateways/ports';
import { findLinked } from '../../accounts/links';

/** The day on which due dates were last looked at, with the zone it is a day of. */
export function dayMark(today: Day, timeZone: string): string {
	return `${today} ${timeZone}`;
}

/** Whether a day has begun since the day of the mark. */
export function isNewDay(mark: string | undefined, now: Date): boolean {
	const [day, zone] = (mark ?? '').split(' ');
	return day !== dayIn(now, zone || 'UTC');
}

/**
 * Open invoices whose due date went by since the day of the mark; they became overdue without
 * having been changed.
 *
 * @throws GatewayError
 */
export async function findNewlyOverdue(
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

/**
 * Invoices of those of the customers that are linked with a contact by now; one request where none
 * is.
 *
 * @throws GatewayError
 */
export async function findInvoicesOfLinked(
	hubspot: HubSpotPort,
	quickbooks: QuickBooksPort,
	customerIds: readonly string[],
): Promise<QuickBooksInvoice[]> {
	if (customerIds.length === 0) return [];
	const { realmId } = quickbooks;
	const name = hubspot.names.link(realmId);
	const values = customerIds.map((id) => linkValue(realmId, id));
	const contacts = await findLinked(hubspot, 'contacts', name, values);
	const linked = contacts.flatMap(({ properties }) => readLink(properties[name], realmId) ?? []);
	return linked.length === 0
		? []
		: await quickbooks.find('Invoice', {
				where: [{ field: 'CustomerRef', operator: 'IN', value: [...new Set(linked)] }],
			});
}
