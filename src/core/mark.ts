const FNV_BASIS = 2166136261;
const FNV_PRIME = 16777619;

/** A mark of 64 bits: the FNV-1a hash of the text, and of the text backwards. */
export function markOf(text: string): string {
	let forwards = FNV_BASIS;
	let backwards = FNV_BASIS;
	for (let index = 0; index < text.length; index += 1) {
		forwards = Math.imul(forwards ^ text.charCodeAt(index), FNV_PRIME);
		backwards = Math.imul(backwards ^ text.charCodeAt(text.length - 1 - index), FNV_PRIME);
	}
	return [forwards, backwards].map((half) => (half >>> 0).toString(36)).join('-');
}
