import { readList } from '../body';
import type { Writer } from '../objects/write';
import { param, queryOf } from '../routing';
import { existing, inTransaction, join, recent } from './records';
import { readOld, readOldAssociations, readPage, type OldRoute } from './routing';
import { oldDeal } from './shape';

/** Registers the endpoints of v1 for deals. */
export function registerDeals(route: OldRoute, writer: Writer): void {
	registerWrites(route, writer);
	registerReads(route, writer);
}

function registerWrites(route: OldRoute, writer: Writer): void {
	const { definitions, links } = writer.parts;
	route('POST', '/deals/v1/deal', (request) => {
		const { associatedVids = [], associatedCompanyIds = [] } = readOldAssociations(request);
		const entry = inTransaction(writer, () => {
			const created = writer.create('deals', readOld(request));
			for (const id of associatedVids) join(writer, created, 'contacts', id, 3);
			for (const id of associatedCompanyIds) join(writer, created, 'companies', id, 341);
			return created;
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
	route('DELETE', '/deals/v1/deal/:id', (request) => {
		inTransaction(writer, () => writer.archive(existing(writer, 'deals', param(request, 'id'))));
		return undefined;
	});
}

function registerReads(route: OldRoute, writer: Writer): void {
	const { definitions, records, links } = writer.parts;
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
}
