import { contactKind } from '../../../src/core/contact/fields';
import type { QuickBooksPayload } from '../../../src/core/records/quickbooks';
import type { SyncPolicy } from '../../../src/core/sync/types';
import { SyncAccounts, type Synced } from '../../support/syncAccounts';
import { count } from '../../support/figures';

export let accounts: SyncAccounts;
let serial = 0;
beforeEach(async () => (accounts = await SyncAccounts.start({ seed: 'empty', fast: true })));
afterEach(async () => await accounts.stop());

export const link = () => `quickbooks_id_${accounts.realmId}`;
export const contact = async (properties: Record<string, string>) =>
	(await accounts.hubspot.createObject('contacts', { properties })).id;
export const create = async (entity: 'Customer' | 'Item' | 'Account', fields: QuickBooksPayload) =>
	(await accounts.quickbooks.create(entity, fields, `${entity} ${(serial += 1)}`)).Id;
export const twoWay = { direction: 'twoWay' } as const;

export async function sync(
	policy: Partial<SyncPolicy> = {},
	input: Parameters<SyncAccounts['sync']>[2] = {},
	kind = contactKind,
): Promise<Synced> {
	count({ runs: 1 });
	return await accounts.sync(kind, policy, input);
}
