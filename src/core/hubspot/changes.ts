import type { Change } from '../plan';
import type { HubSpotProperties, HubSpotRecord } from '../records/hubspot';

/** HubSpot writes numbers and times in its own way, so values are compared by meaning. */
export function changesOf(
	before: Pick<HubSpotRecord, 'properties'>,
	after: HubSpotProperties,
): Change[] {
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
