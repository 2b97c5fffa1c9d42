import { decline } from '../decline';
import type { QuickBooksCustomer } from '../records/quickbooks';
import { activeName, matchCustomer, type MatchedBy } from './match';
import { suffixedName, type NamePolicy } from './build';
import type { Party } from './party';

export interface CustomerPolicy {
	ifNone: 'create' | 'fail';
	nameTaken: NamePolicy;
	reactivate: boolean;
}

/** Who will be billed: a customer that exists, one to be made active again, or one to be created. */
export type CustomerChosen =
	| { kind: 'existing'; customer: QuickBooksCustomer; by: MatchedBy | 'given' }
	| { kind: 'reactivate'; customer: QuickBooksCustomer; by: MatchedBy }
	| { kind: 'create'; displayName: string; parentId?: string };

const ways: Record<MatchedBy, string> = { link: 'the stored link', email: 'the e-mail address', name: 'the name' };

/**
 * Decides which customer a party is, or how a new one is called.
 * @throws Declined when several fit, when the one that fits is inactive, or when there is none and none may be created
 */
export function chooseCustomer(party: Party, candidates: readonly QuickBooksCustomer[], realmId: string, policy: CustomerPolicy): CustomerChosen {
	const match = matchCustomer(party, candidates, realmId);
	if (match.kind === 'found') return { kind: 'existing', customer: match.customer, by: match.by };
	if (match.kind === 'inactive') {
		if (policy.reactivate) return { kind: 'reactivate', customer: match.customer, by: match.by };
		return decline('Customer', `The QuickBooks customer "${match.customer.DisplayName}" (id ${match.customer.Id}) is inactive.`, 'Make the customer active in QuickBooks, switch on "Reactivate Inactive Customer", or choose another customer.');
	}
	if (match.kind === 'ambiguous') {
		const names = match.candidates.map(({ DisplayName, Id }) => `"${DisplayName}" (id ${Id})`).join(', ');
		return decline('Customer', `Several QuickBooks customers fit "${party.displayName}" by ${ways[match.by]}: ${names}.`, 'Choose the customer in the node, or merge the duplicates in QuickBooks.');
	}
	if (policy.ifNone === 'fail') {
		return decline('Customer', `No QuickBooks customer fits "${party.displayName}"${party.emails[0] ? ` (${party.emails[0]})` : ''}.`, 'Create the customer in QuickBooks, or set "If No Customer" to create one.');
	}
	return nameFor(party, candidates, policy.nameTaken);
}

/** What a new customer is called when the name belongs to somebody else. @throws Declined as the policy says */
function nameFor(party: Party, candidates: readonly QuickBooksCustomer[], policy: NamePolicy): CustomerChosen {
	const holder = candidates.find((customer) => activeName(customer).toLowerCase() === party.displayName.toLowerCase() && customer.Active);
	return holder ? chooseName(party, policy, holder) : { kind: 'create', displayName: party.displayName };
}

/**
 * Applies the policy for a taken name.
 * @param holder the customer that has the name; undefined when it is a vendor or an employee
 * @throws Declined
 */
export function chooseName(party: Party, policy: NamePolicy, holder: QuickBooksCustomer | undefined): CustomerChosen {
	if (policy === 'suffix') return { kind: 'create', displayName: suffixedName(party) };
	if (policy === 'subCustomer' && holder) return { kind: 'create', displayName: suffixedName(party), parentId: holder.Id };
	const whose = holder ? `the customer with id ${holder.Id}` : 'a vendor, an employee or another customer';
	return decline('Customer', `The name "${party.displayName}" belongs to ${whose} in QuickBooks.`, 'Set "If Name Is Taken" to add a suffix, or choose the customer in the node.');
}

/**
 * Decides who is billed.
 * @throws Declined when the deal has no such party
 */
export function chooseParty(asked: 'auto' | 'contact' | 'company', contact: Party | undefined, company: Party | undefined): Party {
	const party = asked === 'contact' ? contact : asked === 'company' ? company : (contact ?? company);
	if (party) return party;
	const missing = asked === 'auto' ? 'contact or company' : asked;
	return decline('Customer', `The deal has no associated ${missing}.`, `Associate a ${missing} with the deal in HubSpot, or choose the customer in the node.`);
}
