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

/** A mark with the second up to which its event may be read again: `mark.second`, both base 36. */
export function timedMark(text: string, atMs: number): string {
	return `${markOf(text)}.${Math.floor(atMs / 1000).toString(36)}`;
}

/** The mark of a timed mark. */
export function markIn(timed: string): string {
	return timed.split('.')[0] as string;
}

/** Timed marks of events that a reading from a moment on may bring again. */
export function stillReadable(timedMarks: readonly string[], sinceMs: number): string[] {
	return timedMarks.filter(
		(timed) => parseInt(timed.split('.')[1] ?? '0', 36) >= Math.floor(sinceMs / 1000),
	);
}
