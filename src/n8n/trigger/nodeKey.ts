/** The part of n8n that names a node: polls, webhooks and executions have it in common. */
export interface NodeInWorkflow {
	getNode(): { id: string };
	getWorkflow(): { id?: string | undefined };
}

export function nodeKey(context: NodeInWorkflow): string {
	return `${context.getWorkflow().id ?? ''}:${context.getNode().id}`;
}
