import { linkedPaymentIds } from '../../core/invoice/events/payments';
import type { SettledMemory } from '../../core/invoice/events/settled';
import { firstSettled } from '../../core/invoice/watch/settledMemory';
import type { QuickBooksPort } from '../../gateways/ports';

/** Invoices asked for; of older ones it is not known whether they were paid. */
const KNOWN_AT_FIRST = 1000;

/**
 * The latest invoices that have nothing left to pay.
 *
 * @param unlessAfter milliseconds: an invoice that came to zero without a payment from then on is not
 * among them, so that it is reported
 * @throws GatewayError
 */
export async function readFirstSettled(
	quickbooks: QuickBooksPort,
	unlessAfter = Infinity,
): Promise<SettledMemory> {
	const rows = await quickbooks.find('Invoice', {
		where: [{ field: 'Balance', operator: '=', value: '0' }],
		orderBy: { field: 'MetaData.CreateTime', descending: true },
		limit: KNOWN_AT_FIRST,
	});
	const known = rows.filter(
		(invoice) =>
			linkedPaymentIds(invoice).length > 0 ||
			Date.parse(invoice.MetaData.LastUpdatedTime) < unlessAfter,
	);
	return firstSettled(known, rows.length < KNOWN_AT_FIRST);
}
