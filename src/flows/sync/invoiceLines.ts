import type { HubSpotProperties } from '../../core/records/hubspot';
import { decimalOrNone } from '../../core/money';
import { GatewayError } from '../../gateways/errors';
import type { HubSpotPort } from '../../gateways/ports';

const COMPARED = ['name', 'quantity', 'price', 'description', 'hs_product_id'];

/** A record that exists, and the lines it is to have. */
export interface LinesWanted {
	recordId: string;
	/** The lines that it has. */
	present: readonly string[];
	lines: readonly HubSpotProperties[];
}

/**
 * Removes the lines of records whose invoice has others by now; the new ones are written afterwards, as for a new record.
 * @returns ids of the records that have no lines left
 */
export async function removeOutdatedLines(hubspot: HubSpotPort, wanted: readonly LinesWanted[]): Promise<Set<string>> {
	if (wanted.length === 0) return new Set();
	const items = await hubspot.readObjects('line_items', wanted.flatMap(({ present }) => present), { properties: COMPARED });
	const byId = new Map(items.map((item) => [item.id, item]));
	const outdated = wanted.filter(({ present, lines }) => !sayTheSame(present.flatMap((id) => byId.get(id) ?? []).map(({ properties }) => properties), lines));
	const gone = outdated.flatMap(({ present }) => present);
	if (gone.length > 0) await hubspot.archiveObjects('line_items', gone);
	return new Set(outdated.map(({ recordId }) => recordId));
}

/** Whether each line that is wanted is there and no other, in whatever order. HubSpot describes a product's line by itself where nothing else does. */
function sayTheSame(present: readonly HubSpotProperties[], wanted: readonly HubSpotProperties[]): boolean {
	const left = [...present];
	for (const line of wanted) {
		const at = left.findIndex((one) => COMPARED.every((name) => (name === 'description' && !line[name]) || meaning(one[name] ?? '') === meaning(line[name] ?? '')));
		if (at < 0) return false;
		left.splice(at, 1);
	}
	return left.length === 0;
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
