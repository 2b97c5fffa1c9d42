import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dealPipelines } from '../account/pipelines';
import { readBody, readList, readOne } from '../body';
import { param, queryOf, typeNamed } from '../routing';
import { findRecord } from '../objects/find';
import type { Writer } from '../objects/write';
import { toEntry, type StoredObject, type ObjectRow } from '../records';
import { notFound, validation, type Refusal } from '../refusal';
import type { ObjectType } from '../types';
import { oldRoutes, readOld, readOldAssociations, readPage, type OldRoute } from './routing';
import { oldCompany, oldContact, oldDeal } from './shape';

/**
 * The endpoints of v1 and v2 that older clients still call, n8n's own HubSpot node among them.
 * https://legacydocs.hubspot.com/docs/overview
 */
export function registerLegacy(app: FastifyInstance, writer: Writer): void {
	const route = oldRoutes(app);
	registerContacts(route, writer);
	registerCompanies(route, writer);
	registerDeals(route, writer);
	const { links, definitions } = writer.parts;
	route('GET', '/crm-pipelines/v1/pipelines/deals', () => ({
		results: dealPipelines.map(({ id, stages, label, displayOrder }) => ({
			pipelineId: id,
			objectType: 'DEAL',
			label,
			displayOrder,
			active: true,
			default: id === 'default',
			stages: stages.map((stage) => ({
				stageId: stage.id,
				label: stage.label,
				displayOrder: stage.displayOrder,
				active: true,
				metadata: stage.metadata,
			})),
		})),
	}));
	route('GET', '/properties/v1/:type/properties', (request) =>
		definitions.list(typeNamed(param(request, 'type'))),
	);
	route('GET', '/properties/v1/:type/properties/named/:name', (request) => {
		const found = definitions.find(typeNamed(param(request, 'type')), param(request, 'name'));
		if (!found) throw notFound(`The Property named ${param(request, 'name')} does not exist.`);
		return found;
	});
	route('PUT', '/crm-associations/v1/associations/create-batch', (request) => {
		const inputs = readBody(
			request,
			z.array(
				z.object({
					fromObjectId: z.coerce.string(),
					toObjectId: z.coerce.string(),
					category: z.string(),
					definitionId: z.coerce.number(),
				}),
			),
		);
		inTransaction(writer, () => {
			for (const { fromObjectId, toObjectId, category, definitionId } of inputs) {
				const kind = links.kinds.find({ category, typeId: definitionId });
				if (!kind) throw validation(`There is no association definition ${definitionId}.`);
				join(writer, existing(writer, kind.from, fromObjectId), kind.to, toObjectId, kind.typeId);
			}
		});
		return undefined;
	});
}

function registerContacts(route: OldRoute, writer: Writer): void {
	const { definitions, records } = writer.parts;
	const names = (request: FastifyRequest) =>
		readList(queryOf(request), 'property') ?? readList(queryOf(request), 'properties');
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
	route('DELETE', '/contacts/v1/contact/vid/:id', (request) => {
		inTransaction(writer, () => writer.archive(existing(writer, 'contacts', param(request, 'id'))));
		return { vid: Number(param(request, 'id')), deleted: true, reason: 'OK' };
	});
	const brief = (entry: StoredObject, request: FastifyRequest) =>
		oldContact(
			entry,
			[
				...new Set([
					'firstname',
					'lastname',
					'company',
					'lastmodifieddate',
					...(names(request) ?? []),
				]),
			],
			definitions,
			true,
		);
	route('GET', '/contacts/v1/lists/all/contacts/all', (request) => {
		const { count, offset } = readPage(request, { count: 'count', offset: 'vidOffset' }, 20, 100);
		const entries = records.page('contacts', { after: offset, limit: count + 1, archived: false });
		const page = entries.slice(0, count);
		return {
			contacts: page.map((entry) => brief(entry, request)),
			'has-more': entries.length > count,
			'vid-offset': Number(page.at(-1)?.id ?? offset),
		};
	});
	route('GET', '/contacts/v1/lists/recently_updated/contacts/recent', (request) => {
		const { count, offset } = readPage(request, { count: 'count', offset: 'vidOffset' }, 20, 100);
		const entries = newest(writer, 'contacts', 'updated', count + 1, offset);
		return {
			contacts: entries.slice(0, count).map((entry) => brief(entry, request)),
			'has-more': entries.length > count,
			'vid-offset': offset + Math.min(count, entries.length),
			'time-offset': entries.at(-1)?.updatedAt ?? 0,
		};
	});
}

function registerCompanies(route: OldRoute, writer: Writer): void {
	const { definitions, records } = writer.parts;
	route('POST', '/companies/v2/companies', (request) =>
		oldCompany(
			inTransaction(writer, () => writer.create('companies', readOld(request))),
			undefined,
			definitions,
		),
	);
	route('PUT', '/companies/v2/companies/:id', (request) =>
		oldCompany(
			inTransaction(writer, () =>
				writer.update(existing(writer, 'companies', param(request, 'id')), readOld(request)),
			),
			undefined,
			definitions,
		),
	);
	route('GET', '/companies/v2/companies/paged', (request) => {
		const { count, offset } = readPage(request, { count: 'limit', offset: 'offset' }, 100, 250);
		const entries = records.page('companies', { after: offset, limit: count + 1, archived: false });
		const page = entries.slice(0, count);
		return {
			companies: page.map((entry) =>
				oldCompany(entry, readList(queryOf(request), 'properties') ?? [], definitions),
			),
			'has-more': entries.length > count,
			offset: Number(page.at(-1)?.id ?? offset),
		};
	});
	route('GET', '/companies/v2/companies/recent/modified', (request) =>
		recent(request, writer, 'companies', 'updated', (entry) =>
			oldCompany(entry, undefined, definitions),
		),
	);
	route('GET', '/companies/v2/companies/recent/created', (request) =>
		recent(request, writer, 'companies', 'created', (entry) =>
			oldCompany(entry, undefined, definitions),
		),
	);
	route('DELETE', '/companies/v2/companies/:id', (request) => {
		inTransaction(writer, () =>
			writer.archive(existing(writer, 'companies', param(request, 'id'))),
		);
		return { companyId: Number(param(request, 'id')), deleted: true };
	});
	route('GET', '/companies/v2/companies/:id', (request) =>
		oldCompany(existing(writer, 'companies', param(request, 'id')), undefined, definitions),
	);
	route('POST', '/companies/v2/domains/:domain/companies', (request) => {
		const rows = records.store.all<ObjectRow>(
			`SELECT id, created, updated, archived, properties FROM objects WHERE type = 'companies' AND archived IS NULL AND json_extract(properties, '$.domain') = ? ORDER BY id LIMIT 100`,
			param(request, 'domain').toLowerCase(),
		);
		return {
			results: rows.map((row) => oldCompany(toEntry('companies', row), undefined, definitions)),
			hasMore: false,
			offset: { companyId: 0, isPrimary: true },
		};
	});
}

function registerDeals(route: OldRoute, writer: Writer): void {
	const { definitions, records, links } = writer.parts;
	route('POST', '/deals/v1/deal', (request) => {
		const { associatedVids = [], associatedCompanyIds = [] } = readOldAssociations(request);
		const entry = inTransaction(writer, () => {
			const made = writer.create('deals', readOld(request));
			for (const id of associatedVids) join(writer, made, 'contacts', id, 3);
			for (const id of associatedCompanyIds) join(writer, made, 'companies', id, 341);
			return made;
		});
		return oldDeal(entry, undefined, definitions, links);
	});
	route('PUT', '/deals/v1/deal/:id', (request) =>
		oldDeal(
			inTransaction(writer, () =>
				writer.update(existing(writer, 'deals', param(request, 'id')), readOld(request)),
			),
			undefined,
			definitions,
			links,
		),
	);
	route('GET', '/deals/v1/deal/paged', (request) => {
		const { count, offset } = readPage(request, { count: 'limit', offset: 'offset' }, 100, 250);
		const entries = records.page('deals', { after: offset, limit: count + 1, archived: false });
		const page = entries.slice(0, count);
		const linked = queryOf(request)['includeAssociations'] === 'true' ? links : undefined;
		return {
			deals: page.map((entry) =>
				oldDeal(entry, readList(queryOf(request), 'properties') ?? [], definitions, linked),
			),
			hasMore: entries.length > count,
			offset: Number(page.at(-1)?.id ?? offset),
		};
	});
	route('GET', '/deals/v1/deal/recent/created', (request) =>
		recent(request, writer, 'deals', 'created', (entry) =>
			oldDeal(entry, undefined, definitions, links),
		),
	);
	route('GET', '/deals/v1/deal/recent/modified', (request) =>
		recent(request, writer, 'deals', 'updated', (entry) =>
			oldDeal(entry, undefined, definitions, links),
		),
	);
	route('GET', '/deals/v1/deal/:id', (request) =>
		oldDeal(existing(writer, 'deals', param(request, 'id')), undefined, definitions, links),
	);
	route('DELETE', '/deals/v1/deal/:id', (request) => {
		inTransaction(writer, () => writer.archive(existing(writer, 'deals', param(request, 'id'))));
		return undefined;
	});
}

/** The newest first, since a time in milliseconds. */
function recent(
	request: FastifyRequest,
	writer: Writer,
	type: ObjectType,
	by: 'created' | 'updated',
	show: (entry: StoredObject) => object,
): object {
	const { count, offset } = readPage(request, { count: 'count', offset: 'offset' }, 20, 100);
	const since = readOne(queryOf(request), 'since') ?? '0';
	if (!/^\d{1,15}$/.test(since))
		throw validation(`Invalid since: ${since}. It is a time in milliseconds.`);
	const entries = newest(writer, type, by, count + 1, offset, Number(since));
	return {
		results: entries.slice(0, count).map(show),
		hasMore: entries.length > count,
		offset: offset + Math.min(count, entries.length),
		total: offset + entries.length,
	};
}

function newest(
	{ parts: { records } }: Writer,
	type: ObjectType,
	by: 'created' | 'updated',
	limit: number,
	offset: number,
	since = 0,
): StoredObject[] {
	const sql = `SELECT id, created, updated, archived, properties FROM objects WHERE type = ? AND archived IS NULL AND ${by} >= ? ORDER BY ${by} DESC, id DESC LIMIT ? OFFSET ?`;
	return records.store
		.all<ObjectRow>(sql, type, since, limit, offset)
		.map((row) => toEntry(type, row));
}

function existing({ parts: { records } }: Writer, type: ObjectType, id: string): StoredObject {
	const entry = records.find(type, id);
	if (!entry) throw missing(type);
	return entry;
}

function missing(type: ObjectType): Refusal {
	return notFound(type === 'contacts' ? 'contact does not exist' : 'resource not found');
}

function join(
	writer: Writer,
	entry: StoredObject,
	to: ObjectType,
	toId: string,
	typeId: number,
): void {
	const other = existing(writer, to, toId);
	writer.parts.links.add(
		entry.type,
		entry.id,
		other.id,
		writer.parts.links.kinds.require(entry.type, to, [{ category: 'HUBSPOT_DEFINED', typeId }]),
	);
	writer.settle(entry.type, entry.id);
	writer.settle(to, other.id);
}

function inTransaction<T>({ parts: { records } }: Writer, work: () => T): T {
	return records.store.transaction(work);
}
