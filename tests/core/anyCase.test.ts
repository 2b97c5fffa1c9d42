import { patternsInAnyCase } from '../../src/core/anyCase';

/** LIKE as strict as it may be. */
function finds(pattern: string, text: string): boolean {
	return new RegExp(
		`^${pattern
			.split('%')
			.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
			.join('.*')}$`,
		'su',
	).test(text);
}

const found = (text: string, place: 'beginning' | 'within', stored: string) =>
	patternsInAnyCase(text, place).some((pattern) => finds(pattern, stored));

describe('patterns that find a text in any letters', () => {
	it.each([
		['Acme Tools', 'ACME tools'],
		['Acme Tools', 'acMe  TOOLS (deleted)'],
		["O'Neill & Sons", "o'NEILL & sons"],
		['A1', 'a1'],
		['7-Up', '7-UP'],
		['É. Dupont', 'é. dupont'],
		['É. Dupont', 'e\u0301. DUPONT'],
		['ООО Ромашка', 'ооо РОМАШКА'],
		['ñ', 'Ñ'],
		['Straße 5', 'STRAßE 5'],
		['50%_off \\ now', '50%_OFF \\ NOW'],
		['三井', '三井'],
		['Tab\tand “quotes”', 'TAB and “QUOTES”'],
	])('%s: %s', (text, stored) => {
		expect(found(text, 'beginning', stored)).toBe(true);
	});

	it('find an address among several', () => {
		expect(
			found('jane.o-neill+x@example.com', 'within', 'info@x.example, Jane.O-Neill+X@Example.COM'),
		).toBe(true);
		expect(found('jane@example.com', 'beginning', 'info@x.example, jane@example.com')).toBe(false);
	});

	it('are few, and leave out what begins otherwise', () => {
		expect(patternsInAnyCase('Acme Tools', 'beginning')).toHaveLength(8);
		expect(found('Acme', 'beginning', 'Acorn')).toBe(false);
		expect(patternsInAnyCase('1001', 'beginning')).toEqual(['1001%']);
	});

	it.each(['', '  ', ':', '\\'])('none for "%s", which would be everything', (text) => {
		expect(patternsInAnyCase(text, 'beginning')).toEqual([]);
	});
});
