import { SyncNode } from '../../support/syncNode';

export let syncNode: SyncNode;
export const open = async (type: 'syncContact' | 'syncProduct') =>
	(syncNode = await SyncNode.open(type));
afterEach(async () => await syncNode.stop());

export const toQuickBooks = { direction: 'hubSpotToQuickBooks' };
export const bothWays = { direction: 'twoWay' };
export const conflictsOf = (failed: ReadonlyArray<Record<string, unknown>>) =>
	failed.map(({ action, reason, remedy }) => [action, reason, typeof remedy]);
