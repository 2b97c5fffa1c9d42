import type { QuickBooksEntities, QuickBooksEntityName } from '../../../core/records/quickbooks';
import { GatewayError } from '../../errors';
import type { QuickBooksQuery } from '../../../core/records/quickbooksQueries';
import { PAGE, toQueryText } from './query';
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
 *
 * @throws GatewayError `invalid` for a value, field or operator that cannot be written
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
	const found: Array<QuickBooksEntities[E]> = [];
	for (let start = 0; start < parts.length; start += AT_ONCE) {
		const group = parts.slice(start, start + AT_ONCE);
		const rows = await Promise.all(
			group.map(({ where, keeps }) =>
				findPages(session, entity, { ...pageOf(query.orderBy, keeps, end), where }, keeps),
			),
		);
		found.push(...rows.flat());
	}
	return uniqueById(found).sort(orderOf(query)).slice(skipped, end);
}

/** How the rows of one part are ordered, and how many are asked for. */
function pageOf(
	orderBy: QuickBooksQuery['orderBy'],
	keeps: QueryPart['keeps'],
	end: number | undefined,
): QuickBooksQuery {
	return {
		...(orderBy && { orderBy }),
		...(end !== undefined && keeps.length === 0 && { limit: end }),
	};
}

/** @param keeps which of the rows found are meant; all of them when there is none */
async function findPages<E extends QuickBooksEntityName>(
	session: QuickBooksSession,
	entity: E,
	query: QuickBooksQuery,
	keeps: QueryPart['keeps'] = [],
): Promise<Array<QuickBooksEntities[E]>> {
	const rows: Array<QuickBooksEntities[E]> = [];
	const limit = query.limit ?? Infinity;
	for (let position = query.startPosition ?? 1; rows.length < limit; position += PAGE) {
		const size = Math.min(PAGE, limit - rows.length);
		const text = toQueryText(query, position, size);
		const page = await session.ask({
			repeatable: 'read',
			method: finders[entity],
			args: () => [text],
			read: (body) => rowsIn(body, entity),
		});
		rows.push(...page);
		if (page.length < size) break;
	}
	return uniqueById(rows).filter((row) => keeps.every((keep) => keep(row)));
}

function rowsIn<E extends QuickBooksEntityName>(
	{ QueryResponse: response }: Record<string, unknown>,
	entity: E,
): Array<QuickBooksEntities[E]> {
	if (typeof response !== 'object' || response === null)
		throw new GatewayError({
			system: 'QuickBooks',
			kind: 'unexpected',
			message: 'QuickBooks answered a query without a QueryResponse',
		});
	return (response as Record<string, Array<QuickBooksEntities[E]>>)[entity] ?? [];
}

function orderOf({
	orderBy: { field, descending } = { field: 'Id' },
}: QuickBooksQuery): (a: object, b: object) => number {
	return (a, b) => (descending ? -1 : 1) * compare(fieldOf(a, field), fieldOf(b, field));
}

/** Ids are longer than a number can be. */
function compare(a: string, b: string): number {
	if (/^\d+$/.test(a) && /^\d+$/.test(b)) return a.length - b.length || compareText(a, b);
	if (/^-?\d+\.?\d*$/.test(a) && /^-?\d+\.?\d*$/.test(b)) return Number(a) - Number(b);
	return compareText(a, b);
}

function compareText(a: string, b: string): number {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}
