import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Answer } from '../../server';
import { readBody } from '../body';
import { param, routesUnder, type Route } from '../routing';
import { checkSize } from '../objects/batch';
import type { Writer } from '../objects/write';
import { paths } from '../paths';
import { notFound, Refusal, validation } from '../refusal';
import type { AssociationKind } from './kinds';
import type { LinkLimit } from './limits';
import { emptyAnswer, endsOf, plainKind, toLabel } from './linking';

const labelSchema = z.object({
	name: z.string().min(1),
	label: z.string().min(1),
	inverseLabel: z.string().optional(),
});
const renameSchema = z.object({ associationTypeId: z.number().int(), label: z.string().min(1) });
const specSchema = z.object({ category: z.string(), typeId: z.coerce.number().int() });
const limitsSchema = z.object({
	inputs: z.array(specSchema.extend({ maxToObjectIds: z.number().int().min(1) })),
});
const specsSchema = z.object({ inputs: z.array(specSchema) });

/**
 * Registers the endpoints for labels of links, and for the number of links that a record may have.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/associations/association-schema
 */
export function registerAssociationSchemas(app: FastifyInstance, writer: Writer): void {
	const route = routesUnder(app, paths.associationSchemas);
	const { links } = writer.parts;
	route('GET', '/:type/:to/labels', (request) => {
		const { from, to } = endsOf(request);
		return { status: 200, body: { results: links.kinds.between(from, to).map(toLabel) } };
	});
	route('POST', '/:type/:to/labels', (request) => {
		const { from, to } = endsOf(request);
		const { name, label, inverseLabel } = readBody(request, labelSchema);
		plainKind({ from, to }, writer);
		if (
			links.kinds
				.between(from, to)
				.some(
					(kind) =>
						kind.category === 'USER_DEFINED' && (kind.name === name || kind.label === label),
				)
		)
			throw validation(`An association label "${label}" already exists.`);
		return {
			status: 200,
			body: { results: links.kinds.addLabel(from, to, { name, label, inverseLabel }).map(toLabel) },
		};
	});
	route('PUT', '/:type/:to/labels', (request) => {
		const { associationTypeId, label } = readBody(request, renameSchema);
		links.kinds.renameLabel(ownLabel(request, writer, associationTypeId), label);
		return { status: 204 };
	});
	route('DELETE', '/:type/:to/labels/:typeId', (request) => {
		links.kinds.removeLabel(ownLabel(request, writer, param(request, 'typeId')));
		return { status: 204 };
	});
	registerLimits(route, writer);
}

function registerLimits(route: Route, writer: Writer): void {
	const { links } = writer.parts;
	const path = '/definitions/configurations';
	const show = (limit: LinkLimit) => showLimit(limit, writer);
	route('GET', `${path}/all`, () => ({
		status: 200,
		body: { results: links.limits.list().map(show) },
	}));
	route('GET', `${path}/:type/:to`, (request) => {
		const { from, to } = endsOf(request);
		return { status: 200, body: { results: links.limits.list(from, to).map(show) } };
	});
	route('POST', `${path}/:type/:to/batch/create`, (request, version) =>
		setLimits(request, writer, version === '2026-09' ? 200 : 201, show),
	);
	route('POST', `${path}/:type/:to/batch/update`, (request) =>
		setLimits(request, writer, 200, ({ category, typeId, max }) => ({
			category,
			typeId,
			userEnforcedMaxToObjectIds: max,
		})),
	);
	route('POST', `${path}/:type/:to/batch/purge`, (request, version) => {
		const { inputs } = readBody(request, specsSchema);
		checkSize(inputs);
		for (const spec of inputs) links.limits.remove(kindOf(request, writer, spec));
		return emptyAnswer(writer, version);
	});
}

function showLimit(limit: LinkLimit, { parts: { links } }: Writer): object {
	const label = links.kinds
		.between(limit.from, limit.to)
		.find(({ category, typeId }) => category === limit.category && typeId === limit.typeId)?.label;
	return {
		category: limit.category,
		typeId: limit.typeId,
		userEnforcedMaxToObjectIds: limit.max,
		...(label && { label }),
	};
}

function setLimits(
	request: FastifyRequest,
	writer: Writer,
	status: number,
	show: (limit: LinkLimit) => object,
): Answer {
	const { inputs } = readBody(request, limitsSchema);
	checkSize(inputs);
	const results: object[] = [];
	const errors: object[] = [];
	for (const input of inputs) {
		try {
			results.push(
				show(writer.parts.links.limits.set(kindOf(request, writer, input), input.maxToObjectIds)),
			);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			errors.push(error.entry());
		}
	}
	const at = writer.parts.clock.now().toISOString();
	return {
		status: errors.length > 0 ? 207 : status,
		body: {
			status: 'COMPLETE',
			results,
			...(errors.length > 0 && { numErrors: errors.length, errors }),
			startedAt: at,
			completedAt: at,
		},
	};
}

/** @throws Refusal if the two objects have no such kind */
function kindOf(
	request: FastifyRequest,
	writer: Writer,
	spec: { category: string; typeId: number },
): AssociationKind {
	const { from, to } = endsOf(request);
	return writer.parts.links.kinds.require(from, to, [spec])[0] as AssociationKind;
}

function ownLabel(
	request: FastifyRequest,
	{ parts: { links } }: Writer,
	typeId: number | string,
): AssociationKind {
	const { from, to } = endsOf(request);
	const kind = links.kinds
		.between(from, to)
		.find((one) => String(one.typeId) === String(typeId) && one.category === 'USER_DEFINED');
	if (!kind) throw notFound(`There is no association label with the type id ${typeId}.`);
	return kind;
}
