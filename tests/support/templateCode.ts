import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';

interface Template {
	nodes: Array<{
		name: string;
		parameters: {
			jsCode?: string;
			mode?: string;
			conditions?: { conditions: Array<{ leftValue: string }> };
		};
	}>;
}

interface Item {
	json: IDataObject;
}

/** What a Code node can ask. */
export interface Around {
	/** Items that come in. */
	input?: IDataObject[];
	/** Items of nodes before it, by name. */
	nodes?: Record<string, IDataObject[]>;
}

function nodeOf(template: string, nodeName: string): Template['nodes'][number]['parameters'] {
	const { nodes } = JSON.parse(
		readFileSync(join(__dirname, '../../templates', `${template}.json`), 'utf8'),
	) as Template;
	return nodes.find(({ name }) => name === nodeName)?.parameters ?? {};
}

const listed = (records: IDataObject[]) => ({
	all: () => records.map((json) => ({ json })),
	first: () => ({ json: records[0] }),
});
const asking = (nodes: Record<string, IDataObject[]>) => (name: string) => ({
	...listed(nodes[name] ?? []),
	isExecuted: nodes[name] !== undefined,
});

/**
 * Runs the code of a template's node as n8n's task runner does, for all items or for each: in this
 * process, since what is
 * tested is the code, not the runner.
 */
export function runTemplateCode(
	template: string,
	nodeName: string,
	{ input = [], nodes = {} }: Around,
): Item[] {
	const { jsCode = '', mode } = nodeOf(template, nodeName);
	const ask = asking(nodes);
	// eslint-disable-next-line @typescript-eslint/no-implied-eval -- the code of our own template
	const code = new Function('$', '$input', '$json', jsCode) as (
		ask: unknown,
		input: unknown,
		json: unknown,
	) => Item | Item[];
	if (mode === 'runOnceForEachItem')
		return input.flatMap((json) => code(ask, { item: { json, binary: {} } }, json));
	return [code(ask, listed(input), input[0])].flat();
}

/**
 * What an If node of a template decides about the first item that comes in: its one condition, as
 * n8n evaluates it.
 */
export function decideInTemplate(
	template: string,
	nodeName: string,
	{ input = [], nodes = {} }: Around,
): boolean {
	const [condition] = nodeOf(template, nodeName).conditions?.conditions ?? [];
	const expression = /^=\{\{(.*)\}\}$/s.exec(condition?.leftValue ?? '')?.[1] ?? '';
	// eslint-disable-next-line @typescript-eslint/no-implied-eval -- an expression of our own template
	const evaluate = new Function('$', '$json', `return (${expression});`) as (
		ask: unknown,
		json: unknown,
	) => unknown;
	return evaluate(asking(nodes), input[0]) === true;
}
