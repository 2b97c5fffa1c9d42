import type { QuickBooksEntities, QuickBooksEntityName } from '../../core/records/quickbooks';
import { GatewayError } from '../errors';
import type { Outcome, QuickBooksBatchOperation, QuickBooksBatchValue } from '../ports';
import { errorOfAnswer } from './errors';
import { PAGE, toQueryText } from './query';
import type { QuickBooksSession } from './session';

/** Operations of one request. */
const SIZE = 30;

type Item = Record<string, unknown> & { bId?: string };

/**
 * Runs operations thirty at a time; outcomes stand in the order of what was asked.
 * https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/batch
 */
export async function runBatch(session: QuickBooksSession, operations: readonly QuickBooksBatchOperation[]): Promise<Array<Outcome<QuickBooksBatchValue>>> {
	const outcomes: Array<Outcome<QuickBooksBatchValue>> = [];
	for (let start = 0; start < operations.length; start += SIZE) outcomes.push(...(await runPart(session, operations.slice(start, start + SIZE))));
	return outcomes;
}

async function runPart(session: QuickBooksSession, operations: readonly QuickBooksBatchOperation[]): Promise<Array<Outcome<QuickBooksBatchValue>>> {
	// A batch carries no idempotency key, so one that writes is sent once.
	const repeatable = operations.every(({ operation }) => operation === 'query') ? 'read' : 'once';
	const { body } = await session.call(repeatable, (client, done) => client['batch']?.(operations.map(toItem), done), 'batch');
	const items = (body as { BatchItemResponse?: Item[] }).BatchItemResponse ?? [];
	const byId = new Map(items.map((item) => [String(item.bId), item]));
	return operations.map((operation, index) => toOutcome(operation, byId.get(String(index + 1)), session.connection.secrets ?? []));
}

function toItem(operation: QuickBooksBatchOperation, index: number): Item {
	const bId = String(index + 1);
	if (operation.operation === 'query') {
		const { query } = operation;
		return { bId, Query: `select * from ${operation.entity}${toQueryText(query, query.startPosition ?? 1, query.limit ?? PAGE)}` };
	}
	const payload = structuredClone(operation.payload);
	return { bId, operation: operation.operation, [operation.entity]: operation.operation === 'update' ? { sparse: true, ...payload } : payload };
}

function toOutcome(operation: QuickBooksBatchOperation, item: Item | undefined, secrets: readonly string[]): Outcome<QuickBooksBatchValue> {
	if (!item) return failed(new GatewayError({ system: 'QuickBooks', kind: 'unexpected', message: 'QuickBooks left an operation of a batch unanswered' }));
	if (item['Fault']) return failed(errorOfAnswer({ headers: {}, body: item }, secrets));
	const { entity } = operation;
	if (operation.operation === 'query') {
		const rows = ((item['QueryResponse'] ?? {}) as Record<string, unknown>)[entity] as Array<QuickBooksEntities[QuickBooksEntityName]> | undefined;
		return { ok: true, value: { rows: rows ?? [] } };
	}
	return { ok: true, value: { record: item[entity] as QuickBooksEntities[QuickBooksEntityName] } };
}

function failed({ kind, message, code, details, context }: GatewayError): Outcome<never> {
	return { ok: false, error: { kind, message, code, details, context } };
}
