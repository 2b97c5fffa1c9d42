import { associationTypeId } from '../../core/hubspot/associations';
import type { QuickBooksPayload } from '../../core/records/quickbooks';
import type { GatewayError } from '../../gateways/errors';
import type { HubSpotPort } from '../../gateways/ports';
import { foldText } from '../../core/text';
import { searchValues } from './searchAll';
import { attempt, refusal, type Work } from './work';

/** Companies kept in mind; a run over very many asks again for those seen long ago. */
const MOST_KEPT = 20_000;

/**
 * Gives contacts the HubSpot company that their customers name; a company that does not exist is created, once for all contacts
 * that name it. A company's own fields stay as they are.
 */
export class Companies {
	/** Ids by name, since a search does not show yet what was created a moment ago. */
	private readonly known = new Map<string, string>();

	constructor(private readonly hubspot: HubSpotPort) {}

	/**
	 * Looks at each contact that was created, linked, or whose company changed. What could not be done is tried again with the
	 * contact.
	 *
	 * @param thorough whether contacts in which nothing changed get a company, too, where they have none
	 */
	async associate(works: readonly Work[], thorough: boolean): Promise<void> {
		const { changed, others } = concerned(works.filter(({ plan }) => plan.hubSpot), thorough);
		await attempt([...changed, ...others], async () => await this.join([...changed, ...(await this.withoutCompany(others))]));
	}

	/** Tells what `associate` would do. */
	async foresee(works: readonly Work[], thorough: boolean): Promise<void> {
		const { changed, others } = concerned(works, thorough);
		const joining = [...changed, ...(await this.withoutCompany(others))];
		const { ids, missing } = await this.find(namesOf(joining), joining);
		for (const name of missing) ids.set(foldText(name), name);
		for (const work of joining) {
			const name = companyOf(work);
			const company = ids.get(foldText(name));
			if (company === undefined) continue;
			const isNew = missing.includes(name) && !this.known.has(foldText(name));
			if (isNew) this.known.set(foldText(name), name);
			work.after = [
				...(isNew ? [{ system: 'HubSpot' as const, operation: 'create', target: 'companies', payload: { properties: { name } } }] : []),
				{ system: 'HubSpot', operation: 'associate', target: `contacts/${contactOf(work) || 'the new contact'}`, payload: { to: `companies/${company}` } },
			];
		}
	}

	private async withoutCompany(works: readonly Work[]): Promise<Work[]> {
		if (works.length === 0) return [];
		const present = await this.hubspot.readAssociations('contacts', 'companies', works.map(contactOf));
		return works.filter((work) => (present.get(contactOf(work)) ?? []).length === 0);
	}

	private async join(works: readonly Work[]): Promise<void> {
		if (works.length === 0) return;
		const ids = await this.byName(namesOf(works), works);
		const typeIds = [associationTypeId('contacts', 'companies')];
		await this.hubspot.associate('contacts', 'companies', works.flatMap((work) => {
			const toId = ids.get(foldText(companyOf(work)));
			return toId ? [{ fromId: contactOf(work), toId, typeIds }] : [];
		}));
	}

	/** Companies that are there, one for each name at the most, and names that nobody has. */
	private async find(names: readonly string[], works: readonly Work[]): Promise<{ ids: Map<string, string>; missing: string[] }> {
		const { found, refused } = await this.search(names.filter((name) => !this.known.has(foldText(name))));
		const ids = new Map(names.flatMap((name) => [this.known.get(foldText(name)) ?? found.get(foldText(name))?.[0]].flatMap((id) => (id ? [[foldText(name), id] as const] : []))));
		const missing = names.filter((name) => !ids.has(foldText(name)) && !refused.has(foldText(name)));
		for (const [name, { message }] of refused) this.leaveOut(ids, works, name, message);
		for (const [name, several] of found) if (several.length > 1) this.leaveOut(ids, works, name, `several companies have this name (ids ${several.join(', ')})`);
		return { ids, missing };
	}

	private async byName(names: readonly string[], works: readonly Work[]): Promise<Map<string, string>> {
		const { ids, missing } = await this.find(names, works);
		const created = missing.length > 0 ? await this.hubspot.createObjects('companies', missing.map((name) => ({ properties: { name } }))) : [];
		missing.forEach((name, index) => {
			const outcome = created[index];
			if (outcome?.ok) ids.set(foldText(name), outcome.value.id);
			else this.leaveOut(ids, works, foldText(name), outcome ? refusal('HubSpot', outcome.error).message : 'no answer');
		});
		this.keep(ids);
		return ids;
	}

	/** All companies of each name, and why some names could not be looked for. */
	private async search(names: readonly string[]): Promise<{ found: Map<string, string[]>; refused: Map<string, GatewayError> }> {
		const found = new Map<string, string[]>();
		const { records, refused } = await searchValues(this.hubspot, 'companies', 'name', names.map(foldText), ['name']);
		for (const { id, properties } of records) found.set(foldText(properties['name'] ?? ''), [...(found.get(foldText(properties['name'] ?? '')) ?? []), id]);
		return { found, refused };
	}

	private leaveOut(ids: Map<string, string>, works: readonly Work[], name: string, why: string): void {
		ids.delete(name);
		for (const work of works) if (foldText(companyOf(work)) === name) work.plan.warnings = [...work.plan.warnings, `No company was associated for "${companyOf(work)}": ${why}.`];
	}

	private keep(ids: ReadonlyMap<string, string>): void {
		for (const [name, id] of ids) this.known.set(name, id);
		for (const name of this.known.keys()) {
			if (this.known.size <= MOST_KEPT) return;
			this.known.delete(name);
		}
	}
}

/** Contacts that were created, linked, or whose company changed; and, if wanted, the others in which nothing did. */
function concerned(works: readonly Work[], thorough: boolean): { changed: Work[]; others: Work[] } {
	const named = works.filter((work) => work.error === undefined && companyOf(work));
	const changed = named.filter(({ plan }) => ['created', 'linked', 'updated'].includes(plan.action) && (plan.action !== 'updated' || !plan.wasLinked || plan.changes.some(({ field }) => field === 'company')));
	const others = thorough ? named.filter((work) => !changed.includes(work) && (work.plan.action === 'unchanged' || work.plan.action === 'updated')) : [];
	return { changed, others };
}

/** Each name once. */
function namesOf(works: readonly Work[]): string[] {
	return [...new Map(works.map((work) => [foldText(companyOf(work)), companyOf(work)])).values()];
}

function contactOf({ plan }: Work): string {
	return plan.hubSpot?.id ?? '';
}

function companyOf({ plan }: Pick<Work, 'plan'>): string {
	const { CompanyName: name }: QuickBooksPayload = { ...plan.quickBooks, ...plan.writeQuickBooks };
	return typeof name === 'string' ? name.trim() : '';
}
