/** Where in a field a text is looked for. */
export type PlaceInText = 'beginning' | 'within';

/**
 * So many letters are asked for in both cases; more would take too many questions, fewer would find
 * too much.
 */
const VARIED = 3;
const ASCII_LETTER = /[a-z]/i;
/**
 * What a pattern may hold as it is: other signs may be written otherwise, or not at all, in a
 * query.
 */
const KEPT = /[\d!#$&'()*+,./;<=>?@[\]^_`{|}~-]|[^\p{ASCII}\p{P}\p{S}\p{M}\p{Z}\p{C}]/u;

/**
 * LIKE patterns that together find a text in whatever letters it is written, also where LIKE tells
 * capital letters from small
 * ones: the first letters in both cases, and anything for the letters after them. They find more
 * than the text, so what they
 * find is to be compared.
 *
 * @returns none for a text that leaves nothing to look for
 */
export function patternsInAnyCase(text: string, place: PlaceInText): string[] {
	const signs = [...text.trim().normalize('NFC')];
	const letters = signs.flatMap((sign, index) => (hasCase(sign) ? [index] : []));
	const plain = letters.filter((index) => ASCII_LETTER.test(signs[index] ?? ''));
	// A letter with an accent may be stored as two signs.
	const varied = new Set((plain.length > 0 ? plain : letters).slice(0, VARIED));
	const spellings = signs.reduce<string[]>(
		(before, sign, index) => {
			const ways = varied.has(index)
				? [sign.toLowerCase(), sign.toUpperCase()]
				: [!hasCase(sign) && KEPT.test(sign) ? sign : '%'];
			return before.flatMap((start) => ways.map((way) => start + way));
		},
		[''],
	);
	const patterns = spellings.map((spelling) =>
		`${place === 'within' ? '%' : ''}${spelling}%`.replace(/%+/g, '%'),
	);
	return [...new Set(patterns)].filter((pattern) => pattern !== '%');
}

/** One letter in either case. */
function hasCase(sign: string): boolean {
	const [lower, upper] = [sign.toLowerCase(), sign.toUpperCase()];
	return lower !== upper && lower.length === sign.length && upper.length === sign.length;
}
