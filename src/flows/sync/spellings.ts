import type { KeyKind, SyncKind, SyncedRecord } from '../../core/sync/types';
import type { HubSpotRecord } from '../../core/records/hubspot';
import type { QuickBooksBatchOperation, QuickBooksPort } from '../../gateways/ports';
import type { GatewayError } from '../../gateways/errors';
import { inAnyState } from './quickBooksSource';
import { refusal } from './work';

/** For more records than fit into one request of questions, QuickBooks is read as a whole. */
const MOST_ASKED = 30;
const PAGE = 1000;
/** What a name loses on its way to QuickBooks; a pattern finds what has it there. */
const LOST = /[\\\s\p{Cc}\p{Cs}]+/gu;

/**
 * Finds QuickBooks records whose keys are spelled otherwise than HubSpot spells them: in other letters, or as one of several
 * addresses. Nobody says whether QuickBooks' lists tell capital letters from small ones; its patterns are said not to.
 */
export class Spellings {
	/** Ids by key, of records that a list in HubSpot's spelling may not find. */
	private odd: Map<string, string[]> | undefined;

	constructor(
		private readonly kind: SyncKind,
		private readonly quickbooks: QuickBooksPort,
	) {}

	async of(records: readonly HubSpotRecord[]): Promise<SyncedRecord[]> {
		const asked = records.flatMap((record) => this.kind.keys.flatMap((key) => this.kind.hubSpotKeys(record, key).map((value) => ({ key, value }))));
		if (asked.length === 0) return [];
		if (!this.odd && asked.length <= MOST_ASKED) return await this.ask(asked);
		this.odd ??= await this.readAll();
		const ids = [...new Set(asked.flatMap(({ key, value }) => this.odd?.get(`${key.name} ${value.toLowerCase()}`) ?? []))];
		return ids.length === 0 ? [] : await this.quickbooks.find(this.kind.entity, { where: [{ field: 'Id', operator: 'IN', value: ids }, ...inAnyState(this.kind.entity)] });
	}

	private async ask(asked: ReadonlyArray<{ key: KeyKind; value: string }>): Promise<SyncedRecord[]> {
		const { entity } = this.kind;
		const operations = asked.map(({ key, value }): QuickBooksBatchOperation => ({ operation: 'query', entity, query: { where: [{ field: key.queryField, operator: 'LIKE', value: patternOf(key, value) }, ...inAnyState(entity)] } }));
		const outcomes = await this.quickbooks.batch(operations);
		return outcomes.flatMap((outcome) => {
			if (outcome.ok) return (outcome.value.rows ?? []) as SyncedRecord[];
			// A value that cannot be asked for is no reason to stop; nothing is spelled like it.
			if (outcome.error.kind === 'invalid') return [];
			throw refusal('QuickBooks', outcome.error) satisfies GatewayError;
		});
	}

	private async readAll(): Promise<Map<string, string[]>> {
		const { kind, quickbooks } = this;
		const odd = new Map<string, string[]>();
		for (let startPosition = 1; ; startPosition += PAGE) {
			const rows: SyncedRecord[] = await quickbooks.find(kind.entity, { where: inAnyState(kind.entity), orderBy: { field: 'Id' }, limit: PAGE, startPosition });
			for (const row of rows) for (const key of kind.keys) for (const value of kind.quickBooksKeys(row, key)) add(odd, `${key.name} ${value}`, row.Id);
			if (rows.length < PAGE) return odd;
		}
	}
}

function patternOf({ isList, queried }: KeyKind, value: string): string {
	const text = (queried?.(value) ?? value).replace(LOST, '%');
	return isList ? `%${text}%` : text;
}

function add(index: Map<string, string[]>, key: string, id: string): void {
	index.set(key, [...(index.get(key) ?? []), id]);
}
