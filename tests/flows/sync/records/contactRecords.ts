import { contactKind, contactMapping } from '../../../../src/core/contact/fields';
import type { QuickBooksPayload } from '../../../../src/core/records/quickbooks';
import type { SyncPolicy } from '../../../../src/core/sync/types';
import { SyncAccounts, type Synced } from '../../../support/syncAccounts';
import type { HubSpotSwitches } from '../../../../sandbox/hubspot/switches';

export let accounts: SyncAccounts;
let serial = 0;

beforeEach(async () => (accounts = await SyncAccounts.start({ seed: 'empty', fast: true })));
afterEach(async () => await accounts.stop());

/** Starts with other switches of HubSpot than each test does. */
export async function restart(hubspot: Partial<HubSpotSwitches>): Promise<void> {
	await accounts.stop();
	accounts = await SyncAccounts.start({ seed: 'empty', fast: true, switches: { hubspot } });
}

export const link = () => `quickbooks_id_${accounts.realmId}`;
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
export const outline = ({ results }: Synced) =>
	results.map(({ action, quickbooks, hubspot }) => [
		action,
		quickbooks?.id ?? null,
		hubspot?.id ?? null,
	]);
export const readContact = async (id: string) =>
	(
		await accounts.hubspot.readObject('contacts', id, {
			properties: [
				...contactMapping.map(({ property }) => property),
				link(),
				'quickbooks_record_state',
				'hs_lead_status',
				'jobtitle',
			],
		})
	).properties;
export const contacts = async () =>
	(await accounts.hubspot.listObjects('contacts', { properties: ['email', link()], limit: 100 }))
		.records;

export async function change(id: string, fields: QuickBooksPayload): Promise<void> {
	const { SyncToken } = await accounts.quickbooks.read('Customer', id);
	await accounts.quickbooks.update('Customer', { Id: id, SyncToken, sparse: true, ...fields });
}
