import type { Immutable, PlannedRequest } from '../plan';
import { foldText } from '../text';
import { domainOfNew, employerOf, type KnownCompany, type WantedCompany } from './employer';

/** A contact that lacks the company which its customer names. */
export interface CompanySeeker extends WantedCompany {
	/** Empty in a dry run that would create the contact. */
	contactId: string;
	/** Companies that it has. */
	present: readonly string[];
}

/** What is known about companies when contacts are given theirs. */
interface CompaniesRead {
	/** Companies that may be the ones wanted. */
	companies: readonly KnownCompany[];
	/** Why some names could not be looked for, by folded name. */
	refused: ReadonlyMap<string, string>;
	/** The company that this run gave to somebody whose customer names it so. */
	given(name: string): KnownCompany | undefined;
}

/** Which companies are created, and which contact gets which; nobody changes it while applying. */
export type CompanyPlan<S extends CompanySeeker> = Immutable<{
	create: KnownCompany[];
	links: Array<CompanyLink<S>>;
	warnings: Array<{ seeker: S; text: string }>;
}>;

export interface CompanyLink<S extends CompanySeeker> {
	seeker: S;
	company: KnownCompany;
}

const KEPT = 'HubSpot has no company with this name, and the contact keeps its present company';

/**
 * Gives each contact the company that its customer names, a new one where there is none. A contact
 * that has a company keeps it beside. Where it is not certain which company is meant, a warning
 * says
 * so. Addresses of a firm come first: they say most about a company that others name, too.
 */
export function planCompanies<S extends CompanySeeker>(
	seekers: readonly S[],
	read: CompaniesRead,
): CompanyPlan<S> {
	const pool = new CompanyPool(read.companies);
	const byName = new Map<string, KnownCompany>();
	const links: Array<CompanyLink<S>> = [];
	const warnings: Array<{ seeker: S; text: string }> = [];
	const firmsFirst = [...seekers].sort(
		(a, b) => Number(b.domain !== undefined) - Number(a.domain !== undefined),
	);
	for (const seeker of firmsFirst) {
		const met = read.given(seeker.name) ?? byName.get(foldText(seeker.name));
		const choice = met ? { company: met } : chooseCompany(seeker, seekers, pool, read.refused);
		const text = warningOf(seeker, choice);
		if (text !== undefined) warnings.push({ seeker, text });
		if (!choice.company) continue;
		byName.set(foldText(seeker.name), choice.company);
		if (!seeker.present.includes(choice.company.id))
			links.push({ seeker, company: choice.company });
	}
	return { create: pool.created, links, warnings } as unknown as CompanyPlan<S>;
}

interface Choice {
	company?: KnownCompany;
	/** What a person should know about the company that was chosen. */
	warning?: string;
	/** Why none was chosen. */
	reason?: string;
}

function chooseCompany(
	seeker: CompanySeeker,
	all: readonly CompanySeeker[],
	pool: CompanyPool,
	refused: ReadonlyMap<string, string>,
): Choice {
	const companies = pool.companiesOf(seeker);
	const found = employerOf(seeker, companies);
	if (found.kind === 'found') return found;
	if (found.kind === 'several') return { reason: found.reason };
	const refusal = refused.get(foldText(seeker.name));
	if (refusal !== undefined) return { reason: refusal };
	if (seeker.present.length > 0) return { reason: KEPT };
	const domain = domainOfNew(seeker, companies, all);
	return { company: pool.create(seeker.name, domain) };
}

function warningOf(
	seeker: CompanySeeker,
	{ company, warning, reason }: Choice,
): string | undefined {
	if (reason !== undefined) return withoutCompany(seeker, reason);
	if (warning === undefined || !company) return undefined;
	return seeker.present.includes(company.id) ? withoutCompany(seeker, KEPT) : warning;
}

/** Says that a contact was given no company, and why. */
export function withoutCompany({ name }: Pick<WantedCompany, 'name'>, reason: string): string {
	return `No company was associated for "${name}": ${reason}.`;
}

/** Companies by name and by domain, those that are to be created among them. */
class CompanyPool {
	readonly created: KnownCompany[] = [];
	private readonly entries = new Map<string, KnownCompany[]>();

	constructor(companies: readonly KnownCompany[]) {
		for (const company of companies) this.add(company);
	}

	create(name: string, domain: string | undefined): KnownCompany {
		const company = { id: '', name, domains: domain === undefined ? [] : [domain] };
		this.created.push(company);
		this.add(company);
		return company;
	}

	private add(company: KnownCompany): void {
		for (const key of keysOf(company.name, company.domains))
			this.entries.set(key, [...(this.entries.get(key) ?? []), company]);
	}

	companiesOf({ name, domain }: WantedCompany): KnownCompany[] {
		const keys = keysOf(name, domain === undefined ? [] : [domain]);
		return [...new Set(keys.flatMap((key) => this.entries.get(key) ?? []))];
	}
}

function keysOf(name: string, domains: readonly string[]): string[] {
	return [`name ${foldText(name)}`, ...domains.map((domain) => `domain ${domain}`)];
}

/** The properties of a company that is to be created. */
export function propertiesOfNew({
	name,
	domains: [domain],
}: Immutable<KnownCompany>): Record<string, string> {
	return { name, ...(domain !== undefined && { domain }) };
}

/** The requests of a plan that concern one contact; a new company is created with its first one. */
export function requestsForContact<S extends CompanySeeker>(
	{ create, links }: CompanyPlan<S>,
	isOfContact: (seeker: Immutable<S>) => boolean,
): PlannedRequest[] {
	return links.flatMap((link, index): PlannedRequest[] => {
		if (!isOfContact(link.seeker)) return [];
		const { seeker, company } = link;
		const isFirst = links.findIndex((one) => one.company === company) === index;
		const creation: PlannedRequest[] =
			isFirst && create.includes(company)
				? [
						{
							system: 'HubSpot',
							operation: 'create',
							target: 'companies',
							payload: { properties: propertiesOfNew(company) },
						},
					]
				: [];
		return [
			...creation,
			{
				system: 'HubSpot',
				operation: 'associate',
				target: `contacts/${seeker.contactId || 'the new contact'}`,
				payload: { to: `companies/${company.id || company.name}` },
			},
		];
	});
}
