import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Answer } from '../../server';
import { account } from '../account/account';
import { idSchema, readAfter, readBody, readLimit, readOne } from '../body';
import { nextPage, param, queryOf, routesUnder, typeNamed } from '../routing';
import { checkSize } from '../objects/batch';
import { present, presentAssociations } from '../objects/present';
import { linkTo } from '../objects/routes';
import { missing, type Writer } from '../objects/write';
import { Refusal, validation } from '../refusal';
import { typeFacts } from '../types';
import { noAssociations } from './batch';
import type { AssociationKind } from './kinds';
import { link, unlink, type Ends } from './linking';

const v3 = (path: string) => [['classic', path] as const];
const end = z.object({ id: idSchema });
const linksSchema = z.object({
	inputs: z.array(z.object({ from: end, to: end, type: z.coerce.string() })),
});
const readSchema = z.object({ inputs: z.array(end) });

/**
 * Links in the form of v3: each link names one type by its name or number.
 * https://developers.hubspot.com/docs/guides/api/crm/associations/associations-v3
 */
export function registerClassicAssociations(app: FastifyInstance, writer: Writer): void {
	registerLinksOfRecord(app, writer);
	registerLinkBatches(app, writer);
}

function registerLinksOfRecord(app: FastifyInstance, writer: Writer): void {
	const route = routesUnder(app, v3('/crm/v3/objects/:type/:id/associations/:to'));
	route('GET', '', (request) => listLinks(request, writer));
	route('PUT', '/:toId/:kind', (request) => createLink(request, writer));
	route('DELETE', '/:toId/:kind', (request) => {
		const ends = endsOf(request);
		const kind = kindNamed(writer, ends, param(request, 'kind'));
		writer.parts.records.store.transaction(() =>
			unlink(
				writer,
				ends,
				param(request, 'id'),
				param(request, 'toId'),
				kind.plain ? undefined : [kind],
			),
		);
		return { status: 204 };
	});
}

function listLinks(request: FastifyRequest, writer: Writer): Answer {
	const { links, records } = writer.parts;
	const { from, to } = endsOf(request);
	const entry = records.find(from, param(request, 'id'));
	if (!entry) throw missing(param(request, 'id'));
	const limit = readLimit(queryOf(request), 500, 500);
	const after = readAfter(readOne(queryOf(request), 'after'));
	const rest = links.list(from, entry.id, to).filter((linked) => Number(linked.id) > after);
	const page = rest.slice(0, limit);
	const last = page.at(-1);
	return {
		status: 200,
		body: {
			results: page.flatMap(({ id, kinds }) => kinds.map(({ name }) => ({ id, type: name }))),
			...(rest.length > limit && last && { paging: nextPage(request, last.id) }),
		},
	};
}

function createLink(request: FastifyRequest, writer: Writer): Answer {
	const { links, records, definitions } = writer.parts;
	const ends = endsOf(request);
	const kind = kindNamed(writer, ends, param(request, 'kind'));
	records.store.transaction(() =>
		link(
			writer,
			ends,
			existingId(writer, ends.from, param(request, 'id')),
			existingId(writer, ends.to, param(request, 'toId')),
			[kind],
		),
	);
	const entry = records.find(ends.from, param(request, 'id'));
	if (!entry) return { status: 204 };
	return {
		status: 200,
		body: {
			...present(entry, undefined, definitions, account.id),
			associations: presentAssociations(entry, [ends.to], links, (of) => linkTo(request, of)),
		},
	};
}

function registerLinkBatches(app: FastifyInstance, writer: Writer): void {
	const { links, records } = writer.parts;
	const many = routesUnder(app, v3('/crm/v3/associations/:type/:to'));
	many('GET', '/types', (request) => {
		const { from, to } = endsOf(request);
		return {
			status: 200,
			body: {
				results: links.kinds
					.between(from, to)
					.map(({ typeId, name }) => ({ id: String(typeId), name })),
			},
		};
	});
	many('POST', '/batch/create', (request) => createBatch(request, writer, 201));
	many('POST', '/batch/archive', (request) => {
		const ends = endsOf(request);
		const { inputs } = readBody(request, linksSchema);
		checkSize(inputs, 2000);
		records.store.transaction(() => {
			for (const input of inputs) unlink(writer, ends, input.from.id, input.to.id);
		});
		return { status: 204 };
	});
	many('POST', '/batch/read', (request) => readBatch(request, writer));
}

function readBatch(request: FastifyRequest, writer: Writer): Answer {
	const { from, to } = endsOf(request);
	const { inputs } = readBody(request, readSchema);
	checkSize(inputs, 1000);
	const results = inputs.map(({ id }) => ({
		from: { id },
		to: writer.parts.links
			.list(from, id, to)
			.flatMap((linked) => linked.kinds.map(({ name }) => ({ id: linked.id, type: name }))),
	}));
	return answer(
		writer,
		200,
		results.filter((result) => result.to.length > 0),
		results
			.filter((result) => result.to.length === 0)
			.map(({ from: { id } }) => noAssociations({ from, to }, id)),
	);
}

function createBatch(request: FastifyRequest, writer: Writer, status: number) {
	const ends = endsOf(request);
	const { inputs } = readBody(request, linksSchema);
	checkSize(inputs, 2000);
	const results: object[] = [];
	const errors: Refusal[] = [];
	writer.parts.records.store.transaction(() => {
		for (const { from, to, type } of inputs) {
			try {
				const kind = kindNamed(writer, ends, type);
				writer.parts.records.attempt(() =>
					link(
						writer,
						ends,
						existingId(writer, ends.from, from.id),
						existingId(writer, ends.to, to.id),
						[kind],
					),
				);
				results.push({ from, to, type: kind.name });
			} catch (error) {
				if (!(error instanceof Refusal)) throw error;
				errors.push(error);
			}
		}
	});
	return answer(writer, status, results, errors);
}

function answer(writer: Writer, status: number, results: object[], errors: Refusal[]) {
	const at = writer.parts.clock.now().toISOString();
	return {
		status: errors.length > 0 ? 207 : status,
		body: {
			status: 'COMPLETE',
			results,
			...(errors.length > 0 && {
				numErrors: errors.length,
				errors: errors.map((error) => error.entry()),
			}),
			startedAt: at,
			completedAt: at,
		},
	};
}

function endsOf(request: FastifyRequest): Ends {
	return { from: typeNamed(param(request, 'type')), to: typeNamed(param(request, 'to')) };
}

/** The kind with a certain name, such as `deal_to_contact`, or number. @throws Refusal 400 */
function kindNamed(writer: Writer, { from, to }: Ends, name: string): AssociationKind {
	const kinds = writer.parts.links.kinds.between(from, to);
	const kind =
		kinds.find((one) => one.name === name || String(one.typeId) === name) ??
		(name === `${typeFacts[from].singular}_to_${typeFacts[to].singular}`
			? kinds.find(({ plain }) => plain)
			: undefined);
	if (!kind)
		throw validation(
			`${name} is not a valid association type between ${typeFacts[from].singular} and ${typeFacts[to].singular}`,
		);
	return kind;
}

function existingId(writer: Writer, type: Ends['from'], id: string): string {
	const entry = writer.parts.records.find(type, id);
	if (!entry) throw missing(id);
	return entry.id;
}
