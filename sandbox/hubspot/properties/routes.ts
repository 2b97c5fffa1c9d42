import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Answer } from '../../server';
import { readBody, readOne } from '../body';
import { param, queryOf, routesUnder, typeNamed } from '../routing';
import { checkSize } from '../objects/batch';
import type { Parts } from '../objects/write';
import { paths } from '../paths';
import { notFound, Refusal, validation } from '../refusal';
import type { ObjectType } from '../types';
import type { Definition } from './definition';
import { registerGroups } from './groups';
import {
	archive,
	changeSchema,
	checkFit,
	create,
	createSchema,
	withoutUndefined,
	type NewProperty,
} from './own';

const namesSchema = z.object({
	inputs: z.array(z.object({ name: z.string() })),
	archived: z.boolean().default(false),
});

/**
 * Properties of every object.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/properties
 */
export function registerProperties(app: FastifyInstance, parts: Parts): void {
	const route = routesUnder(app, paths.properties);
	const typeOf = (request: FastifyRequest) => typeNamed(param(request, 'type'));
	const { definitions, records } = parts;
	const now = () => parts.clock.now().toISOString();

	route('GET', '/:type', (request) => ({
		status: 200,
		body: {
			results: definitions.list(typeOf(request), readOne(queryOf(request), 'archived') === 'true'),
		},
	}));
	route('POST', '/:type', (request) => ({
		status: 201,
		body: create(typeOf(request), readBody(request, createSchema), parts),
	}));
	route('POST', '/:type/batch/create', (request, version) =>
		createMany(request, typeOf(request), parts, version === '2026-09' ? 200 : 201),
	);
	route('POST', '/:type/batch/read', (request) => readMany(request, typeOf(request), parts));
	route('POST', '/:type/batch/archive', (request) => {
		const { inputs } = readBody(request, namesSchema);
		checkSize(inputs);
		for (const { name } of inputs)
			if (definitions.find(typeOf(request), name)) archive(typeOf(request), name, parts, now());
		return { status: 204 };
	});
	registerGroups(route, parts);
	route('GET', '/:type/:name', (request) => ({
		status: 200,
		body: named(
			typeOf(request),
			param(request, 'name'),
			parts,
			readOne(queryOf(request), 'archived') === 'true',
		),
	}));
	route('PATCH', '/:type/:name', (request) => {
		const before = named(typeOf(request), param(request, 'name'), parts);
		const changes = withoutUndefined(readBody(request, changeSchema));
		if (before.modificationMetadata.readOnlyDefinition)
			throw validation(
				`Property ${before.name} is defined by HubSpot; its definition cannot be changed.`,
			);
		const changed = { ...before, ...changes, updatedAt: now() } as Definition;
		checkFit(
			changed.type as NewProperty['type'],
			changed.fieldType as NewProperty['fieldType'],
			typeOf(request),
			changed.groupName,
			parts,
		);
		definitions.save(typeOf(request), changed);
		return { status: 200, body: changed };
	});
	route('DELETE', '/:type/:name', (request) => {
		records.store.transaction(() =>
			archive(
				typeOf(request),
				named(typeOf(request), param(request, 'name'), parts).name,
				parts,
				now(),
			),
		);
		return { status: 204 };
	});
}

function createMany(
	request: FastifyRequest,
	type: ObjectType,
	parts: Parts,
	status: number,
): Answer {
	const { inputs } = readBody(request, z.object({ inputs: z.array(createSchema) }));
	checkSize(inputs);
	const results: object[] = [];
	const errors: object[] = [];
	for (const wanted of inputs) {
		try {
			results.push(create(type, wanted, parts));
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			errors.push(error.entry({ name: [wanted.name] }));
		}
	}
	return batchAnswer(status, results, errors, parts);
}

function readMany(request: FastifyRequest, type: ObjectType, parts: Parts): Answer {
	const { inputs, archived } = readBody(request, namesSchema);
	checkSize(inputs);
	const results: object[] = [];
	const errors: object[] = [];
	for (const { name } of inputs) {
		const definition = archived
			? parts.definitions.findArchived(type, name)
			: parts.definitions.find(type, name);
		if (definition) results.push(definition);
		else errors.push(unknown(name).entry({ name: [name] }));
	}
	return batchAnswer(200, results, errors, parts);
}

function batchAnswer(
	status: number,
	results: object[],
	errors: object[],
	{ clock }: Parts,
): Answer {
	const at = clock.now().toISOString();
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

function named(
	type: ObjectType,
	name: string,
	{ definitions }: Parts,
	archived = false,
): Definition {
	const definition = archived ? definitions.findArchived(type, name) : definitions.find(type, name);
	if (!definition) throw unknown(name);
	return definition;
}

function unknown(name: string): Refusal {
	return notFound(`Property with name '${name}' does not exist.`, {
		subCategory: 'Properties.PROPERTY_NOT_FOUND',
		context: { name: [name] },
	});
}
