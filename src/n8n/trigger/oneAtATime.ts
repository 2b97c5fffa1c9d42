import { nodeKey, type NodeInWorkflow } from './nodeKey';

/** Polls under way and nodes polled in this process. */
const underWay = new Set<string>();
const polledBefore = new Set<string>();

/**
 * Runs a poll unless the node's last one is still at work; n8n starts the next without waiting.
 *
 * @param poll gets whether it is the node's first in this process that succeeds: nobody then knows
 * whether the process before handed everything on
 */
export async function inTurn<T>(
	context: NodeInWorkflow,
	poll: (isFirst: boolean) => Promise<T>,
): Promise<T | null> {
	const key = nodeKey(context);
	if (underWay.has(key)) return null;
	underWay.add(key);
	try {
		const result = await poll(!polledBefore.has(key));
		polledBefore.add(key);
		return result;
	} finally {
		underWay.delete(key);
	}
}
