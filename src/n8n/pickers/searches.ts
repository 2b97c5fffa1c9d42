import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import type { HubSpotObjectType } from '../../core/records/hubspot';
import type { QuickBooksEntities, QuickBooksEntityName } from '../../core/records/quickbooks';
import { hubSpotUrl, quickBooksUrl } from '../../core/urls';
import type { QuickBooksCriterion } from '../../core/records/quickbooksQueries';
import { connectQuickBooks } from '../connection/connect';
import { connectChosenHubSpot, LIST_PAGE, withNodeErrors } from './editor';

/** A list that fills as a person types. */
type ListSearch = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

/** HubSpot records by their searchable text, the latest first. */
export function hubSpotSearch(
	objectType: HubSpotObjectType,
	nameProperties: string[],
	toName = (values: string[]) => values.join(' '),
): ListSearch {
	const latestFirst = {
		property: objectType === 'contacts' ? 'lastmodifieddate' : 'hs_lastmodifieddate',
		direction: 'DESCENDING' as const,
	};
	return async function (filter, paginationToken) {
		return await withNodeErrors(this, async () => {
			const hubspot = await connectChosenHubSpot(this);
			const [account, page] = await Promise.all([
				hubspot.readAccount(),
				hubspot.searchObjects(objectType, {
					filterGroups: [],
					...(filter && { query: filter }),
					properties: nameProperties,
					sort: latestFirst,
					limit: LIST_PAGE,
					...(paginationToken && { after: paginationToken }),
				}),
			]);
			const results = page.records.map(({ id, properties }) => ({
				name: toName(nameProperties.flatMap((name) => properties[name] || [])) || id,
				value: id,
				url: hubSpotUrl(account.uiDomain, account.portalId, objectType, id),
			}));
			return { results, ...(page.after && { paginationToken: page.after }) };
		});
	};
}

/** QuickBooks records whose name contains what is typed, in order of the name. */
export function quickBooksSearch<E extends QuickBooksEntityName>(
	entity: E,
	nameField: string,
	toName: (record: QuickBooksEntities[E]) => string,
	where: QuickBooksCriterion[] = [],
): ListSearch {
	return async function (filter, paginationToken) {
		return await withNodeErrors(this, async () => {
			const quickbooks = await connectQuickBooks(this);
			const startPosition = Number(paginationToken ?? 1);
			const records = await quickbooks.find(entity, {
				where: [...where, ...nameContains(nameField, filter)],
				orderBy: { field: nameField },
				limit: LIST_PAGE,
				startPosition,
			});
			const results = records.map((record): INodeListSearchItems => ({
				name: toName(record),
				value: record.Id,
				url: quickBooksUrl(quickbooks.environment, entity, record.Id),
			}));
			return {
				results,
				...(records.length === LIST_PAGE && { paginationToken: String(startPosition + LIST_PAGE) }),
			};
		});
	};
}

function nameContains(nameField: string, filter: string | undefined): QuickBooksCriterion[] {
	const typed = filter?.replace(/[%\\\p{Cc}]/gu, '').trim();
	return typed ? [{ field: nameField, operator: 'LIKE', value: `%${typed}%` }] : [];
}
