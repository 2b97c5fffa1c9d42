import type { HubSpotProperties } from '../../core/records/hubspot';
import { decimalOrNone } from '../../core/money';
import { GatewayError } from '../../gateways/errors';
import type { HubSpotPort } from '../../gateways/ports';

const COMPARED = ['name', 'quantity', 'price', 'description', 'hs_product_id'];

/** A record that exists, and the lines it is to have. */
export interface LinesWanted {
	recordId: string;
	lines: readonly HubSpotProperties[];
}

/**
 * Removes the lines of records whose invoice has others by now; the new ones are written afterwards, as for a new record.
 * @returns ids of the records that have no lines left
 */
export async function removeOutdatedLines(hubspot: HubSpotPort, wanted: readonly LinesWanted[]): Promise<Set<string>> {
	if (wanted.length === 0) return new Set();
	const ids = await hubspot.readAssociations('invoices', 'line_items', wanted.map(({ recordId }) => recordId));
	const items = await hubspot.readObjects('line_items', [...ids.values()].flat(), { properties: COMPARED });
	const byId = new Map(items.map((item) => [item.id, item]));
	const outdated = wanted.filter(({ recordId, lines }) => {
		const present = (ids.get(recordId) ?? []).flatMap((id) => byId.get(id) ?? []);
		return keyOf(present.map(({ properties }) => properties)) !== keyOf(lines);
	});
	const gone = outdated.flatMap(({ recordId }) => ids.get(recordId) ?? []);
	if (gone.length > 0) await hubspot.archiveObjects('line_items', gone);
	return new Set(outdated.map(({ recordId }) => recordId));
}

/** The same for lines that say the same, in whatever order. */
function keyOf(lines: ReadonlyArray<HubSpotProperties>): string {
	return lines.map((line) => COMPARED.map((name) => meaning(line[name] ?? '')).join('\u0000')).sort().join('\u0001');
}

function meaning(value: string): string {
	try {
		return decimalOrNone(value)?.toFixed() ?? '';
	} catch {
		return value.trim();
	}
}

export function isRefusal(error: unknown): error is GatewayError {
	return error instanceof GatewayError && !['unauthorized', 'forbidden', 'quotaExhausted'].includes(error.kind);
}
