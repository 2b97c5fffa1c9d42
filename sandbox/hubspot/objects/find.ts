import type { StoredObject } from '../records';
import { Refusal, validation } from '../refusal';
import { typeFacts, type ObjectType } from '../types';
import type { Parts } from './write';

/** @throws Refusal 400 if the property's values are not unique */
export function requireUnique(
	type: ObjectType,
	idProperty: string,
	{ definitions, switches }: Parts,
): void {
	const unique =
		idProperty === 'hs_object_id' ||
		definitions.uniqueNames(type).includes(idProperty) ||
		(idProperty === 'domain' && type === 'companies' && switches().domainUpsert);
	if (!unique)
		throw validation(
			`Unable to perform update/upsert by non-unique ${typeFacts[type].typeId} property ${idProperty}`,
		);
}

/**
 * HubSpot keeps deleted records for 90 days.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/using-object-apis
 */
const BIN_MS = 90 * 86_400_000;

/** Whether a deleted record is still in the recycle bin. */
export function isKept({ archivedAt }: StoredObject, { clock }: Pick<Parts, 'clock'>): boolean {
	return archivedAt === null || clock.now().getTime() - archivedAt < BIN_MS;
}

/**
 * Finds a record by its id or by the value of a unique property. Email addresses match in any case,
 * including secondary addresses.
 */
export function findRecord(
	type: ObjectType,
	id: string,
	idProperty: string | undefined,
	parts: Parts,
	archived = false,
): StoredObject | undefined {
	if (idProperty === undefined || idProperty === 'hs_object_id') {
		const found = parts.records.find(type, id, archived);
		return found && archived && !isKept(found, parts) ? undefined : found;
	}
	requireUnique(type, idProperty, parts);
	const value = type === 'contacts' && idProperty === 'email' ? id.trim().toLowerCase() : id;
	const holder =
		idProperty === 'domain'
			? findByDomain(value, parts)
			: parts.records.holderOf(type, { property: idProperty, value });
	return holder === undefined ? undefined : parts.records.find(type, holder, archived);
}

function findByDomain(domain: string, { records }: Parts): string | undefined {
	const row = records.store.get<{ id: number }>(
		`SELECT id FROM objects WHERE type = 'companies' AND archived IS NULL AND json_extract(properties, '$.domain') = ? ORDER BY id LIMIT 1`,
		domain.toLowerCase(),
	);
	return row && String(row.id);
}

/** The error of a batch about records that it did not find. */
export function couldNotGet(type: ObjectType, ids: string[]): Refusal {
	const name = typeFacts[type].singular.toUpperCase();
	return new Refusal(404, {
		category: 'OBJECT_NOT_FOUND',
		message: `Could not get some ${name} objects, they may be deleted or not exist. Check that ids are valid.`,
		context: { ids },
	});
}
