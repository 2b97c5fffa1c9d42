import type { Store } from '../../store';
import type { ObjectType } from '../types';

/**
 * The properties that `query` searches. For taxes, discounts and fees they are not documented.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/search-the-crm
 */
export const queried: Record<ObjectType, readonly string[]> = {
	contacts: [
		'firstname',
		'lastname',
		'email',
		'phone',
		'hs_additional_emails',
		'fax',
		'mobilephone',
		'company',
	],
	companies: ['website', 'phone', 'name', 'domain'],
	deals: ['pipeline', 'dealname', 'dealstage', 'description', 'dealtype'],
	products: ['name', 'description', 'price', 'hs_sku'],
	line_items: ['name', 'description', 'hs_sku'],
	quotes: [
		'hs_title',
		'hs_quote_number',
		'hs_sender_firstname',
		'hs_sender_lastname',
		'hs_sender_email',
		'hs_sender_phone',
		'hs_sender_company_name',
		'hs_proposal_slug',
	],
	invoices: ['hs_number', 'hs_title'],
	taxes: [],
	discounts: [],
	fees: [],
};

const WORD = /[\p{L}\p{N}]+/gu;

/** The form in which texts are compared: upper and lower case are equal. */
export function lowerCase(value: string): string {
	return value.toLowerCase();
}

/** Words of letters and digits in lower case: `O'Brien & Söhne` → o, brien, söhne. */
function tokensOf(value: string): string[] {
	return lowerCase(value).match(WORD) ?? [];
}

/**
 * Whether `value` contains the words of `pattern` next to each other. If the pattern contains `*`, it
 * must match a whole word or the whole value.
 */
function containsTokens(value: string, pattern: string): boolean {
	if (pattern.includes('*')) return fits(value, pattern);
	const sought = tokensOf(pattern);
	const all = tokensOf(value);
	if (sought.length === 0) return lowerCase(value).trim() === lowerCase(pattern).trim();
	return all.some((_token, index) => sought.every((token, place) => all[index + place] === token));
}

function fits(value: string, pattern: string): boolean {
	const expression = new RegExp(`^${lowerCase(pattern).split('*').map(escape).join('.*')}$`, 'su');
	const folded = lowerCase(value);
	return (
		expression.test(folded) ||
		folded.split(/\s+/).some((word) => expression.test(word)) ||
		tokensOf(value).some((token) => expression.test(token))
	);
}

function escape(text: string): string {
	return text.replace(/[.+?^${}()|[\]\\/]/g, '\\$&');
}

/**
 * Whether each word of the query is the start of a word in one of the values.
 * @param values a JSON array of texts and nulls
 */
function answersQuery(values: string, query: string): boolean {
	const words = (JSON.parse(values) as Array<string | null>).flatMap((value) =>
		value === null ? [] : tokensOf(value),
	);
	return tokensOf(query).every((token) => words.some((word) => word.startsWith(token)));
}

/** Defines the SQL functions `fold`, `contains_tokens` and `answers_query`. */
export function defineTextFunctions(store: Store): void {
	store.define('fold', (value) =>
		value === null || value === undefined ? null : lowerCase(value),
	);
	store.define('contains_tokens', (value, pattern) =>
		value === null || value === undefined ? null : Number(containsTokens(value, pattern ?? '')),
	);
	store.define('answers_query', (values, query) =>
		Number(answersQuery(values ?? '[]', query ?? '')),
	);
}

const LOOKED_AT = 100;

/**
 * The ASCII words of a text, for a fast first check with LIKE before the exact check. Long words are
 * cut because SQLite limits the length of a pattern.
 */
export function plainWords(value: string): string[] {
	return tokensOf(value)
		.filter((token) => /^[a-z0-9]+$/.test(token))
		.map((token) => token.slice(0, LOOKED_AT));
}
