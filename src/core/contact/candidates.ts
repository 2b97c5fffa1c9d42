import type { QuickBooksCustomer } from '../records/quickbooks';
import { withoutAccents } from '../text';
import { suffixedName } from './build';
import { chooseCustomer, type CustomerChosen, type CustomerPolicy } from './choose';
import { fold, type MatchingFacts } from './match';
import type { Party } from './party';

/** The customers that a contact or a company may be. */
export interface CandidatesRead {
	party: Party;
	/** The party as it was looked for, which may be under the name of a customer that has it. */
	sought: Party;
	customers: readonly QuickBooksCustomer[];
	/** What HubSpot and the party's invoices say about them. */
	context: MatchingFacts;
}

/**
 * Decides which of the customers a contact or a company is, or that it gets a new one.
 *
 * @throws Declined when several fit, or none and none may be created
 */
export function chooseAmong(
	{ party, sought, customers, context }: CandidatesRead,
	policy: CustomerPolicy,
	realmId: string,
): CustomerChosen {
	const chosen = chooseCustomer(sought, customers, realmId, policy, context);
	return chosen.kind === 'create' && sought !== party
		? { ...chosen, displayName: suffixedName(party) }
		: chosen;
}

/**
 * The party under the name of the one customer whose name differs by accents alone: QuickBooks
 * takes it for the same.
 */
export function asSpelledBy(candidates: readonly QuickBooksCustomer[], party: Party): Party {
	const plain = (name: string) => fold(withoutAccents(name));
	const [holder, ...others] = candidates.filter(
		({ Active, DisplayName }) => Active && plain(DisplayName) === plain(party.displayName),
	);
	return holder && others.length === 0 ? { ...party, displayName: holder.DisplayName } : party;
}
