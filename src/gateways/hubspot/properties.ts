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
import { loadPipelines, loadProperties } from './transport/sdk';
import type { HubSpotSession } from './transport/session';

/**
 * Properties in one request.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/properties/guide
 */
const MOST_CREATED = 100;

export async function readProperties(
	session: HubSpotSession,
	type: HubSpotObjectType,
): Promise<HubSpotPropertyDefinition[]> {
	return await session.call(loadProperties, 'read', async ({ core }) =>
		(await core.getAll(type, false)).results.map(toDefinition),
	);
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
 */
export async function createPropertyGroup(
	session: HubSpotSession,
	type: HubSpotObjectType,
	group: { name: string; label: string },
): Promise<void> {
	try {
		await session.call(
			loadProperties,
			'keyed',
			async ({ groups }) => await groups.create(type, { ...group, displayOrder: -1 }),
		);
	} catch (error) {
		const refused =
			error instanceof GatewayError && (error.kind === 'conflict' || error.kind === 'invalid');
		if (!refused || !(await groupExists(session, type, group.name))) throw error;
	}
}

async function groupExists(
	session: HubSpotSession,
	type: HubSpotObjectType,
	name: string,
): Promise<boolean> {
	const { results } = await session.call(
		loadProperties,
		'read',
		async ({ groups }) => await groups.getAll(type),
	);
	return results.some((group) => group.name === name);
}

/** Asks first what exists, so that nothing but reading is needed where nothing is missing. */
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
	const created = await writeBatch<
		HubSpotPropertyDefinition,
		{ name: string; objectWriteTraceId?: string }
	>(
		missing.map((input) => ({ trace: input.name, names: [], input })),
		{
			size: MOST_CREATED,
			secrets: session.secrets,
			send: async (chunk) =>
				await session.call(loadProperties, 'keyed', async ({ batch }) => {
					const answer = await batch.create(type, {
						inputs: chunk.map(({ input }) => toCreate(input)),
					});
					return {
						results: answer.results.map(({ name }) => ({ name, objectWriteTraceId: name })),
						errors: refusalsIn(answer),
					};
				}),
			fits: ({ input }, { name }) => input.name === name,
		},
	);
	const outcomes = new Map(missing.map(({ name }, index) => [name, created[index]]));
	return properties.map(({ name }) => present(name, outcomes.get(name)));
}

/** May be repeated: the same options are set again. */
export async function setPropertyOptions(
	session: HubSpotSession,
	type: HubSpotObjectType,
	name: string,
	options: readonly HubSpotPropertyOption[],
): Promise<void> {
	await session.call(
		loadProperties,
		'keyed',
		async ({ core }) => await core.update(type, name, { options: toOptions(options) }),
	);
}

function toOptions(options: readonly HubSpotPropertyOption[]): PropertyCreate['options'] & object {
	return options.map((option, index) => ({
		label: option.label,
		value: option.value,
		displayOrder: option.displayOrder ?? index,
		hidden: option.hidden ?? false,
	}));
}

/** A property that somebody else made meanwhile is there all the same. */
function present(
	name: string,
	outcome: Outcome<unknown> | undefined,
): Outcome<{ name: string; isNew: boolean }> {
	return outcome && !outcome.ok && outcome.error.kind !== 'conflict'
		? outcome
		: { ok: true, value: { name, isNew: outcome?.ok === true } };
}

/** May be repeated: what is archived stays so. */
export async function archiveProperties(
	session: HubSpotSession,
	type: HubSpotObjectType,
	names: readonly string[],
): Promise<void> {
	if (names.length > 0)
		await session.call(
			loadProperties,
			'keyed',
			async ({ batch }) => await batch.archive(type, { inputs: names.map((name) => ({ name })) }),
		);
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

/** https://developers.hubspot.com/docs/api-reference/latest/crm/pipelines/guide */
export async function readPipelines(
	session: HubSpotSession,
	type: 'deals',
): ReturnType<HubSpotPort['readPipelines']> {
	return await session.call(loadPipelines, 'read', async ({ pipelines }) =>
		(await pipelines.getAll(type)).results.map(({ id, label, stages }) => ({
			id,
			label,
			stages: stages.map((stage) => ({
				id: stage.id,
				label: stage.label,
				isClosed: String(stage.metadata?.isClosed) === 'true',
			})),
		})),
	);
}
