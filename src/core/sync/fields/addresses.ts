import type { HubSpotRecord } from '../../records/hubspot';
import { fingerprint } from '../base';
import type { SyncField } from './fieldsOf';
import type { Value } from './values';

/** QuickBooks' e-mail field takes several addresses with commas between them. */
function partsOf(text: string): string[] {
	return text
		.split(/[,;]/)
		.map((part) => part.trim())
		.filter(Boolean);
}

/** E-mail addresses know no capital letters. */
export function addressesOf(text: string): string[] {
	return [...new Set(partsOf(text).map((part) => part.toLowerCase()))];
}

/**
 * HubSpot's own e-mail property: it holds the main address, and a property beside it the others.
 */
export function isAddress({ field, definition }: SyncField): boolean {
	return field.type === 'email' && definition.name === 'email';
}

/**
 * The customer's value as it is compared with the contact's: one of its e-mail addresses, or its
 * street.
 */
export interface Compared {
	theirs: Value;
	/** It is an address of the contact still, while the main one has changed. */
	isKnown?: true;
	/** It is a whole street of which HubSpot has the first line. */
	isWhole?: true;
}

/**
 * A customer with the main address among its own, or with another one of the contact's, has the
 * contact's address. Only a
 * main address that was changed in HubSpot since, or that goes to QuickBooks alone, is worth
 * replacing another one of them.
 *
 * @param text the customer's addresses
 * @param mark what both agreed on
 */
export function comparedAddress(
	one: SyncField,
	text: string,
	ours: Value,
	contact: HubSpotRecord,
	mark: string | undefined,
): Compared {
	const list = addressesOf(text);
	if (ours !== '' && list.includes(ours)) return { theirs: ours };
	const others = addressesOf(contact.properties['hs_additional_emails'] ?? '');
	const known = ours === '' ? undefined : list.find((address) => others.includes(address));
	if (known === undefined)
		return { theirs: list.find((address) => fingerprint(address) === mark) ?? list[0] ?? '' };
	if (!one.toHubSpot) return { theirs: known };
	return one.toQuickBooks && mark !== undefined && mark !== fingerprint(ours)
		? { theirs: known, isKnown: true }
		: { theirs: ours };
}

/** The customer's addresses with one of them replaced. */
export function withAddress(text: string, before: Value, after: Value): Value {
	const parts = partsOf(text);
	return after === '' || parts.length < 2
		? after
		: parts.map((part) => (part.toLowerCase() === before ? after : part)).join(', ');
}
