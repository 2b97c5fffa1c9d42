const FNV_BASIS = 2166136261;
const FNV_PRIME = 16777619;

/**
 * The FNV-1a hash of a text, over its UTF-16 code units, as an unsigned number of 32 bits. Hashes
 * are stored, so this must not change.
 *
 * @param start another start gives another hash of the same text
 */
export function hashOf(text: string, start = FNV_BASIS): number {
	let hash = start;
	for (let index = 0; index < text.length; index += 1)
		hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME);
	return hash >>> 0;
}

/** A mark of 64 bits: the hash of the text, and of the text backwards. */
export function markOf(text: string): string {
	const backwards = text.split('').reverse().join('');
	return [text, backwards].map((one) => hashOf(one).toString(36)).join('-');
}
