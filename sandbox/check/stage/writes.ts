import type { Entry, Fields } from '../../quickbooks/records';
import { fieldsOf, listOf, type Act } from '../acts';
import { always } from './always';
import { located, storable, writable } from './bring';
import { accountHints, referencesOf } from './references';
import { openAmounts } from './open';
import type { PreparedState } from './scene';
import { stageTaxes } from './taxes';

/**
 * What a request to create presumes: everything it names, a free name, and the Id that comes next.
 */
export function prepareCreate(scene: PreparedState, act: Act): void {
	const [row] = act.rows;
	stageReferences(scene, act);
	if (!row) return;
	freeName(scene, act, row);
	const id = String(row['Id'] ?? '');
	if (!/^\d{1,19}$/.test(id) || scene.wrote(act.entity.name, id)) return;
	scene.erase(act.entity.name, id);
	scene.company.records.startAt(act.entity.ids, BigInt(id));
}

/**
 * What a request to change a record presumes: the record with the token that is sent, as it was
 * before, and what the request names.
 */
export function prepareUpdate(scene: PreparedState, act: Act): void {
	const id = act.id as string;
	const [row] = act.rows;
	stageReferences(scene, act);
	const stored = scene.find(act.entity.name, id);
	const fits =
		stored &&
		(scene.wrote(act.entity.name, id) || stored.fields.SyncToken === String(act.body['SyncToken']));
	const before = fits
		? stored
		: row
			? earlier(scene, act, row)
			: (stored ?? scene.ensure(act.entity.name, id));
	if (row) {
		freeName(scene, act, row);
		for (const line of listOf(row['Line']))
			stageItem(scene, row, fieldsOf(fieldsOf(line['SalesItemLineDetail'])['ItemRef'])['value']);
	}
	const token = act.body['SyncToken'];
	scene.put(act.entity, {
		...before,
		fields: {
			...writable(before.fields),
			...places(act, before, row),
			...(token !== undefined && token !== null && { SyncToken: String(token) }),
		},
	});
}

/** Addresses that stay, with the places that the reply shows of them. */
function places({ entity }: Act, { fields }: Entry, row: Fields | undefined): Fields {
	const kept = Object.keys(entity.fields).filter(
		(key) =>
			entity.fields[key] === 'Address' && fields[key] !== undefined && row?.[key] !== undefined,
	);
	return Object.fromEntries(kept.map((key) => [key, located(fields[key], row?.[key])]));
}

/**
 * The record before the change that the reply shows: without what the request brings, unless the
 * reply shows that nothing changed.
 */
function earlier(scene: PreparedState, act: Act, row: Fields): Entry {
	const after = storable(act.entity, row, scene.now);
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

/** A record to be mailed, as it was before. */
export function prepareSend(scene: PreparedState, act: Act): void {
	const id = String(act.id);
	if (!act.rows[0] || scene.wrote(act.entity.name, id)) return;
	const row = scene.rowOf(act.entity.name, id) ?? act.rows[0];
	const { fields, ...entry } = storable(act.entity, row, scene.now);
	const { DeliveryInfo: _mailed, ...rest } = writable(fields);
	for (const line of listOf(row['Line']))
		stageItem(scene, row, fieldsOf(fieldsOf(line['SalesItemLineDetail'])['ItemRef'])['value']);
	scene.put(act.entity, { ...entry, fields: { ...rest, EmailStatus: 'NotSet' } });
}

/** Nobody else may have the name that is about to be taken. */
function freeName(scene: PreparedState, act: Act, row: Fields): void {
	const { fields, id } = storable(act.entity, row, scene.now);
	for (const other of scene.company.records.sameName(act.entity, fields))
		if (other.id !== id && !scene.wrote(other.entity, other.id))
			scene.erase(other.entity, other.id);
}

/** Everything that the request names, apart from what a fault says is not there. */
function stageReferences(scene: PreparedState, act: Act): void {
	const absent = new Set(
		act.faults.flatMap(
			({ detail }) =>
				/element id (\S+) not found|entity \w+ (\d+) that you are trying/.exec(detail)?.slice(1) ??
				[],
		),
	);
	for (const { entity, id, key } of referencesOf(act.entity, act.body)) {
		if (absent.has(id)) scene.erase(entity, id);
		else if (/^\d+$/.test(id)) scene.ensure(entity, id, hintsFor(scene, act, entity, id, key));
	}
	openAmounts(scene, act);
	if (act.rows[0]) stageTaxes(scene, act, act.rows[0]);
}

/** What the reply tells of a record that the request names. */
function hintsFor(scene: PreparedState, act: Act, entityName: string, id: string, key: string): Fields {
	const row = act.rows[0] ?? {};
	if (entityName === 'Account') return accountHints(key);
	if (entityName === 'Item') return { IncomeAccountRef: incomeAccount(scene, row, id) };
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

/** The item of a line that stays as it was, with the account that the reply shows. */
function stageItem(scene: PreparedState, row: Fields, id: unknown): void {
	if (typeof id !== 'string' || !/^\d+$/.test(id)) return;
	const { fields } = scene.ensure('Item', id, { IncomeAccountRef: incomeAccount(scene, row, id) });
	const account = fieldsOf(fields['IncomeAccountRef'])['value'];
	if (typeof account === 'string')
		scene.ensure('Account', account, accountHints('IncomeAccountRef'));
}

/** The account that a line with this item shows; one of the sandbox's own where it shows none. */
function incomeAccount(scene: PreparedState, row: Fields, itemId: string): Fields {
	const details = listOf(row['Line']).map((line) => fieldsOf(line['SalesItemLineDetail']));
	const shown = fieldsOf(
		details.find((detail) => fieldsOf(detail['ItemRef'])['value'] === itemId)?.['ItemAccountRef'],
	);
	if (typeof shown['value'] !== 'string')
		return {
			value: scene.company.records.select('Account', "AND display_name = 'Services'")[0]?.id ?? '1',
		};
	scene.ensure('Account', shown['value'], accountHints('IncomeAccountRef'));
	return { value: shown['value'] };
}
