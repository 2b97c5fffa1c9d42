import type { Day } from '../../core/calendar';
import type { AttachTarget } from '../../core/invoice/attach/attachPlan';
import type { DealInvoice } from '../../core/invoice/alreadyBilled/dealInvoice';
import type { HubSpotAccount, HubSpotRecord } from '../../core/records/hubspot';
import type { HubSpotPort } from '../../gateways/ports';
import { readOtherCompanies } from '../invoiceRecord/otherCompanies';
import {
	asAttached,
	unlinkedOf,
	type AttachedRecord,
} from '../../core/invoice/record/linkedRecords';
import { readInvoiceRecords } from '../invoiceRecord/readRecords';
import type { TargetRef, TargetType } from './types';

/** The HubSpot record that invoices are attached to, as it is now. */
export interface Target extends AttachTarget {
	account: HubSpotAccount;
	record: HubSpotRecord;
	/** In the company; one that names no time zone is taken to share that of the HubSpot account. */
	today: Day;
	attached: AttachedRecord[];
	/** Invoice records of the target that stand for no QuickBooks invoice yet. */
	unlinked: HubSpotRecord[];
	/** A deal's invoices in other QuickBooks companies. */
	others: DealInvoice[];
}

const words: Record<
	TargetType,
	{ noun: string; properties: string[]; nameOf: (value: (property: string) => string) => string }
> = {
	deals: { noun: 'deal', properties: ['dealname'], nameOf: (value) => value('dealname') },
	companies: {
		noun: 'company',
		properties: ['name', 'domain'],
		nameOf: (value) => value('name') || value('domain'),
	},
	contacts: {
		noun: 'contact',
		properties: ['firstname', 'lastname', 'email'],
		nameOf: (value) =>
			[value('firstname'), value('lastname')].filter(Boolean).join(' ') || value('email'),
	},
};

/**
 * Reads the record with its invoices: two round trips.
 * @throws GatewayError `notFound` when there is no such record
 */
export async function readTarget(
	hubspot: HubSpotPort,
	realmId: string,
	{ objectType, id }: TargetRef,
): Promise<Omit<Target, 'today'>> {
	const { noun, properties, nameOf } = words[objectType];
	const extra = objectType === 'deals' ? ['deal_currency_code', ...hubspot.names.deal] : [];
	const [account, record] = await Promise.all([
		hubspot.readAccount(),
		hubspot.readObject(objectType, id, {
			properties: [...properties, ...extra],
			associations: ['invoices'],
		}),
	]);
	const name = nameOf((property) => record.properties[property] ?? '');
	const records = await readInvoiceRecords(hubspot, realmId, record.associations.invoices ?? []);
	const others =
		objectType === 'deals'
			? await readOtherCompanies(hubspot, realmId, records)
			: new Map<string, DealInvoice>();
	return {
		objectType,
		id: record.id,
		label: name ? `the ${noun} "${name}"` : `the ${noun} ${record.id}`,
		account,
		record,
		attached: asAttached(hubspot.names, records, realmId),
		unlinked: unlinkedOf(hubspot.names, records, realmId),
		others: [...others.values()],
	};
}
