import { builtinModules } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importsOf, root, sourceFiles, type Import } from '../../scripts/house/imports';

interface Layer {
	/** Folder from the root. */
	folder: string;
	/**
	 * What its files may import: folders and files of ours by prefix, packages by name, `node:` for
	 * Node's own modules.
	 */
	may: string[];
	/** Why not the rest, told to whoever breaks the rule. */
	because: string;
}

/** The table of docs/architecture.md; the first layer whose folder holds a file decides. */
const LAYERS: Layer[] = [
	{
		folder: 'src/core',
		may: ['src/core', 'big.js'],
		because: 'the core only decides: it knows no network, no clock, no n8n',
	},
	{
		folder: 'src/flows',
		may: ['src/flows', 'src/core', 'src/gateways/ports', 'src/gateways/errors'],
		because: 'a flow talks to both systems through the ports only',
	},
	{
		folder: 'src/gateways/hubspot',
		may: [
			'src/gateways/hubspot',
			'src/gateways/*',
			'src/core/records',
			'@hubspot/api-client',
			'node:',
		],
		because: 'a gateway is the door to one API: its SDK, the shared rules, and record types',
	},
	{
		folder: 'src/gateways/quickbooks',
		may: [
			'src/gateways/quickbooks',
			'src/gateways/*',
			'src/core/records',
			'node-quickbooks',
			'node:',
		],
		because: 'a gateway is the door to one API: its SDK, the shared rules, and record types',
	},
	{
		folder: 'src/gateways',
		may: ['src/gateways/*', 'src/core/records', 'src/core/money', 'node:'],
		because: 'what both gateways share knows neither of them',
	},
	{
		folder: 'src/n8n',
		may: ['src/n8n', 'src/flows', 'src/gateways', 'src/core', 'n8n-workflow'],
		because: 'src/n8n wires n8n to flows and gateways; n8n-core is not there for community nodes',
	},
	{
		folder: 'nodes',
		may: ['nodes', 'src/n8n', 'src/flows', 'src/core', 'n8n-workflow'],
		because: 'a node is a form and a loop: gateways and SDKs are behind src/n8n',
	},
	{
		folder: 'credentials',
		may: ['credentials', 'n8n-workflow'],
		because: 'a credential is what a user types in, without logic',
	},
	{
		folder: 'sandbox',
		may: [
			'sandbox',
			'node:',
			'fastify',
			'@fastify/formbody',
			'@fastify/multipart',
			'zod',
			'pdfkit',
			'luxon',
			'big.js',
		],
		because:
			'the sandbox is written from the contract: a double that shared our mapping would share our mistakes',
	},
];

/** `src/gateways/*` stands for the files of that folder itself, without its sub-folders. */
function allows(rule: string, target: string): boolean {
	if (rule === 'node:') return target.startsWith('node:') || builtinModules.includes(target);
	if (rule.endsWith('/*'))
		return target.startsWith(rule.slice(0, -1)) && !target.slice(rule.length - 1).includes('/');
	return target === rule || target.startsWith(`${rule}/`);
}

function violations(layer: Layer, imports: Import[]): string[] {
	return imports
		.filter(({ target }) => !layer.may.some((rule) => allows(rule, target)))
		.map(
			({ file, line, target }) =>
				`${file}:${line} imports ${target}, but ${layer.because}. It may import ${layer.may.join(', ')}.`,
		);
}

function filesOf(layer: Layer): string[] {
	const inner = LAYERS.filter(
		(other) => other !== layer && other.folder.startsWith(`${layer.folder}/`),
	);
	return sourceFiles(layer.folder).filter(
		(file) => !inner.some((other) => file.startsWith(`${other.folder}/`)),
	);
}

describe('who may import what', () => {
	it.each(LAYERS)('$folder', (layer) => {
		expect(filesOf(layer).flatMap((file) => violations(layer, importsOf(file)))).toEqual([]);
	});

	it('the core is pure: nothing asynchronous, no clock, no chance', () => {
		const impure =
			/\b(async|await|Promise|setTimeout|Date\.now|Math\.random|performance|process)\b|new Date\(\)/;
		const found = sourceFiles('src/core').flatMap((file) =>
			withoutComments(file)
				.split('\n')
				.flatMap((text, index) =>
					impure.test(text)
						? [`${file}:${index + 1} ${text.trim()}: the core takes time and chance as arguments`]
						: [],
				),
		);
		expect(found).toEqual([]);
	});

	it('tests and scripts are not part of the package', () => {
		const published = ['src', 'nodes', 'credentials']
			.flatMap((folder) => sourceFiles(folder))
			.flatMap((file) => importsOf(file));
		expect(
			published.filter(({ target }) => /^(tests|scripts|sandbox|benchmarks)\//.test(target)),
		).toEqual([]);
	});
});

/** Line for line, with comments and the contents of strings blanked out. */
function withoutComments(file: string): string {
	const blank = (text: string) => text.replace(/[^\n]/g, ' ');
	return readFileSync(join(root, file), 'utf8').replace(
		/\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g,
		blank,
	);
}

describe('the rule itself', () => {
	const core = LAYERS[0] as Layer;

	it.each([
		[`import { x } from '../gateways/ports';`],
		[`import type { INode } from 'n8n-workflow';`],
		[`export * from '../../flows/createInvoice';`],
		[`const fs = require('node:fs');`],
		[`const sdk = await import('node-quickbooks');`],
		[`type T = import('../n8n/connect').T;`],
	])('finds %s in the core', (line) => {
		expect(violations(core, importsOf('src/core/example.ts', line))).toHaveLength(1);
	});

	it('lets the core import itself and the decimal library', () => {
		expect(
			violations(
				core,
				importsOf(
					'src/core/invoice/example.ts',
					`import Big from 'big.js';\nimport { money } from '../money';`,
				),
			),
		).toEqual([]);
	});

	it('keeps one gateway out of the other', () => {
		const hubspot = LAYERS.find(({ folder }) => folder === 'src/gateways/hubspot') as Layer;
		const imports = importsOf(
			'src/gateways/hubspot/example.ts',
			`import '../retry';\nimport '../quickbooks/gateway';`,
		);
		expect(violations(hubspot, imports)).toEqual([
			expect.stringContaining('src/gateways/quickbooks/gateway'),
		]);
	});
});
