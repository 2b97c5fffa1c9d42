/**
 * Text in Windows-1252, the encoding for which every PDF reader has fonts, so that no font needs to be
 * embedded. Western European letters, typographic quotes and the euro sign stay. Other letters lose
 * their accents or are written in Latin letters. Emoji are left out. All other characters, such as
 * Chinese ones, become question marks.
 */
export function toWinAnsi(text: string): string {
	let left = false;
	const written = [...text.normalize('NFC')].map((character) => {
		const letters = write(character);
		left ||= letters === '';
		return letters;
	});
	const result = written.join('').replace(/[\t\r\n]+/g, ' ');
	return left ? result.replace(/ {2,}/g, ' ').trim() : result;
}

const ENCODED =
	/^[\t\r\n -~\u00a0-\u00ff\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]*$/;
const INVISIBLE =
	/^(\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\p{Cf}|\p{Cc}|\p{M})$/u;

/** Signs, and letters that are not a Latin letter with an accent. */
const latin = new Map<string, string>([
	...pairs('ł l đ d ħ h ı i ĸ k ŋ n ŧ t ĳ ij ŀ l ſ s ə e'),
	...pairs(
		'а a б b в v г g д d е e ё e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ " ы y ь \' э e ю yu я ya і i ї i є ye ґ g',
	),
	...pairs(
		'α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o',
	),
	...pairs("‐ - ‑ - ‒ - ― — − - ′ ' ″ \" ‴ ''' ⁄ / ∕ / ∙ · ⋅ · ﬀ ff"),
]);

function write(character: string): string {
	if (ENCODED.test(character)) return character;
	const small = latin.get(character) ?? capital(latin.get(character.toLowerCase()));
	if (small !== undefined) return small;
	if (INVISIBLE.test(character)) return '';
	const plain = [...character.normalize('NFKD').replace(/\p{M}/gu, '')];
	if (plain.length === 1 && plain[0] === character) return '?';
	return plain.map(write).join('');
}

function capital(letters: string | undefined): string | undefined {
	return letters === undefined ? undefined : letters.charAt(0).toUpperCase() + letters.slice(1);
}

function pairs(text: string): [string, string][] {
	const words = text.split(' ');
	return words.flatMap((word, index) =>
		index % 2 === 0 ? [[word, words[index + 1] as string] as [string, string]] : [],
	);
}
