import { account } from '../account/account';
import type { Links } from '../associations/links';
import type { Definitions } from '../properties/definitions';
import type { StoredObject } from '../records';

type Values = Record<string, object>;

/** A value in the form of the old endpoints: text, with times in milliseconds. */
function oldValue(entry: StoredObject, name: string, definitions: Definitions): string {
	const value = entry.properties[name] ?? '';
	const { type } = definitions.find(entry.type, name) ?? {};
	return (type === 'date' || type === 'datetime') && value !== ''
		? String(Date.parse(value))
		: value;
}

/** @param names if absent, all properties with a value */
function values(
	entry: StoredObject,
	names: string[] | undefined,
	definitions: Definitions,
	version: (value: string, name: string) => object,
): Values {
	const wanted = (names ?? Object.keys(entry.properties)).filter(
		(name) => entry.properties[name] !== undefined,
	);
	return Object.fromEntries(
		wanted.map((name) => [name, version(oldValue(entry, name, definitions), name)]),
	);
}

/** https://legacydocs.hubspot.com/docs/methods/contacts/get_contact */
export function oldContact(
	entry: StoredObject,
	names: string[] | undefined,
	definitions: Definitions,
	brief: boolean,
): object {
	const vid = Number(entry.id);
	const properties = values(entry, names, definitions, (value) =>
		brief ? { value } : { value, versions: [oldVersion(entry, value)] },
	);
	return {
		...(brief && { addedAt: entry.createdAt }),
		vid,
		'canonical-vid': vid,
		'merged-vids': (entry.properties['hs_merged_object_ids'] ?? '')
			.split(';')
			.filter((id) => id !== '')
			.map(Number),
		'portal-id': account.id,
		'is-contact': true,
		properties,
		'form-submissions': [],
		...(!brief && { 'list-memberships': [] }),
		'identity-profiles': [identityProfile(entry)],
		'merge-audits': [],
	};
}

function oldVersion(entry: StoredObject, value: string): object {
	return {
		value,
		'source-type': 'INTEGRATION',
		'source-id': null,
		'source-label': null,
		timestamp: entry.updatedAt,
		selected: false,
	};
}

function identityProfile(entry: StoredObject): object {
	const addresses = [
		entry.properties['email'],
		...(entry.properties['hs_additional_emails']?.split(';') ?? []),
	].filter((email) => email !== undefined);
	return {
		vid: Number(entry.id),
		'saved-at-timestamp': entry.updatedAt,
		'deleted-changed-timestamp': 0,
		identities: addresses.map((value, index) => ({
			type: 'EMAIL',
			value,
			timestamp: entry.createdAt,
			...(index === 0 ? { 'is-primary': true } : { 'is-secondary': true }),
		})),
	};
}

function sourced(entry: StoredObject) {
	return (value: string, name: string) => ({
		value,
		timestamp: entry.updatedAt,
		source: 'INTEGRATION',
		sourceId: null,
		versions: [
			{
				name,
				value,
				timestamp: entry.updatedAt,
				sourceVid: [],
				source: 'INTEGRATION',
				sourceId: null,
			},
		],
	});
}

/** https://legacydocs.hubspot.com/docs/methods/companies/get_company */
export function oldCompany(
	entry: StoredObject,
	names: string[] | undefined,
	definitions: Definitions,
): object {
	return {
		portalId: account.id,
		companyId: Number(entry.id),
		isDeleted: entry.archivedAt !== null,
		properties: values(entry, names, definitions, sourced(entry)),
		additionalDomains: [],
		stateChanges: [],
		mergeAudits: [],
	};
}

/** https://legacydocs.hubspot.com/docs/methods/deals/get_deal */
export function oldDeal(
	entry: StoredObject,
	names: string[] | undefined,
	definitions: Definitions,
	links: Links | undefined,
): object {
	const ids = (type: 'contacts' | 'companies' | 'deals') =>
		links?.ids('deals', entry.id, type).map(Number) ?? [];
	return {
		portalId: account.id,
		dealId: Number(entry.id),
		isDeleted: entry.archivedAt !== null,
		associations: {
			associatedVids: ids('contacts'),
			associatedCompanyIds: ids('companies'),
			associatedDealIds: ids('deals'),
			associatedTicketIds: [],
		},
		properties: values(entry, names, definitions, sourced(entry)),
		imports: [],
		stateChanges: [],
	};
}
