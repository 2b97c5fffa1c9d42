import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Answer } from '../../server';
import { readBody, readOne } from '../body';
import { param, queryOf, routesUnder, typeNamed, type Route } from '../routing';
import { checkSize } from '../objects/batch';
import type { Parts } from '../objects/write';
import { paths } from '../paths';
import { notFound, Refusal, validation } from '../refusal';
import type { ObjectType } from '../types';
import type { Definition } from './definition';
import { registerGroups } from './groups';
import {
	archiveProperty,
	changeSchema,
	checkFit,
	createProperty,
	createSchema,
	withoutUndefined,
	type NewProperty,
} from './own';

const namesSchema = z.object({
	inputs: z.array(z.object({ name: z.string() })),
	archived: z.boolean().default(false),
});

/**
 * Registers the endpoints for properties of every object.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/properties
 */
export function registerProperties(app: FastifyInstance, parts: Parts): void {
	const route = routesUnder(app, paths.properties);
	registerLists(route, parts);
	registerBatches(route, parts);
	registerGroups(route, parts);
	registerSingle(route, parts);
}

const typeOf = (request: FastifyRequest) => typeNamed(param(request, 'type'));
const nowOf = ({ clock }: Parts) => clock.now().toISOString();

function registerLists(route: Route, parts: Parts): void {
	const { definitions } = parts;
	route('GET', '/:type', (request) => ({
		status: 200,
		body: {
			results: definitions.list(typeOf(request), readOne(queryOf(request), 'archived') === 'true'),
		},
	}));
	route('POST', '/:type', (request) => ({
		status: 201,
		body: createProperty(typeOf(request), readBody(request, createSchema), parts),
	}));
}

function registerBatches(route: Route, parts: Parts): void {
	route('POST', '/:type/batch/create', (request, version) =>
		createMany(request, typeOf(request), parts, version === '2026-09' ? 200 : 201),
	);
	route('POST', '/:type/batch/read', (request) => readMany(request, typeOf(request), parts));
	route('POST', '/:type/batch/archive', (request) => {
		const { inputs } = readBody(request, namesSchema);
		checkSize(inputs);
		for (const { name } of inputs)
			if (parts.definitions.find(typeOf(request), name))
				archiveProperty(typeOf(request), name, parts, nowOf(parts));
		return { status: 204 };
	});
}

function registerSingle(route: Route, parts: Parts): void {
	route('GET', '/:type/:name', (request) => ({
		status: 200,
		body: named(
			typeOf(request),
			param(request, 'name'),
			parts,
			readOne(queryOf(request), 'archived') === 'true',
		),
	}));
	route('PATCH', '/:type/:name', (request) => updateProperty(request, parts));
	route('DELETE', '/:type/:name', (request) => {
		const { name } = named(typeOf(request), param(request, 'name'), parts);
		parts.records.store.transaction(() =>
			archiveProperty(typeOf(request), name, parts, nowOf(parts)),
		);
		return { status: 204 };
	});
}

function updateProperty(request: FastifyRequest, parts: Parts): Answer {
	const before = named(typeOf(request), param(request, 'name'), parts);
	const changes = withoutUndefined(readBody(request, changeSchema));
	if (before.modificationMetadata.readOnlyDefinition)
		throw validation(
			`Property ${before.name} is defined by HubSpot; its definition cannot be changed.`,
		);
	const changed = { ...before, ...changes, updatedAt: nowOf(parts) } as Definition;
	checkFit(
		changed.type as NewProperty['type'],
		changed.fieldType as NewProperty['fieldType'],
		typeOf(request),
		changed.groupName,
		parts,
	);
	parts.definitions.save(typeOf(request), changed);
	return { status: 200, body: changed };
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
			results.push(createProperty(type, wanted, parts));
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
