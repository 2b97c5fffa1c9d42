import { chooseCustomer, type CustomerPolicy } from '../../contact/choose';
import type { MatchingFacts } from '../../contact/match';
import type { Party } from '../../contact/party';
import { Declined } from '../../decline';
import { decimalOrNone, moneyText, plainText, sum, toCents } from '../../money';
import type { HubSpotRecord } from '../../records/hubspot';
import type {
	QuickBooksAccount,
	QuickBooksCustomer,
	QuickBooksItem,
	QuickBooksTaxCode,
	QuickBooksTerm,
} from '../../records/quickbooks';
import { dayFromHubSpot, type Day } from '../../calendar';
import type { BilledLine } from '../lines/lines';
import { isAccepted, quoteObstacle } from '../lines/quotes/quoteStatus';
import type { TaxRegime } from './settings';

/** Why something cannot be billed, and what to do about it. */
interface Obstacle {
	message: string;
	remedy: string;
}

/** A line as a form shows it; numbers are text. */
interface LineChoice {
	name: string;
	description: string;
	sku: string | null;
	quantity: string;
	unitPrice: string;
	/** What is taken off the whole line. */
	discount: string;
	amount: string;
	/** The QuickBooks item that it would be sold under; null when it is not there yet. */
	itemId: string | null;
}

export interface LinesChoice {
	lines: LineChoice[];
	total: string;
	/** Null when the lines can be billed. */
	obstacle: Obstacle | null;
}

export interface QuoteChoice extends LinesChoice {
	id: string;
	title: string;
	amount: string | null;
	currency: string | null;
	expiresOn: Day | null;
	/** Whether the buyer accepted it; it does not expire then. */
	accepted: boolean;
	/**
	 * Whom this quote bills; null where it names nobody of its own, so that the deal's customer
	 * counts.
	 */
	customer: CustomerSuggestion | null;
}

/** Which customer would be billed without anybody choosing. */
export interface CustomerSuggestion {
	party: { objectType: 'contacts' | 'companies'; name: string; email: string | null } | null;
	matched: { id: string; name: string; by: string } | null;
	/** The name of a new customer, where none fits. */
	newName: string | null;
	obstacle: Obstacle | null;
}

export interface Choice {
	id: string;
	name: string;
}

/** Lines of the deal or of a quote, with the items they would be sold under. */
export function toLinesChoice(
	lines: readonly BilledLine[],
	itemOf: (line: BilledLine) => string | undefined,
): LinesChoice {
	const choices = lines
		.filter(({ kind }) => kind === 'item')
		.map((line) => ({
			name: line.name,
			description: line.priceNote
				? [line.description, line.priceNote].filter(Boolean).join('\n')
				: line.description,
			sku: line.sku ?? null,
			// A form reckons quantity × price, which only then comes to the amount.
			quantity: line.amountOnly ? '1' : plainText(line.quantity),
			unitPrice: plainText(line.amountOnly ? line.net : line.unitPrice),
			discount: moneyText(line.discount),
			amount: moneyText(line.net),
			itemId: itemOf(line) ?? null,
		}));
	return { lines: choices, total: moneyText(sum(lines.map(({ net }) => net))), obstacle: null };
}

export function refusedLines(message: string, remedy: string): LinesChoice {
	return { lines: [], total: '0.00', obstacle: { message, remedy } };
}

/** A quote with what stands in its way; `read` gives the lines of one that can be billed. */
export function toQuoteChoice(
	quote: HubSpotRecord,
	today: Day,
	read: LinesChoice | undefined,
	customer: CustomerSuggestion | null,
): QuoteChoice {
	const { properties, id } = quote;
	const obstacle = quoteObstacle(quote, today);
	const amount = decimalOrNone(properties['hs_quote_amount']);
	const unread = {
		reason: 'its lines could not be read',
		remedy: 'Open the quote in HubSpot and save it again, or choose another quote.',
	};
	const { reason, remedy } = obstacle ?? unread;
	const lines =
		obstacle || !read ? refusedLines(`This quote cannot be billed: ${reason}.`, remedy) : read;
	return {
		id,
		title: properties['hs_title'] || `Quote ${id}`,
		amount: amount ? moneyText(toCents(amount)) : null,
		currency: properties['hs_currency'] || null,
		expiresOn: dayFromHubSpot(properties['hs_expiration_date']) ?? null,
		accepted: isAccepted(quote),
		customer,
		...lines,
	};
}

const NO_SUGGESTION = { party: null, matched: null, newName: null, obstacle: null };

/**
 * What matching by itself would do; a refusal is an obstacle here, since a person can still choose.
 */
export function suggestCustomer(
	party: Party | undefined,
	candidates: readonly QuickBooksCustomer[],
	realmId: string,
	around: MatchingFacts = {},
): { customer: CustomerSuggestion; warnings: string[] } {
	if (!party) {
		const obstacle = {
			message: 'The deal has no associated contact or company.',
			remedy: 'Choose the customer.',
		};
		return { customer: { ...NO_SUGGESTION, obstacle }, warnings: [] };
	}
	const { objectType, displayName: name, email = null } = party;
	const shown = { ...NO_SUGGESTION, party: { objectType, name, email } };
	const policy: CustomerPolicy = { ifNone: 'create', nameTaken: 'suffix', reactivate: false };
	try {
		const chosen = chooseCustomer(party, candidates, realmId, policy, around);
		const warnings = [...(chosen.warnings ?? [])];
		if (chosen.kind === 'create')
			return { customer: { ...shown, newName: chosen.displayName }, warnings };
		const { Id, DisplayName, FullyQualifiedName } = chosen.customer;
		const matched = { id: Id, name: FullyQualifiedName ?? DisplayName, by: chosen.by };
		return { customer: { ...shown, matched }, warnings };
	} catch (error) {
		if (!(error instanceof Declined)) throw error;
		return { customer: { ...shown, obstacle: obstacleOf(error) }, warnings: [] };
	}
}

function obstacleOf({ problems }: Declined): Obstacle {
	return {
		message: problems.map(({ message }) => message).join(' '),
		remedy: problems.map(({ remedy }) => remedy).join(' '),
	};
}

export function customerChoices(customers: readonly QuickBooksCustomer[]): Choice[] {
	return customers.map(({ Id, DisplayName, FullyQualifiedName }) => ({
		id: Id,
		name: FullyQualifiedName ?? DisplayName,
	}));
}

/** What can stand on a line of an invoice; categories cannot. */
export function itemChoices(
	items: readonly QuickBooksItem[],
): Array<Choice & { sku: string | null; price: string | null; taxable: boolean | null }> {
	return items
		.filter(({ Type }) => Type !== 'Category')
		.map(({ Id, Name, FullyQualifiedName, Sku, UnitPrice, Taxable }) => ({
			id: Id,
			name: FullyQualifiedName ?? Name,
			sku: Sku ?? null,
			price: UnitPrice === undefined ? null : String(UnitPrice),
			taxable: Taxable ?? null,
		}));
}

const US_CODES: Choice[] = [
	{ id: 'TAX', name: 'Taxable' },
	{ id: 'NON', name: 'Non-taxable' },
];

/**
 * Lines of US companies know TAX and NON; without automated tax, invoices have a code of the
 * company's own besides.
 */
export function taxCodeChoices(regime: TaxRegime, codes: readonly QuickBooksTaxCode[]): Choice[] {
	if (regime === 'none') return [];
	if (regime === 'usAutomated') return US_CODES;
	const own = codes.filter(
		({ Id, Active }) =>
			Active !== false && (regime === 'codes' || !US_CODES.some(({ id }) => id === Id)),
	);
	return (regime === 'usManual' ? US_CODES : []).concat(
		own.map(({ Id, Name, Description }) => ({
			id: Id,
			name: Description && Description !== Name ? `${Name} (${Description})` : Name,
		})),
	);
}

export function termChoices(terms: readonly QuickBooksTerm[]): Choice[] {
	return terms
		.filter(({ Active }) => Active !== false)
		.map(({ Id, Name }) => ({ id: Id, name: Name }));
}

/** Where sales can be booked, the account that most items use first. */
export function incomeAccountChoices(
	accounts: readonly QuickBooksAccount[],
	items: readonly QuickBooksItem[],
): Choice[] {
	const uses = (id: string) =>
		items.filter(({ IncomeAccountRef }) => IncomeAccountRef?.value === id).length;
	return accounts
		.map(({ Id, Name, FullyQualifiedName }) => ({
			id: Id,
			name: FullyQualifiedName ?? Name,
			uses: uses(Id),
		}))
		.sort((a, b) => b.uses - a.uses)
		.map(({ id, name }) => ({ id, name }));
}
