import { linkPropertyName } from '../../core/hubspot/link';
import type { SyncKind, SyncedRecord } from '../../core/sync/types';
import type { HubSpotRecord } from '../../core/records/hubspot';
import type { HubSpotPort } from '../../gateways/ports';
import type { Prepared } from './prepare';
import { titleOf } from './work';

/** Longer than a run needs from making a record to linking it. */
const FRESH_MS = 60_000;
/** Values of one filter; each record has up to three. */
const AT_ONCE = 30;

/**
 * Of records made within the last minute that no key tells apart: which may be one that another run has made of a HubSpot
 * record and is about to link. They bear the name that it would have given them.
 */
export class Namesakes {
	constructor(
		private readonly kind: SyncKind,
		private readonly hubspot: HubSpotPort,
		private readonly prepared: Prepared,
		private readonly realmId: string,
		/** QuickBooks' time, in ms. */
		private readonly now: () => number,
	) {}

	/** @returns the HubSpot record by QuickBooks id */
	async of(records: readonly SyncedRecord[]): Promise<Map<string, HubSpotRecord>> {
		const fresh = this.kind.naming ? records.filter((record) => this.isFresh(record)) : [];
		const found = new Map<string, HubSpotRecord>();
		for (let start = 0; start < fresh.length; start += AT_ONCE) {
			const some = fresh.slice(start, start + AT_ONCE);
			const candidates = await this.unlinkedNamed(some.flatMap((record) => wordsOf(titleOf(record))));
			for (const record of some) {
				const namesake = candidates.find((one) => this.kind.naming?.isNamedAfter(record, one));
				if (namesake) found.set(record.Id, namesake);
			}
		}
		return found;
	}

	private isFresh(record: SyncedRecord): boolean {
		return this.now() - Date.parse(record.MetaData.CreateTime) < FRESH_MS && this.kind.keys.every((key) => this.kind.quickBooksKeys(record, key).length === 0);
	}

	private async unlinkedNamed(words: readonly string[]): Promise<HubSpotRecord[]> {
		const link = linkPropertyName(this.realmId);
		const lacking = [...this.kind.keys.map(({ property }) => property), ...(this.prepared.linkExists ? [link] : [])].map((property) => ({ property, operator: 'NOT_HAS_PROPERTY' as const }));
		const filterGroups = (this.kind.naming?.properties ?? []).map((property) => [{ property, operator: 'IN' as const, values: [...new Set(words)] }, ...lacking]);
		const records: HubSpotRecord[] = [];
		let after: string | undefined;
		do {
			const page = await this.hubspot.searchObjects(this.kind.hubSpotType, { filterGroups, properties: this.prepared.properties, limit: 200, ...(after !== undefined && { after }) });
			records.push(...page.records);
			after = page.after;
		} while (after !== undefined);
		return records;
	}
}

/** What may be a value of a property that the name begins with, ends with or consists of; HubSpot wants lower case. */
function wordsOf(title: string): string[] {
	const whole = title.toLowerCase().replace(/ \(hubspot \d+\)$/, '').trim();
	const words = whole.split(/\s+/);
	return [whole, words[0] ?? '', words.at(-1) ?? ''].filter(Boolean);
}
