import type { HubSpotSchema } from '../../core/hubspot/schema';
import type { PlannedRequest } from '../../core/plan';
import type {
	HubSpotAccount,
	HubSpotObjectType,
	HubSpotPropertyDefinition,
} from '../../core/records/hubspot';
import { Declined, declineIfAny, type Problem } from '../../core/decline';
import type { HubSpotPort, Outcome, QuickBooksPort } from '../../gateways/ports';
import { checkRoom, giveUp, type Attempt } from './propertyRoom';

/** Properties by object type, as HubSpot has them now. */
export interface KnownSchemas {
	properties: ReadonlyMap<HubSpotObjectType, ReadonlyMap<string, HubSpotPropertyDefinition>>;
}

/** What earlier calls in this process found or made, by portal and company. */
export type SchemaMemory = Map<string, Promise<KnownSchemas>>;

/**
 * What `SchemaMemory` remembers them by: the portal, the company, and what the properties begin
 * with.
 */
export function schemaKey(
	{ portalId }: Pick<HubSpotAccount, 'portalId'>,
	{ hubspot, quickbooks }: { hubspot: HubSpotPort; quickbooks: QuickBooksPort },
): string {
	return `${portalId}|${quickbooks.realmId}|${hubspot.names.prefix}`;
}

export interface MissingSchema extends HubSpotSchema {
	/** Those that HubSpot lacks. */
	properties: HubSpotPropertyDefinition[];
	/** Those that HubSpot has without some of our options, as they are to be. */
	extended: HubSpotPropertyDefinition[];
}

/**
 * Makes sure that HubSpot has the properties this package writes: reads each object's properties
 * once, creates what is
 * missing in one batch for each object, and remembers it.
 *
 * @param key as `schemaKey` makes it
 * @param present what HubSpot had a moment ago, where it was read
 * @throws GatewayError `forbidden` naming the scope that is missing
 */
export async function ensureSchemas(
	hubspot: HubSpotPort,
	schemas: readonly HubSpotSchema[],
	memory: SchemaMemory,
	key: string,
	present?: KnownSchemas,
): Promise<KnownSchemas> {
	const known = memory.get(key);
	if (known) return await known;
	const made = createMissing(hubspot, schemas, present);
	memory.set(key, made);
	try {
		return await made;
	} catch (error) {
		memory.delete(key);
		throw error;
	}
}

async function createMissing(
	hubspot: HubSpotPort,
	schemas: readonly HubSpotSchema[],
	present: KnownSchemas | undefined,
): Promise<KnownSchemas> {
	const before = present ?? (await readSchemas(hubspot, schemas));
	const missing = await findMissing(hubspot, schemas, before);
	if (missing.length === 0) return before;
	const created = await allOrProblems(
		missing.map(
			async (schema) => [schema.objectType, await createSchema(hubspot, schema)] as const,
		),
	);
	const properties = new Map(
		[...before.properties].map(([type, definitions]) => [type, new Map(definitions)]),
	);
	for (const { objectType, extended } of missing)
		for (const definition of extended) properties.get(objectType)?.set(definition.name, definition);
	for (const [type, definitions] of created)
		for (const definition of definitions) properties.get(type)?.set(definition.name, definition);
	return { properties };
}

export async function readSchemas(
	hubspot: HubSpotPort,
	schemas: readonly HubSpotSchema[],
): Promise<KnownSchemas> {
	const read = await Promise.all(
		schemas.map(
			async ({ objectType }) =>
				[
					objectType,
					new Map(
						(await hubspot.readProperties(objectType)).map((definition) => [
							definition.name,
							definition,
						]),
					),
				] as const,
		),
	);
	return { properties: new Map(read) };
}

/** Waits for all, so that nothing goes on behind a refusal; what is declined is told together. */
async function allOrProblems<T>(work: ReadonlyArray<Promise<T>>): Promise<T[]> {
	const settled = await Promise.allSettled(work);
	const reasons = settled.flatMap((one) =>
		one.status === 'rejected' ? [one.reason as unknown] : [],
	);
	for (const reason of reasons) if (!(reason instanceof Declined)) throw reason;
	declineIfAny(reasons.flatMap((reason) => [...(reason as Declined).problems]));
	return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

/**
 * What HubSpot lacks. It is asked for room only where a property is missing, so a run on an account
 * that is set up costs nothing.
 * @throws Declined when a property of another type is in the way, or there is no room
 */
export async function findMissing(
	hubspot: HubSpotPort,
	schemas: readonly HubSpotSchema[],
	known: KnownSchemas,
): Promise<MissingSchema[]> {
	const missing = missingSchemas(schemas, known);
	await checkRoom(hubspot, missing);
	return missing;
}

/** @throws Declined when a property that is there already cannot hold our values */
export function missingSchemas(
	schemas: readonly HubSpotSchema[],
	known: KnownSchemas,
): MissingSchema[] {
	declineIfAny(schemas.flatMap((schema) => clashes(schema, known)));
	return schemas
		.map((schema) => {
			const present = known.properties.get(schema.objectType);
			const properties = schema.properties.filter(({ name }) => !present?.has(name));
			return {
				...schema,
				properties,
				extended: schema.properties.flatMap((wanted) =>
					withOptions(present?.get(wanted.name), wanted),
				),
			};
		})
		.filter(({ properties, extended }) => properties.length + extended.length > 0);
}

/** A text property takes every value; another type takes only its own. */
function clashes({ objectType, properties }: HubSpotSchema, known: KnownSchemas): Problem[] {
	return properties.flatMap(({ name, type }) => {
		const there = known.properties.get(objectType)?.get(name);
		if (!there || there.type === type || there.type === 'string') return [];
		const message = `HubSpot has a property "${name}" of ${objectType} already, of the type ${there.type}; values of the type ${type} do not fit into it.`;
		const remedy = `Archive the property "${name}" of ${objectType} in HubSpot's settings under Properties, once what you need of it is copied to another one; the node then makes its own. To keep it, enter another "Property Prefix" in the HubSpot credential, before the first run: all properties of the nodes then have names of their own.`;
		return [{ field: 'HubSpot properties', message, remedy }];
	});
}

/**
 * The property with the options that it lacks after those that it has; none when it lacks nothing.
 */
function withOptions(
	there: HubSpotPropertyDefinition | undefined,
	wanted: HubSpotPropertyDefinition,
): HubSpotPropertyDefinition[] {
	if (there?.type !== 'enumeration') return [];
	const { options = [] } = there;
	const lacking = (wanted.options ?? []).filter(
		({ value }) => !options.some((option) => option.value === value),
	);
	const last = Math.max(-1, ...options.map(({ displayOrder = -1 }) => displayOrder));
	const added = lacking.map((option, index) => ({ ...option, displayOrder: last + 1 + index }));
	return added.length === 0 ? [] : [{ ...there, options: [...options, ...added] }];
}

/** What a dry run says about properties that do not exist yet. */
export function plannedSchemas(missing: readonly MissingSchema[]): PlannedRequest[] {
	return missing.flatMap(({ objectType, group, properties, extended }): PlannedRequest[] => [
		...(properties.length > 0
			? [
					{
						system: 'HubSpot' as const,
						operation: 'create properties',
						target: objectType,
						payload: { group, properties },
					},
				]
			: []),
		...extended.map(({ name, options }) => ({
			system: 'HubSpot' as const,
			operation: 'add options',
			target: `${objectType}/${name}`,
			payload: { options },
		})),
	]);
}

async function createSchema(
	hubspot: HubSpotPort,
	schema: MissingSchema,
): Promise<HubSpotPropertyDefinition[]> {
	const created = schema.properties.length > 0 ? await createInGroup(hubspot, schema) : [];
	for (const { name, options = [] } of schema.extended)
		await hubspot.setPropertyOptions(schema.objectType, name, options);
	return created;
}

async function createInGroup(
	hubspot: HubSpotPort,
	{ objectType, group, properties }: MissingSchema,
): Promise<HubSpotPropertyDefinition[]> {
	await hubspot.createPropertyGroup(objectType, group);
	const outcomes = await hubspot.createProperties(objectType, properties);
	const failed = properties.filter((_property, index) => outcomes[index]?.ok === false);
	const refusals = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error]));
	const unique = failed.filter(({ hasUniqueValue }) => hasUniqueValue);
	if (failed.length === 0) return properties;
	const attempt = { objectType, wanted: properties.length, made: newIn(outcomes) };
	if (unique.length < failed.length || refusals.some(({ kind }) => kind !== 'invalid'))
		return await giveUp(hubspot, attempt, refusals);
	return await createWithoutUniqueness(hubspot, attempt, properties, unique);
}

/**
 * Not every object takes unique properties in every account; the link then works without HubSpot's
 * guard.
 */
async function createWithoutUniqueness(
	hubspot: HubSpotPort,
	attempt: Attempt,
	properties: HubSpotPropertyDefinition[],
	unique: HubSpotPropertyDefinition[],
): Promise<HubSpotPropertyDefinition[]> {
	const plain = unique.map(({ hasUniqueValue: _unique, ...definition }) => definition);
	const outcomes = await hubspot.createProperties(attempt.objectType, plain);
	const refusals = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error]));
	if (refusals.length > 0)
		return await giveUp(
			hubspot,
			{ ...attempt, made: [...attempt.made, ...newIn(outcomes)] },
			refusals,
		);
	const names = new Set(plain.map(({ name }) => name));
	return [...properties.filter(({ name }) => !names.has(name)), ...plain];
}

function newIn(outcomes: ReadonlyArray<Outcome<{ name: string; isNew: boolean }>>): string[] {
	return outcomes.flatMap((outcome) =>
		outcome.ok && outcome.value.isNew ? [outcome.value.name] : [],
	);
}
