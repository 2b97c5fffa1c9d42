/** Words of one search: more of them make it no narrower in practice. */
const MOST_WORDS = 3;

/**
 * HubSpot refuses a search for a value with an odd number of quotation marks, such as `Monitor
 * 24"`.
 * https://github.com/HubSpot/hubspot-api-nodejs/issues/555
 */
export function hasOddQuotes(value: string): boolean {
	return value.split('"').length % 2 === 0;
}

/**
 * Words of a value by which its records are found all the same, the longest first: those that
 * consist of letters and digits.
 */
export function wordsOf(value: string): string[] {
	const words = value.split(/\s+/).filter((part) => /^[\p{L}\p{N}]+$/u.test(part));
	return [...new Set(words)].sort((a, b) => b.length - a.length).slice(0, MOST_WORDS);
}
