import { GatewayError, UNMENTIONED, type GatewayErrorKind } from '../../errors';
import type { Outcome, OutcomeError } from '../../ports';
import { contextOf, type Json } from '../transport/answers';
import { settleChunks } from '../../chunks';
import { outcomeErrorFrom, outcomeErrorOf } from '../transport/errors';

/** One record of a batch as it was asked for. */
export interface BatchEntry<I> {
	/** Differs from record to record within a request; HubSpot repeats it in results and errors. */
	trace: string;
	/** By what else HubSpot may name this record in its answer: an id, a unique value, a name. */
	names: string[];
	input: I;
}

export interface BatchAnswer<R> {
	/** `trace` says which record a result is of; undefined where HubSpot does not repeat it. */
	results: Array<{ trace: string | undefined; value: R }>;
	errors: object[];
}

interface BatchWrite<I, R> {
	/** Records in one request. */
	size: number;
	secrets: readonly string[];
	send(chunk: Array<BatchEntry<I>>): Promise<BatchAnswer<R>>;
	/** Whether a result without a trace can be this record's. */
	fits(record: BatchEntry<I>, result: R): boolean;
	/**
	 * Of each record that was asked for, its place among those sent; absent where all are sent as
	 * they were asked for.
	 */
	place?: number[];
}

/**
 * One refused record makes HubSpot refuse all of a request in some cases; then nothing of it was
 * written.
 */
const REFUSED: ReadonlySet<GatewayErrorKind> = new Set(['invalid', 'conflict', 'notFound']);

/**
 * Sends records in requests of the allowed size and says for each what became of it, in the order
 * asked.
 *
 * @throws GatewayError when no request could be carried out at all, or none may be; when only some
 * could, the rest are outcomes, so that what was written is known
 */
export function writeBatch<I, R>(
	records: Array<BatchEntry<I>>,
	write: BatchWrite<I, R>,
): Promise<Array<Outcome<R>>> {
	return settleChunks(records, {
		size: write.size,
		run: (chunk) => sendApart(chunk, write),
		conclude: (settled) => {
			throwIfFatal(settled);
			const outcomes = settled.flatMap((result) =>
				result.status === 'fulfilled'
					? result.value
					: allFailed<I, R>(result.chunk, result.reason as GatewayError),
			);
			return write.place?.flatMap((index) => outcomes[index] ?? []) ?? outcomes;
		},
	});
}

/** @throws what made all requests fail, or must not be taken for an outcome */
function throwIfFatal(settled: ReadonlyArray<PromiseSettledResult<unknown>>): void {
	const fatal = settled.flatMap((result) =>
		result.status === 'rejected' && !isRefusal(result.reason) ? [result.reason as unknown] : [],
	);
	const mustThrow = fatal.some(
		(error) => !(error instanceof GatewayError) || error.kind === 'forbidden',
	);
	if (fatal.length > 0 && (fatal.length === settled.length || mustThrow)) throw fatal[0];
}

/**
 * Records that were refused one by one, with none taken, after which the rest of a request is not
 * tried one by one.
 */
const ENOUGH_REFUSED = 8;

/**
 * A request that is refused as a whole is sent again in halves, one after the other, so that one
 * bad record does not keep the others from being written. What is known of one half is not lost
 * when the other one fails.
 *
 * @throws what the request for all of them threw, unless it was a refusal
 */
async function sendApart<I, R>(
	chunk: Array<BatchEntry<I>>,
	write: BatchWrite<I, R>,
): Promise<Array<Outcome<R>>> {
	const outcomes: Array<Outcome<R>> = [];
	const unsent = [chunk];
	let refused = 0;
	let isAnyTaken = false;
	for (let part = unsent.pop(); part; part = unsent.pop()) {
		try {
			const told = outcomesOf(part, await write.send(part), write);
			isAnyTaken ||= told.some(({ ok }) => ok);
			outcomes.push(...told);
		} catch (error) {
			if (!(error instanceof GatewayError)) throw error;
			if (!isRefusal(error) && part === chunk) throw error;
			if (isRefusal(error) && part.length === 1) refused += 1;
			const isHopeless = refused >= ENOUGH_REFUSED && !isAnyTaken;
			if (!isRefusal(error) || part.length === 1 || isHopeless)
				outcomes.push(...allFailed<I, R>(part, error));
			else unsent.push(...halvesOf(part).reverse());
		}
	}
	return outcomes;
}

function halvesOf<T>(part: readonly T[]): [T[], T[]] {
	const middle = Math.ceil(part.length / 2);
	return [part.slice(0, middle), part.slice(middle)];
}

function allFailed<I, R>(
	chunk: ReadonlyArray<BatchEntry<I>>,
	reason: GatewayError,
): Array<Outcome<R>> {
	const error = outcomeErrorFrom(reason);
	return chunk.map(() => ({ ok: false, error }));
}

function isRefusal(error: unknown): boolean {
	return error instanceof GatewayError && REFUSED.has(error.kind);
}

/** Results come in any order, and errors name their records in several ways. */
function outcomesOf<I, R>(
	records: Array<BatchEntry<I>>,
	{ results, errors }: BatchAnswer<R>,
	write: BatchWrite<I, R>,
): Array<Outcome<R>> {
	const outcomes = new Map<string, Outcome<R>>();
	const open = () => records.filter(({ trace }) => !outcomes.has(trace));
	for (const { trace, value } of results)
		if (trace !== undefined) outcomes.set(trace, { ok: true, value });
	const unnamed: OutcomeError[] = [];
	for (const entry of errors) {
		const error = outcomeErrorOf(entry, write.secrets);
		const named = recordsNamedIn(entry, open());
		if (named.length === 0) unnamed.push(error);
		for (const { trace } of named) outcomes.set(trace, { ok: false, error });
	}
	for (const { trace, value } of results) {
		if (trace !== undefined) continue;
		const record = recordOfResult(open(), value, write, unnamed.length === 0);
		if (record) outcomes.set(record.trace, { ok: true, value });
	}
	return records.map(
		({ trace }) => outcomes.get(trace) ?? { ok: false, error: unnamed[0] ?? unmentioned() },
	);
}

/** The record whose result this is: the only one that fits, or the only one that is left. */
function recordOfResult<I, R>(
	open: Array<BatchEntry<I>>,
	result: R,
	write: BatchWrite<I, R>,
	isEveryErrorNamed: boolean,
): BatchEntry<I> | undefined {
	const fitting = open.filter((record) => write.fits(record, result));
	if (fitting.length === 1) return fitting[0];
	return open.length === 1 && isEveryErrorNamed ? open[0] : undefined;
}

function recordsNamedIn<I>(entry: object, open: Array<BatchEntry<I>>): Array<BatchEntry<I>> {
	const names = namesIn(entry);
	return open.filter((record) =>
		[record.trace, ...record.names].some((name) => names.has(name.toLowerCase())),
	);
}

const NAMING = ['objectWriteTraceId', 'ids', 'id', 'name'];

function namesIn(entry: object): Set<string> {
	const context = contextOf((entry as Json).context);
	return new Set(NAMING.flatMap((key) => context[key] ?? []).map((name) => name.toLowerCase()));
}

function unmentioned(): OutcomeError {
	return {
		kind: 'unexpected',
		message: "HubSpot's answer does not say what became of this record",
		code: UNMENTIONED,
		details: [],
		context: {},
	};
}
