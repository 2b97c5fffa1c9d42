import type { Decimal } from '../../money';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import type { Origin } from '../billing/billing';
import { belongingOf, originOf, type DealIdentity } from './belonging';
import { billedOfDeal } from './billed';
import { uniqueById } from '../../records/byId';

export interface OwnInvoice {
	invoice: QuickBooksInvoice;
	origin: Origin;
	/** What it bills of the deal now. */
	billed: Decimal;
	/** It was made from another deal, which was merged into this one or gave it away. */
	isAdopted: boolean;
}

/** The invoices of one deal, oldest first. */
export interface DealInvoices {
	/** Neither voided nor deleted. */
	live: OwnInvoice[];
	voided: OwnInvoice[];
	/** Made from the deal, and taken off it in HubSpot. */
	detached: OwnInvoice[];
	/** Put on the deal by hand, and not voided. */
	attached: QuickBooksInvoice[];
}

/**
 * Finds a deal's invoices among candidates by the origin in their memo and by where HubSpot shows
 * them.
 */
export function invoicesOfDeal(
	candidates: readonly QuickBooksInvoice[],
	deal: DealIdentity,
	isVoided: (invoice: QuickBooksInvoice, origin: Origin | undefined) => boolean,
): DealInvoices {
	const unique = uniqueById(candidates);
	const placed = unique.sort(byAge).map((invoice) => {
		const origin = originOf(invoice, deal);
		return { invoice, origin, belonging: belongingOf(invoice, origin, deal) };
	});
	const own = (belonging: 'own' | 'detached') =>
		placed.flatMap(({ invoice, origin, belonging: is }) =>
			origin && is === belonging
				? [
						{
							invoice,
							origin,
							billed: billedOfDeal(invoice, origin),
							isAdopted: origin.dealId !== deal.dealId,
						},
					]
				: [],
		);
	return {
		live: own('own').filter(({ invoice, origin }) => !isVoided(invoice, origin)),
		voided: own('own').filter(({ invoice, origin }) => isVoided(invoice, origin)),
		detached: own('detached'),
		attached: placed
			.filter(
				({ belonging, invoice, origin }) => belonging === 'attached' && !isVoided(invoice, origin),
			)
			.map(({ invoice }) => invoice),
	};
}

function byAge(a: QuickBooksInvoice, b: QuickBooksInvoice): number {
	return a.MetaData.CreateTime.localeCompare(b.MetaData.CreateTime) || Number(a.Id) - Number(b.Id);
}
