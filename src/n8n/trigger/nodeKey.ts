/** The part of n8n that names a node; polls, webhooks and executions share it. */
export interface NodeInWorkflow {
	getNode(): { id: string };
	getWorkflow(): { id?: string | undefined };
}

/** Identifies a node in this n8n installation. */
export function nodeKey(context: NodeInWorkflow): string {
	return `${context.getWorkflow().id ?? ''}:${context.getNode().id}`;
}
