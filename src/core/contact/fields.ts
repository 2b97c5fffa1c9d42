import { addressesOf } from '../sync/fields/addresses';
import type { FieldMapping, KeyKind, QuickBooksField, SyncKind, SyncedRecord } from '../sync/types';
import type { HubSpotRecord } from '../records/hubspot';
import type { QuickBooksCustomer, QuickBooksPayload } from '../records/quickbooks';
import { suffixedName } from './build';
import { cutText, cutWarning } from '../text';
import { areApart, isOwn, mayBeCompanys } from './keptApart';
import { emailsOf as emailsOfCustomer, isBelow } from './match';
import { clean, LONGEST_NAME, partyOfContact } from './party';

/**
 * Fields of a QuickBooks customer that can be mapped.
 * Source: developer.intuit.com, accounting API, customer.
 */
const customerFields: QuickBooksField[] = [
	{
		path: 'DisplayName',
		label: 'Display name',
		type: 'text',
		longest: 500,
		form: 'name',
		required: true,
		fullPath: 'FullyQualifiedName',
	},
	{ path: 'Title', label: 'Title', type: 'text', longest: 16, form: 'line' },
	{ path: 'GivenName', label: 'First name', type: 'text', longest: 100, form: 'name' },
	{ path: 'MiddleName', label: 'Middle name', type: 'text', longest: 100, form: 'name' },
	{ path: 'FamilyName', label: 'Last name', type: 'text', longest: 100, form: 'name' },
	{ path: 'Suffix', label: 'Suffix', type: 'text', longest: 16, form: 'line' },
	{ path: 'CompanyName', label: 'Company name', type: 'text', longest: 100, form: 'line' },
	{ path: 'PrimaryEmailAddr.Address', label: 'E-mail', type: 'email', longest: 100, form: 'line' },
	{ path: 'PrimaryPhone.FreeFormNumber', label: 'Phone', type: 'text', longest: 30, form: 'line' },
	{ path: 'Mobile.FreeFormNumber', label: 'Mobile phone', type: 'text', longest: 30, form: 'line' },
	{
		path: 'AlternatePhone.FreeFormNumber',
		label: 'Other phone',
		type: 'text',
		longest: 30,
		form: 'line',
	},
	{ path: 'Fax.FreeFormNumber', label: 'Fax', type: 'text', longest: 30, form: 'line' },
	{ path: 'WebAddr.URI', label: 'Website', type: 'text', longest: 1000, form: 'line' },
	...addressFields('BillAddr', 'Billing address'),
	...addressFields('ShipAddr', 'Shipping address'),
	{ path: 'Notes', label: 'Notes', type: 'text', longest: 2000 },
	{ path: 'Taxable', label: 'Taxable', type: 'boolean' },
	{ path: 'PrintOnCheckName', label: 'Name on checks', type: 'text', longest: 110, form: 'line' },
	{ path: 'Id', label: 'Customer ID', type: 'text', readOnly: true },
	{ path: 'FullyQualifiedName', label: 'Full name with parents', type: 'text', readOnly: true },
	{ path: 'Balance', label: 'Balance', type: 'number', readOnly: true },
	{ path: 'CurrencyRef.value', label: 'Currency', type: 'text', readOnly: true },
	{ path: 'SalesTermRef.name', label: 'Terms', type: 'text', readOnly: true },
	{ path: 'Active', label: 'Active', type: 'boolean', readOnly: true },
	{ path: 'MetaData.CreateTime', label: 'Created', type: 'time', readOnly: true },
];

function addressFields(root: string, label: string): QuickBooksField[] {
	const parts = [
		['Line1', 'street', 500],
		['Line2', 'line 2', 500],
		['City', 'city', 255],
		['CountrySubDivisionCode', 'state', 255],
		['PostalCode', 'postal code', 30],
		['Country', 'country', 255],
	] as const;
	return parts.map(([leaf, name, longest]) => ({
		path: `${root}.${leaf}`,
		label: `${label}: ${name}`,
		type: 'text',
		longest,
		form: 'line',
		...(leaf === 'Line1' && { isStreet: true }),
		...regionOf(leaf),
	}));
}

function regionOf(leaf: string): Pick<QuickBooksField, 'region'> {
	if (leaf === 'CountrySubDivisionCode') return { region: 'state' };
	return leaf === 'Country' ? { region: 'country' } : {};
}

/** What is synced when nobody chooses otherwise. */
const defaultPairs: ReadonlyArray<readonly [property: string, field: string]> = [
	['firstname', 'GivenName'],
	['lastname', 'FamilyName'],
	['email', 'PrimaryEmailAddr.Address'],
	['company', 'CompanyName'],
	['phone', 'PrimaryPhone.FreeFormNumber'],
	['mobilephone', 'Mobile.FreeFormNumber'],
	['address', 'BillAddr.Line1'],
	['city', 'BillAddr.City'],
	['state', 'BillAddr.CountrySubDivisionCode'],
	['zip', 'BillAddr.PostalCode'],
	['country', 'BillAddr.Country'],
];

export const contactMapping: FieldMapping[] = defaultPairs.map(([property, field]) => ({
	property,
	field,
	direction: 'both',
	ifEmpty: 'keep',
}));

const EMAIL: KeyKind = {
	name: 'email',
	property: 'email',
	isIdProperty: true,
	queryField: 'PrimaryEmailAddr',
	isList: true,
};

/** HubSpot contacts and QuickBooks customers. */
export const contactKind: SyncKind = {
	hubSpotType: 'contacts',
	entity: 'Customer',
	words: { hubSpot: 'contact', quickBooks: 'customer' },
	modifiedProperty: 'lastmodifieddate',
	fields: customerFields,
	defaults: contactMapping,
	properties: [
		'email',
		'hs_additional_emails',
		'hs_merged_object_ids',
		'firstname',
		'lastname',
		'company',
		'lastmodifieddate',
	],
	keys: [EMAIL],
	hubSpotKeys: (contact) => emailsOf(contact),
	quickBooksKeys: (record) => emailsOfCustomer(record as QuickBooksCustomer),
	leftOut: (record) => jobWithoutPerson(record as QuickBooksCustomer),
	above: {
		idOf: (record) => record.ParentRef?.value,
		isRepeatedBy: (record, others) =>
			repeatsAddress(record as QuickBooksCustomer, others as QuickBooksCustomer[]),
		reason: 'It is a sub-customer with the e-mail address of the customer above it.',
	},
	apart: {
		are: (record, contact, base) => areApart(record as QuickBooksCustomer, contact, base),
		isOwn,
	},
	mayBeCompanys: (record) => mayBeCompanys(record as QuickBooksCustomer),
	completeHubSpot: (properties, record) =>
		properties['email'] || properties['firstname'] || properties['lastname']
			? properties
			: { ...properties, lastname: displayNameOf(record) },
	completeQuickBooks: (payload, contact) => ({
		DisplayName: partyOfContact(contact, '').displayName,
		...payload,
	}),
	withOwnName: (payload, contact) => ({
		...payload,
		DisplayName: withSuffix(String(payload['DisplayName']), contact),
	}),
	naming: {
		groups: namingGroups,
		isNamedAfter: (record, contact) =>
			namesFor(contact).includes((record as QuickBooksCustomer).DisplayName.toLowerCase()),
	},
	textWarnings: (contact) =>
		partyOfContact(contact, '').nameIsCut ? [cutWarning('Display name', LONGEST_NAME)] : [],
	deletedMark: (record, contactId) =>
		noteOf(record as QuickBooksCustomer, `HubSpot contact ${contactId} was deleted.`),
};

/** All addresses of a contact, lower case. */
function emailsOf({ properties }: HubSpotRecord): string[] {
	return addressesOf(`${properties['email'] ?? ''};${properties['hs_additional_emails'] ?? ''}`);
}

/** A sub-customer that names nobody of its own is a job of its parent, not a person. */
function jobWithoutPerson({
	Job,
	ParentRef,
	PrimaryEmailAddr,
	GivenName,
	FamilyName,
}: QuickBooksCustomer): string | undefined {
	const isJob = Job === true || ParentRef !== undefined;
	return isJob && !PrimaryEmailAddr && !GivenName && !FamilyName
		? 'It is a sub-customer without a person or an e-mail address of its own.'
		: undefined;
}

/** QuickBooks gives a new job what the customer above it has. */
function repeatsAddress(
	customer: QuickBooksCustomer,
	others: readonly QuickBooksCustomer[],
): boolean {
	const addresses = emailsOfCustomer(customer);
	return others.some(
		(above) =>
			above.Active &&
			isBelow(customer, above) &&
			emailsOfCustomer(above).some((address) => addresses.includes(address)),
	);
}

function displayNameOf(record: SyncedRecord): string {
	return clean((record as QuickBooksCustomer).DisplayName);
}

const LONGEST_NOTES = 2000;

/** Undefined where a person's notes leave no room. */
function noteOf({ Notes = '' }: QuickBooksCustomer, note: string): QuickBooksPayload | undefined {
	if (Notes.includes(note)) return {};
	const both = [Notes, note].filter(Boolean).join('\n');
	return both.length <= LONGEST_NOTES ? { Notes: both } : undefined;
}

/** First and last name are a beginning and an end of the whole, or one of them is all of it. */
function namingGroups(names: readonly string[]): Array<Record<string, string[]>> {
	const whole = names
		.map((name) =>
			name
				.toLowerCase()
				.replace(/ \(hubspot \d+\)$/, '')
				.trim(),
		)
		.filter(Boolean);
	const parts = whole.flatMap((name) =>
		[...name.matchAll(/\s+/g)].map(
			({ index }) => [name.slice(0, index).trim(), name.slice(index).trim()] as const,
		),
	);
	const groups = [
		{ firstname: whole },
		{ lastname: whole },
		{ firstname: parts.map(([first]) => first), lastname: parts.map(([, last]) => last) },
	];
	return groups
		.map((group) =>
			Object.fromEntries(
				Object.entries(group).map(([property, values]) => [property, [...new Set(values)]]),
			),
		)
		.filter((group) => Object.values(group).every((values) => values.length > 0));
}

function namesFor(contact: HubSpotRecord): string[] {
	const party = partyOfContact(contact, '');
	return [party.displayName, suffixedName(party)].map((name) => name.toLowerCase());
}

function withSuffix(name: string, { id }: HubSpotRecord): string {
	const suffix = ` (HubSpot ${id})`;
	return `${cutText(name, LONGEST_NAME - suffix.length).trim()}${suffix}`;
}
