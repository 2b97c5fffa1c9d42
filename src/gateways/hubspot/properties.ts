import type { Property, PropertyCreate } from '@hubspot/api-client/lib/codegen/crm/properties';
import type {
	HubSpotObjectType,
	HubSpotPropertyDefinition,
	HubSpotPropertyOption,
} from '../../core/records/hubspot';
import { GatewayError } from '../errors';
import type { HubSpotPort, Outcome } from '../ports';
import { refusalsIn } from './transport/answers';
import { writeBatch } from './objects/outcomes';
import { loadProperties } from './transport/sdk';
import type { HubSpotSession } from './transport/session';

/**
 * Properties in one request.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/properties/guide
 */
const MOST_CREATED = 100;

/**
 * https://developers.hubspot.com/docs/api-reference/latest/crm/properties/guide
 *
 * @throws GatewayError
 */
export function readProperties(
	session: HubSpotSession,
	type: HubSpotObjectType,
): Promise<HubSpotPropertyDefinition[]> {
	return session.call({
		load: loadProperties,
		repeatable: 'read',
		send: ({ core }) => core.getAll(type, false),
		read: ({ results }) => results.map(toDefinition),
	});
}

function toDefinition(property: Property): HubSpotPropertyDefinition {
	const {
		name,
		label,
		type,
		fieldType,
		groupName,
		description,
		options,
		hasUniqueValue,
		calculated,
		hidden,
		modificationMetadata,
	} = property;
	return {
		name,
		label,
		type,
		fieldType,
		groupName,
		...(description && { description }),
		...(options?.length > 0 && { options: options.map(toOption) }),
		...(hasUniqueValue !== undefined && { hasUniqueValue }),
		...(modificationMetadata && { readOnlyValue: modificationMetadata.readOnlyValue }),
		...(calculated !== undefined && { calculated }),
		...(hidden !== undefined && { hidden }),
	};
}

function toOption({
	label,
	value,
	displayOrder,
	hidden,
}: Property['options'][number]): HubSpotPropertyOption {
	return {
		label,
		value,
		...(displayOrder !== undefined && { displayOrder }),
		...(hidden !== undefined && { hidden }),
	};
}

/**
 * Groups have no unknown outcome to fear: the second of two creations is refused and changes
 * nothing.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/properties/guide
 *
 * @throws GatewayError
 */
export async function createPropertyGroup(
	session: HubSpotSession,
	type: HubSpotObjectType,
	group: { name: string; label: string },
): Promise<void> {
	try {
		await session.call({
			load: loadProperties,
			repeatable: 'keyed',
			send: ({ groups }) => groups.create(type, { ...group, displayOrder: -1 }),
			read: () => undefined,
		});
	} catch (error) {
		const refused =
			error instanceof GatewayError && (error.kind === 'conflict' || error.kind === 'invalid');
		if (!refused || !(await groupExists(session, type, group.name))) throw error;
	}
}

function groupExists(
	session: HubSpotSession,
	type: HubSpotObjectType,
	name: string,
): Promise<boolean> {
	return session.call({
		load: loadProperties,
		repeatable: 'read',
		send: ({ groups }) => groups.getAll(type),
		read: ({ results }) => results.some((group) => group.name === name),
	});
}

/**
 * Reads first what exists, so that nothing but reading is needed where nothing is missing.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/properties/guide
 *
 * @throws GatewayError when no request could be carried out
 */
export async function createProperties(
	session: HubSpotSession,
	type: HubSpotObjectType,
	properties: HubSpotPropertyDefinition[],
): ReturnType<HubSpotPort['createProperties']> {
	if (properties.length === 0) return [];
	const existing = new Set((await readProperties(session, type)).map(({ name }) => name));
	const missing = properties.filter(
		({ name }, index) =>
			!existing.has(name) && properties.findIndex((other) => other.name === name) === index,
	);
	const created = await createMissing(session, type, missing);
	const outcomes = new Map(missing.map(({ name }, index) => [name, created[index]]));
	return properties.map(({ name }) => toCreatedOrFound(name, outcomes.get(name)));
}

function createMissing(
	session: HubSpotSession,
	type: HubSpotObjectType,
	missing: HubSpotPropertyDefinition[],
): Promise<Array<Outcome<string>>> {
	const toBeCreated = missing.map((input) => ({ trace: input.name, names: [], input }));
	return writeBatch<HubSpotPropertyDefinition, string>(toBeCreated, {
		size: MOST_CREATED,
		secrets: session.secrets,
		send: (chunk) => {
			const inputs = chunk.map(({ input }) => toCreate(input));
			return session.call({
				load: loadProperties,
				repeatable: 'keyed',
				send: ({ batch }) => batch.create(type, { inputs }),
				read: (answer) => ({
					results: answer.results.map(({ name }) => ({ trace: name, value: name })),
					errors: refusalsIn(answer),
				}),
			});
		},
		fits: ({ input }, name) => input.name === name,
	});
}

/** A property that somebody else created meanwhile exists all the same. */
function toCreatedOrFound(
	name: string,
	outcome: Outcome<string> | undefined,
): Outcome<{ name: string; isNew: boolean }> {
	return outcome && !outcome.ok && outcome.error.kind !== 'conflict'
		? outcome
		: { ok: true, value: { name, isNew: outcome?.ok === true } };
}

/**
 * May be repeated: the same options are set again.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/properties/guide
 *
 * @throws GatewayError
 */
export function setPropertyOptions(
	session: HubSpotSession,
	type: HubSpotObjectType,
	name: string,
	options: readonly HubSpotPropertyOption[],
): Promise<void> {
	return session.call({
		load: loadProperties,
		repeatable: 'keyed',
		send: ({ core }) => core.update(type, name, { options: toOptions(options) }),
		read: () => undefined,
	});
}

function toOptions(options: readonly HubSpotPropertyOption[]): PropertyCreate['options'] & object {
	return options.map((option, index) => ({
		label: option.label,
		value: option.value,
		displayOrder: option.displayOrder ?? index,
		hidden: option.hidden ?? false,
	}));
}

/**
 * May be repeated: what is archived stays so.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/properties/guide
 *
 * @throws GatewayError
 */
export async function archiveProperties(
	session: HubSpotSession,
	type: HubSpotObjectType,
	names: readonly string[],
): Promise<void> {
	if (names.length === 0) return;
	const inputs = names.map((name) => ({ name }));
	await session.call({
		load: loadProperties,
		repeatable: 'keyed',
		send: ({ batch }) => batch.archive(type, { inputs }),
		read: () => undefined,
	});
}

function toCreate({
	name,
	label,
	type,
	fieldType,
	groupName,
	description,
	options,
	hasUniqueValue,
	hidden,
}: HubSpotPropertyDefinition): PropertyCreate {
	return {
		name,
		label,
		type: type as PropertyCreate['type'],
		fieldType: fieldType as PropertyCreate['fieldType'],
		groupName,
		...(description !== undefined && { description }),
		...(options && { options: toOptions(options) }),
		...(hasUniqueValue !== undefined && { hasUniqueValue }),
		...(hidden !== undefined && { hidden }),
	};
}
