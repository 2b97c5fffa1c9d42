import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { nodeKey, type NodeInWorkflow } from './nodeKey';
import { noteBegun, noteEnded, readEnded } from './arrivals';

/** Ids of events that this process keeps for one node. */
const KEPT_IN_PROCESS = 5000;
/**
 * A workflow that waits ends much later, or in another process. Its events count as delivered after
 * this time.
 */
const COUNTS_AS_DELIVERED_MS = 60_000;
/**
 * How long to wait for the workflow of another process. A workflow that has not ended by then was
 * interrupted.
 */
const WAITS_MS = [500, 1500, 2000, 4000, 8000, 16_000, 32_000];
/**
 * In queue mode the items of a poll wait this long. So items that a webhook brings for the same
 * change come first, and not at the same moment.
 */
const POLL_WAITS_MS = 2000;

/**
 * By node, the events whose workflow began in this process, and the events that a webhook brought to
 * it. The latest come last.
 */
const begun = new Map<string, Set<string>>();
const announced = new Map<string, Set<string>>();

/** Whether this process has begun a workflow for the event. */
export function hasBegun(context: NodeInWorkflow, eventId: string): boolean {
	return begun.get(nodeKey(context))?.has(eventId) ?? false;
}

/**
 * Marks an event as begun; false when it was marked before. It does not wait, so two executions
 * cannot both get true.
 */
function markBegun(context: NodeInWorkflow, eventId: string): boolean {
	return mark(begun, nodeKey(context), eventId);
}

/**
 * Marks an event as brought by a webhook; false when a webhook brought it to this process before.
 * Intuit may send the same notification any number of times.
 */
export function markAnnounced(context: NodeInWorkflow, eventId: string): boolean {
	return mark(announced, nodeKey(context), eventId);
}

function mark(marks: Map<string, Set<string>>, key: string, eventId: string): boolean {
	const known = marks.get(key) ?? new Set<string>();
	marks.set(key, known);
	if (known.has(eventId)) return false;
	known.add(eventId);
	for (const oldest of known) {
		if (known.size <= KEPT_IN_PROCESS) break;
		known.delete(oldest);
	}
	return true;
}

/**
 * In queue mode executions of one workflow run in several processes, and polls and webhooks in
 * others.
 */
function isQueueMode(): boolean {
	return process.env['EXECUTIONS_MODE'] === 'queue';
}

/**
 * Passes each event to the workflow once, whether a webhook or a poll brought it, and whichever
 * process runs the workflow. An event counts as delivered when its workflow has ended, not when it
 * began: after a crash in between, the event may come again. In queue mode this waits up to a minute
 * for an event that another process has begun.
 */
export async function passEachEventOnce(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const idOf = ({ json }: INodeExecutionData) =>
		typeof json['eventId'] === 'string' ? json['eventId'] : undefined;
	if (
		isQueueMode() &&
		context.getMode() === 'trigger' &&
		context.getNodeParameter('source', 0, 'poll') === 'both'
	)
		await wait(POLL_WAITS_MS);
	const fresh = items.filter(
		(item) => idOf(item) === undefined || markBegun(context, idOf(item) ?? ''),
	);
	const ids = fresh.flatMap((item) => idOf(item) ?? []);
	if (ids.length === 0) return fresh;
	const ended = await endedElsewhere(context, ids);
	const current = ids.filter((id) => !ended.has(id));
	if (current.length > 0) noteWhenEnded(context, current);
	return fresh.filter((item) => !ended.has(idOf(item) ?? ''));
}

async function endedElsewhere(
	context: IExecuteFunctions,
	ids: readonly string[],
): Promise<Set<string>> {
	const ended = new Set<string>();
	try {
		const before = [...(await noteBegun(context, ids))];
		for (const ms of isQueueMode() ? [...WAITS_MS, 0] : [0]) {
			for (const id of await readEnded(
				context,
				before.filter((one) => !ended.has(one)),
			))
				ended.add(id);
			if (before.every((id) => ended.has(id))) break;
			await wait(ms);
		}
	} catch (error) {
		// Twice is better than never.
		context.logger.warn('The trigger could not check whether events were delivered before', {
			error,
		});
	}
	return ended;
}

async function wait(ms: number): Promise<void> {
	if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
}

function noteWhenEnded(context: IExecuteFunctions, ids: string[]): void {
	let noted = false;
	const note = async () => {
		if (noted) return;
		noted = true;
		clearTimeout(timer);
		try {
			await noteEnded(context, ids);
		} catch (error) {
			context.logger.warn('The trigger could not record events as delivered', { error });
		}
	};
	const timer = setTimeout(() => void note(), COUNTS_AS_DELIVERED_MS);
	timer.unref();
	context.onExecutionFinish?.(note);
}
