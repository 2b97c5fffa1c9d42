import type { Change } from '../../core/plan';
import type { HubSpotObjectType, HubSpotProperties, HubSpotRecord } from '../../core/records/hubspot';
import type { KnownSchemas } from '../ensureSchemas';

/** Only what HubSpot has and lets an API write. */
export function writable(properties: HubSpotProperties, schemas: KnownSchemas, objectType: HubSpotObjectType): HubSpotProperties {
	const definitions = schemas.properties.get(objectType);
	return Object.fromEntries(Object.entries(properties).filter(([name]) => definitions?.get(name) !== undefined && definitions.get(name)?.readOnlyValue !== true));
}

/** HubSpot writes numbers and times in its own way, so values are compared by meaning. */
export function changesOf(before: HubSpotRecord, after: HubSpotProperties): Change[] {
	return Object.entries(after).flatMap(([field, to]) => {
		const from = before.properties[field] ?? null;
		return sameValue(from ?? '', to ?? '') ? [] : [{ field, from, to }];
	});
}

const NUMBER = /^-?\d+(\.\d+)?$/;
const TIME = /^\d{4}-\d{2}-\d{2}T/;

function sameValue(from: string, to: string): boolean {
	if (from === to) return true;
	if (NUMBER.test(from) && NUMBER.test(to)) return Number(from) === Number(to);
	return TIME.test(from) && TIME.test(to) && Date.parse(from) === Date.parse(to);
}
