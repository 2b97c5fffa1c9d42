import { declineIfAny, type Problem } from '../decline';
import type { PlannedRequest } from '../plan';
import type { HubSpotObjectType, HubSpotPropertyDefinition } from '../records/hubspot';
import type { HubSpotSchema } from './schema';

/** Properties by object type, as HubSpot has them now. */
export interface KnownSchemas {
	properties: ReadonlyMap<HubSpotObjectType, ReadonlyMap<string, HubSpotPropertyDefinition>>;
}

export interface MissingSchema extends HubSpotSchema {
	/** Those that HubSpot lacks. */
	properties: readonly HubSpotPropertyDefinition[];
	/** Those that HubSpot has without some of our options, as they are to be. */
	extended: readonly HubSpotPropertyDefinition[];
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
		const message = `HubSpot has a property "${name}" of ${objectType} already, of the type ${there.type}. It cannot store values of the type ${type}.`;
		const remedy = `Archive the property "${name}" of ${objectType} in HubSpot's settings under Properties. First copy what you need of it to another property. The node then creates its own property. To keep it, enter another "Property Prefix" in the HubSpot credential before the first run. Then all properties of the nodes have other names.`;
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

/** The properties as they are once the given ones exist, too. */
export function withDefinitions(
	known: KnownSchemas,
	added: ReadonlyArray<readonly [HubSpotObjectType, readonly HubSpotPropertyDefinition[]]>,
): KnownSchemas {
	const properties = new Map(
		[...known.properties].map(([type, definitions]) => [type, new Map(definitions)]),
	);
	for (const [type, definitions] of added)
		for (const definition of definitions) properties.get(type)?.set(definition.name, definition);
	return { properties };
}
