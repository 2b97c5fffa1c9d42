import { decimal, moneyText, zero } from '../../money';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import { isReopened, type KnownBefore } from './settled';
import type { Happening } from './event';
import {
	createdAt,
	linkedPaymentIds,
	SAME_ACTION_MS,
	updatedAt,
	type Settlement,
} from './payments';

/**
 * What only the balance shows. Either it came back, or it fell to zero without a payment: by an
 * edit, by a deposit, or because the invoice was created with nothing to pay. Undefined when
 * payments explain the balance, or it did not change.
 */
export function deriveBalanceChange(
	invoice: QuickBooksInvoice,
	settlements: readonly Settlement[],
	before: KnownBefore | undefined,
): Happening | undefined {
	if (decimal(invoice.Balance).gt(0))
		return before && isReopened(invoice, before)
			? reopened(invoice, settlements, before)
			: undefined;
	if (before && before.settled !== false) return undefined;
	const times = before?.reopened ?? 0;
	if (settlements.length > 0) return lowered(invoice, settlements, before, times);
	return linkedPaymentIds(invoice).length === 0 ? withoutPayment(invoice, times) : undefined;
}

/**
 * QuickBooks keeps no time of it, so it is dated by the last update, before the payments of the same
 * second.
 */
function reopened(
	invoice: QuickBooksInvoice,
	settlements: readonly Settlement[],
	{ reopened: times, settled, paid = zero }: KnownBefore,
): Happening {
	const at = updatedAt(invoice);
	const after =
		settlements.find(
			(settlement) =>
				settlement.at >= at && settlement.at - createdAt(settlement.payment) <= SAME_ACTION_MS,
		)?.before ?? decimal(invoice.Balance);
	return {
		event: 'reopened',
		key: String(times + 1),
		at,
		dating: 'update',
		around: { before: settled ? zero : decimal(invoice.TotalAmt).minus(paid), after },
	};
}

/**
 * What the last payment left open was taken off the total afterwards. The payment's line may say so.
 * Otherwise the watch knows that the invoice was not paid, although the payment is an old one.
 */
function lowered(
	invoice: QuickBooksInvoice,
	settlements: readonly Settlement[],
	before: KnownBefore | undefined,
	times: number,
): Happening | undefined {
	const last = settlements.at(-1) as Settlement;
	const at = updatedAt(invoice);
	const isLater =
		before !== undefined &&
		last.at < before.since &&
		at >= before.since &&
		at - last.at > SAME_ACTION_MS;
	if (last.after.eq(decimal(invoice.Balance)) && !isLater) return undefined;
	const key = ['lowered', moneyText(decimal(invoice.TotalAmt)), ...(times > 0 ? [times] : [])].join(
		':',
	);
	return {
		event: 'paid',
		key,
		at,
		dating: 'update',
		...(last.after.gt(0) && { around: { before: last.after, after: zero } }),
	};
}

/** The time is known when the invoice was not changed since it was created. */
function withoutPayment(invoice: QuickBooksInvoice, times: number): Happening {
	const isUntouched = updatedAt(invoice) - createdAt(invoice) <= SAME_ACTION_MS;
	return {
		event: 'paid',
		...(times > 0 && { key: `again:${times}` }),
		at: isUntouched ? createdAt(invoice) : updatedAt(invoice),
		dating: isUntouched ? 'record' : 'update',
	};
}
