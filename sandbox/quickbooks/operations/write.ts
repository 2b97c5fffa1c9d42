import { noteEvent, wholeSecond, type RequestContext } from '../context';
import { faults } from '../faults/fault';
import type { Entry, Fields } from '../records';
import type { Draft } from '../rules/rule';
import { rulesOf } from '../rules/rules';
import type { Entity } from '../schema/entity';
import { may } from '../schema/entities';
import { checkReferences, dropNulls, readFields } from './sentFields';

/** What a write has come to; `changed` is false when the record already was as sent. */
interface Written {
	entry: Entry;
	view: 'create' | 'update';
	changed: boolean;
}

/**
 * Creates a record, or updates the one of the sent `Id`: wholly, or in part when `sparse` is true.
 * An update that changes nothing leaves SyncToken and times as they are.
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
	const sent = readFields(entity, raw);
	delete sent['Id'];
	delete sent['SyncToken'];
	checkReferences(entity, sent, (name, id) => stateOf(context, name, id), before?.fields);
	const rules = rulesOf(entity.name);
	const sparse = before !== undefined && String(raw['sparse']).toLowerCase() === 'true';
	const draft: Draft = {
		entity,
		sent,
		sparse,
		before: before?.fields,
		fields: before
			? merged(
					entity,
					before.fields,
					sparse && context.switches.sparseNull === 'ignored' ? dropNulls(sent) : sent,
					sparse,
					rules.kept ?? [],
				)
			: dropNulls(sent),
	};
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

/**
 * The record that a body with Id and SyncToken means.
 * @throws Fault 2020 without a SyncToken, 2030 for an Id that is no number, 610 when there is none,
 * 5010 when the token is old
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

/** Digits, or the few words that stand for tax codes of the US. */
export function isId(text: string): boolean {
	return /^(\d{1,19}|TAX|NON|CustomSalesTax)$/.test(text);
}

function stateOf(
	context: RequestContext,
	entityName: string,
	id: string,
): 'active' | 'inactive' | 'unknown' {
	const brief = context.records.brief(entityName, id);
	return brief === undefined ? 'unknown' : brief.active ? 'active' : 'inactive';
}

/**
 * A full update empties what it leaves out, apart from what only the server writes and what was
 * seen to survive.
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

/** JSON with sorted keys, so that only content counts. */
function canonical(value: unknown): string {
	return JSON.stringify(value, (_key, field: unknown) =>
		typeof field === 'object' && field !== null && !Array.isArray(field)
			? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
			: field,
	);
}
