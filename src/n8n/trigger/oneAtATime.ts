import { nodeKey, type NodeInWorkflow } from './nodeKey';

/** Nodes whose poll is running, and nodes that this process polled before. */
const underWay = new Set<string>();
const polledBefore = new Set<string>();

/**
 * Runs a poll unless the node's last one is still running; n8n starts the next without waiting.
 *
 * @param poll receives whether no earlier poll of this process succeeded. Then nobody knows whether
 * the process before passed everything on.
 */
export async function pollOneAtATime<T>(
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
