import { foldedFullName } from '../fullName';
import type { QuickBooksCustomer } from '../records/quickbooks';
import { readLink } from '../hubspot/link';
import { addressesOf } from '../sync/fields/addresses';
import { suffixedName } from './build';
import { companyDomain } from './domain';
import { bareName } from './employer';
import { clean, type Party } from './party';

/** By what a customer was recognised; also the order of trust. */
export type CustomerMatchedBy = 'link' | 'email' | 'name';

/** A HubSpot record that a customer is linked with. */
export interface Owner {
	objectType: 'contacts' | 'companies';
	id: string;
}

/** What is known besides the candidates themselves. */
export interface MatchingFacts {
	/** Who is linked with a candidate, by the candidate's id. */
	owners?: ReadonlyMap<string, readonly Owner[]>;
	/** The deal's currency, where the company has several. */
	currency?: string;
	/**
	 * Who took over from the linked customer that is gone; `certain` when it can be billed unasked.
	 */
	heir?: { customer: QuickBooksCustomer; certain: boolean };
}

export type CustomerMatch =
	| {
			kind: 'found';
			customer: QuickBooksCustomer;
			by: CustomerMatchedBy;
			instead?: QuickBooksCustomer;
	  }
	/** `alike`: who has its invoices now. */
	| {
			kind: 'inactive';
			customer: QuickBooksCustomer;
			by: CustomerMatchedBy;
			alike?: QuickBooksCustomer;
	  }
	| { kind: 'ambiguous'; candidates: QuickBooksCustomer[]; by: CustomerMatchedBy }
	/** The stored link names a customer that QuickBooks no longer has. */
	| { kind: 'gone'; id: string; alike: QuickBooksCustomer | undefined }
	/** `elsewhere`: those that would fit, but belong to somebody else in HubSpot. */
	| { kind: 'none'; elsewhere: QuickBooksCustomer[] };

/**
 * Recognises a party among customers: by the stored link, else by e-mail, else by name.
 * Two customers that fit equally well are never guessed between. A customer that was made inactive
 * is found, too, and told apart.
 * A link to a customer that is gone is not the same as no link: whoever merged it has chosen
 * another one.
 */
export function matchCustomer(
	party: Party,
	customers: readonly QuickBooksCustomer[],
	realmId: string,
	around: MatchingFacts = {},
): CustomerMatch {
	const linkedId = readLink(party.link, realmId);
	if (linkedId === undefined) return recognised(party, customers, around);
	const linked = customers.find(({ Id }) => Id === linkedId);
	if (!linked?.Active && around.heir?.certain)
		return {
			kind: 'found',
			customer: around.heir.customer,
			by: 'link',
			...(linked && { instead: linked }),
		};
	const others = recognised(
		party,
		customers.filter(({ Id }) => Id !== linkedId),
		around,
	);
	if (!linked)
		return {
			kind: 'gone',
			id: linkedId,
			alike: around.heir?.customer ?? (others.kind === 'found' ? others.customer : undefined),
		};
	if (
		linked.Active &&
		others.kind === 'found' &&
		!isIn(linked, around.currency) &&
		isIn(others.customer, around.currency)
	)
		return { ...others, instead: linked };
	return { ...outcome([linked], 'link'), ...(around.heir && { alike: around.heir.customer }) };
}

function recognised(
	party: Party,
	customers: readonly QuickBooksCustomer[],
	around: MatchingFacts,
): CustomerMatch {
	const { owners } = around;
	const own = customers.filter(({ Id }) => !belongsElsewhere(party, owners?.get(Id)));
	const byEmail = withAddressOf(party, own);
	if (byEmail.length > 0) return narrowed(byEmail, party, 'email', around);
	const named = byName(
		party,
		own.filter(({ Id }) => !isAnothers(party, owners?.get(Id))),
	);
	if (named.length > 0) return narrowed(named, party, 'name', around);
	return { kind: 'none', elsewhere: fitting(party, customers).filter(({ Active }) => Active) };
}

/** Customers that fit by e-mail or by name, whomever they belong to. */
export function fitting(
	party: Party,
	customers: readonly QuickBooksCustomer[],
): QuickBooksCustomer[] {
	return [...new Set([...withAddressOf(party, customers), ...byName(party, customers)])];
}

function withAddressOf(
	{ emails }: Party,
	customers: readonly QuickBooksCustomer[],
): QuickBooksCustomer[] {
	return customers.filter((customer) => emailsOf(customer).some((email) => emails.includes(email)));
}

/**
 * A name that holds the party's own HubSpot id says most, then one with the names of those above
 * it.
 */
function byName(party: Party, customers: readonly QuickBooksCustomer[]): QuickBooksCustomer[] {
	const isCompany = party.objectType === 'companies';
	const suffixed = customers.filter(
		(customer) => fold(activeName(customer)) === fold(suffixedName(party)),
	);
	if (suffixed.length > 0) return suffixed;
	const plausible = customers.filter((customer) => !contradicts(customer, party));
	const full = plausible.filter(
		(customer) =>
			party.fullName !== undefined &&
			foldedFullName(fullNameOf(customer), fold) === foldedFullName(party.fullName, fold),
	);
	if (full.length > 0) return full;
	const names = new Set(
		[party.displayName, isCompany ? party.companyName : undefined]
			.filter((name) => name !== undefined)
			.map(fold),
	);
	const named = plausible.filter(
		(customer) =>
			names.has(fold(activeName(customer))) ||
			(isCompany && names.has(fold(customer.CompanyName ?? ''))),
	);
	return named.length > 0 || party.domain === undefined
		? named
		: plausible.filter((customer) => isOfDomain(customer, party));
}

/** HubSpot calls a company that it makes of a domain without its legal form. */
function isOfDomain(customer: QuickBooksCustomer, { displayName, domain }: Party): boolean {
	if (bareName(activeName(customer)) !== bareName(displayName)) return false;
	return [...emailsOf(customer), undefined].some(
		(email) =>
			companyDomain(email, email === undefined ? customer.WebAddr?.URI : undefined) === domain,
	);
}

/**
 * A company's customer is not a person's, even with the person's address, and the other way round.
 */
function belongsElsewhere(
	party: Pick<Party, 'objectType'>,
	owners: readonly Owner[] = [],
): boolean {
	return (
		owners.some(({ objectType }) => objectType !== party.objectType) &&
		!owners.some(({ objectType }) => objectType === party.objectType)
	);
}

/** A name is no reason to take the customer of another contact or company. */
function isAnothers(
	party: Pick<Party, 'objectType' | 'id'>,
	owners: readonly Owner[] = [],
): boolean {
	return (
		owners.length > 0 &&
		!owners.some(({ objectType, id }) => objectType === party.objectType && id === party.id)
	);
}

/**
 * Among several, active ones come before inactive ones, those in the deal's currency before the
 * others, the one with the very
 * name before other names, and a customer before its own jobs.
 */
function narrowed(
	candidates: QuickBooksCustomer[],
	party: Party,
	by: CustomerMatchedBy,
	{ currency }: MatchingFacts,
): CustomerMatch {
	const steps: Array<(pool: QuickBooksCustomer[]) => QuickBooksCustomer[]> = [
		(pool) => pool.filter(({ Active }) => Active),
		(pool) => pool.filter((customer) => isIn(customer, currency)),
		(pool) =>
			onlyOne(pool.filter((customer) => fold(activeName(customer)) === fold(party.displayName))),
		withoutJobs,
	];
	const pool = steps.reduce((before, step) => {
		const left = step(before);
		return left.length > 0 ? left : before;
	}, candidates);
	return outcome(pool, by);
}

function onlyOne<T>(pool: T[]): T[] {
	return pool.length === 1 ? pool : [];
}

function isIn({ CurrencyRef }: QuickBooksCustomer, currency: string | undefined): boolean {
	return currency === undefined || CurrencyRef === undefined || CurrencyRef.value === currency;
}

/** Customers that stand below none of the others. */
function withoutJobs<C extends QuickBooksCustomer>(customers: readonly C[]): C[] {
	return customers.filter((customer) => !customers.some((above) => isBelow(customer, above)));
}

/** Whether a customer is a sub-customer or project of another one, at any depth. */
export function isBelow(customer: QuickBooksCustomer, above: QuickBooksCustomer): boolean {
	if (customer.Id === above.Id) return false;
	return (
		customer.ParentRef?.value === above.Id ||
		fullNameOf(customer).startsWith(`${fullNameOf(above)}:`)
	);
}

function outcome(candidates: QuickBooksCustomer[], by: CustomerMatchedBy): CustomerMatch {
	const [customer] = candidates;
	if (!customer) return { kind: 'none', elsewhere: [] };
	if (candidates.length > 1) return { kind: 'ambiguous', candidates, by };
	return customer.Active ? { kind: 'found', customer, by } : { kind: 'inactive', customer, by };
}

/**
 * A customer with the same name but another e-mail is somebody else: Ann Miller is not the only Ann
 * Miller.
 */
function contradicts(customer: QuickBooksCustomer, party: Party): boolean {
	const emails = emailsOf(customer);
	return (
		party.objectType === 'contacts' &&
		emails.length > 0 &&
		party.emails.length > 0 &&
		!party.emails.some((email) => emails.includes(email))
	);
}

/** All addresses in a customer's e-mail field, lower case. */
export function emailsOf({ PrimaryEmailAddr }: QuickBooksCustomer): string[] {
	return addressesOf(PrimaryEmailAddr?.Address ?? '');
}

/** QuickBooks appends this to the name of a customer that is made inactive. */
const INACTIVE_SUFFIX = / \(deleted\)$/;

export function activeName(customer: QuickBooksCustomer): string {
	return customer.Active ? customer.DisplayName : customer.DisplayName.replace(INACTIVE_SUFFIX, '');
}

/** With the names of those above, as `Parent:Job`. */
function fullNameOf(customer: QuickBooksCustomer): string {
	const name = customer.FullyQualifiedName ?? customer.DisplayName;
	return customer.Active ? name : name.replace(INACTIVE_SUFFIX, '');
}

/** Names compare as QuickBooks would take them, without regard to case and spacing. */
export function fold(name: string): string {
	return clean(name.normalize('NFC')).toLowerCase();
}
