import { faults } from '../faults/fault';
import type { Comparison, QueryCondition, Literal, Projection, Query, SortKey } from './ast';
import {
	escaped,
	placeOf,
	tokenize,
	unquote,
	type Backslash,
	type TokenKind,
	type QueryToken,
} from './lexer';

const comparisons: Record<string, Comparison> = {
	'"="': '=',
	'"<"': '<',
	'">"': '>',
	'"<="': '<=',
	'">="': '>=',
	'"like"': 'LIKE',
	'"in"': 'IN',
};

/**
 * Reads a query by this grammar; upper and lower case of keywords are equal.
 *
 * query = SELECT projection FROM name [WHERE condition {AND condition}] [ORDERBY key {"," key}]
 * {STARTPOSITION n | MAXRESULTS n}
 *     projection = "*" | COUNT "(" "*" ")" | path {"," path}
 * condition = path ("=" | "<" | ">" | "<=" | ">=" | LIKE) value | path IN "(" value {"," value} ")"
 *     key        = path [ASC | DESC]
 *     path       = name {"." name}
 *     value      = string | number | TRUE | FALSE
 *
 * ORDERBY may be two words. STARTPOSITION and MAXRESULTS may occur once each.
 * Source:
 * https://developer.intuit.com/app/developer/qbo/docs/learn/explore-the-quickbooks-online-api/data-queries
 * @throws Fault 4000 with the real parser's text, which names the unexpected and the expected tokens
 */
export function parseQuery(text: string, backslash: Backslash): Query {
	return new Parser(text, tokenize(text, backslash), backslash).query();
}

class Parser {
	private at = 0;
	/** The tokens that would be valid at the current position, for the fault. */
	private expected = new Set<TokenKind>();

	constructor(
		private readonly text: string,
		private readonly tokens: QueryToken[],
		private readonly backslash: Backslash,
	) {}

	query(): Query {
		this.expect('"select"');
		const projection = this.projection();
		this.expect('"from"');
		const entity = this.expect('<IDENTIFIER>').text;
		const where = this.accept('"where"') ? this.list('"and"', () => this.condition()) : [];
		const orderBy = this.orderWords() ? this.list('","', () => this.sortKey()) : [];
		const page = this.page();
		this.expect('<EOF>');
		return { projection, entity, where, orderBy, ...page };
	}

	private projection(): Projection {
		if (this.accept('"*"')) return { kind: 'all' };
		if (this.accept('"count"')) {
			for (const kind of ['"("', '"*"', '")"'] as const) this.expect(kind);
			return { kind: 'count' };
		}
		return { kind: 'named', properties: this.list('","', () => this.path()) };
	}

	private condition(): QueryCondition {
		const property = this.path();
		const sign = Object.keys(comparisons).find((kind) => this.accept(kind as TokenKind));
		if (sign === undefined) this.refuse();
		const comparison = comparisons[sign] as Comparison;
		if (comparison !== 'IN') return { property, comparison, values: [this.literal()] };
		this.expect('"("');
		const values = this.list('","', () => this.literal());
		this.expect('")"');
		return { property, comparison, values };
	}

	private orderWords(): boolean {
		if (this.accept('"orderby"')) return true;
		if (!this.accept('"order"')) return false;
		this.expect('"by"');
		return true;
	}

	private sortKey(): SortKey {
		const property = this.path();
		if (this.accept('"desc"')) return { property, descending: true };
		this.accept('"asc"');
		return { property, descending: false };
	}

	private page(): Pick<Query, 'startPosition' | 'maxResults'> {
		const page: Pick<Query, 'startPosition' | 'maxResults'> = {
			startPosition: undefined,
			maxResults: undefined,
		};
		for (;;) {
			if (page.startPosition === undefined && this.accept('"startposition"'))
				page.startPosition = Number(this.expect('<INTEGER>').text);
			else if (page.maxResults === undefined && this.accept('"maxresults"'))
				page.maxResults = Number(this.expect('<INTEGER>').text);
			else return page;
		}
	}

	private path(): string {
		return this.list('"."', () => this.expect('<IDENTIFIER>').text).join('.');
	}

	private literal(): Literal {
		const string = this.accept('<STRING>');
		if (string) return { kind: 'text', value: unquote(string.text, this.backslash) };
		const number = this.accept('<INTEGER>') ?? this.accept('<DECIMAL>');
		if (number) return { kind: 'number', value: number.text };
		if (this.accept('"true"')) return { kind: 'boolean', value: true };
		if (this.accept('"false"')) return { kind: 'boolean', value: false };
		this.refuse();
	}

	private list<T>(separator: TokenKind, part: () => T): T[] {
		const parts = [part()];
		while (this.accept(separator)) parts.push(part());
		return parts;
	}

	private accept(kind: TokenKind): QueryToken | undefined {
		const token = this.tokens[this.at] as QueryToken;
		if (token.kind !== kind) {
			this.expected.add(kind);
			return undefined;
		}
		if (kind !== '<EOF>') this.at += 1;
		this.expected.clear();
		return token;
	}

	private expect(kind: TokenKind): QueryToken {
		return this.accept(kind) ?? this.refuse();
	}

	private refuse(): never {
		const token = this.tokens[this.at] as QueryToken;
		const met = token.kind === '<EOF>' ? '<EOF>' : ` ${token.kind} "${escaped(token.text)} "`;
		const wanted = [...this.expected]
			.map((kind) => `\n    ${kind} ${kind === '<EOF>' ? '' : '...'}`)
			.join('');
		const intro = this.expected.size === 1 ? 'Was expecting:' : 'Was expecting one of:';
		const { line, column } = placeOf(this.text, token.at);
		throw faults.of(
			'4000',
			`QueryParserError: Encountered "${met}" at line ${line}, column ${column}.\n${intro}${wanted}\n    `,
		);
	}
}
