import type { QuickBooksEntities, QuickBooksPayload } from '../../../../core/records/quickbooks';
import { GatewayError } from '../../../../gateways/errors';
import type { QuickBooksPort } from '../../../../gateways/ports';

type Named = 'Customer' | 'Item';

/** More records of one key than this were never removed; something else is wrong. */
const LAST_GENERATION = 20;
/** Times of records are cut to the second. */
const SECOND_MS = 1000;

/** What is to be made, and how it is known again. */
interface Wanted<E extends Named> {
	entity: E;
	payload: QuickBooksPayload;
	key: string;
	/** Whether a record, as it is now, is what the payload asks for. */
	isIt: (record: QuickBooksEntities[E]) => boolean;
	/** Looks for it under another id. */
	find: () => Promise<QuickBooksEntities[E] | undefined>;
}

/**
 * Creates a customer or an item once. QuickBooks repeats its first answer to a key for as long as
 * it remembers it, also when
 * that record was merged, renamed or made inactive since. So an answer older than this request is
 * read again; where it is not
 * what was asked for, the key is spent: what is wanted is looked for, then made under the next key.
 *
 * @throws GatewayError `duplicateName` and whatever else refuses it
 */
export async function createOnce<E extends Named>(
	wanted: Wanted<E>,
	quickbooks: QuickBooksPort,
): Promise<QuickBooksEntities[E]> {
	const { entity, payload, key, isIt, find } = wanted;
	// By QuickBooks' own clock: no other tells a new record from the answer to an earlier request.
	const readAt = quickbooks.answeredAt?.();
	for (let generation = 0; generation <= LAST_GENERATION; generation += 1) {
		const answer = await answerTo(
			entity,
			payload,
			generation === 0 ? key : `${key}|again ${generation}`,
			find,
			quickbooks,
		);
		if (
			answer &&
			readAt !== undefined &&
			Date.parse(answer.MetaData.CreateTime) > readAt - SECOND_MS
		)
			return answer;
		const now = answer && (await readNow(entity, answer.Id, quickbooks));
		if (now && isIt(now)) return now;
		const found = generation === 0 ? await find() : undefined;
		if (found) return found;
	}
	throw new GatewayError({
		system: 'QuickBooks',
		kind: 'unexpected',
		message: `The new ${entity} was made and removed ${LAST_GENERATION} times`,
	});
}

/** Undefined when QuickBooks knows the key with other values. */
async function answerTo<E extends Named>(
	entity: E,
	payload: QuickBooksPayload,
	key: string,
	findMade: Wanted<E>['find'],
	quickbooks: QuickBooksPort,
): Promise<QuickBooksEntities[E] | undefined> {
	return await unless(
		'duplicateRequest',
		async () => await quickbooks.create(entity, payload, key, { findMade }),
	);
}

async function readNow<E extends Named>(
	entity: E,
	id: string,
	quickbooks: QuickBooksPort,
): Promise<QuickBooksEntities[E] | undefined> {
	return await unless('notFound', async () => await quickbooks.read(entity, id));
}

async function unless<T>(
	kind: GatewayError['kind'],
	work: () => Promise<T>,
): Promise<T | undefined> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof GatewayError && error.kind === kind) return undefined;
		throw error;
	}
}
