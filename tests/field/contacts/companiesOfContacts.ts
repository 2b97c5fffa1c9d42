import { contactKind } from '../../../src/core/contact/fields';
import type { QuickBooksPayload } from '../../../src/core/records/quickbooks';
import type { SyncPolicy } from '../../../src/core/sync/types';
import { SyncAccounts, type Synced } from '../../support/syncAccounts';
import { count } from '../../support/figures';

export let accounts: SyncAccounts;
let serial = 0;
afterEach(async () => await accounts.stop());

export async function start(
	companiesByDomain: 'never' | 'lacking' | 'always',
	more: Record<string, unknown> = {},
): Promise<void> {
	accounts = await SyncAccounts.start({
		seed: 'empty',
		fast: true,
		switches: { hubspot: { companiesByDomain, ...more } },
	});
}

export const contact = async (properties: Record<string, string>) =>
	(await accounts.hubspot.createObject('contacts', { properties })).id;
export const company = async (properties: Record<string, string>) =>
	(await accounts.hubspot.createObject('companies', { properties })).id;
export const customer = async (
	DisplayName: string,
	address: string,
	CompanyName: string,
	more: QuickBooksPayload = {},
) =>
	(
		await accounts.quickbooks.create(
			'Customer',
			{
				DisplayName,
				GivenName: DisplayName,
				PrimaryEmailAddr: { Address: address },
				CompanyName,
				...more,
			},
			`customer ${(serial += 1)}`,
		)
	).Id;

export async function sync(
	policy: Partial<SyncPolicy> = {},
	input: Parameters<SyncAccounts['sync']>[2] = {},
	context: Parameters<SyncAccounts['sync']>[3] = {},
): Promise<Synced> {
	count({ runs: 1 });
	return await accounts.sync(contactKind, policy, { companies: true, ...input }, context);
}

/** HubSpot does in this time what it does by itself. */
export const later = () => accounts.sandbox.runtime.clock.advance(30_000);

/** Companies as a person sees them, with the addresses of their contacts. */
export async function companies(): Promise<Record<string, string[]>> {
	const { records } = await accounts.hubspot.listObjects('companies', {
		properties: ['name', 'domain'],
		associations: ['contacts'],
		limit: 100,
	});
	const people = await accounts.hubspot.listObjects('contacts', {
		properties: ['email'],
		limit: 100,
	});
	const emailOf = new Map(
		people.records.map(({ id, properties }) => [id, properties['email'] ?? '']),
	);
	return Object.fromEntries(
		records.map(({ properties, associations }) => [
			[properties['name'], properties['domain']].filter(Boolean).join(' '),
			[...new Set(associations.contacts ?? [])].map((id) => emailOf.get(id) ?? '').sort(),
		]),
	);
}

export const warnings = ({ results }: Synced) => results.flatMap((one) => one.warnings);
