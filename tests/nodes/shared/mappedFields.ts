import type { INodeParameters } from 'n8n-workflow';
import { SyncNode, email, outline } from '../../support/syncNode';

export let syncNode: SyncNode;
beforeEach(async () => (syncNode = await SyncNode.open('syncContact')));
afterEach(async () => await syncNode.stop());

export const mail = { email: 'PrimaryEmailAddr.Address' };

/** One customer synced to its contact; the contact's properties. */
export async function contactOf(
	customer: object,
	parameters: INodeParameters,
	properties: string[],
): Promise<Record<string, string | null>> {
	await syncNode.made({ DisplayName: 'One', ...email('one@example.com'), ...customer });
	const ran = await syncNode.run(parameters);
	expect(ran.failed).toEqual([]);
	return (await syncNode.seen(outline(ran)[0]?.[2] ?? '', properties)) ?? {};
}
