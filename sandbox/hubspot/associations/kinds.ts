import { typeFacts, type ObjectType } from '../types';

export type Category = 'HUBSPOT_DEFINED' | 'USER_DEFINED' | 'INTEGRATOR_DEFINED';

/** One way in which a record can be linked with another, in one direction. */
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
	/** Whether this is the plain link of its pair, which every labelled one brings along. */
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
 * HubSpot's own kinds; plain ones first. Labels of quotes' and deals' special links are as the
 * application shows them.
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
 * The two kinds, from primary contact to company and from deal to company, of which a record has
 * one at the most.
 */
export const PRIMARY: ReadonlySet<number> = new Set([1, 5]);

function ways([from, to, forward, backward, label]: Pair): AssociationKind[] {
	const one = typeFacts[from].singular;
	const other = typeFacts[to].singular;
	// The oldest ids carry the plain name, and the plain links the addition, because the primary
	// company came first.
	const ending =
		!label && [279, 341].includes(forward)
			? '_unlabeled'
			: label && ![1, 5, 13].includes(forward)
				? `_${label[0].toLowerCase().replaceAll(' ', '_')}`
				: '';
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

export const ownKinds: readonly AssociationKind[] = pairs.flatMap(ways);
