import { typeFacts, type ObjectType } from '../types';

export type Category = 'HUBSPOT_DEFINED' | 'USER_DEFINED' | 'INTEGRATOR_DEFINED';

/** One type of link between records, seen from one side. */
export interface AssociationKind {
	from: ObjectType;
	to: ObjectType;
	category: Category;
	typeId: number;
	/** The same link seen from the other side. */
	inverse: number;
	label: string | null;
	/** The name in v3 replies, e.g. `deal_to_contact`. */
	name: string;
	/** Whether this is the plain link of its pair. Every labelled link adds the plain link, too. */
	plain: boolean;
}

type Pair = [
	from: ObjectType,
	to: ObjectType,
	forward: number,
	backward: number,
	label?: [forward: string, backward: string],
];

/**
 * The kinds that HubSpot defines; plain kinds first. The labels of special links of quotes and deals
 * are those of HubSpot's pages.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/associations/association-details#association-type-id-values
 */
const pairs: Pair[] = [
	['contacts', 'companies', 279, 280],
	['contacts', 'companies', 1, 2, ['Primary', 'Primary']],
	['contacts', 'contacts', 449, 449],
	['companies', 'companies', 450, 450],
	['companies', 'companies', 13, 14, ['Parent Company', 'Child Company']],
	['deals', 'contacts', 3, 4],
	['deals', 'companies', 341, 342],
	['deals', 'companies', 5, 6, ['Primary', 'Primary']],
	['deals', 'line_items', 19, 20],
	['deals', 'quotes', 63, 64],
	['deals', 'invoices', 176, 175],
	['deals', 'deals', 451, 451],
	['quotes', 'line_items', 67, 68],
	['quotes', 'contacts', 69, 70],
	['quotes', 'contacts', 702, 703, ['Contact signer', 'Contact signer']],
	['quotes', 'contacts', 1226, 1227, ['Billing contact', 'Billing contact']],
	['quotes', 'companies', 71, 72],
	['quotes', 'companies', 1334, 1335, ['Billing company', 'Billing company']],
	['quotes', 'invoices', 408, 407],
	['quotes', 'discounts', 362, 361],
	['quotes', 'fees', 364, 363],
	['quotes', 'taxes', 366, 365],
	['invoices', 'contacts', 177, 178],
	['invoices', 'companies', 179, 180],
	['invoices', 'line_items', 409, 410],
	['invoices', 'discounts', 411, 412],
	['invoices', 'fees', 413, 414],
	['invoices', 'taxes', 415, 416],
	['line_items', 'discounts', 368, 367],
];

/**
 * The kinds of the primary company of a contact and of a deal. A record has at most one such link.
 */
export const PRIMARY: ReadonlySet<number> = new Set([1, 5]);

function ways([from, to, forward, backward, label]: Pair): AssociationKind[] {
	const one = typeFacts[from].singular;
	const other = typeFacts[to].singular;
	const ending = nameEnding(forward, label);
	const parent = forward === 13;
	const there: AssociationKind = {
		from,
		to,
		category: 'HUBSPOT_DEFINED',
		typeId: forward,
		inverse: backward,
		label: label?.[0] ?? null,
		name: parent ? 'parent_to_child_company' : `${one}_to_${other}${ending}`,
		plain: !label,
	};
	if (forward === backward) return [there];
	const back: AssociationKind = {
		from: to,
		to: from,
		category: 'HUBSPOT_DEFINED',
		typeId: backward,
		inverse: forward,
		label: label?.[1] ?? null,
		name: parent ? 'child_to_parent_company' : `${other}_to_${one}${ending}`,
		plain: !label,
	};
	return [there, back];
}

/**
 * The primary company is the oldest kind of its pair and has the name without an ending, so the plain
 * kind of that pair ends in `_unlabeled`.
 */
function nameEnding(forward: number, label: Pair[4]): string {
	if (!label) return [279, 341].includes(forward) ? '_unlabeled' : '';
	return [1, 5, 13].includes(forward) ? '' : `_${label[0].toLowerCase().replaceAll(' ', '_')}`;
}

export const ownKinds: readonly AssociationKind[] = pairs.flatMap(ways);
