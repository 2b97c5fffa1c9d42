import { SyncNode, email } from '../../support/syncNode';

export let syncNode: SyncNode;
beforeEach(async () => (syncNode = await SyncNode.open('syncContact')));
afterEach(async () => await syncNode.stop());

/**
 * A customer and a contact that are nobody's counterpart, and a pair that is recognised and
 * differs.
 */
export async function people() {
	const pair = {
		customer: await syncNode.made({
			DisplayName: 'Pair',
			GivenName: 'Quick',
			...email('pair@example.com'),
		}),
		contact: await syncNode.put({ email: 'pair@example.com', firstname: 'Hub' }),
	};
	return {
		pair,
		customer: await syncNode.made({ DisplayName: 'Only Books', ...email('books@example.com') }),
		contact: await syncNode.put({ email: 'hub@example.com', firstname: 'Only', lastname: 'Hub' }),
	};
}
export const given = async (id: string) => (await syncNode.read(id))['GivenName'];
export const first = async (id: string) => (await syncNode.seen(id, ['firstname']))?.['firstname'];
