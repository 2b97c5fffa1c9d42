import { decimalOrNone } from '../../money';
import type { HubSpotProperties } from '../../records/hubspot';

/** What tells one line of an invoice record from another; their order does not. */
export const COMPARED_LINE_PROPERTIES = [
	'name',
	'quantity',
	'price',
	'hs_discount_percentage',
	'description',
	'hs_product_id',
];
const NUMBERS = ['quantity', 'price', 'hs_discount_percentage'];

/** A line item of an invoice record, as HubSpot has it. */
export interface RecordLine {
	id: string;
	properties: HubSpotProperties;
}

/** Which lines that are wanted are not there, and which others are, in whatever order. */
export function compareRecordLines<L extends RecordLine>(
	present: readonly L[],
	wanted: readonly HubSpotProperties[],
): { extra: L[]; missing: HubSpotProperties[] } {
	const extra = [...present];
	const missing = wanted.filter((line) => {
		const at = extra.findIndex(({ properties }) => saysTheSame(properties, line));
		if (at >= 0) extra.splice(at, 1);
		return at < 0;
	});
	return { extra, missing };
}

/** HubSpot describes a product's line by itself where nothing else does. */
export function saysTheSame(one: HubSpotProperties, line: HubSpotProperties): boolean {
	return COMPARED_LINE_PROPERTIES.every(
		(name) =>
			(name === 'description' && !line[name] && line['hs_product_id']) ||
			meaning(name, one[name]) === meaning(name, line[name]),
	);
}

function meaning(name: string, value: string | null | undefined): string {
	try {
		// No discount and one of nothing are the same.
		if (name === 'hs_discount_percentage' && decimalOrNone(value)?.eq(0)) return '';
		return NUMBERS.includes(name) ? (decimalOrNone(value)?.toFixed() ?? '') : (value ?? '').trim();
	} catch {
		return (value ?? '').trim();
	}
}
