import { companyDomain } from './domain';
import { isFullName } from '../fullName';
import type { HubSpotPropertyDefinition, HubSpotRecord } from '../records/hubspot';
import type { QuickBooksAddress } from '../records/quickbooks';
import { cutText } from '../text';
import { regionCode } from './regions';

/** HubSpot properties that a billed person or company is read from. */
export const contactPartyProperties = [
	'firstname',
	'lastname',
	'email',
	'hs_additional_emails',
	'phone',
	'mobilephone',
	'company',
	'address',
	'city',
	'state',
	'zip',
	'country',
	'website',
];
export const companyPartyProperties = [
	'name',
	'domain',
	'phone',
	'address',
	'address2',
	'city',
	'state',
	'zip',
	'country',
	'website',
];

/** Whom an invoice is for, as HubSpot knows them. */
export interface Party {
	objectType: 'contacts' | 'companies';
	id: string;
	/** What a QuickBooks customer of theirs is called. */
	displayName: string;
	/** Whether HubSpot's name is longer than a customer's can be. */
	nameIsCut?: true;
	/** Its name as HubSpot has it, where it has a colon: QuickBooks writes `Parent:Job`. */
	fullName?: string;
	givenName?: string;
	familyName?: string;
	companyName?: string;
	email?: string;
	/** All addresses of a contact, lower case, the first one first. */
	emails: readonly string[];
	phone?: string;
	mobile?: string;
	website?: string;
	/** By which HubSpot tells a company from others. */
	domain?: string;
	address?: QuickBooksAddress;
	/** The HubSpot property that holds the link. */
	linkProperty: string;
	/** Its value, e.g. `9341450000000001:58`. */
	link?: string;
}

export function partyOfContact(contact: HubSpotRecord, linkProperty: string): Party {
	const text = reader(contact);
	const email = text('email')?.toLowerCase();
	const emails = [email, ...(text('hs_additional_emails')?.toLowerCase().split(';') ?? [])]
		.map((one) => one?.trim())
		.filter((one): one is string => Boolean(one));
	const name = [text('firstname'), text('lastname')].filter(Boolean).join(' ');
	return {
		objectType: 'contacts',
		id: contact.id,
		linkProperty,
		...named(name || text('company') || email || `HubSpot contact ${contact.id}`),
		emails: [...new Set(emails)],
		...present({
			fullName: withColon(name),
			givenName: text('firstname'),
			familyName: text('lastname'),
			companyName: text('company'),
			email,
			phone: text('phone'),
			mobile: text('mobilephone'),
			website: text('website'),
			address: addressOf(text),
			link: text(linkProperty),
		}),
	};
}

export function partyOfCompany(
	company: HubSpotRecord,
	linkProperty: string,
	contact?: Party,
): Party {
	const text = reader(company);
	const name = text('name') ?? text('domain') ?? `HubSpot company ${company.id}`;
	return {
		objectType: 'companies',
		id: company.id,
		linkProperty,
		...named(name),
		emails: [],
		...present({
			fullName: withColon(name),
			companyName: name,
			email: contact?.email,
			phone: text('phone'),
			website: text('website') ?? text('domain'),
			domain: companyDomain(undefined, text('domain')),
			address: addressOf(text),
			link: text(linkProperty),
		}),
	};
}

function withColon(name: string): string | undefined {
	return isFullName(name) ? name : undefined;
}

function reader(record: HubSpotRecord): (name: string) => string | undefined {
	return (name) => record.properties[name]?.trim() || undefined;
}

function addressOf(text: (name: string) => string | undefined): QuickBooksAddress | undefined {
	const address = present({
		Line1: text('address'),
		Line2: text('address2'),
		City: text('city'),
		CountrySubDivisionCode: text('state'),
		PostalCode: text('zip'),
		Country: text('country'),
	});
	return Object.keys(address).length > 0 ? address : undefined;
}

const PLACES = [
	['city', 'City'],
	['state', 'CountrySubDivisionCode'],
	['zip', 'PostalCode'],
	['country', 'Country'],
] as const;

/**
 * The party with an address in words. Where the account keeps a part of an address as a list,
 * HubSpot gives the internal value,
 * which may be anything; a value that is the name or the code of a state or country stays.
 *
 * @param definitions of HubSpot's properties, by name
 */
export function withLabels(
	party: Party,
	definitions: ReadonlyMap<string, HubSpotPropertyDefinition> | undefined,
): Party {
	const { address } = party;
	if (!address) return party;
	const labels = PLACES.flatMap(([property, key]) => {
		const value = address[key];
		const label =
			value === undefined || isRegion(property, value)
				? undefined
				: definitions?.get(property)?.options?.find((option) => option.value === value)?.label;
		return label === undefined ? [] : [[key, label] as const];
	});
	return labels.length > 0
		? { ...party, address: { ...address, ...Object.fromEntries(labels) } }
		: party;
}

function isRegion(property: string, value: string): boolean {
	return (
		(property === 'state' || property === 'country') &&
		regionCode(value, property, '') !== undefined
	);
}

function named(name: string): Pick<Party, 'displayName' | 'nameIsCut'> {
	return {
		displayName: clean(name),
		...(allowed(name).length > LONGEST_NAME && { nameIsCut: true }),
	};
}

/** The longest display name of a customer. */
export const LONGEST_NAME = 500;

/** A name as QuickBooks takes it. */
export function clean(name: string): string {
	return cutText(allowed(name), LONGEST_NAME).trim();
}

/**
 * QuickBooks refuses colons, tabs and line breaks in display names, and its queries cannot hold a
 * backslash.
 */
function allowed(name: string): string {
	return name
		.replace(/:/g, ' -')
		.replace(/[\\\p{Cc}\p{Cs}]+/gu, ' ')
		.replace(/\s+/g, ' ')
		.trim();
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The fields that have a value. */
export function present<T extends object>(values: T): Present<T> {
	return Object.fromEntries(
		Object.entries(values).filter(([, value]) => value !== undefined),
	) as Present<T>;
}
