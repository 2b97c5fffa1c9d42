import { GatewayError } from '../errors';
import type { QuickBooksEntities, QuickBooksEntityName } from '../../core/records/quickbooks';
import type { QuickBooksCriterion, QuickBooksQuery } from '../ports';
import { PAGE, splitQuery, toQueryText, toWhereText } from './query';
import type { QuickBooksSession } from './session';

/** node-quickbooks' method for each entity. */
const finders: Record<QuickBooksEntityName, string> = {
	Invoice: 'findInvoices', Customer: 'findCustomers', Item: 'findItems', Payment: 'findPayments', Term: 'findTerms', Account: 'findAccounts', TaxCode: 'findTaxCodes', TaxRate: 'findTaxRates',
	Class: 'findClasses', Department: 'findDepartments', Vendor: 'findVendors', Employee: 'findEmployees', Estimate: 'findEstimates', CreditMemo: 'findCreditMemos', CompanyCurrency: 'findCompanyCurrencies',
};

type Rows = Record<string, unknown>;

/** https://developer.intuit.com/app/developer/qbo/docs/learn/explore-the-quickbooks-online-api/data-queries */
export async function findRows<E extends QuickBooksEntityName>(session: QuickBooksSession, entity: E, query: QuickBooksQuery): Promise<Array<QuickBooksEntities[E]>> {
	const parts = splitQuery(query);
	const rows = (await Promise.all(parts.map(async (part) => await findPart(session, entity, part)))).flat();
	return parts.length > 1 && query.limit !== undefined ? rows.slice(0, query.limit) : rows;
}

async function findPart<E extends QuickBooksEntityName>(session: QuickBooksSession, entity: E, query: QuickBooksQuery): Promise<Array<QuickBooksEntities[E]>> {
	const rows: Array<QuickBooksEntities[E]> = [];
	const limit = query.limit ?? Infinity;
	for (let position = query.startPosition ?? 1; rows.length < limit; position += PAGE) {
		const size = Math.min(PAGE, limit - rows.length);
		const page = await readPage(session, entity, toQueryText(query, position, size));
		rows.push(...((page[entity] as Array<QuickBooksEntities[E]> | undefined) ?? []));
		if (((page[entity] as unknown[] | undefined)?.length ?? 0) < size) break;
	}
	return rows;
}

export async function countRows(session: QuickBooksSession, entity: QuickBooksEntityName, where: QuickBooksCriterion[]): Promise<number> {
	// node-quickbooks counts only for criteria that it escapes itself, which leaves backslashes; a batch takes the whole query.
	const { body } = await session.call('read', (client, done) => client['batch']?.([{ bId: 'count', Query: `select count(*) from ${entity}${toWhereText(where)}` }], done), 'batch');
	const [item] = (body as { BatchItemResponse?: Array<{ QueryResponse?: { totalCount?: number } }> }).BatchItemResponse ?? [];
	const total = item?.QueryResponse?.totalCount;
	if (typeof total !== 'number') throw new GatewayError({ system: 'QuickBooks', kind: 'unexpected', message: `QuickBooks did not count ${entity} records` });
	return total;
}

async function readPage(session: QuickBooksSession, entity: QuickBooksEntityName, text: string): Promise<Rows> {
	// A text criterion is sent as it is; node-quickbooks escapes no backslash in the other forms.
	const { body } = await session.call('read', (client, done) => client[finders[entity]]?.(text, done));
	const response = (body as { QueryResponse?: Rows }).QueryResponse;
	if (!response) throw new GatewayError({ system: 'QuickBooks', kind: 'unexpected', message: 'QuickBooks answered a query without a QueryResponse' });
	return response;
}
