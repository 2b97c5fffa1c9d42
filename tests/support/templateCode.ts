import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';

interface Template {
	nodes: Array<{ name: string; parameters: { jsCode?: string; mode?: string } }>;
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

/**
 * Runs the code of a template's node as n8n's task runner does, for all items or for each: in this process, since what is
 * tested is the code, not the runner.
 */
export function runTemplateCode(template: string, nodeName: string, { input = [], nodes = {} }: Around): Item[] {
	const { nodes: all } = JSON.parse(readFileSync(join(__dirname, '../../templates', `${template}.json`), 'utf8')) as Template;
	const { jsCode = '', mode } = all.find(({ name }) => name === nodeName)?.parameters ?? {};
	const listed = (records: IDataObject[]) => ({ all: () => records.map((json) => ({ json })), first: () => ({ json: records[0] }) });
	const ask = (name: string) => ({ ...listed(nodes[name] ?? []), isExecuted: nodes[name] !== undefined });
	// eslint-disable-next-line @typescript-eslint/no-implied-eval -- the code of our own template
	const code = new Function('$', '$input', '$json', jsCode) as (ask: unknown, input: unknown, json: unknown) => Item | Item[];
	if (mode === 'runOnceForEachItem') return input.flatMap((json) => code(ask, { item: { json, binary: {} } }, json));
	return [code(ask, listed(input), input[0])].flat();
}
