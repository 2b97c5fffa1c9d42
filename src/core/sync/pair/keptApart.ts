import type { SyncField } from '../fields/fieldsOf';
import { mergeFields, type MergeInput } from '../fields/merge';

/** Fields in which each side keeps its own value. */
interface KeptApart {
	/** What both agreed on before stays known. */
	base: Map<string, string>;
	warnings: string[];
}

/** A person and the company that the customer is named after each keep their own name and so on. */
export function valuesKeptApart(
	input: Omit<MergeInput, 'fields'>,
	apart: readonly SyncField[],
): KeptApart {
	const base = new Map(
		apart.flatMap(({ property }) => {
			const agreed = input.base.get(property);
			return agreed === undefined ? [] : [[property, agreed] as const];
		}),
	);
	const differing = apart.filter((one) => hasTwoValues(input, one));
	const labels = [...new Set(differing.map(({ field }) => field.label))];
	return { base, warnings: labels.length === 0 ? [] : [warningOf(labels)] };
}

function hasTwoValues(input: Omit<MergeInput, 'fields'>, field: SyncField): boolean {
	const { changes, conflicts } = mergeFields({ ...input, fields: [field] });
	return [...changes, ...conflicts].some(({ from, to }) => Boolean(from) && Boolean(to));
}

function warningOf(labels: readonly string[]): string {
	const named = labels.map((label, index) => (index === 0 ? label : label.toLowerCase()));
	const list =
		named.length > 1 ? `${named.slice(0, -1).join(', ')} and ${named.at(-1)}` : named.join();
	return `${list} stayed as they are on both sides: the customer has the name of a company and no person's name, and the contact is a person. To sync them, enter the person's first and last name in QuickBooks.`;
}
