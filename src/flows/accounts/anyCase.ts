import { patternsInAnyCase, type PlaceInText } from '../../core/anyCase';
import type { QuickBooksEntities } from '../../core/records/quickbooks';
import { GatewayError } from '../../gateways/errors';
import type { QuickBooksPort } from '../../gateways/ports';
import type { QuickBooksCriterion, QuickBooksQuery } from '../../core/records/quickbooksQueries';
import { toGatewayError } from './outcomes';
import { uniqueById } from '../../core/records/byId';

/** A text that a field may hold in other letters. */
export interface Sought {
	field: string;
	value: string;
	place: PlaceInText;
}

type Entity = 'Customer' | 'Item' | 'Invoice';

/** Rows of one answer. */
const PAGE = 1000;
/**
 * Four requests; a list with more texts to look for is read as a whole, a thousand to a request.
 */
const MOST_QUERIES = 120;
/** Where LIKE was seen not to tell letters apart, one pattern is enough. */
const ignoring = new WeakSet<QuickBooksPort>();

/**
 * Records in which a field may hold one of the texts, in whatever letters: nobody says whether
 * QuickBooks' lists and patterns
 * tell capital letters from small ones. It finds more than is meant, so what it finds is to be
 * compared. It takes one request
 * as a rule, and is for the moment before something would be created.
 *
 * @param also holds for all of them
 */
export async function findInAnyCase<E extends Entity>(
	quickbooks: QuickBooksPort,
	entity: E,
	sought: readonly Sought[],
	also: readonly QuickBooksCriterion[],
): Promise<Array<QuickBooksEntities[E]>> {
	const groups = sought.map(({ field, value, place }) => ({
		place,
		queries: queriesOf(field, patternsOf(quickbooks, value, place), also),
	}));
	const queries = [
		...new Map(
			groups.flatMap((group) => group.queries).map((query) => [JSON.stringify(query), query]),
		).values(),
	];
	if (queries.length === 0) return [];
	if (queries.length > MOST_QUERIES && entity !== 'Invoice')
		return await quickbooks.find(entity, { where: [...also] });
	const answers = await ask(quickbooks, entity, queries);
	if (groups.some((group) => group.place === 'beginning' && isSameForAll(group.queries, answers)))
		ignoring.add(quickbooks);
	return uniqueById([...answers.values()].flat());
}

function patternsOf(quickbooks: QuickBooksPort, value: string, place: PlaceInText): string[] {
	const patterns = patternsInAnyCase(value, place);
	return ignoring.has(quickbooks) ? patterns.slice(0, 1) : patterns;
}

function queriesOf(
	field: string,
	patterns: readonly string[],
	also: readonly QuickBooksCriterion[],
): QuickBooksQuery[] {
	return patterns.map((value) => ({
		where: [{ field, operator: 'LIKE' as const, value }, ...also],
		limit: PAGE,
	}));
}

/**
 * Answers by query. QuickBooks takes fewer batches in a minute than queries, so one query is asked
 * as such.
 */
async function ask<E extends Entity>(
	quickbooks: QuickBooksPort,
	entity: E,
	queries: readonly QuickBooksQuery[],
): Promise<Map<string, Array<QuickBooksEntities[E]>>> {
	const [only] = queries;
	if (queries.length === 1 && only)
		return new Map([[JSON.stringify(only), await findUnlessInvalid(quickbooks, entity, only)]]);
	const answers = new Map<string, Array<QuickBooksEntities[E]>>();
	const outcomes = await quickbooks.batch(
		queries.map((query) => ({ operation: 'query', entity, query })),
	);
	for (const [index, query] of queries.entries()) {
		const outcome = outcomes[index];
		// A text that cannot be asked for is nobody's.
		if (!outcome || (!outcome.ok && outcome.error.kind === 'invalid')) continue;
		if (!outcome.ok) throw toGatewayError('QuickBooks', outcome.error);
		const rows = (outcome.value.rows ?? []) as Array<QuickBooksEntities[E]>;
		answers.set(
			JSON.stringify(query),
			rows.length < PAGE ? rows : await quickbooks.find(entity, { where: query.where ?? [] }),
		);
	}
	return answers;
}

async function findUnlessInvalid<E extends Entity>(
	quickbooks: QuickBooksPort,
	entity: E,
	{ where = [] }: QuickBooksQuery,
): Promise<Array<QuickBooksEntities[E]>> {
	try {
		return await quickbooks.find(entity, { where });
	} catch (error) {
		if (error instanceof GatewayError && error.kind === 'invalid') return [];
		throw error;
	}
}

/** Patterns that begin with the same letter in either case, and find the same record. */
function isSameForAll(
	queries: readonly QuickBooksQuery[],
	answers: ReadonlyMap<string, ReadonlyArray<{ Id: string }>>,
): boolean {
	const firstOf = (query: QuickBooksQuery | undefined) =>
		String(query?.where?.[0]?.value).charAt(0);
	const [first, last] = [queries[0], queries.at(-1)];
	if (firstOf(first) === firstOf(last) || !/^[a-z]$/i.test(firstOf(first))) return false;
	const ids = new Set(answers.get(JSON.stringify(first))?.map(({ Id }) => Id));
	return answers.get(JSON.stringify(last))?.some(({ Id }) => ids.has(Id)) ?? false;
}
