import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Answer } from '../../server';
import { associationTypeSchema, readAfter, readBody, readLimit, readOne } from '../body';
import { nextPage, param, queryOf, routesUnder } from '../routing';
import { missing, type Writer } from '../objects/write';
import { paths } from '../paths';
import { typeFacts } from '../types';
import { AssociationBatches } from './batch';
import {
	endsOf,
	labelsOf,
	link,
	plainKind,
	someKinds,
	toLinkReply,
	unlink,
	type Ends,
} from './linking';

const typesSchema = z.array(associationTypeSchema);

/**
 * Registers the endpoints for links between records.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/associations
 */
export function registerAssociations(app: FastifyInstance, writer: Writer): void {
	registerLinksOfRecord(app, writer);
	const route = routesUnder(app, paths.associations);
	const batches = new AssociationBatches(writer);
	route('POST', '/:type/:to/batch/create', (request, version) =>
		batches.create(endsOf(request), request, version),
	);
	route('POST', '/:type/:to/batch/associate/default', (request) =>
		batches.createDefault(endsOf(request), request),
	);
	route('POST', '/:type/:to/batch/read', (request) => batches.read(endsOf(request), request));
	route('POST', '/:type/:to/batch/archive', (request, version) =>
		batches.archive(endsOf(request), request, version),
	);
	route('POST', '/:type/:to/batch/labels/archive', (request, version) =>
		batches.archiveLabels(endsOf(request), request, version),
	);
}

function registerLinksOfRecord(app: FastifyInstance, writer: Writer): void {
	const route = routesUnder(app, paths.linked);
	const { records } = writer.parts;
	route('PUT', '/:type/:id/associations/default/:to/:toId', (request) =>
		createDefaultLink(request, writer),
	);
	route('PUT', '/:type/:id/associations/:to/:toId', (request) => createLink(request, writer));
	route('GET', '/:type/:id/associations/:to', (request) => listLinks(request, writer));
	route('DELETE', '/:type/:id/associations/:to/:toId', (request) => {
		const { from, to } = endsOf(request);
		records.store.transaction(() =>
			unlink(writer, { from, to }, param(request, 'id'), param(request, 'toId')),
		);
		return { status: 204 };
	});
}

function createDefaultLink(request: FastifyRequest, writer: Writer): Answer {
	const ends = endsOf(request);
	const kind = plainKind(ends, writer);
	const { fromId, toId } = bothIds(request, writer, ends);
	writer.parts.records.store.transaction(() => link(writer, ends, fromId, toId, [kind]));
	const result = (from: string, to: string, typeId: number) => ({
		from: { id: from },
		to: { id: to },
		associationSpec: { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: typeId },
	});
	const at = writer.parts.clock.now().toISOString();
	return {
		status: 200,
		body: {
			status: 'COMPLETE',
			results: [result(fromId, toId, kind.typeId), result(toId, fromId, kind.inverse)],
			startedAt: at,
			completedAt: at,
		},
	};
}

function createLink(request: FastifyRequest, writer: Writer): Answer {
	const ends = endsOf(request);
	const kinds = someKinds(writer, ends, readBody(request, typesSchema));
	const { fromId, toId } = bothIds(request, writer, ends);
	writer.parts.records.store.transaction(() => link(writer, ends, fromId, toId, kinds));
	return {
		status: 201,
		body: {
			fromObjectTypeId: typeFacts[ends.from].typeId,
			fromObjectId: shownId(fromId, writer),
			toObjectTypeId: typeFacts[ends.to].typeId,
			toObjectId: shownId(toId, writer),
			labels: labelsOf(kinds),
		},
	};
}

function listLinks(request: FastifyRequest, writer: Writer): Answer {
	const { links, records } = writer.parts;
	const ends = endsOf(request);
	const limit = readLimit(queryOf(request), 500, 500);
	const after = readAfter(readOne(queryOf(request), 'after'));
	const entry = records.find(ends.from, param(request, 'id'));
	if (!entry) throw missing(param(request, 'id'));
	const rest = links
		.list(ends.from, entry.id, ends.to)
		.filter((linked) => Number(linked.id) > after);
	const page = rest.slice(0, limit);
	const last = page.at(-1);
	return {
		status: 200,
		body: {
			results: page.map((linked) => toLinkReply(linked, (id) => shownId(id, writer))),
			...(rest.length > limit && last && { paging: nextPage(request, last.id) }),
		},
	};
}

function shownId(id: string, { parts: { switches } }: Writer): string | number {
	return switches().associationIds === 'number' ? Number(id) : id;
}

/** @throws Refusal 404 if one of the records does not exist */
function bothIds(
	request: FastifyRequest,
	{ parts: { records } }: Writer,
	{ from, to }: Ends,
): { fromId: string; toId: string } {
	const one = records.find(from, param(request, 'id'));
	const other = records.find(to, param(request, 'toId'));
	if (!one) throw missing(param(request, 'id'));
	if (!other) throw missing(param(request, 'toId'));
	return { fromId: one.id, toId: other.id };
}
