import type { CustomerChosen } from '../../contact/choose';
import type { Party } from '../../contact/party';
import { quoted, type Problem } from '../../decline';
import type { QuickBooksCustomer } from '../../records/quickbooks';
import { addressesOf } from '../../sync/fields/addresses';

/** Who gets an invoice by mail. */
export interface Payer {
	customer: CustomerChosen;
	/** Whom the customer stands for in HubSpot; undefined when the customer was chosen by hand. */
	party: Party | undefined;
}

/** What QuickBooks takes. */
const LONGEST = 100;
const ENTER = 'Enter "Bill Email" in the node';

/**
 * Where an invoice goes when the person named no address: to the customer's own, else to that of
 * the contact or company it stands
 * for. A customer that was chosen by hand stands for nobody on the deal, so nobody else's address
 * is taken.
 */
export function billEmailOf({ customer, party }: Payer): string | undefined {
	return storedEmail(customer) ?? (isTooLong(party?.email) ? undefined : party?.email);
}

/** Why the invoice cannot be mailed. */
export function addressProblems(payer: Payer): Problem[] {
	if (billEmailOf(payer) !== undefined) return [];
	const { customer, party } = payer;
	const name = quoted(
		customer.kind === 'create' ? customer.displayName : customer.customer.DisplayName,
	);
	if (isTooLong(party?.email)) {
		return [
			{
				field: 'Send',
				message: `The invoice cannot be sent: the e-mail address "${quoted(party?.email ?? '')}" in HubSpot has ${party?.email?.length} characters, and QuickBooks takes ${LONGEST}.`,
				remedy: 'Correct the address in HubSpot, or enter "Bill Email" in the node.',
			},
		];
	}
	const reason = party
		? 'no e-mail address is known'
		: `the QuickBooks customer "${name}" has no e-mail address`;
	return [
		{
			field: 'Send',
			message: `The invoice cannot be sent: ${reason}.`,
			remedy: `${ENTER}, or give the customer an e-mail address.`,
		},
	];
}

/** Whom an invoice reaches, where that is not what somebody may expect who entered no address. */
export function billEmailWarnings({ customer, party }: Payer): string[] {
	if (customer.kind === 'create') return [];
	return party ? partyWarnings(customer.customer, party) : chosenWarnings(customer.customer);
}

function chosenWarnings(customer: QuickBooksCustomer): string[] {
	if (emailIn(customer) !== undefined) return [];
	return [
		`The QuickBooks customer "${quoted(customer.DisplayName)}" has no e-mail address, so the invoice has none. ${ENTER}, or give the customer an address in QuickBooks.`,
	];
}

function partyWarnings(customer: QuickBooksCustomer, party: Party): string[] {
	const stored = emailIn(customer);
	const name = quoted(customer.DisplayName);
	if (stored === undefined) {
		if (isTooLong(party.email))
			return [
				`The QuickBooks customer "${name}" has no e-mail address, and "${quoted(party.email ?? '')}" in HubSpot has more than the ${LONGEST} characters that QuickBooks takes, so the invoice has none. ${ENTER}, or correct the address in HubSpot.`,
			];
		return party.objectType === 'companies' && party.email
			? [
					`The QuickBooks customer "${name}" has no e-mail address, so the invoice goes to the contact's, ${quoted(party.email)}. ${ENTER} if somebody else should get it.`,
				]
			: [];
	}
	const own = addressesOf(stored);
	if (
		party.emails.length === 0 ||
		own.length === 0 ||
		own.some((address) => party.emails.includes(address))
	)
		return [];
	return [
		`QuickBooks has the e-mail address ${quoted(stored)} for the customer "${name}", but HubSpot has ${quoted(party.emails[0] ?? '')} for the contact. The invoice goes to ${quoted(stored)}. Correct one of the two, or enter "Bill Email" in the node.`,
	];
}

function storedEmail(customer: CustomerChosen): string | undefined {
	return customer.kind === 'create' ? undefined : emailIn(customer.customer);
}

function emailIn({ PrimaryEmailAddr }: QuickBooksCustomer): string | undefined {
	return PrimaryEmailAddr?.Address?.trim() || undefined;
}

function isTooLong(email: string | undefined): boolean {
	return email !== undefined && email.length > LONGEST;
}
