import type { KnownCompany, WantedCompany } from '../../../../core/contact/employer';
import type { HubSpotRecord } from '../../../../core/records/hubspot';
import { foldText } from '../../../../core/text';
import type { GatewayError } from '../../../../gateways/errors';
import type { HubSpotPort } from '../../../../gateways/ports';
import { askApart } from '../../../accounts/batches';
import { searchAll, searchValues } from '../../../accounts/search';
import { uniqueById } from '../../../../core/records/byId';

/** Companies and domains kept in mind; a run over very many asks again for those seen long ago. */
const MOST_KEPT = 20_000;
/** Values of one IN filter. */
const IN_LIST = 100;
const PROPERTIES = ['name', 'domain', 'hs_additional_domains'];

/**
 * HubSpot's companies by name and by domain. What a run has met is kept, since a search does not
 * show yet what was made a moment ago.
 */
export class KnownCompanies {
	private readonly byName = new Map<string, KnownCompany>();
	private readonly byDomain = new Map<string, KnownCompany>();
	/** Companies of contacts with an address of the domain. */
	private readonly ofContacts = new Map<string, Set<string>>();

	constructor(private readonly hubspot: HubSpotPort) {}

	/** The company that this run gave to somebody whose customer names it so. */
	named(name: string): KnownCompany | undefined {
		return this.byName.get(foldText(name));
	}

	/** Companies that may be the ones wanted, and why some names could not be looked for. */
	async find(
		wanted: readonly WantedCompany[],
	): Promise<{ companies: KnownCompany[]; refused: Map<string, GatewayError> }> {
		const { records, refused } = await searchValues(
			this.hubspot,
			'companies',
			'name',
			unique(wanted.map(({ name }) => foldText(name))),
			PROPERTIES,
		);
		const named = records.map(asKnown);
		const found = new Set(named.map(({ name }) => foldText(name)));
		const ofDomain = await this.ofDomains(
			unique(
				wanted
					.filter(({ name }) => !found.has(foldText(name)) || isTwice(named, name))
					.flatMap(({ domain }) => domain ?? []),
			),
		);
		return {
			companies: uniqueById([...named, ...ofDomain]),
			refused,
		};
	}

	/** Contacts with such an address have these companies already. */
	note(domain: string, companyIds: readonly string[]): void {
		if (companyIds.length === 0) return;
		this.ofContacts.set(domain, new Set([...(this.ofContacts.get(domain) ?? []), ...companyIds]));
		forgetOldest(this.ofContacts);
	}

	/** Keeps the company that somebody with this name and domain was given. */
	keep({ name, domain }: WantedCompany, company: KnownCompany): void {
		this.byName.set(foldText(name), company);
		if (domain !== undefined && company.domains.includes(domain))
			this.byDomain.set(domain, company);
		for (const map of [this.byName, this.byDomain]) forgetOldest(map);
	}

	private async ofDomains(domains: readonly string[]): Promise<KnownCompany[]> {
		const met = domains.flatMap((domain) => this.byDomain.get(domain) ?? []);
		const asked = domains.filter((domain) => !this.byDomain.has(domain));
		const ids = unique(asked.flatMap((domain) => [...(this.ofContacts.get(domain) ?? [])]));
		const [read, found] = await Promise.all([
			ids.length > 0 ? this.hubspot.readObjects('companies', ids, { properties: PROPERTIES }) : [],
			this.search(asked),
		]);
		return [...met, ...[...read, ...found].map(asKnown)];
	}

	private async search(domains: readonly string[]): Promise<HubSpotRecord[]> {
		const found: HubSpotRecord[] = [];
		for (let start = 0; start < domains.length; start += IN_LIST) {
			const { records } = await askApart(domains.slice(start, start + IN_LIST), async (some) => {
				const filterGroups = ['domain', 'hs_additional_domains'].map((property) => [
					{ property, operator: 'IN' as const, values: [...some] },
				]);
				return await searchAll(this.hubspot, 'companies', { filterGroups, properties: PROPERTIES });
			});
			found.push(...records);
		}
		return found;
	}
}

function asKnown({ id, properties }: HubSpotRecord): KnownCompany {
	const domains = [
		properties['domain'] ?? '',
		...(properties['hs_additional_domains'] ?? '').split(';'),
	].map((domain) => domain.trim().toLowerCase());
	return { id, name: properties['name'] ?? '', domains: domains.filter(Boolean) };
}

function isTwice(companies: readonly KnownCompany[], name: string): boolean {
	return companies.filter((one) => foldText(one.name) === foldText(name)).length > 1;
}

function unique(values: readonly string[]): string[] {
	return [...new Set(values)];
}

function forgetOldest(map: Map<string, unknown>): void {
	for (const key of map.keys()) {
		if (map.size <= MOST_KEPT) return;
		map.delete(key);
	}
}
