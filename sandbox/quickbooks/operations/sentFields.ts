import { Fault, faultError, faults, type FaultError } from '../faults/fault';
import { toDay } from '../times';
import type { Entity } from '../schema/entity';
import { findEntity } from '../schema/entities';
import type { FieldKinds } from '../schema/entity';
import { types } from '../schema/types';

/** The state of a referenced record. */
type ReferenceCheck = (entity: string, id: string) => 'active' | 'inactive' | 'unknown';

const LISTED_PROPERTIES = 60;
/** Ids of references that do not name a record. */
const specialIds = new Set([
	'SHIPPING_ITEM_ID',
	'GRATUITY_ITEM_ID',
	'TAX',
	'NON',
	'CustomSalesTax',
]);

/**
 * Reads a request body by the schema and turns values into the types of the API. Unknown fields (2010),
 * values that are too long (2050), and malformed values are refused. Fields that only the server
 * writes are dropped.
 * @throws Fault
 */
export function readFields(entity: Entity, body: Record<string, unknown>): Record<string, unknown> {
	const problems: FaultError[] = [];
	const result = readObject(entity.fields, body, { className: entity.name, problems });
	if (problems.length > 0) throw new Fault(problems);
	return result;
}

interface Reading {
	className: string;
	problems: FaultError[];
}

function readObject(
	fields: FieldKinds,
	body: Record<string, unknown>,
	reading: Reading,
): Record<string, unknown> {
	const result: Record<string, unknown> = {};
	for (const [key, value] of Object.entries(body)) {
		const rule = Object.hasOwn(fields, key) ? fields[key] : undefined;
		if (rule === undefined) throw unknownProperty(key, reading.className, fields);
		if (rule.endsWith('!') || value === undefined) continue;
		result[key] = value === null ? null : readValue(rule, key, value, reading);
	}
	return result;
}

function unknownProperty(key: string, className: string, fields: FieldKinds): Fault {
	const known = Object.keys(fields);
	const listed = known
		.slice(0, LISTED_PROPERTIES)
		.map((name) => `"${name}"`)
		.join(', ');
	return faults.property(
		`Unrecognized field "${key}" (class com.intuit.schema.finance.v3.${className}), not marked as ignorable (${known.length} known properties: ${listed} [truncated]])`,
	);
}

type Reader = (argument: string, key: string, value: unknown, reading: Reading) => unknown;

const readers: Record<string, Reader> = {
	any: (_argument, _key, value) => value,
	text: (argument, key, value, reading) => {
		const text = scalar(value, 'java.lang.String', reading);
		if (argument && text.length > Number(argument))
			reading.problems.push(...faults.tooLong(Number(argument), text.length, key).errors);
		return text === '' ? null : text;
	},
	email: (argument, key, value, reading) => {
		const text = readers['text']?.(argument, key, value, reading);
		if (
			typeof text === 'string' &&
			!text.split(',').every((address) => /^[^\s@]+@[^\s@]+$/.test(address.trim()))
		) {
			reading.problems.push(
				faultError(
					'2210',
					`Email Address does not conform to the syntax rules of RFC 822. ${text}`,
					key,
				),
			);
		}
		return text;
	},
	number: (_argument, key, value, reading) => {
		const text = scalar(value, 'java.math.BigDecimal', reading);
		if (!/^\s*-?\d+(\.\d+)?([eE][+-]?\d+)?\s*$/.test(text))
			throw faults.property(
				`Can not construct instance of java.math.BigDecimal from String value '${text}': not a valid representation (field "${key}")`,
			);
		return Number(text);
	},
	boolean: (_argument, key, value, reading) => {
		const text = scalar(value, 'java.lang.Boolean', reading).toLowerCase();
		if (text !== 'true' && text !== 'false')
			throw faults.property(
				`Can not construct instance of java.lang.Boolean from String value '${text}' (field "${key}")`,
			);
		return text === 'true';
	},
	date: (_argument, key, value, reading) => {
		const text = scalar(value, 'java.util.Date', reading);
		const day = toDay(text);
		if (day === undefined)
			reading.problems.push(
				faultError('2060', `Date format is invalid. Supplied value:${text}`, key),
			);
		return day;
	},
	enum: (argument, key, value, reading) => {
		const text = scalar(value, 'java.lang.Enum', reading);
		if (!argument.split('|').includes(text))
			reading.problems.push(
				faultError('2170', `Value ${text} is not one of [${argument.split('|').join(', ')}]`, key),
			);
		return text;
	},
	ref: (_argument, key, value, reading) => reference(key, value, reading),
	currency: (_argument, key, value, reading) => reference(key, value, reading),
	list: (argument, _key, value, reading) => {
		const items = Array.isArray(value) ? value : [value];
		return items.map((item) => readValue(argument, argument, item, reading));
	},
};

function readValue(rule: string, key: string, value: unknown, reading: Reading): unknown {
	const [kind = 'any', argument = ''] = rule.split(' ');
	const reader = readers[kind];
	if (reader) return reader(argument, key, value, reading);
	const nested = types[kind];
	if (!nested) throw new RangeError(`the schema has no type ${kind}`);
	if (typeof value !== 'object' || value === null || Array.isArray(value))
		throw faults.property(
			`Can not construct instance of com.intuit.schema.finance.v3.${kind} (field "${key}")`,
		);
	return dropNulls(
		readObject(nested, value as Record<string, unknown>, { ...reading, className: kind }),
	);
}

function scalar(value: unknown, javaClass: string, reading: Reading): string {
	if (typeof value === 'object')
		throw faults.property(`Can not deserialize instance of ${javaClass} in ${reading.className}`);
	return String(value);
}

/**
 * A reference as `{value}`. Its name is dropped because replies take it from the record. A plain text
 * or number counts as the value.
 */
function reference(key: string, value: unknown, reading: Reading): { value: string } | null {
	if (typeof value !== 'object') return { value: String(value) };
	const { value: id } = value as { value?: unknown };
	if (id === undefined || id === null || id === '') {
		if (key === 'CustomerRef')
			reading.problems.push(
				faultError('2020', `Required parameter ${key}.value is missing in the request`, key),
			);
		return null;
	}
	return { value: scalar(id, 'java.lang.String', reading) };
}

export function dropNulls(fields: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
	);
}

/**
 * Refuses references to records that do not exist (2500) or are inactive (610).
 * @param before the stored record; an unchanged reference is not checked again
 */
export function checkReferences(
	entity: Entity,
	body: Record<string, unknown>,
	check: ReferenceCheck,
	before: Record<string, unknown> = {},
): void {
	const kept = new Set(JSON.stringify(before).match(/"value":"[^"]*"/g) ?? []);
	const walk = (fields: FieldKinds, object: Record<string, unknown>) => {
		for (const [key, value] of Object.entries(object)) {
			const [kind = '', argument = ''] = (fields[key] ?? '').split(' ');
			if (value === null || typeof value !== 'object') continue;
			if (kind === 'ref') judge(argument, (value as { value: string }).value, check, kept);
			else if (kind === 'list')
				for (const item of value as Record<string, unknown>[]) walk(types[argument] ?? {}, item);
			else if (types[kind]) walk(types[kind], value as Record<string, unknown>);
		}
	};
	walk(entity.fields, body);
}

function judge(target: string, id: string, check: ReferenceCheck, kept: ReadonlySet<string>): void {
	if (specialIds.has(id)) return;
	const state = check(target, id);
	if (state === 'unknown') throw faults.reference(findEntity(target)?.list ?? `${target}s`, id);
	if (state === 'inactive' && !kept.has(`"value":"${id}"`)) throw faults.notFound();
}
