import type { IDataObject, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';
import { nodeKey } from './nodeKey';

/** The last state of each node in this process. */
const latest = new Map<string, object>();

/** How old a start may be that no later state has followed. */
const START_COUNTS_MS = 7 * 86_400_000;

/**
 * The state a poll left. n8n's durable scheduler does not keep what the poll at publishing leaves
 * when that poll brings
 * nothing, and a renamed node loses its state; then the one in memory counts, else the start noted
 * with the workflow.
 */
export function recall(context: IPollFunctions, name: string): unknown {
	const own = context.getWorkflowStaticData('node')[name];
	if (own !== undefined) return own;
	const inMemory = latest.get(nodeKey(context));
	if (inMemory) return inMemory;
	const start = context.getWorkflowStaticData('global')[startName(context)] as
		{ cursor?: string } | undefined;
	return start && Date.parse(start.cursor ?? '') > Date.now() - START_COUNTS_MS ? start : undefined;
}

/**
 * The state that the last poll left, for a webhook: n8n stores it only when a poll brought
 * something, so the one in memory is newer.
 */
export function recallForWebhook(context: IWebhookFunctions, name: string): unknown {
	return latest.get(nodeKey(context)) ?? context.getWorkflowStaticData('node')[name];
}

/**
 * Keeps the state of a poll; the first is noted with the workflow, too, which n8n stores at the end
 * of publishing.
 */
export function keep(context: IPollFunctions, name: string, state: object): void {
	const isStart = recall(context, name) === undefined;
	const plain = { ...state } as IDataObject;
	context.getWorkflowStaticData('node')[name] = plain;
	if (isStart) context.getWorkflowStaticData('global')[startName(context)] = plain;
	latest.set(nodeKey(context), state);
}

function startName(context: IPollFunctions): string {
	return `start of ${context.getNode().id}`;
}
