import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { associationTypeSchema, readBody, readLimit, readOne } from '../body';
import { nextPage, param, queryOf, routesUnder, typeNamed } from '../door';
import { missing, type Writer } from '../objects/write';
import { paths } from '../paths';
import { notFound, validation } from '../refusal';
import { shout, typeFacts, type ObjectType } from '../types';
import { AssociationBatches } from './batch';
import type { Kind } from './kinds';
import type { Linked, Spec } from './links';

const typesSchema = z.array(associationTypeSchema);
const labelSchema = z.object({ name: z.string().min(1), label: z.string().min(1), inverseLabel: z.string().optional() });
const renameSchema = z.object({ associationTypeId: z.number().int(), label: z.string().min(1) });

export interface Ends {
	from: ObjectType;
	to: ObjectType;
}

/** Links between records. https://developers.hubspot.com/docs/api-reference/latest/crm/associations */
export function registerAssociations(app: FastifyInstance, writer: Writer): void {
	registerLinked(app, writer);
	const route = routesUnder(app, paths.associations);
	const batches = new AssociationBatches(writer);
	const { links } = writer.parts;
	route('POST', '/:type/:to/batch/create', (request) => batches.create(endsOf(request), request));
	route('POST', '/:type/:to/batch/associate/default', (request) => batches.createDefault(endsOf(request), request));
	route('POST', '/:type/:to/batch/read', (request) => batches.read(endsOf(request), request));
	route('POST', '/:type/:to/batch/archive', (request) => batches.archive(endsOf(request), request));
	route('POST', '/:type/:to/batch/labels/archive', (request) => batches.archiveLabels(endsOf(request), request));
	route('GET', '/:type/:to/labels', (request) => {
		const { from, to } = endsOf(request);
		return { status: 200, body: { results: links.kindsOf(from, to).map(toLabel) } };
	});
	route('POST', '/:type/:to/labels', (request) => {
		const { from, to } = endsOf(request);
		const { name, label, inverseLabel } = readBody(request, labelSchema);
		if (links.kindsOf(from, to).some((kind) => kind.category === 'USER_DEFINED' && (kind.name === name || kind.label === label))) throw validation(`An association label "${label}" already exists.`);
		return { status: 200, body: { results: links.addLabel(from, to, name, label, inverseLabel).map(toLabel) } };
	});
	route('PUT', '/:type/:to/labels', (request) => {
		const { associationTypeId, label } = readBody(request, renameSchema);
		links.renameLabel(ownLabel(request, writer, associationTypeId), label);
		return { status: 204 };
	});
	route('DELETE', '/:type/:to/labels/:typeId', (request) => {
		links.removeLabel(ownLabel(request, writer, Number(param(request, 'typeId'))));
		return { status: 204 };
	});
}

/** Links of one record. */
function registerLinked(app: FastifyInstance, writer: Writer): void {
	const route = routesUnder(app, paths.linked);
	const { links, records, switches } = writer.parts;
	const id = (text: string) => (switches().associationIds === 'number' ? Number(text) : text);
	route('PUT', '/:type/:id/associations/default/:to/:toId', (request) => {
		const ends = endsOf(request);
		const kind = plainKind(ends, writer);
		const { fromId, toId } = bothIds(request, writer, ends);
		records.store.transaction(() => link(writer, ends, fromId, toId, [kind]));
		const result = (from: string, to: string, typeId: number) => ({ from: { id: from }, to: { id: to }, associationSpec: { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: typeId } });
		const at = writer.parts.clock.now().toISOString();
		return { status: 200, body: { status: 'COMPLETE', results: [result(fromId, toId, kind.typeId), result(toId, fromId, kind.inverse)], startedAt: at, completedAt: at } };
	});
	route('PUT', '/:type/:id/associations/:to/:toId', (request) => {
		const ends = endsOf(request);
		const kinds = links.requireKinds(ends.from, ends.to, readBody(request, typesSchema).map(toSpec));
		if (kinds.length === 0) throw validation('At least one association type is required');
		const { fromId, toId } = bothIds(request, writer, ends);
		records.store.transaction(() => link(writer, ends, fromId, toId, kinds));
		return {
			status: 201,
			body: { fromObjectTypeId: typeFacts[ends.from].typeId, fromObjectId: id(fromId), toObjectTypeId: typeFacts[ends.to].typeId, toObjectId: id(toId), labels: labelsOf(kinds) },
		};
	});
	route('GET', '/:type/:id/associations/:to', (request) => {
		const ends = endsOf(request);
		const limit = readLimit(queryOf(request), 500, 500);
		const after = Number(readOne(queryOf(request), 'after') ?? 0);
		const entry = records.find(ends.from, param(request, 'id'));
		if (!entry) throw missing(param(request, 'id'));
		const rest = links.list(ends.from, entry.id, ends.to).filter((linked) => Number(linked.id) > after);
		const page = rest.slice(0, limit);
		const last = page.at(-1);
		return { status: 200, body: { results: page.map((linked) => toReply(linked, id)), ...(rest.length > limit && last && { paging: nextPage(request, last.id) }) } };
	});
	route('DELETE', '/:type/:id/associations/:to/:toId', (request) => {
		const { from, to } = endsOf(request);
		records.store.transaction(() => unlink(writer, { from, to }, param(request, 'id'), param(request, 'toId')));
		return { status: 204 };
	});
}

/** Links two records and computes again what follows from it. */
export function link(writer: Writer, { from, to }: Ends, fromId: string, toId: string, kinds: Kind[]): void {
	writer.parts.links.add(from, fromId, toId, kinds);
	writer.settle(from, fromId);
	writer.settle(to, toId);
}

export function unlink(writer: Writer, { from, to }: Ends, fromId: string, toId: string, kinds?: Kind[]): void {
	writer.parts.links.remove(from, fromId, to, toId, kinds);
	writer.settle(from, fromId);
	writer.settle(to, toId);
}

/** @throws Refusal when HubSpot does not link these two objects */
export function plainKind({ from, to }: Ends, { parts }: Writer): Kind {
	const kind = parts.links.plainKind(from, to);
	if (!kind) throw validation(`${shout(from)} cannot be associated with ${shout(to)}`, { subCategory: 'crm.associations.INVALID_OBJECT_TYPE_PAIR' });
	return kind;
}

export function toSpec({ associationCategory, associationTypeId }: z.output<typeof associationTypeSchema>): Spec {
	return { category: associationCategory, typeId: associationTypeId };
}

export function labelsOf(kinds: Kind[]): string[] {
	return kinds.flatMap(({ label }) => label ?? []);
}

export function toReply(linked: Linked, id: (text: string) => string | number): object {
	return { toObjectId: id(linked.id), associationTypes: linked.kinds.map(toLabel) };
}

function toLabel({ category, typeId, label }: Kind): object {
	return { category, typeId, label };
}

function endsOf(request: FastifyRequest): Ends {
	return { from: typeNamed(param(request, 'type')), to: typeNamed(param(request, 'to')) };
}

/** @throws Refusal 404 when one of the records does not exist */
function bothIds(request: FastifyRequest, { parts: { records } }: Writer, { from, to }: Ends): { fromId: string; toId: string } {
	const one = records.find(from, param(request, 'id'));
	const other = records.find(to, param(request, 'toId'));
	if (!one) throw missing(param(request, 'id'));
	if (!other) throw missing(param(request, 'toId'));
	return { fromId: one.id, toId: other.id };
}

function ownLabel(request: FastifyRequest, { parts: { links } }: Writer, typeId: number): Kind {
	const { from, to } = endsOf(request);
	const kind = links.kindsOf(from, to).find((one) => one.typeId === typeId && one.category === 'USER_DEFINED');
	if (!kind) throw notFound(`There is no association label with the type id ${typeId}.`);
	return kind;
}
