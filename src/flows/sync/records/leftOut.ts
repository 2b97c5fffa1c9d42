import type { SyncKind, SyncedRecord } from '../../../core/sync/types';
import type { QuickBooksPort } from '../../../gateways/ports';
import type { CompanyCustomers } from './companies/companyCustomers';
import { findByIds } from '../../accounts/quickBooksRecords';
import { byId } from '../../../core/records/byId';

/** QuickBooks knows five levels. */
const MOST_LEVELS = 5;

/**
 * Finds QuickBooks records that no key may recognise, since they stand for something else in
 * HubSpot.
 */
export class LeftOut {
	constructor(
		private readonly kind: SyncKind,
		private readonly quickbooks: QuickBooksPort,
		private readonly companies: CompanyCustomers,
	) {}

	/**
	 * @param records those that nothing in HubSpot is linked with
	 * @param others more records that are at hand
	 * @returns why, by id
	 */
	async among(
		records: readonly SyncedRecord[],
		others: readonly SyncedRecord[] = [],
	): Promise<Map<string, string>> {
		const around = await this.withThoseAbove(records, others);
		const owned =
			this.kind.hubSpotType === 'contacts'
				? await this.companies.of([
						...new Set([...records.map(({ Id }) => Id), ...around.map(({ Id }) => Id)]),
					])
				: new Map<string, string>();
		const standing = around.filter(({ Id }) => !owned.has(Id));
		const reasons = new Map<string, string>();
		for (const record of records) {
			const company = owned.get(record.Id);
			if (company !== undefined) reasons.set(record.Id, isCompanys(company));
			else if (this.kind.above?.isRepeatedBy(record, standing))
				reasons.set(record.Id, this.kind.above.reason);
		}
		return reasons;
	}

	/**
	 * Of records that a contact is linked with, those that are a company's. @returns why they are
	 * left alone, by id
	 */
	async companysAmong(records: readonly SyncedRecord[]): Promise<Map<string, string>> {
		const { kind, companies } = this;
		const owned = await companies.of(
			records.filter((record) => kind.mayBeCompanys?.(record)).map(({ Id }) => Id),
		);
		return new Map([...owned].map(([id, company]) => [id, isCompanys(company)]));
	}

	/**
	 * Of records that stand below others and have a key of their own, also those above them; without
	 * such records nothing at all.
	 */
	private async withThoseAbove(
		records: readonly SyncedRecord[],
		others: readonly SyncedRecord[],
	): Promise<SyncedRecord[]> {
		const { above, entity } = this.kind;
		const below = records.filter(
			(record) => above?.idOf(record) !== undefined && this.hasKey(record),
		);
		if (!above || below.length === 0) return [];
		const known = byId([...others, ...records]);
		for (let level = 1; level < MOST_LEVELS; level += 1) {
			const unknown = [
				...new Set([...known.values()].flatMap((record) => above.idOf(record) ?? [])),
			].filter((id) => !known.has(id));
			if (unknown.length === 0) break;
			const found = await findByIds(this.quickbooks, entity, unknown);
			if (found.length === 0) break;
			found.forEach((record) => known.set(record.Id, record));
		}
		return [...known.values()];
	}

	private hasKey(record: SyncedRecord): boolean {
		return this.kind.keys.some((key) => this.kind.quickBooksKeys(record, key).length > 0);
	}
}

function isCompanys(companyId: string): string {
	return `It is the customer of the HubSpot company ${companyId}.`;
}
