import type { QuickBooksInvoice } from '../../records/quickbooks';
import type { Happening } from './event';
import { createdAt, SAME_ACTION_MS, updatedAt, type Settlement } from './payments';

/** Mail servers give up within days. A later bounce of the same mail is not an event. */
const BOUNCE_KNOWN_AFTER_MS = 7 * 86_400_000;

/**
 * What an invoice says of its creation and its mail. QuickBooks keeps no time of a mark as sent, so
 * it is dated by the last update unless a payment explains that update.
 */
export function deriveDelivery(
	invoice: QuickBooksInvoice,
	settlements: readonly Settlement[],
): Happening[] {
	const created = createdAt(invoice);
	const updated = updatedAt(invoice);
	const mailed = mailedAt(invoice);
	const markedSent = invoice.EmailStatus === 'EmailSent' && mailed === undefined;
	const untouched = updated - created <= SAME_ACTION_MS;
	const explained =
		untouched || settlements.some(({ at }) => Math.abs(updated - at) <= SAME_ACTION_MS);
	const happenings: Happening[] = [{ event: 'created', at: created, dating: 'record' }];
	if (!markedSent || !untouched)
		happenings.push({ event: 'waitingToBeSent', at: created, dating: 'record' });
	if (mailed !== undefined)
		happenings.push({
			event: 'sent',
			key: String(mailed / 1000),
			at: mailed,
			dating: 'record',
		});
	if (markedSent && untouched)
		happenings.push({ event: 'sent', key: 'marked', at: created, dating: 'update' });
	if (markedSent && !explained)
		happenings.push({ event: 'sent', key: 'marked', at: updated, dating: 'update' });
	return [...happenings, ...deriveReading(invoice, explained)];
}

/** Whether the customer viewed the invoice, and whether its mail came back. */
function deriveReading(invoice: QuickBooksInvoice, explained: boolean): Happening[] {
	const mailed = mailedAt(invoice);
	const updated = updatedAt(invoice);
	const happenings: Happening[] = [];
	const viewedAt = timeOf(invoice.ECloudStatusTimeStamp);
	if (invoice.EInvoiceStatus === 'Viewed' && (viewedAt !== undefined || !explained))
		happenings.push({
			event: 'viewed',
			at: viewedAt ?? updated,
			dating: viewedAt === undefined ? 'update' : 'record',
		});
	const bounced =
		invoice.DeliveryInfo?.DeliveryErrorType !== undefined &&
		(mailed === undefined || updated - mailed <= BOUNCE_KNOWN_AFTER_MS);
	if (bounced)
		happenings.push({
			event: 'bounced',
			...(mailed !== undefined && { key: String(mailed / 1000) }),
			at: updated,
			dating: 'update',
		});
	return happenings;
}

/** When QuickBooks mailed an invoice, in milliseconds. */
export function mailedAt(invoice: QuickBooksInvoice): number | undefined {
	return timeOf(invoice.DeliveryInfo?.DeliveryTime);
}

function timeOf(text: string | undefined): number | undefined {
	const at = text === undefined ? NaN : Date.parse(text);
	return Number.isNaN(at) ? undefined : at;
}
