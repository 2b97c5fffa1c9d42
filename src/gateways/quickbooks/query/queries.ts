import type { QuickBooksEntities, QuickBooksEntityName } from '../../../core/records/quickbooks';
import { GatewayError } from '../../errors';
import type { QuickBooksCriterion, QuickBooksQuery } from '../../ports';
import { checkCriteria, PAGE, toQueryText } from './query';
import { fieldOf, toParts, type QueryPart } from './queryParts';
import type { QuickBooksSession } from '../transport/session';
import { uniqueById } from '../../../core/records/byId';

/** node-quickbooks' method for each entity. */
const finders: Record<QuickBooksEntityName, string> = {
	Invoice: 'findInvoices',
	Customer: 'findCustomers',
	Item: 'findItems',
	Payment: 'findPayments',
	Term: 'findTerms',
	Account: 'findAccounts',
	TaxCode: 'findTaxCodes',
	TaxRate: 'findTaxRates',
	Class: 'findClasses',
	Department: 'findDepartments',
	Vendor: 'findVendors',
	Employee: 'findEmployees',
	Estimate: 'findEstimates',
	CreditMemo: 'findCreditMemos',
	SalesReceipt: 'findSalesReceipts',
	CompanyCurrency: 'findCompanyCurrencies',
};
/** Queries under way at a time for one question. */
const AT_ONCE = 4;

/**
 * Rows in the order asked for, each once, however many requests it takes.
 * https://developer.intuit.com/app/developer/qbo/docs/learn/explore-the-quickbooks-online-api/data-queries
 */
export async function findRows<E extends QuickBooksEntityName>(
	session: QuickBooksSession,
	entity: E,
	query: QuickBooksQuery,
): Promise<Array<QuickBooksEntities[E]>> {
	const parts = toParts(query);
	const [only] = parts;
	if (parts.length === 1 && only?.keeps.length === 0)
		return await findPages(session, entity, { ...query, where: only.where });
	const skipped = (query.startPosition ?? 1) - 1;
	const end = query.limit === undefined ? undefined : skipped + query.limit;
	const found = await inGroups(parts, async ({ where, keeps }) => {
		const rows = await findPages(session, entity, {
			where,
			...(query.orderBy && { orderBy: query.orderBy }),
			...(end !== undefined && keeps.length === 0 && { limit: end }),
		});
		return rows.filter((row) => keeps.every((keep) => keep(row)));
	});
	return uniqueById(found).sort(orderOf(query)).slice(skipped, end);
}

/** Rows made inactive are counted only when asked for, as in `findRows`. */
export async function countRows(
	session: QuickBooksSession,
	entity: QuickBooksEntityName,
	where: QuickBooksCriterion[],
): Promise<number> {
	const counts = await inGroups(toParts({ where }), async (part) => [
		await countPart(session, entity, part),
	]);
	return counts.reduce((sum, count) => sum + count, 0);
}

async function countPart(
	session: QuickBooksSession,
	entity: QuickBooksEntityName,
	{ where, keeps }: QueryPart,
): Promise<number> {
	if (keeps.length > 0)
		return (await findPages(session, entity, { where })).filter((row) =>
			keeps.every((keep) => keep(row)),
		).length;
	checkCriteria(where);
	// node-quickbooks counts only for criteria that it writes itself, and only when asked to in the
	// first of them.
	const { totalCount } = await readPage(session, entity, () => [{ count: true }, ...where]);
	if (typeof totalCount !== 'number')
		throw new GatewayError({
			system: 'QuickBooks',
			kind: 'unexpected',
			message: `QuickBooks did not count ${entity} records`,
		});
	return totalCount;
}

async function findPages<E extends QuickBooksEntityName>(
	session: QuickBooksSession,
	entity: E,
	query: QuickBooksQuery,
): Promise<Array<QuickBooksEntities[E]>> {
	const rows: Array<QuickBooksEntities[E]> = [];
	const limit = query.limit ?? Infinity;
	for (let position = query.startPosition ?? 1; rows.length < limit; position += PAGE) {
		const size = Math.min(PAGE, limit - rows.length);
		const text = toQueryText(query, position, size);
		const page = (await readPage(session, entity, () => text))[entity] as
			Array<QuickBooksEntities[E]> | undefined;
		rows.push(...(page ?? []));
		if ((page?.length ?? 0) < size) break;
	}
	return uniqueById(rows);
}

/** A text criterion is sent as it is. */
async function readPage(
	session: QuickBooksSession,
	entity: QuickBooksEntityName,
	criteria: () => string | object[],
): Promise<Record<string, unknown>> {
	const { QueryResponse } = await session.ask('read', finders[entity], () => [criteria()]);
	if (typeof QueryResponse !== 'object' || QueryResponse === null)
		throw new GatewayError({
			system: 'QuickBooks',
			kind: 'unexpected',
			message: 'QuickBooks answered a query without a QueryResponse',
		});
	return QueryResponse as Record<string, unknown>;
}

/** What moves between pages while they are read comes twice. */

function orderOf({
	orderBy: { field, descending } = { field: 'Id' },
}: QuickBooksQuery): (a: object, b: object) => number {
	return (a, b) => (descending ? -1 : 1) * compare(fieldOf(a, field), fieldOf(b, field));
}

/** Ids are longer than a number can be. */
function compare(a: string, b: string): number {
	if (/^\d+$/.test(a) && /^\d+$/.test(b))
		return a.length - b.length || (a === b ? 0 : a < b ? -1 : 1);
	if (/^-?\d+\.?\d*$/.test(a) && /^-?\d+\.?\d*$/.test(b)) return Number(a) - Number(b);
	return a === b ? 0 : a < b ? -1 : 1;
}

async function inGroups<T, R>(values: readonly T[], run: (value: T) => Promise<R[]>): Promise<R[]> {
	const results: R[] = [];
	for (let start = 0; start < values.length; start += AT_ONCE)
		results.push(...(await Promise.all(values.slice(start, start + AT_ONCE).map(run))).flat());
	return results;
}
