import type { Entry, Fields } from '../../quickbooks/records';
import { fieldsOf, listOf, type Act } from '../acts';
import { always } from './always';
import { located, storable, writable } from './bring';
import { accountHints, referencesOf } from './references';
import { openAmounts } from './open';
import type { PreparedState } from './state';
import { prepareTaxes } from './taxes';

/**
 * Prepares a create request: every record that it names, a free name, and the next Id.
 */
export function prepareCreate(state: PreparedState, act: Act): void {
	const [row] = act.rows;
	prepareReferences(state, act);
	if (!row) return;
	freeName(state, act, row);
	const id = String(row['Id'] ?? '');
	if (!/^\d{1,19}$/.test(id) || state.wrote(act.entity.name, id)) return;
	state.erase(act.entity.name, id);
	state.company.records.startAt(act.entity.ids, BigInt(id));
}

/**
 * Prepares a change: the record as it was before, with the SyncToken that is sent, and every record
 * that the request names.
 */
export function prepareUpdate(state: PreparedState, act: Act): void {
	const id = act.id as string;
	const [row] = act.rows;
	prepareReferences(state, act);
	const before = recordBefore(state, act, id);
	if (row) {
		freeName(state, act, row);
		for (const line of listOf(row['Line']))
			prepareItem(state, row, fieldsOf(fieldsOf(line['SalesItemLineDetail'])['ItemRef'])['value']);
	}
	const token = act.body['SyncToken'];
	state.put(act.entity, {
		...before,
		fields: {
			...writable(before.fields),
			...places(act, before, row),
			...(token !== undefined && token !== null && { SyncToken: String(token) }),
		},
	});
}

function recordBefore(state: PreparedState, act: Act, id: string): Entry {
	const stored = state.find(act.entity.name, id);
	const fits =
		stored &&
		(state.wrote(act.entity.name, id) || stored.fields.SyncToken === String(act.body['SyncToken']));
	if (fits) return stored;
	const [row] = act.rows;
	return row ? earlier(state, act, row) : (stored ?? state.ensure(act.entity.name, id));
}

/** Addresses that stay, with the coordinates that the reply shows. */
function places({ entity }: Act, { fields }: Entry, row: Fields | undefined): Fields {
	const kept = Object.keys(entity.fields).filter(
		(key) =>
			entity.fields[key] === 'Address' && fields[key] !== undefined && row?.[key] !== undefined,
	);
	return Object.fromEntries(kept.map((key) => [key, located(fields[key], row?.[key])]));
}

/**
 * The record before the change that the reply shows: without the fields of the request, unless the
 * reply shows that nothing changed.
 */
function earlier(state: PreparedState, act: Act, row: Fields): Entry {
	const after = storable(act.entity, row, state.now);
	if (act.kind === 'void')
		return { ...after, fields: { ...after.fields, PrivateNote: undefined, TotalAmt: 1 } };
	if (String(row['SyncToken']) === String(act.body['SyncToken'])) return after;
	const needed = new Set(['Id', 'SyncToken', ...Object.keys(always[act.entity.name] ?? {})]);
	return {
		...after,
		fields: Object.fromEntries(
			Object.entries(after.fields).filter(([key]) => needed.has(key) || !(key in act.body)),
		) as Entry['fields'],
	};
}

/** Prepares a send request: the record as it was before the email. */
export function prepareSend(state: PreparedState, act: Act): void {
	const id = String(act.id);
	if (!act.rows[0] || state.wrote(act.entity.name, id)) return;
	const row = state.rowOf(act.entity.name, id) ?? act.rows[0];
	const { fields, ...entry } = storable(act.entity, row, state.now);
	const { DeliveryInfo: _mailed, ...rest } = writable(fields);
	for (const line of listOf(row['Line']))
		prepareItem(state, row, fieldsOf(fieldsOf(line['SalesItemLineDetail'])['ItemRef'])['value']);
	state.put(act.entity, { ...entry, fields: { ...rest, EmailStatus: 'NotSet' } });
}

/** Removes other records that have the name which the request will take. */
function freeName(state: PreparedState, act: Act, row: Fields): void {
	const { fields, id } = storable(act.entity, row, state.now);
	for (const other of state.company.records.sameName(act.entity, fields))
		if (other.id !== id && !state.wrote(other.entity, other.id))
			state.erase(other.entity, other.id);
}

/** Stores every record that the request names, except those that a fault reports as missing. */
function prepareReferences(state: PreparedState, act: Act): void {
	const absent = new Set(
		act.faults.flatMap(
			({ detail }) =>
				/element id (\S+) not found|entity \w+ (\d+) that you are trying/.exec(detail)?.slice(1) ??
				[],
		),
	);
	for (const { entity, id, key } of referencesOf(act.entity, act.body)) {
		if (absent.has(id)) state.erase(entity, id);
		else if (/^\d+$/.test(id)) state.ensure(entity, id, hintsFor(state, act, entity, id, key));
	}
	openAmounts(state, act);
	if (act.rows[0]) prepareTaxes(state, act, act.rows[0]);
}

/** What the reply shows about a record that the request names. */
function hintsFor(
	state: PreparedState,
	act: Act,
	entityName: string,
	id: string,
	key: string,
): Fields {
	const row = act.rows[0] ?? {};
	if (entityName === 'Account') return accountHints(key);
	if (entityName === 'Item') return { IncomeAccountRef: incomeAccount(state, row, id) };
	if (entityName === 'Term') return { DueDays: 30, Type: 'STANDARD' };
	if (entityName !== 'Customer')
		return {
			CustomerRef: act.body['CustomerRef'],
			CurrencyRef: row['CurrencyRef'] ?? act.body['CurrencyRef'],
		};
	const sparse = act.kind !== 'create' && act.body['sparse'] === true;
	const copied = (name: string) =>
		!sparse && act.body[name] === undefined && row[name] !== undefined
			? fieldsOf(row[name])
			: undefined;
	return {
		BillAddr: copied('BillAddr'),
		ShipAddr: copied('ShipAddr'),
		CurrencyRef: row['CurrencyRef'] ?? act.body['CurrencyRef'],
	};
}

/** Stores the item of an unchanged line, with the account that the reply shows. */
function prepareItem(state: PreparedState, row: Fields, id: unknown): void {
	if (typeof id !== 'string' || !/^\d+$/.test(id)) return;
	const { fields } = state.ensure('Item', id, { IncomeAccountRef: incomeAccount(state, row, id) });
	const account = fieldsOf(fields['IncomeAccountRef'])['value'];
	if (typeof account === 'string')
		state.ensure('Account', account, accountHints('IncomeAccountRef'));
}

/** The account that a line with this item shows, or one of the sandbox's own accounts. */
function incomeAccount(state: PreparedState, row: Fields, itemId: string): Fields {
	const details = listOf(row['Line']).map((line) => fieldsOf(line['SalesItemLineDetail']));
	const shown = fieldsOf(
		details.find((detail) => fieldsOf(detail['ItemRef'])['value'] === itemId)?.['ItemAccountRef'],
	);
	if (typeof shown['value'] !== 'string')
		return {
			value: state.company.records.select('Account', "AND display_name = 'Services'")[0]?.id ?? '1',
		};
	state.ensure('Account', shown['value'], accountHints('IncomeAccountRef'));
	return { value: shown['value'] };
}
