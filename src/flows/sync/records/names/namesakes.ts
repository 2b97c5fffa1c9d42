import { wordsOf } from '../../../../core/hubspot/searchable';
import type { SyncKind, SyncedRecord } from '../../../../core/sync/types';
import type { HubSpotRecord } from '../../../../core/records/hubspot';
import type { HubSpotPort } from '../../../../gateways/ports';
import type { HubSpotFilter } from '../../../../core/records/hubspotQueries';
import type { SyncSetup } from '../prepare';
import { askApart } from '../../../accounts/batches';
import { MOST_FOUND, searchAll } from '../../../accounts/search';
import { titleOf } from '../../../../core/sync/plan/takenNames';

/** Longer than a run needs from making a record to linking it. */
const FRESH_MS = 60_000;
/** Names of one search; each may be taken apart in several ways. */
const AT_ONCE = 20;
/** Of one filter. */
const MOST_VALUES = 100;

/**
 * Of records made within the last minute that no key tells apart: which may be one that another run
 * has made of a HubSpot
 * record and is about to link. They bear the name that it would have given them.
 */
export class Namesakes {
	constructor(
		private readonly kind: SyncKind,
		private readonly hubspot: HubSpotPort,
		private readonly prepared: SyncSetup,
		private readonly realmId: string,
		/** QuickBooks' time, in ms. */
		private readonly now: () => number,
	) {}

	/** @returns the HubSpot record by QuickBooks id */
	async findFor(records: readonly SyncedRecord[]): Promise<Map<string, HubSpotRecord>> {
		const fresh = this.kind.naming ? records.filter((record) => this.isFresh(record)) : [];
		const found = new Map<string, HubSpotRecord>();
		for (let start = 0; start < fresh.length; start += AT_ONCE) {
			const some = fresh.slice(start, start + AT_ONCE);
			const candidates = await this.unlinkedNamed(some.map(titleOf));
			for (const record of some) {
				const namesake = candidates.find((one) => this.kind.naming?.isNamedAfter(record, one));
				if (namesake) found.set(record.Id, namesake);
			}
		}
		return found;
	}

	private isFresh(record: SyncedRecord): boolean {
		return (
			this.now() - Date.parse(record.MetaData.CreateTime) < FRESH_MS &&
			this.kind.keys.every((key) => this.kind.quickBooksKeys(record, key).length === 0)
		);
	}

	/**
	 * A part of a name may hold half of its quotation marks, which HubSpot's search does not take:
	 * such names are sought by a word.
	 */
	private async unlinkedNamed(names: readonly string[]): Promise<HubSpotRecord[]> {
		const { records } = await askApart(
			names.filter((name) => !name.includes('"')),
			async (some) => await this.unlinkedWith(this.groupsOf(some)),
		);
		const quoted: HubSpotRecord[] = [];
		for (const name of names.filter((one) => one.includes('"'))) {
			const word = wordsOf(name)[0];
			if (word !== undefined)
				quoted.push(
					...(await this.unlinkedWith(
						['firstname', 'lastname'].map((property) => [
							{ property, operator: 'CONTAINS_TOKEN', value: word },
						]),
					)),
				);
		}
		return [...records, ...quoted];
	}

	private groupsOf(names: readonly string[]): HubSpotFilter[][] {
		return (this.kind.naming?.groups(names) ?? []).map((group) =>
			Object.entries(group).map(([property, values]) => ({
				property,
				operator: 'IN',
				values: values.slice(0, MOST_VALUES),
			})),
		);
	}

	private async unlinkedWith(groups: readonly HubSpotFilter[][]): Promise<HubSpotRecord[]> {
		const link = this.hubspot.names.link(this.realmId);
		// A key that is not synced tells nothing: whoever has it is not seen to have it in QuickBooks.
		const keys = this.kind.keys
			.map(({ property }) => property)
			.filter((property) => this.prepared.plan.fields.some((one) => one.property === property));
		const lacking = [...keys, ...(this.prepared.linkExists ? [link] : [])].map((property) => ({
			property,
			operator: 'NOT_HAS_PROPERTY' as const,
		}));
		if (groups.length === 0) return [];
		return await searchAll(
			this.hubspot,
			this.kind.hubSpotType,
			{
				filterGroups: groups.map((group) => [...group, ...lacking]),
				properties: this.prepared.properties,
			},
			MOST_FOUND,
		);
	}
}
