import { namedCharacters } from './htmlEntities';
import { wellFormed } from './text';

const LAST_CODE_POINT = 0x10ffff;
const REPLACEMENT = '\uFFFD';

/**
 * The text of a piece of HTML: tags are left out, blocks end with a line break, and characters
 * written as entities are read.
 */
export function textOfHtml(html: string): string {
	const bare = html
		.replace(/<br\s*\/?>|<\/(p|div|li|tr|h[1-6])>/gi, '\n')
		.replace(/<\/?[a-z!][^>]*>/gi, '');
	return wellFormed(decoded(bare).replace(/\u00A0/g, ' ')).trim();
}

/** What is no entity stays as it is written. */
function decoded(text: string): string {
	return text.replace(
		/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z][a-z\d]{1,31}));/gi,
		(entity: string, decimal?: string, hex?: string, name?: string) => {
			if (name !== undefined) return namedCharacters.get(name) ?? entity;
			return characterOf(decimal !== undefined ? Number(decimal) : Number.parseInt(hex ?? '', 16));
		},
	);
}

/** Browsers read 128 to 159 as Windows does, and so do people who paste from there. */
function characterOf(code: number): string {
	if (code >= 0x80 && code <= 0x9f)
		return new TextDecoder('windows-1252').decode(Uint8Array.of(code));
	const isCharacter = code > 0 && code <= LAST_CODE_POINT && !(code >= 0xd800 && code <= 0xdfff);
	return isCharacter ? String.fromCodePoint(code) : REPLACEMENT;
}
