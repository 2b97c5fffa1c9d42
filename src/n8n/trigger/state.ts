import type { IDataObject, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';
import { nodeKey } from './nodeKey';

/** The last state of each node in this process. */
const latest = new Map<string, object>();

/** How old a start may be when no later state followed it. */
const START_COUNTS_MS = 7 * 86_400_000;

/**
 * The state that the last poll left. n8n's durable scheduler does not store the state of the poll at
 * publishing when that poll reports nothing, and a renamed node loses its state. Then the state in
 * memory counts, else the start that was stored with the workflow.
 */
export function recallPollState(context: IPollFunctions, name: string): unknown {
	const own = context.getWorkflowStaticData('node')[name];
	if (own !== undefined) return own;
	const inMemory = latest.get(nodeKey(context));
	if (inMemory) return inMemory;
	const start = context.getWorkflowStaticData('global')[startName(context)] as
		{ cursor?: string } | undefined;
	return start && Date.parse(start.cursor ?? '') > Date.now() - START_COUNTS_MS ? start : undefined;
}

/**
 * The state that the last poll left, for a webhook. n8n stores it only when a poll reported
 * something, so the state in memory is newer.
 */
export function recallPollStateForWebhook(context: IWebhookFunctions, name: string): unknown {
	return latest.get(nodeKey(context)) ?? context.getWorkflowStaticData('node')[name];
}

/**
 * Keeps the state of a poll. The first state is stored with the workflow as well, which n8n saves at
 * the end of publishing.
 */
export function keepPollState(context: IPollFunctions, name: string, state: object): void {
	const isStart = recallPollState(context, name) === undefined;
	const plain = { ...state } as IDataObject;
	context.getWorkflowStaticData('node')[name] = plain;
	if (isStart) context.getWorkflowStaticData('global')[startName(context)] = plain;
	latest.set(nodeKey(context), state);
}

function startName(context: IPollFunctions): string {
	return `start of ${context.getNode().id}`;
}
