import type { QuickBooksInvoice } from '../../records/quickbooks';
import { parseOrigin, readOrigin, type Origin } from '../billing/billing';

/** A deal, and what HubSpot shows on it. */
export interface DealIdentity {
	portalId: string;
	dealId: string;
	/** Ids of deals that were merged into this one, and its own. */
	dealIds?: readonly string[];
	/** QuickBooks ids of the invoices whose records are associated with the deal. */
	attachedIds?: ReadonlySet<string>;
	/** What HubSpot's records say, by invoice id, for a memo that a person cleared. */
	keptOrigins?: ReadonlyMap<string, string>;
	/** Where HubSpot shows those of the invoices whose memo and deal do not agree. */
	places?: ReadonlyMap<string, Place>;
}

/** Where HubSpot shows an invoice. */
export interface Place {
	/** Every id of the deals that its record is associated with. */
	dealIds: readonly string[];
	/**
	 * The record says what its invoice bills and has lines, so its invoice was shown on its deal
	 * once: both come along with that link, or after it.
	 */
	wasOnDeal: boolean;
}

/**
 * `own`: it bills the deal. `attached`: somebody put it on the deal. `detached`: it was made from
 * the deal and taken off it.
 */
type Belonging = 'own' | 'attached' | 'detached' | 'none';

/**
 * The origin in the memo, which voiding leaves in place, else in HubSpot's record. Another portal's
 * ids mean something else here.
 */
export function originOf(
	invoice: QuickBooksInvoice,
	{ portalId, keptOrigins }: DealIdentity,
): Origin | undefined {
	const origin = readOrigin(invoice) ?? parseOrigin(keptOrigins?.get(invoice.Id));
	return origin?.portalId === portalId ? origin : undefined;
}

/**
 * Invoices of which it takes a look at HubSpot's record to know whose they are: made from the deal
 * but not on it, or the other way round.
 */
export function unplaced(
	candidates: readonly QuickBooksInvoice[],
	deal: DealIdentity,
): QuickBooksInvoice[] {
	return candidates.filter((invoice) => {
		const origin = originOf(invoice, deal);
		return (
			origin !== undefined && names(origin, deal) !== (deal.attachedIds?.has(invoice.Id) === true)
		);
	});
}

/**
 * An invoice counts for the deal that HubSpot shows it on; one that HubSpot was not told of counts
 * for the deal in its memo.
 */
export function belongingOf(
	invoice: QuickBooksInvoice,
	origin: Origin | undefined,
	deal: DealIdentity,
): Belonging {
	const isAttached = deal.attachedIds?.has(invoice.Id) === true;
	const place = deal.places?.get(invoice.Id);
	if (!origin) return isAttached ? 'attached' : 'none';
	if (names(origin, deal))
		return isAttached || !place || staysWith(place, deal) ? 'own' : 'detached';
	if (!isAttached) return 'none';
	return place && !place.dealIds.includes(origin.dealId) ? 'own' : 'attached';
}

function staysWith({ dealIds, wasOnDeal }: Place, deal: DealIdentity): boolean {
	return dealIds.length > 0 ? dealIds.some((id) => idsOfDeal(deal).includes(id)) : !wasOnDeal;
}

function names({ dealId }: Origin, deal: DealIdentity): boolean {
	return idsOfDeal(deal).includes(dealId);
}

const idsOfDeal = ({ dealId, dealIds = [] }: DealIdentity) => [dealId, ...dealIds];
