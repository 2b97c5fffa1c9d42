import { currencyNames } from '../company';
import type { Entry, Fields } from '../records';
import type { Entity, FieldKinds } from '../schema/entity';
import { types } from '../schema/types';
import { additions, hidden, namesModifier } from './additions';
import { alsoShown } from './extras';
import type { ReplyContext } from './context';
import { pacific } from '../times';

/** Fields that replies of 2020 did not have. */
const newSince2020 = [
	'FreeFormAddress',
	'ShipFromAddr',
	'IsProject',
	'DeferredRevenue',
	'ClientEntityId',
	'V4IDPseudonym',
];

/**
 * A record in the form of the API: keys in the order of real replies, references with names, and times
 * in US Pacific.
 * Source of the order:
 * https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice
 */
export function toReply(entity: Entity, entry: Entry, context: ReplyContext): Fields {
	const fields: Fields = { ...entry.fields, ...additions[entity.name]?.(entry.fields, context) };
	if (context.switches.replyAge === '2020') for (const name of newSince2020) delete fields[name];
	for (const name of hidden(entity, context.view)) delete fields[name];
	const rendered = render(entity.fields, fields, context);
	const shown = { ...rendered, ...alsoShown(entity, entry, rendered, context) };
	const reply: Fields = {};
	for (const key of entity.first ?? []) if (shown[key] !== undefined) reply[key] = shown[key];
	Object.assign(reply, {
		domain: 'QBO',
		sparse: false,
		Id: entry.id,
		SyncToken: entry.fields.SyncToken,
		MetaData: metaData(entity, entry, context),
	});
	for (const [key, value] of Object.entries(shown)) if (!(key in reply)) reply[key] = value;
	return reply;
}

function metaData(entity: Entity, entry: Entry, { company, switches, view }: ReplyContext): Fields {
	const known = namesModifier.has(entity.name);
	const shown =
		switches.replyAge === '2026' &&
		view !== 'send' &&
		(known || switches.alsoShown.includes(`${entity.name}.LastModifiedByRef`));
	const own = shown ? { value: company.profile.user.id } : undefined;
	// A recorded record keeps its own user of the last change, or has none.
	const recorded = entry.fields['MetaData'] as Fields | undefined;
	const modifier =
		recorded && view !== 'send'
			? (recorded['LastModifiedByRef'] ?? (known ? own : undefined))
			: own;
	return {
		CreateTime: pacific(entry.created),
		...(modifier !== undefined && { LastModifiedByRef: modifier }),
		...(!(entity.name === 'Account' && view === 'create') && {
			LastUpdatedTime: pacific(entry.updated),
		}),
	};
}

/** The fields of an object in the order of the schema, with names of references. */
function render(rules: FieldKinds, fields: Fields, context: ReplyContext): Fields {
	const result: Fields = {};
	for (const key in rules) {
		const value = fields[key];
		if (value !== undefined && value !== null)
			result[key] = renderValue(rules[key] as string, value, context);
	}
	return result;
}

function renderValue(rule: string, value: unknown, context: ReplyContext): unknown {
	if (typeof value !== 'object') return value;
	const [kind = '', argument = '', named] = rule.split(' ');
	if (kind === 'ref') return reference(value as Fields, argument, named === 'named', context);
	if (kind === 'currency')
		return {
			value: (value as Fields)['value'],
			name: currencyNames[String((value as Fields)['value'])],
		};
	if (kind === 'list')
		return (value as unknown[]).map((item) => renderValue(argument, item, context));
	if (kind === 'Line') return renderLine(value as Fields, context);
	const nested = types[kind];
	return nested ? render(nested, value as Fields, context) : value;
}

function reference(
	value: Fields,
	entity: string,
	named: boolean,
	{ company }: ReplyContext,
): Fields {
	const id = String(value['value']);
	const own = named ? company.records.brief(entity, id)?.name : undefined;
	const name = 'name' in value ? (value['name'] ?? undefined) : own;
	return { value: id, ...(name !== undefined && { name }) };
}

/**
 * Sales lines show the income account of their item, except in the reply to a send request. A recorded
 * line keeps its own account.
 */
function renderLine(line: Fields, context: ReplyContext): Fields {
	const result = render(types['Line'] as FieldKinds, line, context);
	const detail = result['SalesItemLineDetail'] as Fields | undefined;
	const stored = line['SalesItemLineDetail'] as Fields | undefined;
	const isOld = context.switches.replyAge === '2020';
	if (context.view === 'send' || isOld) delete detail?.['ItemAccountRef'];
	if (!detail || isOld) return result;
	if (stored && 'ItemAccountRef' in stored) return { ...result, CustomExtensions: [] };
	const itemId = (detail['ItemRef'] as { value?: string } | undefined)?.value;
	const accountId =
		context.view === 'send' || itemId === undefined
			? undefined
			: context.company.records.brief('Item', itemId)?.accountId;
	if (accountId !== undefined) {
		const { TaxCodeRef: taxCode, ...rest } = detail;
		result['SalesItemLineDetail'] = {
			...rest,
			ItemAccountRef: {
				value: accountId,
				name: context.company.records.brief('Account', accountId)?.name,
			},
			...(taxCode !== undefined && { TaxCodeRef: taxCode }),
		};
	}
	return { ...result, CustomExtensions: [] };
}
