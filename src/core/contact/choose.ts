import { decline } from '../decline';
import { linkValue } from '../hubspot/link';
import type { QuickBooksCustomer } from '../records/quickbooks';
import {
	activeName,
	matchCustomer,
	type CustomerMatch,
	type CustomerMatchedBy,
	type MatchingFacts,
} from './match';
import { suffixedName, type NamePolicy } from './build';
import type { Party } from './party';

export interface CustomerPolicy {
	ifNone: 'create' | 'fail';
	nameTaken: NamePolicy;
	reactivate: boolean;
}

/**
 * Who will be billed: a customer that exists, one to be made active again, or one to be created.
 */
export type CustomerChosen = (
	| {
			kind: 'existing';
			customer: QuickBooksCustomer;
			by: CustomerMatchedBy | 'given';
			keepsLink?: true;
	  }
	| { kind: 'reactivate'; customer: QuickBooksCustomer; by: CustomerMatchedBy }
	| { kind: 'create'; displayName: string; parentId?: string }
) & { warnings?: readonly string[] };

const ways: Record<CustomerMatchedBy, string> = {
	link: 'the stored link',
	email: 'the e-mail address',
	name: 'the name',
};
const nouns = { contacts: 'contact', companies: 'company' } as const;

/**
 * Decides which customer a party is, or how a new one is called.
 * @throws Declined when several fit, when the one that fits is inactive or gone, or when there is
 * none and none may be created
 */
export function chooseCustomer(
	party: Party,
	candidates: readonly QuickBooksCustomer[],
	realmId: string,
	policy: CustomerPolicy,
	around: MatchingFacts = {},
): CustomerChosen {
	const match = matchCustomer(party, candidates, realmId, around);
	switch (match.kind) {
		case 'found':
			return found(party, match, realmId);
		case 'inactive':
			return policy.reactivate
				? { kind: 'reactivate', customer: match.customer, by: match.by }
				: declineInactive(party, match, realmId);
		case 'ambiguous':
			return declineAmbiguous(party, match, realmId);
		case 'gone':
			return declineGone(party, match, realmId);
		case 'none':
			return chooseNew(party, candidates, policy, match.elsewhere);
	}
}

function found(
	party: Party,
	{ customer, by, instead }: Extract<CustomerMatch, { kind: 'found' }>,
	realmId: string,
): CustomerChosen {
	const chosen: CustomerChosen = { kind: 'existing', customer, by };
	if (by !== 'link') return instead ? { ...chosen, keepsLink: true } : chosen;
	const linked = linkedIdOf(party, realmId);
	if (customer.Id === linked) return chosen;
	return {
		...chosen,
		warnings: [
			`The QuickBooks customer with id ${linked}, which the ${nouns[party.objectType]} "${party.displayName}" was linked with, was merged: its invoices belong to ${named(customer)} now, which is billed and linked instead.`,
		],
	};
}

function linkedIdOf({ link = '' }: Party, realmId: string): string {
	return link.trim().slice(realmId.length + 1);
}

function chooseNew(
	party: Party,
	candidates: readonly QuickBooksCustomer[],
	policy: CustomerPolicy,
	elsewhere: readonly QuickBooksCustomer[],
): CustomerChosen {
	if (policy.ifNone === 'fail') {
		return decline(
			'Customer',
			`No QuickBooks customer matches "${party.displayName}"${party.emails[0] ? ` (${party.emails[0]})` : ''}.`,
			'Create the customer in QuickBooks, or set "If No Customer" to create one.',
		);
	}
	const chosen = nameFor(party, candidates, policy.nameTaken);
	if (elsewhere.length === 0) return chosen;
	return {
		...chosen,
		warnings: [
			`${elsewhere.map(named).join(', ')} ${elsewhere.length === 1 ? 'is' : 'are'} linked with another record in HubSpot, so the ${nouns[party.objectType]} "${party.displayName}" gets a QuickBooks customer of its own.`,
		],
	};
}

/**
 * What a new customer is called when the name belongs to somebody else. @throws Declined as the
 * policy says
 */
function nameFor(
	party: Party,
	candidates: readonly QuickBooksCustomer[],
	policy: NamePolicy,
): CustomerChosen {
	const holder = candidates.find(
		(customer) =>
			activeName(customer).toLowerCase() === party.displayName.toLowerCase() && customer.Active,
	);
	return holder
		? chooseName(party, policy, holder)
		: { kind: 'create', displayName: party.displayName };
}

/**
 * Applies the policy for a taken name.
 * @param holder the customer that has the name; undefined when it is a vendor or an employee
 * @throws Declined
 */
export function chooseName(
	party: Party,
	policy: NamePolicy,
	holder: QuickBooksCustomer | undefined,
): CustomerChosen {
	if (policy === 'suffix') return { kind: 'create', displayName: suffixedName(party) };
	if (policy === 'subCustomer' && holder)
		return { kind: 'create', displayName: suffixedName(party), parentId: holder.Id };
	const whose = holder
		? `the customer with id ${holder.Id}`
		: 'a vendor, an employee or another customer';
	return decline(
		'Customer',
		`The name "${party.displayName}" belongs to ${whose} in QuickBooks.`,
		'Set "If Name Is Taken" to add a suffix, or choose the customer in the node.',
	);
}

function declineInactive(
	party: Party,
	{ customer, by, alike }: Extract<CustomerMatch, { kind: 'inactive' }>,
	realmId: string,
): never {
	const hint = alike ? ` Its invoices belong to ${named(alike)} now.` : '';
	const merged =
		by === 'link'
			? ` If it was merged into another customer, ${toLink(party, realmId, alike)}.`
			: '';
	return decline(
		'Customer',
		`The QuickBooks customer ${named(customer)} is inactive.${hint}`,
		`Make the customer active in QuickBooks, switch on "Reactivate Inactive Customer", or choose another customer.${merged}`,
	);
}

/**
 * Merging is no advice: QuickBooks cannot merge across currencies, and it would dissolve jobs into
 * their customer.
 */
function declineAmbiguous(
	party: Party,
	{ candidates, by }: Extract<CustomerMatch, { kind: 'ambiguous' }>,
	realmId: string,
): never {
	return decline(
		'Customer',
		`Several QuickBooks customers match "${party.displayName}" by ${ways[by]}: ${candidates.map(named).join(', ')}.`,
		`Choose the customer in the node, or ${toLink(party, realmId)}.`,
	);
}

function declineGone(
	party: Party,
	{ id, alike }: Extract<CustomerMatch, { kind: 'gone' }>,
	realmId: string,
): never {
	const hint = alike ? ` It may be ${named(alike)} now.` : '';
	return decline(
		'Customer',
		`The ${nouns[party.objectType]} "${party.displayName}" is linked with the QuickBooks customer with id ${id}, which no longer exists. A QuickBooks customer disappears when it is merged into another one.${hint}`,
		`Choose the customer in the node, or ${toLink(party, realmId, alike)}. Or clear that property: the node then searches for the customer and creates it if there is none.`,
	);
}

function toLink(
	{ objectType, linkProperty }: Party,
	realmId: string,
	customer?: QuickBooksCustomer,
): string {
	const value = customer
		? `"${linkValue(realmId, customer.Id)}"`
		: `"${realmId}:" and the id of the right customer`;
	return `write ${value} into the property "${linkProperty}" of the HubSpot ${nouns[objectType]}`;
}

function named({ DisplayName, FullyQualifiedName, Id }: QuickBooksCustomer): string {
	return `"${FullyQualifiedName ?? DisplayName}" (id ${Id})`;
}

/**
 * Decides who is billed.
 * @throws Declined when the deal has no such party
 */
export function chooseParty(
	asked: 'auto' | 'contact' | 'company',
	contact: Party | undefined,
	company: Party | undefined,
): Party {
	const party =
		asked === 'contact' ? contact : asked === 'company' ? company : (contact ?? company);
	if (party) return party;
	const missing = asked === 'auto' ? 'contact or company' : asked;
	return decline(
		'Customer',
		`The deal has no associated ${missing}.`,
		`Associate a ${missing} with the deal in HubSpot, or choose the customer in the node.`,
	);
}
