import { associationTypeId } from '../../core/hubspot/associations';
import type { HubSpotPort } from '../../gateways/ports';
import type { SyncContext } from './types';
import { refusal, type Work } from './work';

/** Values of one IN filter. */
const IN_LIST = 100;

/**
 * Gives each contact that was created, linked, or whose company changed, the HubSpot company of that name; a company that does
 * not exist is created, once for all contacts that name it. A company's own fields stay as they are.
 */
export async function associateCompanies(works: readonly Work[], { hubspot }: SyncContext): Promise<void> {
	const concerned = works.filter(({ error, plan }) => error === undefined && plan.hubSpot && companyOf({ plan }) && ['created', 'linked', 'updated'].includes(plan.action) && (plan.action !== 'updated' || !plan.wasLinked || plan.changes.some(({ field }) => field === 'company')));
	if (concerned.length === 0) return;
	const ids = await companiesByName(hubspot, [...new Map(concerned.map((work) => [key(companyOf(work)), companyOf(work)])).values()], concerned);
	const typeIds = [associationTypeId('contacts', 'companies')];
	const links = concerned.flatMap(({ plan }) => {
		const toId = ids.get(key(companyOf({ plan })));
		return toId && plan.hubSpot ? [{ fromId: plan.hubSpot.id, toId, typeIds }] : [];
	});
	await hubspot.associate('contacts', 'companies', links);
}

function companyOf({ plan }: Pick<Work, 'plan'>): string {
	return plan.quickBooks && 'DisplayName' in plan.quickBooks ? (plan.quickBooks.CompanyName?.trim() ?? '') : '';
}

function key(name: string): string {
	return name.replace(/\s+/g, ' ').toLowerCase();
}

async function companiesByName(hubspot: HubSpotPort, names: readonly string[], works: readonly Work[]): Promise<Map<string, string>> {
	const found = new Map<string, string[]>();
	for (let start = 0; start < names.length; start += IN_LIST) {
		const values = names.slice(start, start + IN_LIST).map((name) => name.toLowerCase());
		const { records } = await hubspot.searchObjects('companies', { filterGroups: [[{ property: 'name', operator: 'IN', values }]], properties: ['name'], limit: 200 });
		for (const { id, properties } of records) found.set(key(properties['name'] ?? ''), [...(found.get(key(properties['name'] ?? '')) ?? []), id]);
	}
	const missing = names.filter((name) => !found.has(key(name)));
	const created = missing.length > 0 ? await hubspot.createObjects('companies', missing.map((name) => ({ properties: { name } }))) : [];
	missing.forEach((name, index) => {
		const outcome = created[index];
		if (outcome?.ok) found.set(key(name), [outcome.value.id]);
		else warn(works, name, outcome ? refusal('HubSpot', outcome.error).message : 'no answer');
	});
	for (const [name, ids] of found) if (ids.length > 1) warn(works, name, `several companies have this name (ids ${ids.join(', ')})`);
	return new Map([...found].flatMap(([name, ids]) => (ids.length === 1 && ids[0] ? [[name, ids[0]] as const] : [])));
}

function warn(works: readonly Work[], name: string, why: string): void {
	for (const work of works) if (key(companyOf(work)) === key(name)) work.plan.warnings = [...work.plan.warnings, `No company was associated for "${name}": ${why}.`];
}
