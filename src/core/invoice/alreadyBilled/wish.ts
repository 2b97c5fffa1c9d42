import type { Decimal } from '../../money';
import type { Share } from '../billing/share';

/** What to do when the same share of the same deal was invoiced before. */
export type IfInvoiced = 'return' | 'fail' | 'another';

/** Whether invoices that somebody attached to the deal count as billed. */
export type CountAttached = 'warn' | 'count' | 'fail';

/** What somebody wants to bill. */
export interface BillingWish {
	share: Share;
	/** What the source comes to, before tax. */
	total: Decimal;
	/** ISO 4217. */
	currency: string;
	/** Of invoices that name none. */
	homeCurrency: string;
	/** `deal`, `lines` or `quote <id>`. */
	source: string;
	ifInvoiced: IfInvoiced;
	/** Names a deliberate repeat: the same reference is the same invoice. */
	reference?: string | undefined;
	countAttached: CountAttached;
	/** Whether the deal's amounts include tax. */
	isInclusive: boolean;
	/** Who gets the invoice; without an id when the customer is new. */
	payer?: { id?: string; name: string } | undefined;
}
