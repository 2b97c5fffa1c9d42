import type { DealInvoice } from '../../core/invoice/alreadyBilled/dealInvoice';
import type { TargetAndCompany, TargetRecord, TargetType } from '../../core/invoice/attach/target';
import { companyDay, readCompanyRules } from '../../core/invoice/billing/settings';
import { asAttached, unlinkedOf } from '../../core/invoice/record/linkedRecords';
import type { HubSpotPort } from '../../gateways/ports';
import type { FlowContext } from '../accounts/context';
import { readOtherCompanies } from '../invoiceRecord/otherCompanies';
import { readInvoiceRecords } from '../invoiceRecord/readRecords';
import type { TargetRef } from './types';

/** How messages name a record of each kind. */
const wordings: Record<
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
 * Reads the HubSpot record and the company that its invoices are of.
 *
 * @throws GatewayError `notFound` when HubSpot has no such record
 */
export async function readTargetAndCompany(
	ref: TargetRef,
	{ hubspot, quickbooks, now }: FlowContext,
): Promise<TargetAndCompany> {
	const { realmId, environment } = quickbooks;
	const [target, { preferences, company }] = await Promise.all([
		readTarget(hubspot, realmId, ref),
		quickbooks.readSettings(),
	]);
	const { companyName, homeCurrency } = readCompanyRules(preferences, company);
	const today = companyDay(now(), company.DefaultTimeZone, target.account.timeZone);
	return { target, company: { name: companyName, realmId, environment, homeCurrency, today } };
}

/**
 * Reads the record with its invoices: two round trips.
 *
 * @throws GatewayError `notFound` when there is no such record
 */
export async function readTarget(
	hubspot: HubSpotPort,
	realmId: string,
	{ objectType, id }: TargetRef,
): Promise<TargetRecord> {
	const { noun, properties, nameOf } = wordings[objectType];
	const isDeal = objectType === 'deals';
	const [account, record] = await Promise.all([
		hubspot.readAccount(),
		hubspot.readObject(objectType, id, {
			properties: [...properties, ...(isDeal ? ['deal_currency_code', ...hubspot.names.deal] : [])],
			associations: ['invoices'],
		}),
	]);
	const name = nameOf((property) => record.properties[property] ?? '');
	const records = await readInvoiceRecords(hubspot, realmId, record.associations.invoices ?? []);
	const others = isDeal
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
