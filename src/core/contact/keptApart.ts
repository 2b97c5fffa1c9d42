import type { HubSpotRecord } from '../records/hubspot';
import type { QuickBooksCustomer } from '../records/quickbooks';
import { fingerprint, type Base } from '../sync/base';
import { bareName } from './employer';

/** What is somebody's own: a person has another one than the company beside it. */
const OWN_PROPERTIES = new Set(['firstname', 'lastname', 'email', 'phone', 'mobilephone']);
const OWN_FIELDS =
	/^(Title|GivenName|MiddleName|FamilyName|Suffix|DisplayName|PrimaryEmailAddr\.Address|(PrimaryPhone|Mobile|AlternatePhone|Fax)\.FreeFormNumber)$/;

/** Whether a customer is called after a company, and names no person. */
function isCalledAfterCompany({
	DisplayName,
	CompanyName = '',
	GivenName,
	FamilyName,
}: QuickBooksCustomer): boolean {
	return (
		CompanyName.trim() !== '' &&
		!GivenName &&
		!FamilyName &&
		bareName(CompanyName) === bareName(DisplayName)
	);
}

/**
 * Whether a customer that a HubSpot company is linked with may be that company's; one with a
 * person's name is that person's.
 */
export function mayBeCompanys(customer: QuickBooksCustomer): boolean {
	return isCalledAfterCompany(customer) || (!customer.GivenName && !customer.FamilyName);
}

/**
 * Whether a customer is a company, and the contact a person. A contact that was made of such a
 * customer has no first name; one
 * that somebody entered since names the person of both.
 *
 * @param base what both sides agreed on
 */
export function areApart(
	customer: QuickBooksCustomer,
	{ properties }: Pick<HubSpotRecord, 'properties'>,
	base: Base,
): boolean {
	const first = properties['firstname']?.trim();
	if (!first || !isCalledAfterCompany(customer) || base.get('firstname') === fingerprint(''))
		return false;
	const name = bareName(`${first} ${properties['lastname'] ?? ''}`);
	return name !== bareName(customer.DisplayName) && name !== bareName(customer.CompanyName ?? '');
}

/** Whether a mapped value is a person's on the one side and the company's on the other. */
export function isOwn(property: string, path: string): boolean {
	return OWN_PROPERTIES.has(property) && OWN_FIELDS.test(path);
}
