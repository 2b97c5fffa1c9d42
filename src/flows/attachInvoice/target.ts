import { dayIn, type Day } from '../../core/calendar';
import { linkPropertyName, readLink } from '../../core/hubspot/link';
import { dealPropertyNames, invoicePropertyNames } from '../../core/hubspot/schema';
import type { AttachTarget } from '../../core/invoice/attachPlan';
import type { HubSpotAccount, HubSpotRecord } from '../../core/records/hubspot';
import type { HubSpotPort } from '../../gateways/ports';
import type { TargetRef, TargetType } from './types';

/** A HubSpot invoice record that stands for a QuickBooks invoice of the connected company. */
export interface AttachedRecord {
	/** The QuickBooks id. */
	invoiceId: string;
	record: HubSpotRecord;
}

/** The HubSpot record that invoices are attached to, as it is now. */
export interface Target extends AttachTarget {
	account: HubSpotAccount;
	record: HubSpotRecord;
	/** In the account's time zone. */
	today: Day;
	attached: AttachedRecord[];
}

const words: Record<TargetType, { noun: string; properties: string[]; nameOf: (value: (property: string) => string) => string }> = {
	deals: { noun: 'deal', properties: ['dealname'], nameOf: (value) => value('dealname') },
	companies: { noun: 'company', properties: ['name', 'domain'], nameOf: (value) => value('name') || value('domain') },
	contacts: { noun: 'contact', properties: ['firstname', 'lastname', 'email'], nameOf: (value) => [value('firstname'), value('lastname')].filter(Boolean).join(' ') || value('email') },
};

/**
 * Reads the record with its invoices: two round trips.
 * @throws GatewayError `notFound` when there is no such record
 */
export async function readTarget(hubspot: HubSpotPort, realmId: string, { objectType, id }: TargetRef, now: Date): Promise<Target> {
	const { noun, properties, nameOf } = words[objectType];
	const extra = objectType === 'deals' ? ['deal_currency_code', ...dealPropertyNames] : [];
	const [account, record] = await Promise.all([hubspot.readAccount(), hubspot.readObject(objectType, id, { properties: [...properties, ...extra], associations: ['invoices'] })]);
	const name = nameOf((property) => record.properties[property] ?? '');
	return {
		objectType,
		id: record.id,
		label: name ? `the ${noun} "${name}"` : `the ${noun} ${record.id}`,
		account,
		record,
		today: dayIn(now, account.timeZone),
		attached: await readAttached(hubspot, realmId, record.associations.invoices ?? []),
	};
}

export async function readAttached(hubspot: HubSpotPort, realmId: string, recordIds: readonly string[]): Promise<AttachedRecord[]> {
	if (recordIds.length === 0) return [];
	return asAttached(await hubspot.readObjects('invoices', [...recordIds], { properties: recordProperties(realmId) }), realmId);
}

/** Those of HubSpot's invoices that stand for QuickBooks invoices of the company. */
export function asAttached(records: readonly HubSpotRecord[], realmId: string): AttachedRecord[] {
	const link = linkPropertyName(realmId);
	return records.flatMap((record) => {
		const invoiceId = readLink(record.properties[link], realmId);
		return invoiceId === undefined ? [] : [{ invoiceId, record }];
	});
}

/** Everything that tells whether a record is up to date. */
export function recordProperties(realmId: string): string[] {
	return [linkPropertyName(realmId), ...invoicePropertyNames];
}
