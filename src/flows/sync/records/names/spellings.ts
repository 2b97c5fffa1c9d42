import type { KeyKind, SyncKind, SyncedRecord } from '../../../../core/sync/types';
import type { HubSpotRecord } from '../../../../core/records/hubspot';
import type { QuickBooksPort } from '../../../../gateways/ports';
import type { QuickBooksBatchOperation } from '../../../../core/records/quickbooksQueries';
import type { GatewayError } from '../../../../gateways/errors';
import { findInAnyCase, type Sought } from '../../../accounts/anyCase';
import { inAnyState, findByIds } from '../../../accounts/quickBooksRecords';
import { toGatewayError } from '../../../accounts/outcomes';

/** For more records than fit into one request of questions, QuickBooks is read as a whole. */
const MOST_ASKED = 30;
/** So many fit into one request for all of their spellings. */
const FEW = 3;
/** Of those that are not found, so many fit into four requests for all of their spellings. */
const MOST_IN_ANY_CASE = 15;
const PAGE = 1000;
/** What a name loses on its way to QuickBooks; a pattern finds what has it there. */
const LOST = /[\\\s\p{Cc}\p{Cs}]+/gu;

interface Asked {
	key: KeyKind;
	value: string;
}

/**
 * Finds QuickBooks records whose keys are spelled otherwise than HubSpot spells them: in other
 * letters, or as one of several
 * addresses. Nobody says whether QuickBooks' lists and patterns tell capital letters from small
 * ones.
 */
export class Spellings {
	/** Ids by key, of records that a list in HubSpot's spelling may not find. */
	private odd: Map<string, string[]> | undefined;

	constructor(
		private readonly kind: SyncKind,
		private readonly quickbooks: QuickBooksPort,
	) {}

	async of(records: readonly HubSpotRecord[]): Promise<SyncedRecord[]> {
		const asked = records.flatMap((record) =>
			this.kind.keys.flatMap((key) =>
				this.kind.hubSpotKeys(record, key).map((value) => ({ key, value })),
			),
		);
		if (asked.length === 0) return [];
		if (this.odd || asked.length > MOST_ASKED) return await this.amongAll(asked);
		if (asked.length <= FEW) return await this.askInAnyCase(asked);
		const found = await this.ask(asked);
		const open = asked.filter(
			({ key, value }) =>
				!found.some((row) => this.kind.quickBooksKeys(row, key).includes(value.toLowerCase())),
		);
		return [
			...found,
			...(open.length > MOST_IN_ANY_CASE
				? await this.amongAll(open)
				: await this.askInAnyCase(open)),
		];
	}

	private async amongAll(asked: readonly Asked[]): Promise<SyncedRecord[]> {
		this.odd ??= await this.readAll();
		const ids = [
			...new Set(
				asked.flatMap(
					({ key, value }) => this.odd?.get(`${key.name} ${value.toLowerCase()}`) ?? [],
				),
			),
		];
		return await findByIds(this.quickbooks, this.kind.entity, ids);
	}

	/** What is not found by now would be created. */
	private async askInAnyCase(asked: readonly Asked[]): Promise<SyncedRecord[]> {
		const { entity } = this.kind;
		const sought = asked.map(({ key: { queryField, isList, queried }, value }): Sought => ({
			field: queryField,
			value: queried?.(value) ?? value,
			place: isList ? 'within' : 'beginning',
		}));
		return await findInAnyCase(this.quickbooks, entity, sought, inAnyState(entity));
	}

	private async ask(asked: readonly Asked[]): Promise<SyncedRecord[]> {
		const { entity } = this.kind;
		const operations = asked.map(({ key, value }): QuickBooksBatchOperation => ({
			operation: 'query',
			entity,
			query: {
				where: [
					{ field: key.queryField, operator: 'LIKE', value: patternOf(key, value) },
					...inAnyState(entity),
				],
			},
		}));
		const outcomes = await this.quickbooks.batch(operations);
		return outcomes.flatMap((outcome) => {
			if (outcome.ok) return (outcome.value.rows ?? []) as SyncedRecord[];
			// A value that cannot be asked for is no reason to stop; nothing is spelled like it.
			if (outcome.error.kind === 'invalid') return [];
			throw toGatewayError('QuickBooks', outcome.error) satisfies GatewayError;
		});
	}

	private async readAll(): Promise<Map<string, string[]>> {
		const { kind, quickbooks } = this;
		const odd = new Map<string, string[]>();
		for (let startPosition = 1; ; startPosition += PAGE) {
			const rows: SyncedRecord[] = await quickbooks.find(kind.entity, {
				where: inAnyState(kind.entity),
				orderBy: { field: 'Id' },
				limit: PAGE,
				startPosition,
			});
			for (const row of rows)
				for (const key of kind.keys)
					for (const value of kind.quickBooksKeys(row, key))
						add(odd, `${key.name} ${value}`, row.Id);
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
