/**
 * What people see as one character may be several code points: a flag, a family, a letter with its
 * accent.
 */
const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

const REPLACEMENT = '\uFFFD';

/** The text with each half of a character replaced; neither API can store one. */
export function wellFormed(text: string): string {
	return text.replace(/\p{Cs}/gu, REPLACEMENT);
}

/**
 * The beginning of a text, cut between two characters.
 * @param longest in UTF-16 units, which no system counts fewer of
 */
export function cutText(text: string, longest: number): string {
	const whole = wellFormed(text);
	if (whole.length <= longest) return whole;
	const crossing = characters.segment(whole).containing(longest)?.index ?? 0;
	return withoutHalf(whole.slice(0, crossing > 0 ? crossing : longest));
}

/** The end of a text, cut between two characters. */
export function cutStart(text: string, longest: number): string {
	const whole = wellFormed(text);
	if (whole.length <= longest) return whole;
	if (longest <= 0) return '';
	const at = whole.length - longest;
	const crossing = characters.segment(whole).containing(at);
	return whole.slice(
		!crossing || crossing.index === at ? at : crossing.index + crossing.segment.length,
	);
}

/** One character that is longer than the whole limit is cut between its code points. */
function withoutHalf(text: string): string {
	return text.replace(/[\uD800-\uDBFF]$/, '');
}

/** What is sent, with every text in it whole. */
export function withWholeTexts<T>(value: T): T {
	if (typeof value === 'string') return wellFormed(value) as T;
	if (Array.isArray(value)) return value.map((one: unknown) => withWholeTexts(one)) as T;
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, one]) => [key, withWholeTexts(one as unknown)]),
	) as T;
}

/** Says that a text was cut. @returns no warning where it fits */
export function cutWarnings(field: string, text: string | undefined, longest: number): string[] {
	if (text === undefined || text.length <= longest) return [];
	return [cutWarning(field, longest)];
}

export function cutWarning(field: string, longest: number): string {
	return `${field} was cut to ${longest} characters, the most that QuickBooks stores.`;
}

/** The text without accents. QuickBooks may take `Café` and `Cafe` for one name. */
export function withoutAccents(text: string): string {
	return text.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC');
}

/** A text as it is compared where neither letter case nor spacing tells two apart. */
export function foldText(text: string): string {
	return text.trim().replace(/\s+/g, ' ').toLowerCase();
}

/** The text with a capital letter at its beginning. */
export function capital(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
