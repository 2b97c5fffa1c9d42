import { noteEvent, wholeSecond, type RequestContext } from '../context';
import { faults } from '../faults/fault';
import type { Entry, Fields } from '../records';
import type { Draft } from '../rules/rule';
import { rulesOf } from '../rules/rules';
import type { Entity } from '../schema/entity';
import { may } from '../schema/entities';
import { checkReferences, dropNulls, readFields } from './sentFields';

/** The result of a write; `changed` is false if the record already had the sent values. */
interface Written {
	entry: Entry;
	view: 'create' | 'update';
	changed: boolean;
}

/**
 * Creates a record, or updates the record with the sent `Id`: completely, or partly if `sparse` is
 * true. An update that changes nothing keeps SyncToken and times.
 * @throws Fault
 */
export function writeRecord(
	context: RequestContext,
	entity: Entity,
	raw: Record<string, unknown>,
): Written {
	const before =
		raw['Id'] === undefined || raw['Id'] === null || raw['Id'] === ''
			? undefined
			: current(context, entity, raw);
	if (!may(entity, before ? 'update' : 'create'))
		throw faults.unsupported(`${before ? 'update' : 'create'} of ${entity.name}`);
	const rules = rulesOf(entity.name);
	const draft = createDraft(context, entity, raw, before);
	const fields = dropNulls(rules.complete(context, draft));
	delete fields['Id'];
	delete fields['SyncToken'];
	const view = before ? 'update' : 'create';
	if (before && sameFields(before.fields, fields)) return { entry: before, view, changed: false };
	const entry = before ? raised(context, before, fields) : created(context, entity, fields);
	context.records.put(entity, entry);
	noteEvent(context, entity.name, entry.id, before ? 'Update' : 'Create');
	rules.changed?.(context, before?.fields, entry);
	return { entry: context.records.find(entity.name, entry.id) ?? entry, view, changed: true };
}

function createDraft(
	context: RequestContext,
	entity: Entity,
	raw: Record<string, unknown>,
	before: Entry | undefined,
): Draft {
	const sent = readFields(entity, raw);
	delete sent['Id'];
	delete sent['SyncToken'];
	checkReferences(entity, sent, (name, id) => stateOf(context, name, id), before?.fields);
	const sparse = before !== undefined && String(raw['sparse']).toLowerCase() === 'true';
	const draft = { entity, sent, sparse, before: before?.fields };
	if (!before) return { ...draft, fields: dropNulls(sent) };
	const changes = sparse && context.switches.sparseNull === 'ignored' ? dropNulls(sent) : sent;
	const kept = rulesOf(entity.name).kept ?? [];
	return { ...draft, fields: merged(entity, before.fields, changes, sparse, kept) };
}

/**
 * The record that a body with Id and SyncToken identifies.
 * @throws Fault 2020 without a SyncToken, 2030 if the Id is not a number, 610 if there is no record,
 * 5010 if the token is old
 */
export function current(
	context: RequestContext,
	entity: Entity,
	raw: Record<string, unknown>,
	tokenNeeded = true,
): Entry {
	const id = String(raw['Id'] ?? '');
	if (id === '') throw faults.required('Id');
	if (!isId(id)) throw faults.invalidId(id);
	const token = raw['SyncToken'];
	const found = context.records.find(entity.name, id);
	if (!found) throw faults.notFound();
	if (token === undefined || token === null || token === '') {
		if (tokenNeeded) throw faults.required('SyncToken');
	} else if (String(token) !== found.fields.SyncToken)
		throw faults.stale(context.company.profile.user.name);
	return found;
}

/** Whether a text is an id: digits, or one of the words for tax codes of the US. */
export function isId(text: string): boolean {
	return /^(\d{1,19}|TAX|NON|CustomSalesTax)$/.test(text);
}

function stateOf(
	context: RequestContext,
	entityName: string,
	id: string,
): 'active' | 'inactive' | 'unknown' {
	const brief = context.records.brief(entityName, id);
	if (brief === undefined) return 'unknown';
	return brief.active ? 'active' : 'inactive';
}

/**
 * A full update removes fields that it leaves out, except those that only the server writes and those
 * that were seen to survive.
 */
function merged(
	entity: Entity,
	before: Fields,
	sent: Fields,
	sparse: boolean,
	kept: readonly string[],
): Fields {
	if (sparse) return dropNulls({ ...before, ...sent });
	const surviving = Object.entries(before).filter(
		([key]) => kept.includes(key) || (entity.fields[key]?.endsWith('!') ?? true),
	);
	return dropNulls({ ...Object.fromEntries(surviving), ...sent });
}

function created(context: RequestContext, entity: Entity, fields: Fields): Entry {
	const at = wholeSecond(context.now);
	const id = context.records.nextOf(entity.ids);
	return { id, created: at, updated: at, fields: { ...fields, Id: id, SyncToken: '0' } };
}

function raised(
	context: RequestContext,
	before: Entry,
	{ MetaData: _before, ...fields }: Fields,
): Entry {
	return {
		...before,
		updated: wholeSecond(context.now),
		fields: { ...fields, Id: before.id, SyncToken: String(Number(before.fields.SyncToken) + 1) },
	};
}

function sameFields(before: Fields, after: Fields): boolean {
	const { Id: _id, SyncToken: _token, ...stored } = before;
	return canonical(stored) === canonical(after);
}

/** JSON with sorted keys, so that the order of keys makes no difference. */
function canonical(value: unknown): string {
	return JSON.stringify(value, (_key, field: unknown) =>
		typeof field === 'object' && field !== null && !Array.isArray(field)
			? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
			: field,
	);
}
