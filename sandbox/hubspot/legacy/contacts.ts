import type { FastifyRequest } from 'fastify';
import { readList } from '../body';
import { findRecord } from '../objects/find';
import type { Writer } from '../objects/write';
import type { Definitions } from '../properties/definitions';
import type { StoredObject } from '../records';
import { param, queryOf } from '../routing';
import { existing, inTransaction, missing, newest } from './records';
import { readOld, readPage, type OldRoute } from './routing';
import { oldContact } from './shape';

/** Registers the endpoints of v1 for contacts. */
export function registerContacts(route: OldRoute, writer: Writer): void {
	registerWrites(route, writer);
	registerReads(route, writer);
	registerLists(route, writer);
}

function names(request: FastifyRequest): string[] | undefined {
	return readList(queryOf(request), 'property') ?? readList(queryOf(request), 'properties');
}

/** Lists show a few properties always, and those that are asked for. */
function brief(entry: StoredObject, request: FastifyRequest, definitions: Definitions): object {
	const always = ['firstname', 'lastname', 'company', 'lastmodifieddate'];
	return oldContact(entry, [...new Set([...always, ...(names(request) ?? [])])], definitions, true);
}

function registerWrites(route: OldRoute, writer: Writer): void {
	const { definitions } = writer.parts;
	route('POST', '/contacts/v1/contact', (request) => {
		const entry = inTransaction(writer, () => writer.create('contacts', readOld(request)));
		return oldContact(entry, undefined, definitions, false);
	});
	route('POST', '/contacts/v1/contact/createOrUpdate/email/:email', (request) => {
		const sent = readOld(request);
		return inTransaction(writer, () => {
			const before = findRecord('contacts', param(request, 'email'), 'email', writer.parts);
			const entry = before
				? writer.update(before, sent)
				: writer.create('contacts', { email: param(request, 'email'), ...sent });
			return { vid: Number(entry.id), isNew: before === undefined };
		});
	});
	route('POST', '/contacts/v1/contact/vid/:id/profile', (request) => {
		inTransaction(writer, () =>
			writer.update(existing(writer, 'contacts', param(request, 'id')), readOld(request)),
		);
		return undefined;
	});
	route('DELETE', '/contacts/v1/contact/vid/:id', (request) => {
		inTransaction(writer, () => writer.archive(existing(writer, 'contacts', param(request, 'id'))));
		return { vid: Number(param(request, 'id')), deleted: true, reason: 'OK' };
	});
}

function registerReads(route: OldRoute, writer: Writer): void {
	const { definitions } = writer.parts;
	route('GET', '/contacts/v1/contact/vid/:id/profile', (request) =>
		oldContact(
			existing(writer, 'contacts', param(request, 'id')),
			names(request),
			definitions,
			false,
		),
	);
	route('GET', '/contacts/v1/contact/email/:email/profile', (request) => {
		const entry = findRecord('contacts', param(request, 'email'), 'email', writer.parts);
		if (!entry) throw missing('contacts');
		return oldContact(entry, names(request), definitions, false);
	});
}

function registerLists(route: OldRoute, writer: Writer): void {
	const { definitions, records } = writer.parts;
	route('GET', '/contacts/v1/lists/all/contacts/all', (request) => {
		const { count, offset } = readPage(request, { count: 'count', offset: 'vidOffset' }, 20, 100);
		const entries = records.page('contacts', { after: offset, limit: count + 1, archived: false });
		const page = entries.slice(0, count);
		return {
			contacts: page.map((entry) => brief(entry, request, definitions)),
			'has-more': entries.length > count,
			'vid-offset': Number(page.at(-1)?.id ?? offset),
		};
	});
	route('GET', '/contacts/v1/lists/recently_updated/contacts/recent', (request) => {
		const { count, offset } = readPage(request, { count: 'count', offset: 'vidOffset' }, 20, 100);
		const entries = newest(writer, 'contacts', 'updated', { limit: count + 1, offset });
		return {
			contacts: entries.slice(0, count).map((entry) => brief(entry, request, definitions)),
			'has-more': entries.length > count,
			'vid-offset': offset + Math.min(count, entries.length),
			'time-offset': entries.at(-1)?.updatedAt ?? 0,
		};
	});
}
