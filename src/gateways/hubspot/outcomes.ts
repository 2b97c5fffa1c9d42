import { GatewayError, UNMENTIONED, type GatewayErrorKind } from '../errors';
import type { Outcome, OutcomeError } from '../ports';
import { contextOf, type Json } from './answers';
import { settleChunks } from '../chunks';
import { outcomeErrorFrom, outcomeErrorOf } from './errors';

/** One record of a batch as it was asked for. */
export interface Asked<I> {
	/** Differs from record to record within a request; HubSpot repeats it in results and errors. */
	trace: string;
	/** By what else HubSpot may name this record in its answer: an id, a unique value, a name. */
	names: string[];
	input: I;
}

export interface BatchAnswer<R> {
	results: R[];
	errors?: object[];
}

export interface BatchWrite<I, R> {
	size: number;
	secrets: readonly string[];
	send(chunk: Array<Asked<I>>): Promise<BatchAnswer<R>>;
	/** Whether a result without a trace id can be this record's. */
	fits(asked: Asked<I>, result: R): boolean;
}

/** One refused record makes HubSpot refuse all of a request in some cases; then nothing of it was written. */
const REFUSED: ReadonlySet<GatewayErrorKind> = new Set(['invalid', 'conflict', 'notFound']);

/**
 * Sends records in requests of the allowed size and says for each what became of it, in the order asked.
 *
 * @throws GatewayError when no request could be carried out at all, or none may be; when only some could, the rest are outcomes,
 * so that what was written is known
 */
export async function writeBatch<I, R extends { objectWriteTraceId?: string }>(records: Array<Asked<I>>, write: BatchWrite<I, R>): Promise<Array<Outcome<R>>> {
	const settled = await settleChunks(records, write.size, async (chunk) => await write.send(chunk));
	const fatal = settled.flatMap((result) => (result.status === 'rejected' && !isRefusal(result.reason) ? [result.reason as unknown] : []));
	if (fatal.length > 0 && (fatal.length === settled.length || fatal.some((error) => !(error instanceof GatewayError) || error.kind === 'forbidden'))) throw fatal[0];
	return settled.flatMap((result) => {
		if (result.status === 'fulfilled') return outcomesOf(result.chunk, result.value, write);
		const error = outcomeErrorFrom(result.reason as GatewayError);
		return result.chunk.map(() => ({ ok: false as const, error }));
	});
}

function isRefusal(error: unknown): boolean {
	return error instanceof GatewayError && REFUSED.has(error.kind);
}

/** Results come in any order, and errors name their records in several ways. */
function outcomesOf<I, R extends { objectWriteTraceId?: string }>(asked: Array<Asked<I>>, answer: BatchAnswer<R>, write: BatchWrite<I, R>): Array<Outcome<R>> {
	const outcomes = new Map<string, Outcome<R>>();
	const open = () => asked.filter(({ trace }) => !outcomes.has(trace));
	const unnamed: OutcomeError[] = [];
	for (const result of answer.results.filter(({ objectWriteTraceId }) => objectWriteTraceId !== undefined)) outcomes.set(result.objectWriteTraceId ?? '', { ok: true, value: result });
	for (const entry of answer.errors ?? []) {
		const names = namesIn(entry);
		const error = outcomeErrorOf(entry, write.secrets);
		const named = open().filter((record) => [record.trace, ...record.names].some((name) => names.has(name.toLowerCase())));
		if (named.length === 0) unnamed.push(error);
		for (const { trace } of named) outcomes.set(trace, { ok: false, error });
	}
	for (const result of answer.results.filter(({ objectWriteTraceId }) => objectWriteTraceId === undefined)) {
		const fitting = open().filter((record) => write.fits(record, result));
		const record = fitting.length === 1 ? fitting[0] : open().length === 1 && unnamed.length === 0 ? open()[0] : undefined;
		if (record) outcomes.set(record.trace, { ok: true, value: result });
	}
	return asked.map(({ trace }) => outcomes.get(trace) ?? { ok: false, error: unnamed[0] ?? unmentioned() });
}

const NAMING = ['objectWriteTraceId', 'ids', 'id', 'name'];

function namesIn(entry: object): Set<string> {
	const context = contextOf((entry as Json).context);
	return new Set(NAMING.flatMap((key) => context[key] ?? []).map((name) => name.toLowerCase()));
}

function unmentioned(): OutcomeError {
	return { kind: 'unexpected', message: "HubSpot's answer does not say what became of this record", code: UNMENTIONED, details: [], context: {} };
}
