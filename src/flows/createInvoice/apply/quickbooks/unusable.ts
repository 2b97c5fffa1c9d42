import type {
	QuickBooksEntities,
	QuickBooksEntityName,
	QuickBooksPayload,
} from '../../../../core/records/quickbooks';
import { reworded, type GatewayError } from '../../../../gateways/errors';
import type { QuickBooksPort } from '../../../../gateways/ports';
import { findByIds } from '../../../accounts/quickBooksRecords';
import { byId } from '../../../../core/records/byId';

type Referred = Extract<
	QuickBooksEntityName,
	'Customer' | 'Item' | 'Class' | 'Department' | 'Term' | 'Account'
>;

/** Which kind of record a field of a payload names. */
const referred: Readonly<Record<string, Referred>> = {
	CustomerRef: 'Customer',
	ItemRef: 'Item',
	GroupItemRef: 'Item',
	ClassRef: 'Class',
	DepartmentRef: 'Department',
	SalesTermRef: 'Term',
	DepositToAccountRef: 'Account',
	IncomeAccountRef: 'Account',
};
const nouns: Record<Referred, string> = {
	Customer: 'customer',
	Item: 'item',
	Class: 'class',
	Department: 'location',
	Term: 'payment terms',
	Account: 'account',
};

/**
 * Codes of a reference that does not exist or is inactive. QuickBooks says of which list it is, not
 * which record.
 */
const UNUSABLE = new Set(['2500', '610']);

/** What was sent, and where to ask about it. */
export interface SentRequest {
	payload: QuickBooksPayload;
	quickbooks: QuickBooksPort;
}

/**
 * The error in words that name each record that cannot be used, as QuickBooks has it now; unchanged
 * where all can be.
 */
export async function namingUnusable(
	error: GatewayError,
	{ payload, quickbooks }: SentRequest,
): Promise<GatewayError> {
	if (!UNUSABLE.has(error.code ?? '')) return error;
	try {
		const references = referencesIn(payload);
		const entities = [...new Set(references.map(([entity]) => entity))];
		const named = (
			await Promise.all(
				entities.map(
					async (entity) => await unusable(entity, idsOf(entity, references), quickbooks),
				),
			)
		).flat();
		return named.length > 0 ? reworded(error, named.join('; ')) : error;
	} catch {
		// The refusal itself matters more than its words.
		return error;
	}
}

function idsOf(entity: Referred, references: ReadonlyArray<[Referred, string]>): string[] {
	return [...new Set(references.flatMap(([kind, id]) => (kind === entity ? [id] : [])))];
}

function referencesIn(value: unknown): Array<[Referred, string]> {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]): Array<[Referred, string]> => {
		const entity = referred[key];
		const id = (inner as { value?: unknown } | null)?.value;
		return entity && typeof id === 'string' && /^\d+$/.test(id)
			? [[entity, id]]
			: referencesIn(inner);
	});
}

async function unusable(
	entity: Referred,
	ids: string[],
	quickbooks: QuickBooksPort,
): Promise<string[]> {
	const rows = await findByIds(quickbooks, entity, ids);
	const found = byId<QuickBooksEntities[Referred]>(rows);
	return ids.flatMap((id) => {
		const row = found.get(id);
		if (!row) return [`there is no ${nouns[entity]} with the id ${id}`];
		return row.Active === false
			? [`the ${nouns[entity]} "${nameOf(row)}" (id ${id}) is inactive`]
			: [];
	});
}

function nameOf(row: QuickBooksEntities[Referred]): string {
	return (
		('DisplayName' in row ? row.DisplayName : undefined) ??
		('Name' in row ? row.Name : undefined) ??
		row.Id
	);
}
