import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/house/imports';

interface TemplateNode {
	id: string;
	name: string;
	type: string;
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string | null; name: string }>;
	retryOnFail?: boolean;
	onError?: string;
}

interface Template {
	name: string;
	nodes: TemplateNode[];
	connections: Record<string, { main: { node: string }[][] }>;
	pinData: object;
	meta: Record<string, unknown>;
}

const PACKAGE = 'n8n-nodes-hubspot-quickbooks';
const folder = join(root, 'templates');
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Template;
const { n8n } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
	n8n: { nodes: string[] };
};
const ownTypes = n8n.nodes
	.map((file) => /([^/]+)\.node\.js$/.exec(file)?.[1] ?? '')
	.map((name) => `${PACKAGE}.${name.charAt(0).toLowerCase()}${name.slice(1)}`);

describe.each(files)('the template %s', (file) => {
	const template = read(file);
	const names = template.nodes.map(({ name }) => name);
	const twice = (values: string[]) =>
		values.filter((value, index) => values.indexOf(value) !== index);

	it('has nodes of different names and ids, since n8n drops the second of two', () => {
		expect([...twice(names), ...twice(template.nodes.map(({ id }) => id))]).toEqual([]);
	});

	it('uses nodes of this package and of n8n only', () => {
		expect(
			template.nodes
				.map(({ type }) => type)
				.filter((type) => !type.startsWith('n8n-nodes-base.') && !ownTypes.includes(type)),
		).toEqual([]);
	});

	it('names a node in a connection or an expression only if there is one', () => {
		const linked = Object.entries(template.connections).flatMap(([from, { main }]) => [
			from,
			...main.flat().map(({ node }) => node),
		]);
		const expressions = template.nodes.flatMap(({ parameters }) =>
			[...JSON.stringify(parameters).matchAll(/\$\('([^']+)'\)/g)].map(([, name]) => name ?? ''),
		);
		expect([...linked, ...expressions].filter((name) => !names.includes(name))).toEqual([]);
	});

	it('names none of our properties in HubSpot, which may begin with another prefix', () => {
		expect(JSON.stringify(template.nodes.map(({ parameters }) => parameters))).not.toMatch(
			/quickbooks_(invoice|total|id|sync|record)_/,
		);
	});

	it('names credentials without an id: with one, n8n would throw the name away on import', () => {
		expect(
			template.nodes.flatMap(({ name, credentials = {} }) =>
				Object.values(credentials)
					.filter(({ id }) => id !== null)
					.map(() => name),
			),
		).toEqual([]);
	});

	it('carries nothing of where it was made: no pinned data, no host, no n8n of its own', () => {
		expect([template.pinData, template.meta['instanceId']]).toEqual([{}, undefined]);
		expect(readFileSync(join(folder, file), 'utf8').match(/https?:\/\/[^\s"\\]+/g)).toBeNull();
	});

	it('takes no answer from a link alone, which programs that scan mails follow', () => {
		const asking = template.nodes.filter(
			({ parameters }) => parameters['operation'] === 'sendAndWait',
		);
		expect(
			asking
				.filter(
					({ parameters }) =>
						!['customForm', 'freeText'].includes(String(parameters['responseType'])),
				)
				.map(({ name }) => name),
		).toEqual([]);
	});

	it('lets an item that a trigger brought fail for itself: it is tried again and has a way on', () => {
		const isTriggered = template.nodes.some(({ type }) =>
			/invoiceStatusTrigger|dealStageTrigger/.test(type),
		);
		const acting = template.nodes.filter(
			({ type, parameters }) =>
				isTriggered &&
				/emailSend|slack|attachInvoice|createQuickBooksInvoice|readInvoicingData/.test(type) &&
				parameters['operation'] !== 'sendAndWait',
		);
		const isLast = (name: string) => !template.connections[name]?.main.flat().length;
		expect(acting.filter(({ retryOnFail }) => !retryOnFail).map(({ name }) => name)).toEqual([]);
		expect(
			acting
				.filter(({ name, onError }) => onError === undefined && !isLast(name))
				.map(({ name }) => name),
		).toEqual([]);
	});

	it('is explained by notes on the canvas and in the list of templates', () => {
		expect(
			template.nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote').length,
		).toBeGreaterThan(0);
		expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain(`(\`${file}\`)`);
	});
});
