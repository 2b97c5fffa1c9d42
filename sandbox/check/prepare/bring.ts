import type { Entry, Fields } from '../../quickbooks/records';
import type { Entity } from '../../quickbooks/schema/entity';
import { entities } from '../../quickbooks/schema/entities';
import type { FieldKinds } from '../../quickbooks/schema/entity';
import { types } from '../../quickbooks/schema/types';
import { toMoment } from '../../quickbooks/times';
import { fieldsOf } from '../acts';
import { always, alwaysInLine, alwaysInType, implied } from './always';

/** References that some replies show without a name. */
const oftenNameless = new Set(['SalesTermRef', 'ClassRef', 'DepartmentRef', 'PaymentMethodRef']);

/**
 * A recorded record in the form in which the sandbox stores it: only fields of the schema, each value
 * with the type of the schema, and completed with the fields that every record has. The sandbox's
 * reply therefore differs wherever the recording does not follow the schema.
 */
export function storable(entity: Entity, recorded: Fields, now: number): Entry {
	const shown = complete(
		read(entity.fields, recorded, entity.kind === 'singleton'),
		always[entity.name] ?? {},
	);
	const fields = complete(shown, implied[entity.name]?.(shown) ?? {});
	const meta = fieldsOf(recorded['MetaData']);
	const modifier = fieldsOf(meta['LastModifiedByRef'])['value'];
	const moment = (value: unknown) =>
		Math.floor(((typeof value === 'string' ? toMoment(value) : undefined) ?? now) / 1000) * 1000;
	const id = String(recorded['Id'] ?? '');
	return {
		id,
		created: moment(meta['CreateTime']),
		updated: moment(meta['LastUpdatedTime']),
		fields: {
			...fields,
			Id: id,
			SyncToken: String(recorded['SyncToken'] ?? '0'),
			MetaData: modifier === undefined ? {} : { LastModifiedByRef: { value: String(modifier) } },
		},
	};
}

/**
 * The same record before a write by the sandbox, without the recorded values that the write decides
 * again.
 */
export function writable(fields: Entry['fields']): Entry['fields'] {
	const {
		MetaData: _shown,
		V4IDPseudonym: _inLists,
		ClientEntityId: _too,
		InvoiceLink: _link,
		...rest
	} = fields;
	return unmarked(rest) as Entry['fields'];
}

function unmarked(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(unmarked);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(
				([key, field]) =>
					key !== 'ItemAccountRef' &&
					key !== 'CustomExtensions' &&
					!(key === 'name' && field === null),
			)
			.map(([key, field]) => [key, unmarked(field)]),
	);
}

/**
 * An address with the coordinates that the real system has found since; `shown` is the same address
 * in a later reply.
 */
export function located(address: unknown, shown: unknown): Fields | undefined {
	if (address === undefined || shown === undefined) return address as Fields | undefined;
	const { Lat: _oldLat, Long: _oldLong, ...rest } = fieldsOf(address);
	const { Lat, Long } = fieldsOf(shown);
	return { ...rest, ...(Lat !== undefined && { Lat }), ...(Long !== undefined && { Long }) };
}

/**
 * @param bare whether objects inside may be empty, as in a company's details and preferences where
 * nothing is set
 */
function read(rules: FieldKinds, recorded: Fields, bare = false): Fields {
	const result: Fields = {};
	for (const [key, rule] of Object.entries(rules)) {
		const value = recorded[key];
		if (value !== undefined && value !== null) result[key] = readValue(rule, key, value, bare);
	}
	return result;
}

function readValue(rule: string, key: string, value: unknown, bare = false): unknown {
	const [kind = 'any', argument = '', named] = rule.split(' ');
	if (kind === 'list')
		return Array.isArray(value)
			? value.map((item) => readValue(argument, argument, item, bare))
			: [];
	if (kind === 'ref' || kind === 'currency') return reference(value, key, named === 'named');
	if (kind === 'Line') return line(fieldsOf(value));
	const nested = types[kind];
	if (nested)
		return complete(
			read(nested, fieldsOf(value), bare),
			bare && Object.keys(fieldsOf(value)).length === 0 ? {} : (alwaysInType[kind] ?? {}),
		);
	return (scalars[kind] ?? same)(value, argument);
}

const same = (value: unknown): unknown => value;
const text = (value: unknown): string =>
	typeof value === 'object' ? JSON.stringify(value) : String(value);
const scalars: Record<string, (value: unknown, argument: string) => unknown> = {
	text,
	email: text,
	date: text,
	number: (value) => (Number.isFinite(Number(value)) ? Number(value) : 0),
	boolean: (value) => value === true || value === 'true',
	enum: (value, argument) =>
		argument.split('|').includes(String(value)) ? value : argument.split('|')[0],
};

function reference(value: unknown, key: string, named: boolean): Fields {
	const { value: id, name, type } = fieldsOf(value);
	const shown =
		name ?? (named && !oftenNameless.has(key) && !isSpecial(id) ? 'Someone' : undefined);
	return {
		value: String(id ?? ''),
		name: shown === undefined ? null : text(shown),
		...(type !== undefined && { type: text(type) }),
	};
}

function isSpecial(id: unknown): boolean {
	return typeof id === 'string' && /^[A-Z_]+$/.test(id);
}

/** Null means that this line does not show the field that the sandbox would add. */
function line(recorded: Fields): Fields {
	const DetailType =
		recorded['DetailType'] ??
		(onlyLinks(recorded) ? undefined : Object.keys(recorded).find((key) => key in alwaysInLine));
	const fields = complete(
		read(types['Line'] as FieldKinds, {
			...recorded,
			...(DetailType !== undefined && { DetailType }),
		}),
		alwaysInLine[String(DetailType)] ?? {},
	);
	const detail = fieldsOf(recorded['SalesItemLineDetail']);
	if (fields['SalesItemLineDetail'] !== undefined) {
		const sold = /^\d+$/.test(String(fieldsOf(detail['ItemRef'])['value']));
		const account = detail['ItemAccountRef'] ?? (sold ? { value: '1' } : undefined);
		return {
			...fields,
			SalesItemLineDetail: {
				...fieldsOf(fields['SalesItemLineDetail']),
				ItemAccountRef: account === undefined ? null : reference(account, 'ItemAccountRef', true),
			},
		};
	}
	return { ...fields, CustomExtensions: recorded['CustomExtensions'] === undefined ? null : [] };
}

/**
 * A deposit line for a payment has neither Id nor type, although it may say how the customer paid.
 */
function onlyLinks({ LinkedTxn, DepositLineDetail }: Fields): boolean {
	return Array.isArray(LinkedTxn) && LinkedTxn.length > 0 && DepositLineDetail !== undefined;
}

/** Adds what is missing, also inside objects. */
function complete(fields: Fields, defaults: Fields): Fields {
	const result = { ...fields };
	for (const [key, value] of Object.entries(defaults)) {
		if (result[key] === undefined) result[key] = value;
		else if (
			typeof value === 'object' &&
			value !== null &&
			!Array.isArray(value) &&
			!Array.isArray(result[key])
		)
			result[key] = complete(fieldsOf(result[key]), value as Fields);
	}
	return result;
}

/** A record of which only the Id and the given hints are known. */
export function minimal(entityName: string, id: string, hints: Fields, now: number): Entry {
	const kind = entities.get(entityName) as Entity;
	const name = `${entityName} ${id}`;
	const names: Fields = {
		DisplayName: name,
		Name: name,
		FullyQualifiedName: name,
		PrintOnCheckName: name,
	};
	const known = Object.fromEntries(
		Object.entries({ ...names, ...hints }).filter(
			([key, value]) => key in kind.fields && value !== undefined,
		),
	);
	return storable(kind, { ...known, Id: id, SyncToken: '0' }, now);
}
