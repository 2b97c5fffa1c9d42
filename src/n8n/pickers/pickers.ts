import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';
import { quoteProperties } from '../../core/invoice/lines/quotes/quote';
import { billableQuotes, isAccepted } from '../../core/invoice/lines/quotes/quoteStatus';
import { readCompanyRules } from '../../core/invoice/billing/settings';
import { dayIn } from '../../core/calendar';
import type { HubSpotObjectType, HubSpotRecord } from '../../core/records/hubspot';
import type { QuickBooksEntities, QuickBooksEntityName } from '../../core/records/quickbooks';
import { hubSpotUrl, quickBooksUrl } from '../../core/urls';
import type { HubSpotPort, QuickBooksCriterion, QuickBooksPort } from '../../gateways/ports';
import { connectHubSpot, connectQuickBooks, type HubSpotAuthentication } from '../connect';
import { toNodeError } from '../errors';
import { searchInvoices } from './invoices';

const PAGE = 50;

/**
 * Lists that fill as a person types. A failure becomes an n8n error, so the editor shows what to
 * do.
 */
type ListSearch = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

async function guarded<T>(context: ILoadOptionsFunctions, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw toNodeError(context.getNode(), error, 0);
	}
}

function hubSpotOf(context: ILoadOptionsFunctions): Promise<HubSpotPort> {
	return connectHubSpot(
		context,
		(context.getCurrentNodeParameter('hubspotAuthentication') as
			HubSpotAuthentication | undefined) ?? 'serviceKey',
	);
}

/** HubSpot records by their searchable text, the latest first. */
function hubSpotSearch(
	objectType: HubSpotObjectType,
	nameProperties: string[],
	toName = (values: string[]) => values.join(' '),
): ListSearch {
	return async function (filter, paginationToken) {
		return await guarded(this, async () => {
			const hubspot = await hubSpotOf(this);
			const [account, page] = await Promise.all([
				hubspot.readAccount(),
				hubspot.searchObjects(objectType, {
					filterGroups: [],
					...(filter && { query: filter }),
					properties: nameProperties,
					sort: {
						property: objectType === 'contacts' ? 'lastmodifieddate' : 'hs_lastmodifieddate',
						direction: 'DESCENDING',
					},
					limit: PAGE,
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
function quickBooksSearch<E extends QuickBooksEntityName>(
	entity: E,
	nameField: string,
	toName: (record: QuickBooksEntities[E]) => string,
	where: QuickBooksCriterion[] = [],
): ListSearch {
	return async function (filter, paginationToken) {
		return await guarded(this, async () => {
			const quickbooks = await connectQuickBooks(this);
			const startPosition = Number(paginationToken ?? 1);
			const typed = filter?.replace(/[%\\\p{Cc}]/gu, '').trim();
			const records = await quickbooks.find(entity, {
				where: [
					...where,
					...(typed ? [{ field: nameField, operator: 'LIKE' as const, value: `%${typed}%` }] : []),
				],
				orderBy: { field: nameField },
				limit: PAGE,
				startPosition,
			});
			const results = records.map((record): INodeListSearchItems => ({
				name: toName(record),
				value: record.Id,
				url: quickBooksUrl(quickbooks.environment, entity, record.Id),
			}));
			return {
				results,
				...(records.length === PAGE && { paginationToken: String(startPosition + PAGE) }),
			};
		});
	};
}

async function searchQuotes(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await guarded(this, async () => {
		const dealId = this.getCurrentNodeParameter('deal', { extractValue: true });
		if (typeof dealId !== 'string' || !/^\d+$/.test(dealId)) return { results: [] };
		const hubspot = await hubSpotOf(this);
		const [account, deal] = await Promise.all([
			hubspot.readAccount(),
			hubspot.readObject('deals', dealId, { properties: ['dealname'], associations: ['quotes'] }),
		]);
		const quotes = await hubspot.readObjects('quotes', [...(deal.associations.quotes ?? [])], {
			properties: quoteProperties,
		});
		const today = dayIn(new Date(), account.timeZone);
		const named = billableQuotes(quotes, today).map((quote) => ({
			name: quoteLabel(quote),
			value: quote.id,
			url: hubSpotUrl(account.uiDomain, account.portalId, 'quotes', quote.id),
		}));
		return {
			results: named.filter(
				({ name }) => !filter || name.toLowerCase().includes(filter.toLowerCase()),
			),
		};
	});
}

function quoteLabel(quote: HubSpotRecord): string {
	const title = quote.properties['hs_title'] || quote.id;
	return isAccepted(quote) ? `${title} (accepted)` : title;
}

/**
 * Lines of US companies know TAX and NON; without automated tax, invoices have a code of the
 * company's own besides.
 */
async function searchTaxCodes(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await guarded(this, async () => {
		const quickbooks = await connectQuickBooks(this);
		const { preferences, company } = await quickbooks.readSettings();
		const { taxRegime } = readCompanyRules(preferences, company);
		const own =
			taxRegime === 'codes' || taxRegime === 'usManual' ? await readTaxCodes(quickbooks) : [];
		const codes =
			taxRegime === 'codes'
				? own
				: [...US_CODES, ...own.filter(({ value }) => !US_CODES.some((one) => one.value === value))];
		return {
			results: codes.filter(
				({ name }) => !filter || name.toLowerCase().includes(filter.toLowerCase()),
			),
		};
	});
}

const US_CODES: INodeListSearchItems[] = [
	{ name: 'Taxable (TAX)', value: 'TAX' },
	{ name: 'Non-Taxable (NON)', value: 'NON' },
];

async function readTaxCodes(quickbooks: QuickBooksPort): Promise<INodeListSearchItems[]> {
	const codes = await quickbooks.find('TaxCode', {});
	return codes
		.filter(({ Active }) => Active !== false)
		.map(({ Id, Name, Description }) => ({
			name: Description && Description !== Name ? `${Name} (${Description})` : Name,
			value: Id,
		}));
}

/** Custom fields that are switched on for sales forms. */
async function getCustomFields(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await guarded(this, async () => {
		const { preferences, company } = await (await connectQuickBooks(this)).readSettings();
		return readCompanyRules(preferences, company).customFields.map(({ definitionId, name }) => ({
			name,
			value: definitionId,
		}));
	});
}

export const listSearch = {
	searchDeals: hubSpotSearch('deals', ['dealname']),
	searchContacts: hubSpotSearch('contacts', ['firstname', 'lastname', 'email']),
	searchCompanies: hubSpotSearch('companies', ['name', 'domain'], ([name = '']) => name),
	searchInvoices,
	searchQuotes,
	searchCustomers: quickBooksSearch(
		'Customer',
		'DisplayName',
		({ DisplayName, FullyQualifiedName }) => FullyQualifiedName ?? DisplayName,
	),
	searchItems: quickBooksSearch(
		'Item',
		'Name',
		({ Name, Sku, FullyQualifiedName }) => `${FullyQualifiedName ?? Name}${Sku ? ` (${Sku})` : ''}`,
	),
	searchTerms: quickBooksSearch('Term', 'Name', ({ Name }) => Name),
	searchIncomeAccounts: quickBooksSearch(
		'Account',
		'Name',
		({ Name, FullyQualifiedName }) => FullyQualifiedName ?? Name,
		[{ field: 'AccountType', operator: '=', value: 'Income' }],
	),
	searchBankAccounts: quickBooksSearch(
		'Account',
		'Name',
		({ Name, FullyQualifiedName }) => FullyQualifiedName ?? Name,
		[{ field: 'AccountType', operator: 'IN', value: ['Bank', 'Other Current Asset'] }],
	),
	searchClasses: quickBooksSearch(
		'Class',
		'Name',
		({ FullyQualifiedName, Name, Id }) => FullyQualifiedName ?? Name ?? Id,
	),
	searchLocations: quickBooksSearch(
		'Department',
		'Name',
		({ FullyQualifiedName, Name, Id }) => FullyQualifiedName ?? Name ?? Id,
	),
	searchTaxCodes,
};

export const loadOptions = { getCustomFields };
