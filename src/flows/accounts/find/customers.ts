import { bareName } from '../../../core/contact/employer';
import { fitting } from '../../../core/contact/match';
import type { Party } from '../../../core/contact/party';
import { lastPart } from '../../../core/fullName';
import { readLink } from '../../../core/hubspot/link';
import { uniqueById } from '../../../core/records/byId';
import type { QuickBooksCustomer } from '../../../core/records/quickbooks';
import type { QuickBooksPort } from '../../../gateways/ports';
import { findInAnyCase, type Sought } from '../anyCase';
import { ANY_STATE } from '../quickBooksRecords';
import { findByField, INACTIVE_SUFFIX } from './named';

/** Short beginnings fit too much. */
const SHORTEST_BEGINNING = 4;
/** Rows of one answer. */
const MOST_ROWS = 1000;

/**
 * Customers with a value, in whatever case it is written: names are unique without regard to case,
 * and nobody says whether
 * `=` is. What is found is compared again before it counts.
 */
async function findLike(
	quickbooks: QuickBooksPort,
	field: string,
	pattern: string,
): Promise<QuickBooksCustomer[]> {
	return await quickbooks.find('Customer', {
		where: [{ field, operator: 'LIKE', value: pattern }, ANY_STATE],
		limit: MOST_ROWS,
	});
}

/** QuickBooks' field may hold several addresses. */
async function findByAddress(
	quickbooks: QuickBooksPort,
	email: string,
): Promise<QuickBooksCustomer[]> {
	return await findLike(quickbooks, 'PrimaryEmailAddr', `%${patternOf(email)}%`);
}

/**
 * Also what QuickBooks renamed when it was made inactive, and what this package called `name
 * (HubSpot 101)`.
 */
async function findByName(
	quickbooks: QuickBooksPort,
	name: string,
	beginning = name,
): Promise<QuickBooksCustomer[]> {
	if (name.length < SHORTEST_BEGINNING)
		return (
			await Promise.all(
				[name, `${name}${INACTIVE_SUFFIX}`].map(
					async (one) => await findLike(quickbooks, 'DisplayName', patternOf(one)),
				),
			)
		).flat();
	const found = await findLike(quickbooks, 'DisplayName', `${patternOf(beginning)}%`);
	// So many begin alike that the one with the very name may not be among them.
	return found.length < MOST_ROWS
		? found
		: uniqueById([...found, ...(await findLike(quickbooks, 'DisplayName', patternOf(name)))]);
}

/** Spaces, and what a name loses on its way to QuickBooks, may be anything there. */
function patternOf(text: string): string {
	return text.trim().replace(/[%:\\\s\p{Cc}\p{Cs}]+/gu, '%');
}

/**
 * Customers that a party may be: the linked one, else those with its e-mail addresses or its name.
 * Inactive ones are among them, since they explain why a name is taken.
 *
 * @param currency the deal's, where the company has several: a linked customer in another one may
 * have a double in this one
 */
export async function findCustomers(
	quickbooks: QuickBooksPort,
	party: Party,
	currency?: string,
): Promise<QuickBooksCustomer[]> {
	const linkedId = readLink(party.link, quickbooks.realmId);
	const linked =
		linkedId === undefined ? [] : await findByField(quickbooks, 'Customer', 'Id', [linkedId]);
	if (
		linked.some(
			({ Active, CurrencyRef }) =>
				Active &&
				(currency === undefined || CurrencyRef === undefined || CurrencyRef.value === currency),
		)
	)
		return linked;
	const found = await Promise.all([
		...party.emails.map(async (email) => await findByAddress(quickbooks, email)),
		findByName(quickbooks, party.displayName, beginningOf(party)),
		party.fullName ? findByName(quickbooks, lastPart(party.fullName)) : [],
		party.objectType === 'companies' && party.companyName
			? findLike(quickbooks, 'CompanyName', patternOf(party.companyName))
			: [],
	]);
	const customers = uniqueById([...linked, ...found.flat()]);
	return linkedId !== undefined || fitting(party, customers).length > 0
		? customers
		: uniqueById([...customers, ...(await findInOtherLetters(quickbooks, party))]);
}

/** With a domain to tell companies apart, one may be called otherwise by its legal form. */
function beginningOf({ displayName, domain }: Party): string {
	const bare = bareName(displayName);
	const isBeginning =
		domain !== undefined &&
		bare.length >= SHORTEST_BEGINNING &&
		displayName.toLowerCase().startsWith(bare);
	return isBeginning ? displayName.slice(0, bare.length) : displayName;
}

/**
 * A customer is about to be created, and QuickBooks' patterns may tell capital letters from small
 * ones.
 */
async function findInOtherLetters(
	quickbooks: QuickBooksPort,
	party: Party,
): Promise<QuickBooksCustomer[]> {
	const { emails, fullName, objectType, companyName } = party;
	const names = [...new Set([beginningOf(party), ...(fullName ? [lastPart(fullName)] : [])])];
	const sought: Sought[] = [
		...emails.map((value) => ({ field: 'PrimaryEmailAddr', value, place: 'within' as const })),
		...names.map((value) => ({ field: 'DisplayName', value, place: 'beginning' as const })),
		...(objectType === 'companies' && companyName
			? [{ field: 'CompanyName', value: companyName, place: 'beginning' as const }]
			: []),
	];
	return await findInAnyCase(quickbooks, 'Customer', sought, [ANY_STATE]);
}
