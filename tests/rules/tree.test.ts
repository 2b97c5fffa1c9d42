import { circleFindings, findCircles } from '../../scripts/house/circles';
import { featureFindings, refuseFeatureImport } from '../../scripts/house/features';
import { sourceFiles } from '../../scripts/house/imports';
import { fullFolderFindings } from '../../scripts/house/sizes';
import { notYet } from './notYet';
import { newOffenders } from './offenders';

it('no folder of src holds more than 12 files', () => {
	expect(newOffenders(fullFolderFindings(sourceFiles('src')), notYet.fullFolders)).toEqual([]);
});

it('a feature keeps its entry file in its own folder', () => {
	const outside = sourceFiles('src/flows').filter((file) => file.split('/').length === 3);
	expect(outside.map((file) => `${file} belongs in the folder of its feature`)).toEqual([]);
});

it('a feature imports the toolbox and the invoice record, never another feature', () => {
	expect(newOffenders(featureFindings(), notYet.featureImports)).toEqual([]);
});

it('no files import each other in a circle, types included', () => {
	expect(newOffenders(circleFindings(), notYet.circles)).toEqual([]);
});

describe('the rules themselves', () => {
	it.each([
		['createInvoice', 'accounts', true],
		['createInvoice', 'invoiceRecord', true],
		['createInvoice', 'createInvoice', true],
		['createInvoice', 'attachInvoice', false],
		['invoiceRecord', 'accounts', true],
		['invoiceRecord', 'createInvoice', false],
		['accounts', 'invoiceRecord', false],
	])('%s may import %s: %s', (from, to, may) => {
		expect(refuseFeatureImport(from, to) === undefined).toBe(may);
	});

	it('find every circle once, with all its files', () => {
		const graph = { a: ['b'], b: ['c'], c: ['a', 'd'], d: ['e'], e: ['d'], f: ['f', 'a'] };
		expect(findCircles(new Map(Object.entries(graph)))).toEqual([
			['d', 'e'],
			['a', 'b', 'c'],
		]);
	});
});
