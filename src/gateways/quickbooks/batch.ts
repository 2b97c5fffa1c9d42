import type { QuickBooksEntities, QuickBooksEntityName } from '../../core/records/quickbooks';
import { NotBegun, settleChunks, type SettledChunk } from '../chunks';
import { GatewayError } from '../errors';
import type { Outcome } from '../ports';
import type {
	QuickBooksBatchOperation,
	QuickBooksBatchValue,
} from '../../core/records/quickbooksQueries';
import { errorOfAnswer } from './transport/errors';
import { PAGE, toQueryText } from './query/query';
import type { QuickBooksSession } from './transport/session';

/** Operations of one request. */
const SIZE = 30;

type Item = Record<string, unknown>;
type BatchOutcome = Outcome<QuickBooksBatchValue>;

/**
 * Runs operations thirty at a time, a few requests side by side: QuickBooks works off the
 * operations of one request one after the other, so a request takes seconds. Outcomes stand in the
 * order of what was asked.
 * https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/batch
 *
 * @throws GatewayError when no request could be carried out; when only some could, the operations
 * of the others have failed outcomes, so that what was written is known
 */
export function runBatch(
	session: QuickBooksSession,
	operations: readonly QuickBooksBatchOperation[],
): Promise<BatchOutcome[]> {
	return settleChunks(operations, {
		size: SIZE,
		stopAtFailure: true,
		run: (chunk) => runChunk(session, chunk),
		conclude: (settled) => {
			throwIfFatal(settled);
			return settled.flatMap(toOutcomes);
		},
	});
}

function toOutcomes(
	result: SettledChunk<QuickBooksBatchOperation, BatchOutcome[]>,
): BatchOutcome[] {
	if (result.status === 'fulfilled') return result.value;
	const error =
		result.reason instanceof NotBegun
			? notSent(result.reason.cause as GatewayError)
			: (result.reason as GatewayError);
	return result.chunk.map(() => failed(error));
}

/** @throws what made all requests fail, or is no error of QuickBooks */
function throwIfFatal(settled: ReadonlyArray<PromiseSettledResult<unknown>>): void {
	const errors = settled.flatMap((result) =>
		result.status === 'rejected' && !(result.reason instanceof NotBegun)
			? [result.reason as unknown]
			: [],
	);
	const isNothingDone = settled.every(({ status }) => status === 'rejected');
	const fatal =
		errors.find((error) => !(error instanceof GatewayError)) ??
		(isNothingDone ? errors[0] : undefined);
	if (fatal !== undefined) throw fatal as Error;
}

async function runChunk(
	session: QuickBooksSession,
	operations: readonly QuickBooksBatchOperation[],
): Promise<BatchOutcome[]> {
	const items = operations.map(toItem);
	const sent = items.filter((item) => !(item instanceof GatewayError));
	// A batch takes no idempotency key, so one that writes is sent once.
	const repeatable = operations.every(({ operation }) => operation === 'query') ? 'read' : 'once';
	const answer =
		sent.length === 0
			? {}
			: await session.ask({
					repeatable,
					group: 'batch',
					method: 'batch',
					args: () => [structuredClone(sent)],
					read: (body) => body,
				});
	const answers = new Map(
		((answer['BatchItemResponse'] as Item[] | undefined) ?? []).map((item) => [item['bId'], item]),
	);
	return operations.map((operation, index) => {
		const item = items[index] as Item | GatewayError;
		return item instanceof GatewayError
			? failed(item)
			: toOutcome(operation, answers.get(item['bId']), session);
	});
}

/** What cannot be asked fails alone. */
function toItem(operation: QuickBooksBatchOperation, index: number): Item | GatewayError {
	const bId = String(index + 1);
	if (operation.operation !== 'query') {
		const { entity, payload } = operation;
		return {
			bId,
			operation: operation.operation,
			[entity]: operation.operation === 'update' ? { sparse: true, ...payload } : payload,
		};
	}
	try {
		const { entity, query } = operation;
		return {
			bId,
			Query: `select * from ${entity}${toQueryText(query, query.startPosition ?? 1, query.limit ?? PAGE)}`,
		};
	} catch (error) {
		if (error instanceof GatewayError) return error;
		throw error;
	}
}

function toOutcome(
	{ operation, entity }: QuickBooksBatchOperation,
	item: Item | undefined,
	{ secrets, connection }: QuickBooksSession,
): BatchOutcome {
	if (!item) return failed(unexpected('QuickBooks left an operation of a batch unanswered'));
	if (item['Fault'])
		return failed(
			errorOfAnswer({ headers: {}, body: item, nowMs: connection.time.now() }, secrets),
		);
	if (operation === 'query') {
		const rows = (item['QueryResponse'] as Item | undefined)?.[entity];
		return {
			ok: true,
			value: { rows: (rows ?? []) as Array<QuickBooksEntities[QuickBooksEntityName]> },
		};
	}
	const record = item[entity] as QuickBooksEntities[QuickBooksEntityName] | undefined;
	return record
		? { ok: true, value: { record } }
		: failed(unexpected(`QuickBooks answered an operation without the ${entity}`));
}

function failed({ kind, message, code, details, context }: GatewayError): BatchOutcome {
	return { ok: false, error: { kind, message, code, details, context } };
}

function unexpected(message: string): GatewayError {
	return new GatewayError({ system: 'QuickBooks', kind: 'unexpected', message });
}

/** Told apart from what may have been carried out before the connection broke. */
function notSent({ kind, message, code }: GatewayError): GatewayError {
	return new GatewayError({
		system: 'QuickBooks',
		kind,
		message: `Not sent, because an earlier operation failed: ${message}`,
		code,
		context: { notSent: true },
	});
}
