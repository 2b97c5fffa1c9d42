import type { InlineAssociations } from '../body';
import type { Writer } from '../objects/write';
import type { ObjectType } from '../types';
import {
	demoCompanies,
	demoContacts,
	demoDeals,
	demoProducts,
	demoQuotes,
	type DemoLine,
} from './demoRecords';

const DAY_MS = 86_400_000;

function linkTo(typeId: number, ids: string[]): InlineAssociations {
	return ids.map((id) => ({
		to: { id },
		types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: typeId }],
	}));
}

/**
 * Fills the account of the garden company with realistic and difficult customers, products, deals and
 * quotes. Nothing is billed yet.
 */
export function seedHubSpotDemo(writer: Writer): void {
	const { records, clock } = writer.parts;
	const now = clock.now().getTime();
	records.store.transaction(() => {
		for (const [id, properties] of Object.entries(demoContacts))
			writer.create('contacts', properties, { id });
		for (const [id, { contacts, properties }] of Object.entries(demoCompanies))
			writer.create('companies', properties, { id, associations: linkTo(280, contacts) });
		for (const [id, properties] of Object.entries(demoProducts))
			writer.create('products', properties, { id });
		createDeals(writer, now);
		createQuotes(writer, now);
		records.indexAll();
	});
}

function createDeals(writer: Writer, now: number): void {
	for (const [id, { contacts, companies, lines, ...properties }] of Object.entries(demoDeals)) {
		createLines(writer, lines, properties.deal_currency_code);
		const days = properties.dealstage === 'closedwon' ? -2 : 21;
		const closedate = new Date(now + days * DAY_MS).toISOString();
		const associations = [
			...linkTo(3, contacts),
			...linkTo(341, companies),
			...linkTo(19, Object.keys(lines)),
		];
		writer.create('deals', { ...properties, closedate }, { id, associations });
	}
}

function createQuotes(writer: Writer, now: number): void {
	for (const [
		id,
		{ deal, contact, company, lines, expiresInDays, ...properties },
	] of Object.entries(demoQuotes)) {
		createLines(writer, lines, 'USD');
		const expiry = new Date(now + expiresInDays * DAY_MS).toISOString();
		const associations = [
			...linkTo(64, [deal]),
			...linkTo(69, [contact]),
			...linkTo(71, [company]),
			...linkTo(67, Object.keys(lines)),
		];
		writer.create('quotes', { ...properties, hs_expiration_date: expiry }, { id, associations });
	}
}

function createLines(writer: Writer, lines: Record<string, DemoLine>, currency: string): void {
	for (const [id, { amount, ...properties }] of Object.entries(lines)) {
		writer.create('line_items', { ...properties, hs_line_item_currency_code: currency }, { id });
		if (amount !== undefined) overwriteValues(writer, 'line_items', id, { amount });
	}
}

/** Replaces values that HubSpot would compute differently. */
function overwriteValues(
	{ parts: { records } }: Writer,
	type: ObjectType,
	id: string,
	properties: Record<string, string>,
): void {
	const entry = records.find(type, id);
	if (entry) records.save({ ...entry, properties: { ...entry.properties, ...properties } }, []);
}
