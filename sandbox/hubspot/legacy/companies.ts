import { readList } from '../body';
import type { Writer } from '../objects/write';
import { toEntry, type ObjectRow } from '../records';
import { param, queryOf } from '../routing';
import { existing, inTransaction, recent } from './records';
import { readOld, readPage, type OldRoute } from './routing';
import { oldCompany } from './shape';

/** Registers the endpoints of v2 for companies. */
export function registerCompanies(route: OldRoute, writer: Writer): void {
	registerWrites(route, writer);
	registerReads(route, writer);
}

function registerWrites(route: OldRoute, writer: Writer): void {
	const { definitions } = writer.parts;
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
	route('DELETE', '/companies/v2/companies/:id', (request) => {
		inTransaction(writer, () =>
			writer.archive(existing(writer, 'companies', param(request, 'id'))),
		);
		return { companyId: Number(param(request, 'id')), deleted: true };
	});
}

function registerReads(route: OldRoute, writer: Writer): void {
	const { definitions, records } = writer.parts;
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
