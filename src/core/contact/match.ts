import type { QuickBooksCustomer } from '../records/quickbooks';
import { readLink } from '../hubspot/link';
import type { Party } from './party';

/** By what a customer was recognised; also the order of trust. */
export type MatchedBy = 'link' | 'email' | 'name';

export type CustomerMatch =
	| { kind: 'found'; customer: QuickBooksCustomer; by: MatchedBy }
	| { kind: 'inactive'; customer: QuickBooksCustomer; by: MatchedBy }
	| { kind: 'ambiguous'; candidates: QuickBooksCustomer[]; by: MatchedBy }
	| { kind: 'none' };

/**
 * Recognises a party among customers: by the stored link, else by e-mail, else by name.
 * Two customers that fit equally well are never guessed between. A customer that was made inactive is found, too, and told apart.
 */
export function matchCustomer(party: Party, customers: readonly QuickBooksCustomer[], realmId: string): CustomerMatch {
	const linkedId = readLink(party.link, realmId);
	const linked = linkedId === undefined ? undefined : customers.find(({ Id }) => Id === linkedId);
	if (linked) return outcome([linked], 'link');
	const byEmail = customers.filter(({ PrimaryEmailAddr: email }) => email !== undefined && party.emails.includes(email.Address.trim().toLowerCase()));
	if (byEmail.length > 0) return narrowed(byEmail, party, 'email');
	const names = new Set([party.displayName, party.objectType === 'companies' ? party.companyName : undefined].filter((name) => name !== undefined).map(fold));
	const byName = customers.filter((customer) => names.has(fold(activeName(customer))) || (party.objectType === 'companies' && names.has(fold(customer.CompanyName ?? ''))));
	const plausible = byName.filter((customer) => !contradicts(customer, party));
	return plausible.length > 0 ? narrowed(plausible, party, 'name') : { kind: 'none' };
}

/** Among several, active ones come before inactive ones, and the one with the very name before the others. */
function narrowed(candidates: QuickBooksCustomer[], party: Party, by: MatchedBy): CustomerMatch {
	const active = candidates.filter(({ Active }) => Active);
	const pool = active.length > 0 ? active : candidates;
	if (pool.length === 1) return outcome(pool, by);
	const sameName = pool.filter((customer) => fold(activeName(customer)) === fold(party.displayName));
	return outcome(sameName.length === 1 ? sameName : pool, by);
}

function outcome(candidates: QuickBooksCustomer[], by: MatchedBy): CustomerMatch {
	const [customer] = candidates;
	if (!customer) return { kind: 'none' };
	if (candidates.length > 1) return { kind: 'ambiguous', candidates, by };
	return customer.Active ? { kind: 'found', customer, by } : { kind: 'inactive', customer, by };
}

/** A customer with the same name but another e-mail is somebody else: Ann Miller is not the only Ann Miller. */
function contradicts(customer: QuickBooksCustomer, party: Party): boolean {
	const email = customer.PrimaryEmailAddr?.Address.trim().toLowerCase();
	return party.objectType === 'contacts' && email !== undefined && party.emails.length > 0 && !party.emails.includes(email);
}

/** QuickBooks appends this to the name of a customer that is made inactive. */
const INACTIVE_SUFFIX = / \(deleted\)$/;

export function activeName(customer: QuickBooksCustomer): string {
	return customer.Active ? customer.DisplayName : customer.DisplayName.replace(INACTIVE_SUFFIX, '');
}

/** Names compare without regard to case and spacing. */
function fold(name: string): string {
	return name.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
}
