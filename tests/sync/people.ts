import type { HubSpotRecord } from '../../src/core/records/hubspot';
import type { QuickBooksCustomer } from '../../src/core/records/quickbooks';
import type { Bench } from '../flows/sync/bench';
import type { Chance } from './random';

/** What both sides hold of a person, in plain words; written here by hand, apart from the package's own tables. */
export interface Facts {
	email: string;
	first: string;
	last: string;
	company: string;
	phone: string;
	mobile: string;
	city: string;
	street: string;
}
export type Fact = keyof Facts;
export const facts: Fact[] = ['email', 'first', 'last', 'company', 'phone', 'mobile', 'city', 'street'];

const property: Record<Fact, string> = { email: 'email', first: 'firstname', last: 'lastname', company: 'company', phone: 'phone', mobile: 'mobilephone', city: 'city', street: 'address' };

export function factsOfContact({ properties }: HubSpotRecord): Facts {
	return Object.fromEntries(facts.map((fact) => [fact, properties[property[fact]] ?? ''])) as unknown as Facts;
}

export function factsOfCustomer(customer: QuickBooksCustomer): Facts {
	return {
		email: (customer.PrimaryEmailAddr?.Address ?? '').toLowerCase(),
		first: customer.GivenName ?? '',
		last: customer.FamilyName ?? '',
		company: customer.CompanyName ?? '',
		phone: customer.PrimaryPhone?.FreeFormNumber ?? '',
		mobile: customer.Mobile?.FreeFormNumber ?? '',
		city: customer.BillAddr?.City ?? '',
		street: customer.BillAddr?.Line1 ?? '',
	};
}

export async function editContact(bench: Bench, id: string, changes: Partial<Facts>): Promise<void> {
	await bench.hubspot.updateObject('contacts', id, Object.fromEntries(Object.entries(changes).map(([fact, value]) => [property[fact as Fact], value])));
}

export async function createContact(bench: Bench, person: Facts): Promise<string> {
	const filled = facts.filter((fact) => person[fact] !== '').map((fact) => [property[fact], person[fact]]);
	return (await bench.hubspot.createObject('contacts', { properties: Object.fromEntries(filled) as Record<string, string> })).id;
}

const holder: Partial<Record<Fact, (value: string) => object>> = {
	email: (Address) => ({ PrimaryEmailAddr: { Address } }),
	first: (GivenName) => ({ GivenName }),
	last: (FamilyName) => ({ FamilyName }),
	company: (CompanyName) => ({ CompanyName }),
	phone: (FreeFormNumber) => ({ PrimaryPhone: { FreeFormNumber } }),
	mobile: (FreeFormNumber) => ({ Mobile: { FreeFormNumber } }),
};

/** A person at the desk of QuickBooks fills in the whole form. */
export async function editCustomer(bench: Bench, id: string, changes: Partial<Facts>): Promise<void> {
	const before = await bench.quickbooks.read('Customer', id);
	const after = { ...factsOfCustomer(before), ...changes };
	const written = Object.keys(changes).flatMap((fact) => (holder[fact as Fact] ? [holder[fact as Fact]?.(after[fact as Fact] ?? '') ?? {}] : []));
	const cleared = Object.fromEntries(Object.entries(Object.assign({}, ...written) as Record<string, unknown>).map(([key, value]) => [key, isEmpty(value) ? null : value]));
	const moved = 'city' in changes || 'street' in changes;
	await bench.quickbooks.update('Customer', { Id: id, SyncToken: before.SyncToken, sparse: true, ...cleared, ...(moved && { BillAddr: address(before, after) }) });
}

export async function createCustomer(bench: Bench, person: Facts, displayName: string): Promise<string> {
	const written = facts.filter((fact) => person[fact] !== '' && holder[fact]).map((fact) => holder[fact]?.(person[fact]));
	const place = address(undefined, person);
	return (await bench.quickbooks.create('Customer', { DisplayName: displayName, ...(Object.assign({}, ...written) as object), ...(place && { BillAddr: place }) }, `create ${displayName}`)).Id;
}

function address(before: QuickBooksCustomer | undefined, { city, street }: Facts): object | null {
	const { City: _city, Line1: _line, ...rest } = before?.BillAddr ?? {};
	const place = { ...rest, ...(city && { City: city }), ...(street && { Line1: street }) };
	return Object.keys(place).length > 0 ? place : null;
}

function isEmpty(value: unknown): boolean {
	return value === '' || (typeof value === 'object' && value !== null && Object.values(value).every((one) => one === ''));
}

const words = ['Zoë', 'Olé', "O'Brien", '小龙', 'Anna-Lena', 'Jürgen', 'van der Berg', 'Łukasz', 'Renée', 'Smith & Sons', '100 % Ltd', 'A "B" C', '+1 415 555 0100', 'Straße 1', 'b\u0301e'];

export function someWord(chance: Chance): string {
	return `${chance.pick(words)}${chance.is(0.5) ? ` ${chance.int(1, 99)}` : ''}`;
}
