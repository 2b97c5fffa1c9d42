import { quoted } from '../decline';
import type { QuickBooksPayload } from '../records/quickbooks';
import { cutText, cutWarning, cutWarnings, withWholeTexts } from '../text';
import { LONGEST_NAME, present, type Party } from './party';

/** What to do when a display name belongs to somebody else. */
export type NamePolicy = 'suffix' | 'subCustomer' | 'fail';

/** QuickBooks' limits for parts of names and for e-mail and phone. */
const LONGEST = {
	name: 100,
	company: 100,
	email: 100,
	phone: 30,
	line: 500,
	city: 255,
	state: 255,
	postal: 30,
	country: 255,
	web: 1000,
};

interface CustomerExtras {
	/** ISO 4217, only where the company has several currencies. */
	currency?: string;
	/** The customer that a sub-customer belongs to. */
	parentId?: string;
	displayName?: string;
	billWithParent?: boolean;
}

/**
 * The customer to create for a party.
 * Source: developer.intuit.com, accounting API, customer.
 */
export function buildCustomer(party: Party, extras: CustomerExtras): QuickBooksPayload {
	const address = party.address && {
		...present({
			Line1: cut(party.address.Line1, LONGEST.line),
			Line2: cut(party.address.Line2, LONGEST.line),
			City: cut(party.address.City, LONGEST.city),
			CountrySubDivisionCode: cut(party.address.CountrySubDivisionCode, LONGEST.state),
			PostalCode: cut(party.address.PostalCode, LONGEST.postal),
			Country: cut(party.address.Country, LONGEST.country),
		}),
	};
	return withWholeTexts(
		present({
			DisplayName: extras.displayName ?? party.displayName,
			GivenName: cut(oneLine(party.givenName), LONGEST.name),
			FamilyName: cut(oneLine(party.familyName), LONGEST.name),
			CompanyName: cut(oneLine(party.companyName), LONGEST.company),
			PrimaryEmailAddr:
				party.email && party.email.length <= LONGEST.email ? { Address: party.email } : undefined,
			PrimaryPhone: phone(party.phone),
			Mobile: phone(party.mobile),
			WebAddr: webAddress(party.website),
			BillAddr: address,
			ShipAddr: address,
			CurrencyRef: extras.currency ? { value: extras.currency } : undefined,
			Job: extras.parentId ? true : undefined,
			ParentRef: extras.parentId ? { value: extras.parentId } : undefined,
			BillWithParent: extras.parentId ? extras.billWithParent : undefined,
		}),
	);
}

/**
 * What a person should know who looks for all of a party in its new customer. A part of an e-mail
 * address, a phone number or a
 * web address may be somebody else's, so one that does not fit is left out.
 */
export function customerWarnings(party: Party): string[] {
	const who = `New customer "${quoted(party.displayName)}"`;
	const { Line1, Line2, City, CountrySubDivisionCode, PostalCode, Country } = party.address ?? {};
	const texts: Array<[field: string, text: string | undefined, longest: number]> = [
		['first name', oneLine(party.givenName), LONGEST.name],
		['last name', oneLine(party.familyName), LONGEST.name],
		['company name', oneLine(party.companyName), LONGEST.company],
		['street', Line1, LONGEST.line],
		['second line of the address', Line2, LONGEST.line],
		['city', City, LONGEST.city],
		['state', CountrySubDivisionCode, LONGEST.state],
		['postal code', PostalCode, LONGEST.postal],
		['country', Country, LONGEST.country],
	];
	const whole: Array<[field: string, text: string | undefined, longest: number]> = [
		['e-mail address', party.email, LONGEST.email],
		['phone number', party.phone, LONGEST.phone],
		['mobile phone number', party.mobile, LONGEST.phone],
		['website', party.website, LONGEST.web],
	];
	const left = whole.flatMap(([field, text, longest]) =>
		text !== undefined && text.length > longest
			? [
					`${who}: the ${field} "${quoted(text)}" was left out; QuickBooks stores at most ${longest} characters. Shorten it in HubSpot, or enter it in QuickBooks.`,
				]
			: [],
	);
	const cuts = texts.flatMap(([field, text, longest]) =>
		cutWarnings(`${who}: the ${field}`, text, longest),
	);
	return [
		...(party.nameIsCut ? [cutWarning(`${who}: the name`, LONGEST_NAME)] : []),
		...cuts,
		...left,
	];
}

/** A name that nobody else has: the party's own with its HubSpot id. */
export function suffixedName(party: Party): string {
	const suffix = ` (HubSpot ${party.id})`;
	return `${cutText(party.displayName, LONGEST_NAME - suffix.length).trim()}${suffix}`;
}

/** The idempotency key of creating a customer: for whom, in which company, with which values. */
export function customerKey(
	realmId: string,
	portalId: string,
	party: Party,
	payload: QuickBooksPayload,
): string {
	return `customer|${realmId}|${portalId}|${party.objectType}|${party.id}|${JSON.stringify(payload)}`;
}

function oneLine(text: string | undefined): string | undefined {
	return text?.replace(/[:\p{Cc}\p{Cs}]+/gu, ' ').trim() || undefined;
}

function cut(text: string | undefined, longest: number): string | undefined {
	return text === undefined ? undefined : cutText(text, longest).trim() || undefined;
}

function phone(number: string | undefined): { FreeFormNumber: string } | undefined {
	return number !== undefined && number.length <= LONGEST.phone
		? { FreeFormNumber: number }
		: undefined;
}

function webAddress(website: string | undefined): { URI: string } | undefined {
	if (!website) return undefined;
	const address = /^https?:\/\//i.test(website) ? website : `https://${website}`;
	return address.length <= LONGEST.web && URL.canParse(address) ? { URI: address } : undefined;
}
