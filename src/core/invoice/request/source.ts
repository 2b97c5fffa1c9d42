import type { Day } from '../../calendar';
import type { Party } from '../../contact/party';
import type { Problem } from '../../decline';
import { absorbedIds } from '../../records/merged';
import type { HubSpotAccount, HubSpotRecord } from '../../records/hubspot';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import type { DealIdentity, Place } from '../alreadyBilled/belonging';
import type { DealInvoice } from '../alreadyBilled/dealInvoice';
import { invoicesOfDeal, type DealInvoices, type OwnInvoice } from '../alreadyBilled/ownInvoices';
import type { CompanyRules } from '../billing/settings';
import type { BilledLine } from '../lines/lines';
import type { QuoteCarried } from '../lines/quotes/quote';
import { isVoided } from '../voided';

/** What HubSpot says about the deal that an invoice bills. */
export interface BillingSource {
	account: HubSpotAccount;
	deal: HubSpotRecord;
	/** ISO 4217. */
	currency: string;
	/** In the company; one that names no time zone is taken to share that of the HubSpot account. */
	today: Day;
	/** `deal`, `lines` or `quote <id>`. */
	name: string;
	/** Of quotes that were merged into the one billed. */
	formerNames?: readonly string[];
	quoteId?: string;
	quote?: QuoteCarried;
	lines: readonly BilledLine[];
	/** The deal's own lines, with those that are left for later. */
	dealLines: readonly BilledLine[];
	/** Classes that HubSpot names and QuickBooks lacks. */
	classProblems: readonly Problem[];
	contact?: Party;
	company?: Party;
	contactIds: readonly string[];
	companyIds: readonly string[];
	/** The deal's HubSpot invoices that stand for QuickBooks invoices of this company. */
	records: readonly HubSpotRecord[];
	recordedInvoiceIds: readonly string[];
	/** The deal's HubSpot invoices that stand for no QuickBooks invoice yet. */
	unlinkedRecords: readonly HubSpotRecord[];
	/** The deal's invoices in other QuickBooks companies. */
	otherCompanies: readonly DealInvoice[];
	/** What the records say about where their invoices came from, by invoice id. */
	keptOrigins: ReadonlyMap<string, string>;
	/**
	 * Where HubSpot shows invoices of which memo and deal say different things; empty until
	 * QuickBooks was read.
	 */
	places: ReadonlyMap<string, Place>;
	warnings: readonly string[];
}

/** How far HubSpot's clock and QuickBooks' may differ, at the very most. */
const DAY_MS = 86_400_000;
/** Deals that are merged were created within this of each other. */
const MERGED_MS = 2 * 366 * DAY_MS;

/**
 * Since when the deal may have been billed, in milliseconds. A deal that was merged may be younger
 * than what was billed of its parts.
 */
export function billedSince({ deal }: Pick<BillingSource, 'deal'>): number {
	return Date.parse(deal.createdAt) - (absorbedIds(deal).length > 0 ? MERGED_MS : DAY_MS);
}

/** The currency by which customers differ; undefined where the company has one only. */
export function customerCurrency(
	{ currency }: Pick<BillingSource, 'currency'>,
	{ multiCurrency }: Pick<CompanyRules, 'multiCurrency'>,
): string | undefined {
	return multiCurrency ? currency : undefined;
}

/** What identifies the deal's invoices among others. */
export function identityOf(source: BillingSource): DealIdentity {
	const { account, deal, recordedInvoiceIds, keptOrigins, places } = source;
	return {
		portalId: account.portalId,
		dealId: deal.id,
		dealIds: [deal.id, ...absorbedIds(deal)],
		attachedIds: new Set(recordedInvoiceIds),
		keptOrigins,
		places,
	};
}

/** Those of the candidates that bill the deal, or were put on it or taken off it by hand. */
export function ownInvoices(
	candidates: readonly QuickBooksInvoice[],
	source: BillingSource,
): DealInvoices {
	return asNamedNow(invoicesOfDeal(candidates, identityOf(source), isVoided), source);
}

/** A quote that was merged was billed under the name that it had before. */
function asNamedNow(
	invoices: DealInvoices,
	{ name, formerNames = [] }: BillingSource,
): DealInvoices {
	const renamed = (own: OwnInvoice): OwnInvoice =>
		formerNames.includes(own.origin.source)
			? { ...own, origin: { ...own.origin, source: name } }
			: own;
	return {
		...invoices,
		live: invoices.live.map(renamed),
		voided: invoices.voided.map(renamed),
		detached: invoices.detached.map(renamed),
	};
}

/** Those of the candidates that count on the deal: created from it, or attached to it. */
export function dealInvoicesOf(
	candidates: readonly QuickBooksInvoice[],
	source: BillingSource,
): QuickBooksInvoice[] {
	const { live, voided } = ownInvoices(candidates, source);
	const attached = candidates.filter(({ Id }) => source.recordedInvoiceIds.includes(Id));
	const created = [...live, ...voided].map(({ invoice }) => invoice);
	return [...new Map([...attached, ...created].map((one) => [one.Id, one])).values()];
}
