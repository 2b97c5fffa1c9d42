import { quoted, type Problem } from '../decline';
import { DEFAULT_PREFIX } from '../records/names';

/**
 * HubSpot's names have a hundred characters at most; the longest of ours ends with `sync_` and a
 * realm of up to twenty digits.
 */
const LONGEST = 100 - 'sync_'.length - 20;

/**
 * The prefix that a credential asks for; an empty one, as credentials of earlier versions have it,
 * is the usual one.
 */
export function readPrefix(given: unknown): string {
	return (typeof given === 'string' && given.trim()) || DEFAULT_PREFIX;
}

/**
 * Why HubSpot would take no names that begin so; undefined when it does. Source:
 * developers.hubspot.com, CRM API, properties.
 */
export function prefixProblem(prefix: string): Problem | undefined {
	const why = unfit(prefix);
	if (why === undefined) return undefined;
	return {
		field: 'Property Prefix',
		message: `The property prefix "${quoted(prefix)}" of the HubSpot credential cannot be used: ${why}.`,
		remedy: `Enter a prefix such as "acme_quickbooks_" in the HubSpot credential, or leave it empty for "${DEFAULT_PREFIX}".`,
	};
}

function unfit(prefix: string): string | undefined {
	if (!/^[a-z]/.test(prefix)) return 'it must begin with a lower-case letter';
	if (!/^[a-z0-9_]+$/.test(prefix))
		return 'it may contain only lower-case letters, digits and underscores';
	if (prefix.startsWith('hs_')) return 'names that begin with "hs_" belong to HubSpot';
	return prefix.length > LONGEST
		? `it has ${prefix.length} characters, and ${LONGEST} are the most`
		: undefined;
}
