import fc from 'fast-check';
import { textOfHtml } from '../../src/core/html';
import { cutStart, cutText, cutWarnings, wellFormed, withWholeTexts } from '../../src/core/text';

describe('a text is cut between two characters', () => {
	it.each<[string, string, number, string]>([
		['one that fits', 'abc', 3, 'abc'],
		['a pair of units', 'ab🌿', 3, 'ab'],
		['a letter with its accent', 'abe\u0301', 3, 'ab'],
		['a family', 'a👨‍👩‍👧', 6, 'a'],
		['a flag', 'a🇦🇹b', 3, 'a'],
		['half a character in the input', 'a\uD83Cb', 3, 'a\uFFFDb'],
		['one character longer than the limit', `a${'\u0301'.repeat(10)}`, 4, 'a\u0301\u0301\u0301'],
	])('%s', (_name, text, longest, expected) => expect(cutText(text, longest)).toBe(expected));

	it('is always whole and never longer, from both ends', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.nat(50), (text, longest) => {
				for (const part of [cutText(text, longest), cutStart(text, longest)]) {
					expect(part.length).toBeLessThanOrEqual(longest);
					expect(wellFormed(part)).toBe(part);
				}
				expect(wellFormed(text).startsWith(cutText(text, longest))).toBe(true);
				expect(wellFormed(text).endsWith(cutStart(text, longest))).toBe(true);
			}),
		);
	});

	it('and only a cut is told', () => {
		expect([
			cutWarnings('The name', 'abc', 3),
			cutWarnings('The name', 'abcd', 3),
			cutWarnings('The name', undefined, 3),
		]).toEqual([[], ['The name was cut to 3 characters, the most that QuickBooks stores.'], []]);
	});

	it('in everything that is sent', () => {
		expect(withWholeTexts({ a: ['\uDC00x', 1, null], b: { c: 'ok', d: undefined } })).toEqual({
			a: ['\uFFFDx', 1, null],
			b: { c: 'ok', d: undefined },
		});
	});
});

describe('the text of HTML', () => {
	it.each([
		['named characters', '&euro; &ndash; &eacute; &nbsp;x &hellip; &Uuml;', '€ – é  x … Ü'],
		['numbers', '&#8364; &#x20AC; &#128; &#150;', '€ € € –'],
		[
			'what is no character',
			'&#0; &#xD800; &#1114112; &nothing; &amp &',
			'\uFFFD \uFFFD \uFFFD &nothing; &amp &',
		],
		[
			'what was written as text',
			'&amp;lt;b&amp;gt; &lt;b&gt; 1 < 2 > 0',
			'&lt;b&gt; <b> 1 < 2 > 0',
		],
		[
			'blocks',
			'<p class="a">One</p><ul><li>Two</li><li>Three<br/>Four</li></ul>',
			'One\nTwo\nThree\nFour',
		],
	])('%s', (_name, html, text) => expect(textOfHtml(html)).toBe(text));
});
