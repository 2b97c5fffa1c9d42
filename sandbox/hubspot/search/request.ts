import { z } from 'zod';
import { validation } from '../refusal';
import type { HubSpotSwitches } from '../switches';

const operators = [
	'EQ',
	'NEQ',
	'LT',
	'LTE',
	'GT',
	'GTE',
	'BETWEEN',
	'IN',
	'NOT_IN',
	'HAS_PROPERTY',
	'NOT_HAS_PROPERTY',
	'CONTAINS_TOKEN',
	'NOT_CONTAINS_TOKEN',
] as const;
type Operator = (typeof operators)[number];

export interface Filter {
	propertyName: string;
	operator: Operator;
	value?: string | undefined;
	highValue?: string | undefined;
	values?: string[] | undefined;
}

export interface SearchRequest {
	/** A record must match all filters of at least one group. Without groups, all records match. */
	groups: Filter[][];
	query: string | undefined;
	sort: { propertyName: string; descending: boolean } | undefined;
	properties: string[] | undefined;
	limit: number;
	offset: number;
}

/** Some clients send numbers and booleans instead of texts. */
const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const filterSchema = z.object({
	propertyName: z.string().nullish(),
	operator: z.enum(operators).nullish(),
	value: text.nullish(),
	highValue: text.nullish(),
	values: z.array(text).nullish(),
});

const sortSchema = z.union([
	z.string(),
	z.object({
		propertyName: z.string(),
		direction: z.enum(['ASCENDING', 'DESCENDING']).default('ASCENDING'),
	}),
]);

export const searchSchema = z.object({
	filterGroups: z.array(z.object({ filters: z.array(filterSchema).nullish() })).nullish(),
	/** The filters of a single group may be given directly. */
	filters: z.array(filterSchema).nullish(),
	query: z.string().nullish(),
	sorts: z.array(sortSchema).nullish(),
	properties: z.array(z.string()).nullish(),
	limit: z.coerce.number().int().nullish(),
	after: text.nullish(),
});
type SentSearch = z.output<typeof searchSchema>;

const LIMIT = 10;
const MAX_LIMIT = 200;
const MAX_RESULTS = 10_000;
const MAX_CHARACTERS = 3000;

/**
 * Reads a search request and checks HubSpot's limits.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/search-the-crm
 * @param characters length of the body as sent
 * @throws Refusal 400
 */
export function readSearch(
	sent: SentSearch,
	characters: number,
	switches: HubSpotSwitches,
): SearchRequest {
	const length = switches.searchCharacters === 'body' ? characters : (sent.query?.length ?? 0);
	if (length > MAX_CHARACTERS)
		throw validation(`The request has ${length} characters, the maximum is ${MAX_CHARACTERS}.`);
	const groups = [
		...(sent.filterGroups ?? []),
		...(sent.filters ? [{ filters: sent.filters }] : []),
	].map((group) => (group.filters ?? []).map(readFilter));
	checkGroups(groups, switches);
	if (switches.searchQuotes === 'refuseOdd') groups.flat().forEach(checkQuotes);
	if ((sent.sorts?.length ?? 0) > 1) throw validation('Only one sort may be given.');
	const limit = sent.limit ?? LIMIT;
	if (limit < 1 || limit > MAX_LIMIT)
		throw validation(`Invalid limit: ${limit}. It must be between 1 and ${MAX_LIMIT}.`);
	return {
		groups: groups.some((group) => group.length === 0) ? [] : groups,
		query: sent.query?.trim() ? sent.query : undefined,
		sort: readSort(sent.sorts?.[0]),
		properties: sent.properties ?? undefined,
		limit,
		offset: readOffset(sent.after ?? '', limit),
	};
}

function checkGroups(
	groups: Filter[][],
	{ searchGroups, searchFilters, searchFiltersPerGroup }: HubSpotSwitches,
): void {
	if (groups.length > searchGroups)
		throw validation(`There are ${groups.length} filter groups, the maximum is ${searchGroups}.`);
	if (groups.some((group) => group.length > searchFiltersPerGroup))
		throw validation(`A filter group may have ${searchFiltersPerGroup} filters at most.`);
	const all = groups.reduce((sum, group) => sum + group.length, 0);
	if (all > searchFilters)
		throw validation(`There are ${all} filters, the maximum is ${searchFilters}.`);
}

/**
 * The error is published in https://github.com/HubSpot/hubspot-api-nodejs/issues/555. It is not known
 * for lists of values; the sandbox treats them in the same way.
 */
function checkQuotes({ value, highValue, values = [] }: Filter): void {
	const odd = [value, highValue, ...values].find(
		(one) => one !== undefined && one.split('"').length % 2 === 0,
	);
	if (odd !== undefined) throw validation(`Filter value ${odd} has mismatched quotation marks`);
}

function readFilter(sent: NonNullable<SentSearch['filters']>[number]): Filter {
	const { propertyName, operator } = sent;
	if (!propertyName || !operator) {
		const missing = [!propertyName && 'propertyName', !operator && 'operator']
			.filter(Boolean)
			.join(', ');
		throw validation(
			`Invalid input JSON on line 1, column 1: Cannot build Filter, some of required attributes are not set [${missing}]`,
		);
	}
	const blank = (['value', 'highValue'] as const).find((name) => sent[name]?.trim() === '');
	if (blank)
		throw validation(
			`Invalid input JSON on line 1, column 1: ${blank} must be non-empty and non-blank, if specified {propertyName: '${propertyName}'}`,
		);
	const filter: Filter = {
		propertyName,
		operator,
		value: sent.value ?? undefined,
		highValue: sent.highValue ?? undefined,
		values: sent.values ?? undefined,
	};
	const lacking = needs(operator).find(
		(name) => filter[name] === undefined || filter[name].length === 0,
	);
	if (lacking)
		throw validation(`Operator ${operator} needs ${lacking} {propertyName: '${propertyName}'}`);
	return filter;
}

function needs(operator: Operator): ReadonlyArray<'value' | 'highValue' | 'values'> {
	if (operator === 'HAS_PROPERTY' || operator === 'NOT_HAS_PROPERTY') return [];
	if (operator === 'IN' || operator === 'NOT_IN') return ['values'];
	return operator === 'BETWEEN' ? ['value', 'highValue'] : ['value'];
}

/** A sort is an object or a property name; a minus before the name means descending. */
function readSort(
	sent: NonNullable<SentSearch['sorts']>[number] | undefined,
): SearchRequest['sort'] {
	if (sent === undefined) return undefined;
	if (typeof sent !== 'string')
		return { propertyName: sent.propertyName, descending: sent.direction === 'DESCENDING' };
	return { propertyName: sent.replace(/^-/, ''), descending: sent.startsWith('-') };
}

/** The cursor is the number of results before the page. A search returns at most 10,000. */
function readOffset(after: string, limit: number): number {
	if (after === '') return 0;
	if (!/^\d{1,9}$/.test(after))
		throw validation(`Invalid after: ${after}. It must be the cursor of the page before.`);
	if (Number(after) + limit > MAX_RESULTS)
		throw validation(
			`A search reaches ${MAX_RESULTS} results at most: after ${after} with limit ${limit} goes beyond.`,
		);
	return Number(after);
}
