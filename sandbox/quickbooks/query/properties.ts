import { faults, type Fault } from '../faults/fault';
import type { Entity } from '../schema/entity';
import type { QuickBooksSwitches } from '../switches';

export type ValueType = 'id' | 'text' | 'number' | 'boolean' | 'date' | 'moment';

/** A property for filters and sorting: its SQL expression and the type of its values. */
export interface Property {
	/** The name in the API's spelling. */
	name: string;
	type: ValueType;
	sql: string;
	/** The expression for sorting, if it differs from `sql`. */
	sortSql?: string;
	/** For a list inside a record; a condition is true if it is true for any entry. */
	each?: string;
}

/** Properties with their own column, by name. Others are read from the record's JSON. */
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
/** Types that the fields of the entities do not declare. */
const undeclared: Record<string, ValueType> = {
	RateValue: 'number',
	Size: 'number',
	Taxable: 'boolean',
	TaxGroup: 'boolean',
};

/** The properties of an entity that queries may use, by lower-case name. */
function queryable(entity: Entity, switches: QuickBooksSwitches): Map<string, string> {
	const names = [...everywhere, ...entity.queryable];
	if (hidesInactive(entity)) names.push('Active');
	if (switches.filterByEmailStatus && 'EmailStatus' in entity.fields) names.push('EmailStatus');
	if (switches.filterByUnappliedAmount && 'UnappliedAmt' in entity.fields)
		names.push('UnappliedAmt');
	return new Map(names.map((name) => [name.toLowerCase(), name]));
}

/** Whether queries hide inactive records of the entity unless they have a condition on Active. */
export function hidesInactive(entity: Entity): boolean {
	return (entity.kind === 'name' || entity.kind === 'list') && 'Active' in entity.fields;
}

/**
 * The property with a name in any case.
 * @throws Fault 4001 if the entity has no such property or queries may not use it
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

/** The field that a projection names; a path inside a field is valid, too. @throws Fault 4001 */
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
