import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

/** The part of n8n that names a node: polls, webhooks and executions have it in common. */
export interface NodeInWorkflow {
	getNode(): { id: string };
	getWorkflow(): { id?: string | undefined };
}

/** Ids of events that n8n keeps in its database for one node. */
const KEPT_IN_DATABASE = 5000;
/** Ids of events that this process keeps for one node. */
const KEPT_IN_PROCESS = 5000;
/** A workflow that waits ends much later, or in another process; then its events count as arrived. */
const COUNTS_AS_ARRIVED_MS = 60_000;

/** Events whose workflow began in this process, by node; the latest last. */
const begun = new Map<string, Set<string>>();

export function nodeKey(context: NodeInWorkflow): string {
	return `${context.getWorkflow().id ?? ''}:${context.getNode().id}`;
}

/** Whether this process has begun a workflow for the event. */
export function hasBegun(key: string, eventId: string): boolean {
	return begun.get(key)?.has(eventId) ?? false;
}

/** Marks an event as begun; false when it was before. There is no waiting in it, so two executions cannot both be told true. */
function begin(key: string, eventId: string): boolean {
	const known = begun.get(key) ?? new Set<string>();
	begun.set(key, known);
	if (known.has(eventId)) return false;
	known.add(eventId);
	for (const oldest of known) {
		if (known.size <= KEPT_IN_PROCESS) break;
		known.delete(oldest);
	}
	return true;
}

/**
 * Lets each event into the workflow once, whether a webhook or a poll brought it, and whichever process runs the workflow.
 * An event is noted in n8n's database when its workflow has ended, not when it begins: after a crash in between it may come again.
 */
export async function letInOnce(context: IExecuteFunctions, items: INodeExecutionData[]): Promise<INodeExecutionData[]> {
	const key = nodeKey(context);
	const fresh = items.filter(({ json }) => typeof json['eventId'] !== 'string' || begin(key, json['eventId']));
	const ids = fresh.flatMap(({ json }) => (typeof json['eventId'] === 'string' ? [json['eventId']] : []));
	if (ids.length === 0) return fresh;
	const ended = await readEnded(context, ids);
	const open = ids.filter((id) => !ended.has(id));
	if (open.length > 0) noteWhenEnded(context, open);
	return fresh.filter(({ json }) => !ended.has(json['eventId'] as string));
}

const mode = { mode: 'entries', maxEntries: KEPT_IN_DATABASE } as const;

/** The last use of each node's ids in the database. n8n reads and writes the whole list without a lock, so uses stand in line. */
const lines = new Map<string, Promise<unknown>>();

async function inLine<T>(key: string, use: () => Promise<T>): Promise<T> {
	const turn = (lines.get(key) ?? Promise.resolve()).then(use, use);
	lines.set(key, turn);
	return await turn;
}

/** n8n can only look and note in one step; so what was noted by looking is taken back. */
async function readEnded(context: IExecuteFunctions, ids: string[]): Promise<Set<string>> {
	try {
		return await inLine(nodeKey(context), async () => {
			const { new: unknown, processed } = await context.helpers.checkProcessedAndRecord(ids, 'node', mode);
			if (unknown.length > 0) await context.helpers.removeProcessed(unknown, 'node', mode);
			return new Set(processed.map(String));
		});
	} catch (error) {
		// Twice is better than never.
		context.logger.warn('Events could not be compared with earlier ones', { error });
		return new Set();
	}
}

function noteWhenEnded(context: IExecuteFunctions, ids: string[]): void {
	let noted = false;
	const note = async () => {
		if (noted) return;
		noted = true;
		clearTimeout(timer);
		try {
			await inLine(nodeKey(context), async () => await context.helpers.checkProcessedAndRecord(ids, 'node', mode));
		} catch (error) {
			context.logger.warn('Events could not be noted as arrived', { error });
		}
	};
	const timer = setTimeout(() => void note(), COUNTS_AS_ARRIVED_MS);
	timer.unref();
	context.onExecutionFinish?.(note);
}
