import {
	longFileFindings,
	longFunctionFindings,
	MOST,
	readTexts,
	type Texts,
} from '../../scripts/house/sizes';
import { notYet } from './notYet';
import { newOffenders } from './offenders';

const FOLDERS = ['src', 'sandbox', 'scripts', 'tests'];

/** A function of so many lines. */
function functionOf(lines: number): string {
	return `function decide() {\n${'\tuse();\n'.repeat(lines - 2)}}\n`;
}

function example(text: string): Texts {
	return new Map([['src/example.ts', text]]);
}

it.each(FOLDERS)('functions of %s are under 40 lines', (folder) => {
	const found = longFunctionFindings(readTexts([folder]));
	expect(newOffenders(found, notYet.longFunctions[folder] ?? [])).toEqual([]);
});

it('files of src are under 250 lines', () => {
	const found = longFileFindings(readTexts(['src']), MOST.sourceLines);
	expect(newOffenders(found, notYet.longSources)).toEqual([]);
});

it('files of tests are under 300 lines', () => {
	const found = longFileFindings(readTexts(['tests']), MOST.testLines);
	expect(newOffenders(found, notYet.longTests)).toEqual([]);
});

describe('the rules themselves', () => {
	it('allow 39 lines and refuse 40', () => {
		expect(longFunctionFindings(example(functionOf(39)))).toEqual([]);
		expect(longFunctionFindings(example(functionOf(40)))).toEqual([
			expect.objectContaining({ key: 'decide', place: 'src/example.ts:1' }),
		]);
	});

	it('do not count the callbacks that group tests', () => {
		const body = functionOf(39);
		expect(longFunctionFindings(example(`describe('all', () => {\n${body}${body}});`))).toEqual([]);
		expect(longFunctionFindings(example(`it('one', () => {\n${body}${body}});`))).toHaveLength(1);
	});

	it('count the lines of a file without the end of the last one', () => {
		expect(longFileFindings(example('a;\n'.repeat(249)), MOST.sourceLines)).toEqual([]);
		expect(longFileFindings(example('a;\n'.repeat(250)), MOST.sourceLines)).toHaveLength(1);
	});
});
