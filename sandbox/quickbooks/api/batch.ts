import type { Store } from '../../store';
import type { RequestContext } from '../context';
import { Fault, faults } from '../faults/fault';
import { runQuery } from '../query/run';
import { remove, voidTransaction } from '../operations/remove';
import { toReply } from '../reply/reply';
import type { Entity } from '../schema/entity';
import { findEntity } from '../schema/entities';
import { writeRecord } from '../operations/write';

const MOST_ITEMS = 30;
const OWN_KEYS = new Set(['bId', 'operation', 'optionsData', 'Query', 'iterationId']);

type Item = Record<string, unknown>;

/**
 * Runs up to 30 independent operations. If one fails, the others continue; its answer is a fault
 * inside HTTP 200.
 * Source: https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/batch
 * @throws Fault 1040 for too many, 2020 for none
 */
export function runBatch(
	store: Store,
	context: RequestContext,
	body: Record<string, unknown>,
): object {
	const items = body['BatchItemRequest'];
	if (!Array.isArray(items) || items.length === 0) throw faults.required('BatchItemRequest');
	if (items.length > MOST_ITEMS)
		throw faults.of(
			'1040',
			`Batch size exceeds the allowed limit of ${MOST_ITEMS}. Supplied size:${items.length}`,
			'',
		);
	if (items.some((item) => typeof item !== 'object' || item === null))
		throw faults.property(
			'Can not deserialize instance of com.intuit.schema.finance.v3.BatchItemRequest',
		);
	return {
		BatchItemResponse: (items as Item[]).map((item) => ({
			...runAlone(store, context, item),
			...(item['bId'] !== undefined && { bId: item['bId'] }),
		})),
	};
}

function runAlone(store: Store, context: RequestContext, item: Item): object {
	const events = [...context.events];
	const options = String(item['optionsData'] ?? '')
		.toLowerCase()
		.split(',')
		.map((word) => word.trim());
	const own: RequestContext = { ...context, include: new Set(options), events: [] };
	try {
		const result = store.transaction(() => runItem(own, item));
		context.events = [...events, ...own.events];
		return result;
	} catch (error) {
		context.records.forget();
		if (!(error instanceof Fault)) throw error;
		return { Fault: { Error: error.errors, type: error.type } };
	}
}

function runItem(context: RequestContext, item: Item): object {
	if (Array.isArray(item))
		throw faults.property(
			'Can not deserialize instance of com.intuit.schema.finance.v3.BatchItemRequest',
		);
	if (typeof item['Query'] === 'string')
		return runQuery(context.company, item['Query'], context.switches);
	const key = Object.keys(item).find((name) => !OWN_KEYS.has(name));
	const entity = key === undefined ? undefined : findEntity(key);
	const body = key === undefined ? undefined : item[key];
	if (!entity || typeof body !== 'object' || body === null)
		throw key === undefined
			? faults.required('Entity')
			: faults.property(
					`Unrecognized field "${key}" (class com.intuit.schema.finance.v3.BatchItemRequest), not marked as ignorable`,
				);
	return {
		[entity.name]: operate(
			context,
			entity,
			String(item['operation'] ?? '').toLowerCase(),
			body as Record<string, unknown>,
		),
	};
}

function operate(
	context: RequestContext,
	entity: Entity,
	operation: string,
	body: Record<string, unknown>,
): object {
	if (operation === 'delete') return remove(context, entity, body);
	const replyContext = {
		company: context.company,
		switches: context.switches,
		include: context.include,
	};
	if (operation === 'void' || (operation === 'update' && context.include.has('void')))
		return toReply(entity, voidTransaction(context, entity, body), {
			...replyContext,
			view: 'update',
		});
	if (operation !== 'create' && operation !== 'update')
		throw faults.of(
			'2170',
			`Value ${operation} is not one of [create, update, delete, query]`,
			'operation',
		);
	if (operation === 'update' && body['Id'] === undefined) throw faults.required('Id');
	const { entry, view } = writeRecord(context, entity, body);
	return toReply(entity, entry, { ...replyContext, view });
}
