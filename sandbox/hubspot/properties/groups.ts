import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Answer } from '../../server';
import { readBody } from '../body';
import { param, typeNamed, type Route } from '../routing';
import type { Parts } from '../objects/write';
import { notFound, Refusal, validation } from '../refusal';
import type { ObjectType } from '../types';
import type { PropertyGroup } from './definition';
import { withoutUndefined } from './own';

const groupSchema = z.object({
	name: z.string().min(1),
	label: z.string().min(1),
	displayOrder: z.number().int().default(-1),
});

/** Groups of properties. https://developers.hubspot.com/docs/api-reference/latest/crm/properties */
export function registerGroups(route: Route, parts: Parts): void {
	const typeOf = (request: FastifyRequest) => typeNamed(param(request, 'type'));
	const { definitions } = parts;
	route('GET', '/:type/groups', (request) => ({
		status: 200,
		body: { results: definitions.listGroups(typeOf(request)) },
	}));
	route('POST', '/:type/groups', (request) => ({
		status: 201,
		body: createGroup(typeOf(request), readBody(request, groupSchema), parts),
	}));
	route('GET', '/:type/groups/:name', (request) => ({
		status: 200,
		body: groupNamed(typeOf(request), param(request, 'name'), parts),
	}));
	route('PATCH', '/:type/groups/:name', (request) => {
		const group = {
			...groupNamed(typeOf(request), param(request, 'name'), parts),
			...withoutUndefined(readBody(request, groupSchema.omit({ name: true }).partial())),
		};
		definitions.saveGroup(typeOf(request), group);
		return { status: 200, body: group };
	});
	route('DELETE', '/:type/groups/:name', (request) =>
		removeGroup(typeOf(request), param(request, 'name'), parts),
	);
}

function createGroup(
	type: ObjectType,
	wanted: z.output<typeof groupSchema>,
	{ definitions }: Parts,
): PropertyGroup {
	if (definitions.findGroup(type, wanted.name)) {
		throw new Refusal(409, {
			category: 'OBJECT_ALREADY_EXISTS',
			subCategory: 'PropertyGroupError.GROUP_ALREADY_EXISTS',
			message: `A property group named '${wanted.name}' already exists.`,
			context: { name: [wanted.name] },
		});
	}
	const group = { ...wanted, archived: false };
	definitions.saveGroup(type, group);
	return group;
}

function groupNamed(type: ObjectType, name: string, { definitions }: Parts): PropertyGroup {
	const group = definitions.findGroup(type, name);
	if (!group)
		throw notFound(`Property group with name '${name}' does not exist.`, {
			context: { name: [name] },
		});
	return group;
}

function removeGroup(type: ObjectType, name: string, parts: Parts): Answer {
	groupNamed(type, name, parts);
	if (parts.definitions.list(type).some((definition) => definition.groupName === name)) {
		throw validation(`The property group '${name}' has active properties and cannot be deleted.`, {
			subCategory: 'PropertyGroupError.GROUP_WITH_ACTIVE_PROPERTIES',
		});
	}
	parts.definitions.removeGroup(type, name);
	return { status: 204 };
}
