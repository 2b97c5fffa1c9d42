import type { HubSpotObjectType, HubSpotProperties } from '../records/hubspot';
import type { KnownSchemas } from './missingSchemas';

/** Only what HubSpot has and lets an API write. */
export function writable(
	properties: HubSpotProperties,
	schemas: KnownSchemas,
	objectType: HubSpotObjectType,
): HubSpotProperties {
	const definitions = schemas.properties.get(objectType);
	return Object.fromEntries(
		Object.entries(properties).filter(
			([name]) =>
				definitions?.get(name) !== undefined && definitions.get(name)?.readOnlyValue !== true,
		),
	);
}
