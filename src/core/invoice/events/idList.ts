/** About two thousand ids where every tenth record of a company is an invoice. */
const MOST_TEXT = 4000;

/** Ids as a short text, and the lowest id that the text knows of. */
export interface IdList {
	/** Ascending: the first id, then the gap to each next one, in base 36 with commas between. */
	ids: string;
	/** Of lower ids than this, which are not listed, nothing is known. */
	from: string;
}

/** Whether nothing is known of an id. */
export function isBeforeList(id: string, from: bigint): boolean {
	return /^\d+$/.test(id) ? BigInt(id) < from : true;
}

/**
 * Writes ids as text. The lowest ids are dropped until the text is short enough, because they belong
 * to the invoices made first.
 */
export function writeIdList(ids: readonly bigint[], from: bigint): IdList {
	let kept = [...new Set(ids)].sort((a, b) => (a < b ? -1 : Number(a > b)));
	let lowest = from;
	let text = encode(kept);
	while (text.length > MOST_TEXT) {
		kept = kept.slice(Math.ceil(kept.length / 10));
		lowest = kept[0] !== undefined && kept[0] > lowest ? kept[0] : lowest;
		text = encode(kept);
	}
	return { ids: text, from: String(lowest) };
}

function encode(ids: readonly bigint[]): string {
	return ids.map((id, index) => (id - (ids[index - 1] ?? 0n)).toString(36)).join(',');
}

/** The ids of a text. */
export function readIds(text: string): bigint[] {
	const ids: bigint[] = [];
	if (text === '') return ids;
	for (const gap of text.split(',')) ids.push((ids.at(-1) ?? 0n) + fromBase36(gap));
	return ids;
}

/** Ids may be longer than what a number holds exactly. */
function fromBase36(text: string): bigint {
	return [...text].reduce((value, digit) => value * 36n + BigInt(parseInt(digit, 36)), 0n);
}
