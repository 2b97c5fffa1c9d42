import { faults, type Fault } from '../faults/fault';
import type { Entity } from '../schema/entity';
import type { QuickBooksSwitches } from '../switches';

export type ValueType = 'id' | 'text' | 'number' | 'boolean' | 'date' | 'moment';

/**
 * A property that queries filter and sort by: how SQL reaches it, and of which type its values are.
 */
export interface Property {
	/** The name as the API spells it. */
	name: string;
	type: ValueType;
	sql: string;
	/** Sorts where that differs from `sql`. */
	sortSql?: string;
	/** For a list inside a record: the property holds when any of its entries does. */
	each?: string;
}

/** Properties that have a column of their own, by name; the rest is read from the record. */
const columns: Record<string, Omit<Property, 'name'>> = {
	Id: { type: 'id', sql: 'id', sortSql: 'number' },
	Active: { type: 'boolean', sql: 'active' },
	'MetaData.CreateTime': { type: 'moment', sql: 'created' },
	'MetaData.LastUpdatedTime': { type: 'moment', sql: 'updated' },
	DisplayName: { type: 'text', sql: 'display_name' },
	PrimaryEmailAddr: { type: 'text', sql: 'email' },
	DocNumber: { type: 'text', sql: 'doc_number' },
	TxnDate: { type: 'date', sql: 'txn_date' },
	CustomerRef: { type: 'text', sql: 'party' },
	VendorRef: { type: 'text', sql: 'party' },
};
const everywhere = ['Id', 'MetaData.CreateTime', 'MetaData.LastUpdatedTime'];
const types: Record<string, ValueType> = { number: 'number', boolean: 'boolean', date: 'date' };
/** Numbers that no entity's fields declare. */
const undeclared: Record<string, ValueType> = {
	RateValue: 'number',
	Size: 'number',
	Taxable: 'boolean',
	TaxGroup: 'boolean',
};

/** Which properties an entity lets queries use, by lower-case name. */
function queryable(entity: Entity, switches: QuickBooksSwitches): Map<string, string> {
	const names = [...everywhere, ...entity.queryable];
	if (hidesInactive(entity)) names.push('Active');
	if (switches.filterByEmailStatus && 'EmailStatus' in entity.fields) names.push('EmailStatus');
	if (switches.filterByUnappliedAmount && 'UnappliedAmt' in entity.fields)
		names.push('UnappliedAmt');
	return new Map(names.map((name) => [name.toLowerCase(), name]));
}

/** Lists of names, items and the like show inactive records only to queries that ask for Active. */
export function hidesInactive(entity: Entity): boolean {
	return (entity.kind === 'name' || entity.kind === 'list') && 'Active' in entity.fields;
}

/**
 * The property behind a name in any case.
 * @throws Fault 4001 when the entity has no such property, or does not let queries use it
 */
export function queriedProperty(
	entity: Entity,
	written: string,
	switches: QuickBooksSwitches,
): Property {
	const name = queryable(entity, switches).get(written.toLowerCase());
	if (name === undefined) throw unusable(entity, written);
	if (name.startsWith('AttachableRef.EntityRef.'))
		return {
			name,
			type: 'text',
			each: '$.AttachableRef',
			sql: `json_extract(value, '$.EntityRef.${name.endsWith('value') ? 'value' : 'type'}')`,
		};
	const column =
		columns[name] ??
		(name === 'Name' && entity.kind === 'list' ? columns['DisplayName'] : undefined);
	if (column) return { name, ...column };
	const [kind = ''] = (entity.fields[name] ?? '').split(' ');
	const path = kind === 'ref' || name.endsWith('Ref') ? `$.${name}.value` : `$.${name}`;
	const type = types[kind] ?? undeclared[name] ?? 'text';
	return {
		name,
		type,
		sql:
			type === 'boolean'
				? `coalesce(json_extract(json, '${path}'), 0)`
				: `json_extract(json, '${path}')`,
	};
}

/**
 * What a projection may name: any field of the entity, also with a path inside it. @throws Fault
 * 4001
 */
export function projected(entity: Entity, written: string): string {
	const [head = ''] = written.split('.');
	const name = fieldName(entity, head);
	if (name === undefined) throw unknown(entity, written);
	return name;
}

function unusable(entity: Entity, written: string): Fault {
	const known = fieldName(entity, written.split('.')[0] ?? '');
	return known === undefined
		? unknown(entity, written)
		: faults.of('4001', `QueryValidationError: property '${written}' is not queryable`);
}

function unknown(entity: Entity, written: string): Fault {
	return faults.of(
		'4001',
		`QueryValidationError: Property ${written} not found for Entity ${entity.name}`,
	);
}

function fieldName(entity: Entity, written: string): string | undefined {
	return Object.keys(entity.fields).find((name) => name.toLowerCase() === written.toLowerCase());
}
