import { foldText } from '../text';
import { domainLabel } from './domain';

/** A HubSpot company, as far as it tells which one a customer means. */
export interface KnownCompany {
	id: string;
	name: string;
	/** The main one first. */
	domains: string[];
}

/** The company that a contact is to have. */
export interface WantedCompany {
	/** As QuickBooks names it. */
	name: string;
	/** Of the contact's address, where that says something. */
	domain?: string | undefined;
}

type Employer =
	| { kind: 'found'; company: KnownCompany; warning?: string }
	| { kind: 'several'; reason: string }
	| { kind: 'none' };

const LEGAL_FORMS = new Set(
	'ab ag as bv co company corp corporation gmbh inc incorporated kg limited llc llp lp ltd nv oy plc pty sa sarl sas spa srl the'.split(
		' ',
	),
);
/** Shorter ones are part of too many words. */
const SHORTEST = 3;

/**
 * Recognises the company: by its very name, else by the domain, by which HubSpot tells companies
 * apart. The domain alone does
 * not make one company of two with quite different names: several firms may share it, or it may be
 * a provider's.
 */
export function employerOf(wanted: WantedCompany, companies: readonly KnownCompany[]): Employer {
	const ofDomain = companies.filter(
		({ domains }) => wanted.domain !== undefined && domains.includes(wanted.domain),
	);
	const named = companies.filter(({ name }) => foldText(name) === foldText(wanted.name));
	if (named.length > 0) return theOnly(named, ofDomain, 'this name');
	const theirs = ofDomain.filter((company) => isTheirs(wanted, company));
	const found = theOnly(
		theirs,
		theirs.filter(({ name }) => bareName(name) === bareName(wanted.name)),
		`the domain ${wanted.domain}`,
	);
	return found.kind === 'found' ? { ...found, ...differing(wanted, found.company) } : found;
}

/** @param better those to choose among, of several */
function theOnly(
	companies: readonly KnownCompany[],
	better: readonly KnownCompany[],
	what: string,
): Employer {
	const [company] = companies;
	if (!company) return { kind: 'none' };
	if (companies.length === 1) return { kind: 'found', company };
	const [best, ...more] = companies.filter((one) => better.includes(one));
	return best && more.length === 0
		? { kind: 'found', company: best }
		: {
				kind: 'several',
				reason: `several companies have ${what} (ids ${companies.map(({ id }) => id).join(', ')})`,
			};
}

function isTheirs({ name, domain = '' }: WantedCompany, company: KnownCompany): boolean {
	return (
		isNamedByDomain(company, domain) || isAlike(company.name, name) || namesDomain(name, domain)
	);
}

/** HubSpot calls a company by the domain of which it makes it: such a name says nothing more. */
function isNamedByDomain({ name }: KnownCompany, domain: string): boolean {
	return (
		name.trim() === '' ||
		foldText(name) === domain ||
		squeezed(bareName(name)) === squeezed(domainLabel(domain))
	);
}

function differing(
	{ name, domain }: WantedCompany,
	{ id, name: present }: KnownCompany,
): { warning?: string } {
	if (present.trim() === '' || bareName(present) === bareName(name)) return {};
	return {
		warning: `The contact was given the HubSpot company "${present}" (id ${id}), which has the domain ${domain} of its address; QuickBooks calls the company "${name}".`,
	};
}

/**
 * Whether a domain looks like that of a company with the name: `acme.example` of Acme Ltd,
 * `bsl.example` of Blue Sky Lines.
 */
export function namesDomain(name: string, domain: string): boolean {
	const label = squeezed(domainLabel(domain));
	return contain(label, squeezed(bareName(name))) || initialsOf(name) === label;
}

function isAlike(one: string, other: string): boolean {
	return contain(squeezed(bareName(one)), squeezed(bareName(other)));
}

function contain(one: string, other: string): boolean {
	const [short, long] = one.length <= other.length ? [one, other] : [other, one];
	return short.length >= SHORTEST && long.includes(short);
}

/** Without legal forms and punctuation; a name that consists of them is left whole. */
export function bareName(name: string): string {
	const words = foldText(name)
		.replace(/[.']/g, '')
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim()
		.split(' ');
	const own = words.filter((word) => !LEGAL_FORMS.has(word));
	return (own.length > 0 ? own : words).join(' ') || foldText(name);
}

function initialsOf(name: string): string {
	return bareName(name)
		.split(' ')
		.map((word) => word.charAt(0))
		.join('');
}

function squeezed(text: string): string {
	return text
		.normalize('NFD')
		.replace(/[^\p{L}\p{N}]+/gu, '')
		.toLowerCase();
}

/**
 * The domain that a new company is given, so that HubSpot does not make another one of it. A domain
 * that a company has
 * already, or that customers with different names share though it fits none of them, may be a
 * provider's.
 *
 * @param companies that are there
 * @param wanted all contacts that lack a company
 */
export function domainOfNew(
	{ name, domain }: WantedCompany,
	companies: readonly KnownCompany[],
	wanted: readonly WantedCompany[],
): string | undefined {
	if (domain === undefined || companies.some(({ domains }) => domains.includes(domain)))
		return undefined;
	const names = new Set(
		wanted.filter((one) => one.domain === domain).map((one) => bareName(one.name)),
	);
	return names.size === 1 || namesDomain(name, domain) ? domain : undefined;
}
