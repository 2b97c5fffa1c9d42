import { companyDomain } from '../../../../core/contact/domain';
import {
	domainOfNew,
	employerOf,
	type KnownCompany,
	type WantedCompany,
} from '../../../../core/contact/employer';
import { associationTypeId } from '../../../../core/hubspot/associations';
import type { QuickBooksCustomer, QuickBooksPayload } from '../../../../core/records/quickbooks';
import { foldText } from '../../../../core/text';
import type { GatewayError } from '../../../../gateways/errors';
import type { HubSpotPort } from '../../../../gateways/ports';
import { KnownCompanies } from './knownCompanies';
import type { Work } from '../work';
import { askForAll, toGatewayError } from '../../../accounts/outcomes';

/** The type of link that makes a company the primary one of a contact. */
const PRIMARY = 1;

/** A contact and the company that its customer names. */
interface Candidate extends WantedCompany {
	work: Work;
	/** Companies that it has. */
	present: readonly string[];
}

/** A contact that gets a company; one without an id is to be made. */
interface Given {
	candidate: Candidate;
	company: KnownCompany;
}

/**
 * Gives contacts the HubSpot company that their customers name. It is known by its name, and by the
 * domain of the contact's
 * address, since HubSpot makes companies of domains by itself; where there is none, one is created
 * for all contacts that name
 * it. A contact that has a company keeps it. A company's own fields stay as they are.
 */
export class Companies {
	private readonly known: KnownCompanies;

	constructor(private readonly hubspot: HubSpotPort) {
		this.known = new KnownCompanies(hubspot);
	}

	/**
	 * Looks at each contact that was created, linked, or whose company changed. What could not be
	 * done is tried again with the
	 * contact.
	 *
	 * @param thorough whether contacts in which nothing changed get a company, too, where they have
	 * none
	 */
	async associate(works: readonly Work[], thorough: boolean): Promise<void> {
		const some = concerned(works, thorough).filter(({ plan }) => plan.hubSpot);
		await askForAll(some, async () => {
			const given = await this.choose(await this.candidates(some));
			await this.link(await this.make(given));
		});
	}

	/** Tells what `associate` would do. */
	async foresee(works: readonly Work[], thorough: boolean): Promise<void> {
		const told = new Set<KnownCompany>();
		for (const { candidate, company } of await this.choose(
			await this.candidates(concerned(works, thorough)),
		)) {
			const isNew =
				company.id === '' && !told.has(company) && this.known.named(candidate.name) !== company;
			told.add(company);
			this.known.keep(candidate, company);
			candidate.work.after = [
				...(isNew
					? [
							{
								system: 'HubSpot' as const,
								operation: 'create',
								target: 'companies',
								payload: { properties: propertiesOf(company) },
							},
						]
					: []),
				{
					system: 'HubSpot',
					operation: 'associate',
					target: `contacts/${contactOf(candidate.work) || 'the new contact'}`,
					payload: { to: `companies/${company.id || company.name}` },
				},
			];
		}
	}

	/** Contacts that have no company, and those whose customer went to another one. */
	private async candidates(works: readonly Work[]): Promise<Candidate[]> {
		const ids = works.map(contactOf).filter(Boolean);
		const present =
			ids.length > 0
				? await this.hubspot.readAssociations('contacts', 'companies', ids)
				: new Map<string, string[]>();
		return works.flatMap((work): Candidate[] => {
			const [companies, domain] = [present.get(contactOf(work)) ?? [], domainOf(work)];
			if (domain !== undefined) this.known.note(domain, companies);
			return companies.length === 0 || hasMoved(work)
				? [{ work, name: companyOf(work), domain, present: companies }]
				: [];
		});
	}

	/**
	 * The company of each contact. Addresses of a firm come first: they say most about a company that
	 * others name, too.
	 */
	private async choose(candidates: readonly Candidate[]): Promise<Given[]> {
		const unknown = candidates.filter(({ name }) => !this.known.named(name));
		const { companies, refused } = await this.known.find(unknown);
		const pool = new Pool(companies);
		const names = new Map<string, KnownCompany>();
		return [...candidates]
			.sort((a, b) => Number(b.domain !== undefined) - Number(a.domain !== undefined))
			.flatMap((candidate): Given[] => {
				const met = this.known.named(candidate.name) ?? names.get(foldText(candidate.name));
				const { company, warning } = met
					? { company: met }
					: employer(candidate, candidates, pool, refused);
				if (!company) return [];
				names.set(foldText(candidate.name), company);
				const isThere = candidate.present.includes(company.id);
				if (warning && isThere) leaveOut(candidate, KEPT);
				else if (warning) warn(candidate, warning);
				return isThere ? [] : [{ candidate, company }];
			});
	}

	/**
	 * Creates the companies that are missing. @returns the contacts that are to be linked with theirs
	 */
	private async make(given: readonly Given[]): Promise<Given[]> {
		const missing = [...new Set(given.map(({ company }) => company).filter(({ id }) => id === ''))];
		const outcomes =
			missing.length > 0
				? await this.hubspot.createObjects(
						'companies',
						missing.map((company) => ({ properties: propertiesOf(company) })),
					)
				: [];
		missing.forEach((company, index) => {
			const outcome = outcomes[index];
			if (outcome?.ok) company.id = outcome.value.id;
			else
				for (const one of given)
					if (one.company === company)
						leaveOut(
							one.candidate,
							outcome ? toGatewayError('HubSpot', outcome.error).message : 'no answer',
						);
		});
		const made = given.filter(({ company }) => company.id !== '');
		const wanted =
			missing.length > 0
				? await this.withoutRivals(
						made,
						missing.filter(({ id }) => id !== ''),
					)
				: made;
		for (const { candidate, company } of wanted) this.known.keep(candidate, company);
		return wanted;
	}

	/**
	 * HubSpot may have made a company for the same contact in the same moment. Then the contact keeps
	 * that one, and ours goes
	 * again when nobody else needs it.
	 */
	private async withoutRivals(given: Given[], made: readonly KnownCompany[]): Promise<Given[]> {
		const fresh = given.filter(({ company }) => made.includes(company));
		const present = await this.hubspot.readAssociations(
			'contacts',
			'companies',
			fresh.map(({ candidate }) => contactOf(candidate.work)),
		);
		const left = given.filter(
			({ candidate, company }) =>
				!made.includes(company) || (present.get(contactOf(candidate.work)) ?? []).length === 0,
		);
		const needless = made
			.filter((company) => !left.some((one) => one.company === company))
			.map(({ id }) => id);
		if (needless.length > 0) await this.hubspot.archiveObjects('companies', needless);
		return left;
	}

	private async link(given: readonly Given[]): Promise<void> {
		if (given.length === 0) return;
		const plain = associationTypeId('contacts', 'companies');
		await this.hubspot.associate(
			'contacts',
			'companies',
			given.map(({ candidate: { work, present }, company }) => ({
				fromId: contactOf(work),
				toId: company.id,
				typeIds: present.length === 0 ? [plain, PRIMARY] : [plain],
			})),
		);
	}
}

const KEPT = 'HubSpot has no company with this name, and the contact keeps its present company';

/**
 * The company of a contact, a new one where there is none; nothing where that cannot be told, with
 * a warning.
 */
function employer(
	candidate: Candidate,
	all: readonly Candidate[],
	pool: Pool,
	refused: ReadonlyMap<string, GatewayError>,
): { company?: KnownCompany; warning?: string } {
	const companies = pool.of(candidate);
	const found = employerOf(candidate, companies);
	const refusedName = refused.get(foldText(candidate.name));
	if (found.kind === 'found') return found;
	if (found.kind === 'several') leaveOut(candidate, found.reason);
	else if (refusedName) leaveOut(candidate, refusedName.message);
	else if (candidate.present.length > 0) leaveOut(candidate, KEPT);
	else
		return {
			company: pool.add({
				id: '',
				name: candidate.name,
				domains: [domainOfNew(candidate, companies, all) ?? []].flat(),
			}),
		};
	return {};
}

/** Companies by name and by domain. */
class Pool {
	private readonly entries = new Map<string, KnownCompany[]>();

	constructor(companies: readonly KnownCompany[]) {
		for (const company of companies) this.add(company);
	}

	add(company: KnownCompany): KnownCompany {
		for (const key of [
			`name ${foldText(company.name)}`,
			...company.domains.map((domain) => `domain ${domain}`),
		])
			this.entries.set(key, [...(this.entries.get(key) ?? []), company]);
		return company;
	}

	of({ name, domain }: WantedCompany): KnownCompany[] {
		return [
			...new Set(
				[`name ${foldText(name)}`, `domain ${domain}`].flatMap(
					(key) => this.entries.get(key) ?? [],
				),
			),
		];
	}
}

/**
 * Contacts that were created, linked, or whose company changed; and, if wanted, the others in which
 * nothing did.
 */
function concerned(works: readonly Work[], thorough: boolean): Work[] {
	return works.filter((work) => {
		const { action, wasLinked } = work.plan;
		if (work.error !== undefined || !companyOf(work)) return false;
		if (action === 'created' || action === 'linked' || (action === 'updated' && !wasLinked))
			return true;
		return hasMoved(work) || (thorough && (action === 'unchanged' || action === 'updated'));
	});
}

/** QuickBooks names another company than before. */
function hasMoved({ plan: { action, wasLinked, changes } }: Work): boolean {
	return action === 'updated' && wasLinked && changes.some(({ field }) => field === 'company');
}

function propertiesOf({ name, domains: [domain] }: KnownCompany): Record<string, string> {
	return { name, ...(domain !== undefined && { domain }) };
}

function warn({ work: { plan } }: Candidate, warning: string): void {
	plan.warnings = [...plan.warnings, warning];
}

function leaveOut(candidate: Candidate, why: string): void {
	warn(candidate, `No company was associated for "${candidate.name}": ${why}.`);
}

function contactOf({ plan }: Work): string {
	return plan.hubSpot?.id ?? '';
}

function companyOf({ plan }: Pick<Work, 'plan'>): string {
	const { CompanyName: name }: QuickBooksPayload = { ...plan.quickBooks, ...plan.writeQuickBooks };
	return typeof name === 'string' ? name.trim() : '';
}

/** HubSpot goes by the contact's own address; the customer's serves a contact that has none. */
function domainOf({ plan }: Work): string | undefined {
	const ours = { ...plan.hubSpot?.properties, ...plan.writeHubSpot };
	const { PrimaryEmailAddr: address, WebAddr: site } = {
		...(plan.quickBooks as Partial<QuickBooksCustomer> | undefined),
	};
	return companyDomain(
		ours['email'] || address?.Address.split(/[,;]/)[0],
		ours['website'] || site?.URI,
	);
}
