import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Answer } from '../../server';
import { account } from '../account/account';
import {
	inlineAssociationsSchema,
	propertiesSchema,
	readAfter,
	readBody,
	readLimit,
	readList,
	readOne,
} from '../body';
import {
	nextPage,
	param,
	queryOf,
	routesUnder,
	typeNamed,
	type EndpointWork,
	type Route,
} from '../routing';
import { paths } from '../paths';
import type { StoredObject } from '../records';
import { Batches } from './batch';
import { findRecord, isKept, requireUnique } from './find';
import { present, presentAssociations, presentHistory } from './present';
import { missing, type Writer } from './write';

const createSchema = z.object({
	properties: propertiesSchema,
	associations: inlineAssociationsSchema.nullish(),
});
const updateSchema = z.object({ properties: propertiesSchema });

/**
 * Registers the endpoints for records of every object.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/using-object-apis
 */
export function registerObjects(app: FastifyInstance, writer: Writer): void {
	const route = routesUnder(app, paths.objects);
	registerBatches(route, writer);
	registerSingle(route, writer);
}

const typeOf = (request: FastifyRequest) => typeNamed(param(request, 'type'));

function registerBatches(route: Route, writer: Writer): void {
	const batches = new Batches(writer);
	const batch =
		(work: 'create' | 'update' | 'upsert'): EndpointWork =>
		(request, version) =>
			batches[work](typeOf(request), request, version);

	route('POST', '/:type/batch/create', batch('create'));
	route('POST', '/:type/batch/update', batch('update'));
	route('POST', '/:type/batch/upsert', batch('upsert'));
	route('POST', '/:type/batch/read', (request) => batches.read(typeOf(request), request));
	route('POST', '/:type/batch/archive', (request) => batches.archive(typeOf(request), request));
}

function registerSingle(route: Route, writer: Writer): void {
	route('GET', '/:type', (request) => list(request, writer));
	route('POST', '/:type', (request, version) => {
		const { properties, associations } = readBody(request, createSchema);
		const entry = inTransaction(writer, () =>
			writer.create(typeOf(request), properties, { associations: associations ?? [], version }),
		);
		return { status: 201, body: present(entry, 'all', writer.parts.definitions, account.id) };
	});
	route('GET', '/:type/:id', (request) => {
		const entry = found(request, writer, readOne(queryOf(request), 'archived') === 'true');
		return { status: 200, body: shown(request, entry, writer) };
	});
	route('PATCH', '/:type/:id', (request, version) => {
		const { properties } = readBody(request, updateSchema);
		const entry = inTransaction(writer, () =>
			writer.update(found(request, writer, false), properties, version),
		);
		return { status: 200, body: present(entry, 'all', writer.parts.definitions, account.id) };
	});
	route('DELETE', '/:type/:id', (request) => {
		const id = param(request, 'id');
		if (!/^\d+$/.test(id)) throw missing(id);
		const entry = writer.parts.records.find(typeOf(request), id);
		if (entry) inTransaction(writer, () => writer.archive(entry));
		return { status: 204 };
	});
}

function inTransaction<T>(writer: Writer, work: () => T): T {
	return writer.parts.records.store.transaction(work);
}

/**
 * The record that the path and `idProperty` identify. @throws Refusal 404 if it does not exist, 400 if
 * the idProperty is not unique
 */
function found(request: FastifyRequest, { parts }: Writer, archived: boolean): StoredObject {
	const type = typeNamed(param(request, 'type'));
	const id = param(request, 'id');
	const idProperty = readOne(queryOf(request), 'idProperty');
	if (idProperty !== undefined) requireUnique(type, idProperty, parts);
	const entry = findRecord(type, id, idProperty, parts, archived);
	if (entry) return entry;
	const deleted =
		!archived && parts.switches().readArchived === 'record' && request.method === 'GET'
			? findRecord(type, id, idProperty, parts, true)
			: undefined;
	if (!deleted) throw missing(id);
	return deleted;
}

/** A record with the requested properties, history and associations. */
function shown(
	request: FastifyRequest,
	entry: StoredObject,
	{ parts }: Writer,
): Record<string, unknown> {
	const query = queryOf(request);
	const history = readList(query, 'propertiesWithHistory');
	const associations = presentAssociations(entry, readAssociated(query), parts.links, (of) =>
		linkTo(request, of),
	);
	return {
		...present(entry, readList(query, 'properties'), parts.definitions, account.id),
		...(history && { propertiesWithHistory: presentHistory(entry, history, parts.records) }),
		...(associations && { associations }),
	};
}

/** The address of one record, in the version of the request. */
export function linkTo(request: FastifyRequest, entry: StoredObject): string {
	const prefix = /^\/crm\/(?:v3\/objects|objects\/[^/]+)/.exec(request.url)?.[0] ?? '';
	return `http://${request.headers.host ?? 'localhost'}${prefix}/${entry.type}/${entry.id}`;
}

/** @throws Refusal 400 if a named object does not exist */
function readAssociated(query: Record<string, unknown>): string[] {
	const names = readList(query, 'associations') ?? [];
	for (const name of names) typeNamed(name);
	return names;
}

function list(request: FastifyRequest, writer: Writer): Answer {
	const query = queryOf(request);
	const limit = readLimit(query, 10, 100);
	const after = readAfter(readOne(query, 'after'));
	const entries = writer.parts.records.page(typeNamed(param(request, 'type')), {
		after,
		limit: limit + 1,
		archived: readOne(query, 'archived') === 'true',
	});
	const results = entries
		.slice(0, limit)
		.filter((entry) => isKept(entry, writer.parts))
		.map((entry) => shown(request, entry, writer));
	const last = entries[limit - 1];
	return {
		status: 200,
		body: {
			results,
			...(entries.length > limit && last && { paging: nextPage(request, last.id) }),
		},
	};
}
