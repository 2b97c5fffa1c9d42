import { contactKind } from '../../../../src/core/contact/fields';
import type { QuickBooksPayload } from '../../../../src/core/records/quickbooks';
import type { SyncPolicy } from '../../../../src/core/sync/types';
import { SyncAccounts } from '../../../support/syncAccounts';

export let accounts: SyncAccounts;
let serial = 0;

beforeEach(async () => (accounts = await SyncAccounts.start({ seed: 'empty', fast: true })));
afterEach(async () => await accounts.stop());

export const contact = async (properties: Record<string, string>) =>
	(await accounts.hubspot.createObject('contacts', { properties })).id;
export const customer = async (DisplayName: string, more: QuickBooksPayload = {}) =>
	(
		await accounts.quickbooks.create(
			'Customer',
			{ DisplayName, ...more },
			`${DisplayName} ${(serial += 1)}`,
		)
	).Id;
export const email = (Address: string) => ({ PrimaryEmailAddr: { Address } });
export const sync = async (
	policy: Partial<SyncPolicy> = {},
	input: Parameters<SyncAccounts['sync']>[2] = {},
) => await accounts.sync(contactKind, policy, input);
const properties = [
	'firstname',
	'lastname',
	'email',
	'company',
	'jobtitle',
	'hs_lead_status',
	'phone',
	'numemployees',
	'city',
];
export const readContact = async (id: string) =>
	(await accounts.hubspot.readObject('contacts', id, { properties })).properties;

export async function change(id: string, fields: QuickBooksPayload): Promise<void> {
	const { SyncToken } = await accounts.quickbooks.read('Customer', id);
	await accounts.quickbooks.update('Customer', { Id: id, SyncToken, sparse: true, ...fields });
}
