import type { QuickBooksPayload } from '../records/quickbooks';
import { present, type Party } from './party';

/** What to do when a display name belongs to somebody else. */
export type NamePolicy = 'suffix' | 'subCustomer' | 'fail';

/** QuickBooks' limits for parts of names and for e-mail and phone. */
const LONGEST = { name: 100, company: 100, email: 100, phone: 30, line: 500, city: 255, state: 255, postal: 30, country: 255, web: 1000 };

export interface CustomerExtras {
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
			Line1: party.address.Line1?.slice(0, LONGEST.line),
			Line2: party.address.Line2?.slice(0, LONGEST.line),
			City: party.address.City?.slice(0, LONGEST.city),
			CountrySubDivisionCode: party.address.CountrySubDivisionCode?.slice(0, LONGEST.state),
			PostalCode: party.address.PostalCode?.slice(0, LONGEST.postal),
			Country: party.address.Country?.slice(0, LONGEST.country),
		}),
	};
	return present({
		DisplayName: extras.displayName ?? party.displayName,
		GivenName: oneLine(party.givenName, LONGEST.name),
		FamilyName: oneLine(party.familyName, LONGEST.name),
		CompanyName: oneLine(party.companyName, LONGEST.company),
		PrimaryEmailAddr: party.email && party.email.length <= LONGEST.email ? { Address: party.email } : undefined,
		PrimaryPhone: party.phone ? { FreeFormNumber: party.phone.slice(0, LONGEST.phone) } : undefined,
		Mobile: party.mobile ? { FreeFormNumber: party.mobile.slice(0, LONGEST.phone) } : undefined,
		WebAddr: webAddress(party.website),
		BillAddr: address,
		ShipAddr: address,
		CurrencyRef: extras.currency ? { value: extras.currency } : undefined,
		Job: extras.parentId ? true : undefined,
		ParentRef: extras.parentId ? { value: extras.parentId } : undefined,
		BillWithParent: extras.parentId ? extras.billWithParent : undefined,
	});
}

/** A name that nobody else has: the party's own with its HubSpot id. */
export function suffixedName(party: Party): string {
	const suffix = ` (HubSpot ${party.id})`;
	return `${party.displayName.slice(0, 500 - suffix.length)}${suffix}`;
}

/** The idempotency key of creating a customer: for whom, in which company, with which values. */
export function customerKey(realmId: string, portalId: string, party: Party, payload: QuickBooksPayload): string {
	return `customer|${realmId}|${portalId}|${party.objectType}|${party.id}|${JSON.stringify(payload)}`;
}

function oneLine(text: string | undefined, longest: number): string | undefined {
	return text?.replace(/[:\p{Cc}\p{Cs}]+/gu, ' ').trim().slice(0, longest) || undefined;
}

function webAddress(website: string | undefined): { URI: string } | undefined {
	if (!website) return undefined;
	const address = /^https?:\/\//i.test(website) ? website : `https://${website}`;
	return address.length <= LONGEST.web && URL.canParse(address) ? { URI: address } : undefined;
}
