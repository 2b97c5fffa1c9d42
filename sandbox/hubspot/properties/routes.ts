import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Answer } from '../../server';
import { readBody, readOne } from '../body';
import { param, queryOf, routesUnder, typeNamed } from '../door';
import { checkSize } from '../objects/batch';
import type { Parts } from '../objects/write';
import { paths } from '../paths';
import { notFound, Refusal, validation } from '../refusal';
import { typeFacts, type ObjectType } from '../types';
import type { Definition, PropertyGroup } from './definition';

const optionSchema = z.object({ label: z.string(), value: z.string(), description: z.string().optional(), displayOrder: z.number().int().default(-1), hidden: z.boolean().default(false) });
const createSchema = z.object({
	name: z.string().regex(/^[a-z][a-z0-9_]*$/, 'must be lower-case letters, numbers and underscores, and start with a letter').max(100),
	label: z.string().min(1),
	type: z.enum(['string', 'number', 'date', 'datetime', 'enumeration', 'bool']),
	fieldType: z.enum(['textarea', 'text', 'date', 'file', 'number', 'select', 'radio', 'checkbox', 'booleancheckbox', 'calculation_equation', 'html', 'phonenumber']),
	groupName: z.string(),
	description: z.string().default(''),
	options: z.array(optionSchema).default([]),
	displayOrder: z.number().int().default(-1),
	hasUniqueValue: z.boolean().default(false),
	hidden: z.boolean().default(false),
	formField: z.boolean().default(false),
	externalOptions: z.boolean().default(false),
	calculationFormula: z.string().optional(),
	referencedObjectType: z.string().optional(),
	showCurrencySymbol: z.boolean().optional(),
	numberDisplayHint: z.string().optional(),
	textDisplayHint: z.string().optional(),
	dataSensitivity: z.string().optional(),
});
type Wanted = z.output<typeof createSchema>;
const changeSchema = createSchema.omit({ name: true, hasUniqueValue: true }).partial().extend({ options: z.array(optionSchema).optional() });
const namesSchema = z.object({ inputs: z.array(z.object({ name: z.string() })), archived: z.boolean().default(false) });
const groupSchema = z.object({ name: z.string().min(1), label: z.string().min(1), displayOrder: z.number().int().default(-1) });

const MAX_UNIQUE = 10;

/** Which field types show which types of value. https://developers.hubspot.com/docs/api-reference/latest/crm/properties */
const fieldTypes: Record<Wanted['type'], ReadonlyArray<Wanted['fieldType']>> = {
	string: ['text', 'textarea', 'file', 'html', 'phonenumber', 'calculation_equation'],
	number: ['number', 'calculation_equation'],
	date: ['date'],
	datetime: ['date'],
	enumeration: ['select', 'radio', 'checkbox', 'booleancheckbox', 'calculation_equation'],
	bool: ['booleancheckbox', 'calculation_equation'],
};

/** Properties of every object. https://developers.hubspot.com/docs/api-reference/latest/crm/properties */
export function registerProperties(app: FastifyInstance, parts: Parts): void {
	const route = routesUnder(app, paths.properties);
	const typeOf = (request: FastifyRequest) => typeNamed(param(request, 'type'));
	const { definitions, records } = parts;
	const now = () => parts.clock.now().toISOString();

	route('GET', '/:type', (request) => ({ status: 200, body: { results: definitions.list(typeOf(request), readOne(queryOf(request), 'archived') === 'true') } }));
	route('POST', '/:type', (request) => ({ status: 201, body: create(typeOf(request), readBody(request, createSchema), parts) }));
	route('POST', '/:type/batch/create', (request) => createMany(request, typeOf(request), parts));
	route('POST', '/:type/batch/read', (request) => readMany(request, typeOf(request), parts));
	route('POST', '/:type/batch/archive', (request) => {
		const { inputs } = readBody(request, namesSchema);
		checkSize(inputs);
		for (const { name } of inputs) if (definitions.find(typeOf(request), name)) archive(typeOf(request), name, parts, now());
		return { status: 204 };
	});
	route('GET', '/:type/groups', (request) => ({ status: 200, body: { results: definitions.listGroups(typeOf(request)) } }));
	route('POST', '/:type/groups', (request) => ({ status: 201, body: createGroup(typeOf(request), readBody(request, groupSchema), parts) }));
	route('GET', '/:type/groups/:name', (request) => ({ status: 200, body: groupNamed(typeOf(request), param(request, 'name'), parts) }));
	route('PATCH', '/:type/groups/:name', (request) => {
		const group = { ...groupNamed(typeOf(request), param(request, 'name'), parts), ...withoutUndefined(readBody(request, groupSchema.omit({ name: true }).partial())) };
		definitions.saveGroup(typeOf(request), group);
		return { status: 200, body: group };
	});
	route('DELETE', '/:type/groups/:name', (request) => removeGroup(typeOf(request), param(request, 'name'), parts));
	route('GET', '/:type/:name', (request) => ({ status: 200, body: named(typeOf(request), param(request, 'name'), parts, readOne(queryOf(request), 'archived') === 'true') }));
	route('PATCH', '/:type/:name', (request) => {
		const before = named(typeOf(request), param(request, 'name'), parts);
		const changes = withoutUndefined(readBody(request, changeSchema));
		if (before.modificationMetadata.readOnlyDefinition) throw validation(`Property ${before.name} is defined by HubSpot; its definition cannot be changed.`);
		const changed = { ...before, ...changes, updatedAt: now() } as Definition;
		checkFit(changed.type as Wanted['type'], changed.fieldType as Wanted['fieldType'], typeOf(request), changed.groupName, parts);
		definitions.save(typeOf(request), changed);
		return { status: 200, body: changed };
	});
	route('DELETE', '/:type/:name', (request) => {
		records.store.transaction(() => archive(typeOf(request), named(typeOf(request), param(request, 'name'), parts).name, parts, now()));
		return { status: 204 };
	});
}

/** A property of the account's own; one that was archived under this name comes back. @throws Refusal 409 when there is one */
export function create(type: ObjectType, wanted: Wanted, parts: Parts): Definition {
	const { definitions, clock, switches } = parts;
	if (definitions.find(type, wanted.name)) {
		throw new Refusal(409, {
			category: 'OBJECT_ALREADY_EXISTS',
			subCategory: 'Properties.PROPERTY_WITH_NAME_EXISTS',
			message: `A property named '${wanted.name}' already exists.`,
			context: { name: [wanted.name] },
		});
	}
	checkFit(wanted.type, wanted.fieldType, type, wanted.groupName, parts);
	if (wanted.hasUniqueValue) checkUnique(type, wanted, parts, switches().uniquePropertiesOf);
	const at = clock.now().toISOString();
	const made: Definition = {
		...withoutUndefined(wanted),
		calculated: wanted.fieldType === 'calculation_equation',
		hubspotDefined: false,
		archived: false,
		modificationMetadata: { archivable: true, readOnlyDefinition: false, readOnlyValue: wanted.fieldType === 'calculation_equation' },
		createdUserId: '70114201',
		updatedUserId: '70114201',
		createdAt: definitions.findArchived(type, wanted.name)?.createdAt ?? at,
		updatedAt: at,
	} as Definition;
	definitions.save(type, made);
	return made;
}

function checkFit(valueType: Wanted['type'], fieldType: Wanted['fieldType'], type: ObjectType, groupName: string, { definitions }: Parts): void {
	if (!fieldTypes[valueType].includes(fieldType)) throw validation(`Field type ${fieldType} is not valid for a property of type ${valueType}.`);
	if (!definitions.findGroup(type, groupName)) throw validation(`The property group "${groupName}" does not exist.`, { context: { groupName: [groupName] } });
}

function checkUnique(type: ObjectType, wanted: Wanted, { definitions }: Parts, allowed: 'people' | 'all'): void {
	if (allowed === 'people' && !['contacts', 'companies', 'deals'].includes(type)) throw validation(`Unique properties are not supported for object type ${typeFacts[type].typeId}.`);
	if (wanted.type !== 'string' && wanted.type !== 'number') throw validation(`A property of type ${wanted.type} cannot have unique values.`);
	const own = definitions.list(type).filter((definition) => definition.hasUniqueValue && !definition.hubspotDefined);
	if (own.length >= MAX_UNIQUE) throw validation(`The limit of ${MAX_UNIQUE} unique properties for object type ${typeFacts[type].typeId} is reached.`);
}

function createMany(request: FastifyRequest, type: ObjectType, parts: Parts): Answer {
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
	return batchAnswer(201, results, errors, parts);
}

function readMany(request: FastifyRequest, type: ObjectType, parts: Parts): Answer {
	const { inputs, archived } = readBody(request, namesSchema);
	checkSize(inputs);
	const results: object[] = [];
	const errors: object[] = [];
	for (const { name } of inputs) {
		const definition = archived ? parts.definitions.findArchived(type, name) : parts.definitions.find(type, name);
		if (definition) results.push(definition);
		else errors.push(unknown(name).entry({ name: [name] }));
	}
	return batchAnswer(200, results, errors, parts);
}

function batchAnswer(status: number, results: object[], errors: object[], { clock }: Parts): Answer {
	const at = clock.now().toISOString();
	return { status: errors.length > 0 ? 207 : status, body: { status: 'COMPLETE', results, ...(errors.length > 0 && { numErrors: errors.length, errors }), startedAt: at, completedAt: at } };
}

function named(type: ObjectType, name: string, { definitions }: Parts, archived = false): Definition {
	const definition = archived ? definitions.findArchived(type, name) : definitions.find(type, name);
	if (!definition) throw unknown(name);
	return definition;
}

function unknown(name: string): Refusal {
	return notFound(`Property with name '${name}' does not exist.`, { subCategory: 'Properties.PROPERTY_NOT_FOUND', context: { name: [name] } });
}

/** Takes a property of the account's own away, and its values with it. */
function archive(type: ObjectType, name: string, { definitions, records }: Parts, at: string): void {
	const definition = definitions.find(type, name);
	if (!definition) return;
	if (!definition.modificationMetadata.archivable) throw validation(`Property ${name} is defined by HubSpot and cannot be archived.`);
	definitions.save(type, { ...definition, archived: true, archivedAt: at });
	records.store.run('DELETE FROM unique_values WHERE type = ? AND property = ?', type, name);
}

function createGroup(type: ObjectType, wanted: z.output<typeof groupSchema>, { definitions }: Parts): PropertyGroup {
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
	if (!group) throw notFound(`Property group with name '${name}' does not exist.`, { context: { name: [name] } });
	return group;
}

function removeGroup(type: ObjectType, name: string, parts: Parts): Answer {
	groupNamed(type, name, parts);
	if (parts.definitions.list(type).some((definition) => definition.groupName === name)) {
		throw validation(`The property group '${name}' has active properties and cannot be deleted.`, { subCategory: 'PropertyGroupError.GROUP_WITH_ACTIVE_PROPERTIES' });
	}
	parts.definitions.removeGroup(type, name);
	return { status: 204 };
}

function withoutUndefined<T extends object>(record: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
	return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
