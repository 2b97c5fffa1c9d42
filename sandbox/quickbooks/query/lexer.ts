import { faults, type Fault } from '../faults/fault';
/** The kind of a token: a keyword, a sign, or a class of tokens. */
export type TokenKind =
	'<EOF>' | '<IDENTIFIER>' | '<STRING>' | '<INTEGER>' | '<DECIMAL>' | `"${string}"`;

export interface QueryToken {
	kind: TokenKind;
	/** As written; strings with quotes and escapes. */
	text: string;
	/** Where it starts in the query. */
	at: number;
}

const keywords = new Set([
	'select',
	'from',
	'where',
	'and',
	'in',
	'like',
	'order',
	'by',
	'orderby',
	'asc',
	'desc',
	'startposition',
	'maxresults',
	'count',
	'true',
	'false',
]);

/**
 * How strings treat backslashes: `one` understands `\'` and `\\`; `two` understands only `\'` and keeps
 * other backslashes.
 */
export type Backslash = 'one' | 'two';
const strings: Record<Backslash, { whole: RegExp; start: RegExp }> = {
	one: { whole: /'(?:[^'\\]|\\['\\])*'/y, start: /'(?:[^'\\]|\\['\\])*\\?/y },
	two: { whole: /'(?:[^'\\]|\\'|\\(?!'))*'/y, start: /'(?:[^'\\]|\\'|\\(?!'))*/y },
};

const classes: [kind: TokenKind, pattern: RegExp][] = [
	['<DECIMAL>', /-?\d+\.\d+/y],
	['<INTEGER>', /-?\d+/y],
	['<IDENTIFIER>', /[A-Za-z_][A-Za-z0-9_]*/y],
];
const SIGN = /<=|>=|[=<>(),.*]/y;
const SPACE = /[ \t\r\n\f]+/y;

/**
 * Splits a query into tokens; the last token is the end.
 * @throws Fault 4000 with the real parser's text at a character that no token contains
 */
export function tokenize(text: string, backslash: Backslash): QueryToken[] {
	const tokens: QueryToken[] = [];
	let at = 0;
	while (at < text.length) {
		const space = match(SPACE, text, at);
		if (space !== undefined) {
			at += space.length;
			continue;
		}
		const token = next(text, at, backslash);
		tokens.push({ ...token, at });
		at += token.text.length;
	}
	return [...tokens, { kind: '<EOF>', text: '', at: text.length - 1 }];
}

/** Curly quotes and long dashes, which the real parser refuses. */
const TYPOGRAPHIC = /[\u2010-\u201f]/;

/** @throws Fault 4000 at the first curly quote or long dash */
export function refuseTypographic(text: string): void {
	const at = text.search(TYPOGRAPHIC);
	if (at >= 0) throw lexicalError(text, at, '');
}

/** The value of a string token. */
export function unquote(text: string, backslash: Backslash): string {
	return text.slice(1, -1).replaceAll(backslash === 'one' ? /\\(['\\])/g : /\\(')/g, '$1');
}

function next(text: string, at: number, backslash: Backslash): Pick<QueryToken, 'kind' | 'text'> {
	const quoted = match(strings[backslash].whole, text, at);
	if (quoted !== undefined) return { kind: '<STRING>', text: quoted };
	for (const [kind, pattern] of classes) {
		const found = match(pattern, text, at);
		if (found === undefined) continue;
		const word = found.toLowerCase();
		return {
			kind: kind === '<IDENTIFIER>' && keywords.has(word) ? `"${word}"` : kind,
			text: found,
		};
	}
	const sign = match(SIGN, text, at);
	if (sign !== undefined) return { kind: `"${sign}"`, text: sign };
	throw lexicalError(text, at, match(strings[backslash].start, text, at) ?? '');
}

/** The fault names the unexpected character and the part of the token before it. */
function lexicalError(text: string, start: number, read: string): Fault {
	const at = start + read.length;
	const { line, column } = placeOf(text, at);
	const met =
		at < text.length ? `"${escaped(text.charAt(at))}" (${text.charCodeAt(at)}), ` : '<EOF> ';
	return faults.of(
		'4000',
		`QueryParserError: Invalid content. Lexical error at line ${line}, column ${column}. Encountered: ${met}after : "${escaped(read)}"`,
	);
}

/** Text in the form of the parser's messages. */
export function escaped(text: string): string {
	return text.replace(/["'\\]|[^ -~]/g, (character) =>
		/["'\\]/.test(character)
			? `\\${character}`
			: `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
	pattern.lastIndex = at;
	return pattern.exec(text)?.[0];
}

/** Lines and columns count from 1; an empty query ends at 0, 0. */
export function placeOf(text: string, at: number): { line: number; column: number } {
	if (text === '') return { line: 0, column: 0 };
	const before = text.slice(0, at);
	return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
}
