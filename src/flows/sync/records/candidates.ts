import { readLink, linkValue } from '../../../core/hubspot/link';
import { uniqueById } from '../../../core/records/byId';
import type { HubSpotRecord } from '../../../core/records/hubspot';
import type { KeyKind, SyncKind, SyncedRecord } from '../../../core/sync/types';
import type { HubSpotPort, QuickBooksPort } from '../../../gateways/ports';
import { askApart, type FoundApart } from '../../accounts/batches';
import { findByLink } from '../../accounts/links';
import { inAnyState } from '../../accounts/quickBooksRecords';
import { searchValues } from '../../accounts/search';
import { Spellings } from './names/spellings';
import type { SyncSetup } from './prepare';
import type { Unasked } from './unasked';

/**
 * Finds records of the other side that given records may belong to: by link, then by their keys.
 */
export class Candidates {
	private readonly spellings: Spellings;

	constructor(
		private readonly kind: SyncKind,
		private readonly hubspot: HubSpotPort,
		private readonly quickbooks: QuickBooksPort,
		private readonly setup: SyncSetup,
		private readonly link: string,
	) {
		this.spellings = new Spellings(kind, quickbooks);
	}

	/** @param isNobodyLinked whether it is known that no HubSpot record has a link */
	async findInHubSpot(
		records: readonly SyncedRecord[],
		isNobodyLinked: boolean,
		unasked: Unasked,
	): Promise<HubSpotRecord[]> {
		const linked =
			!this.setup.linkExists || isNobodyLinked
				? []
				: await this.findLinked(records.map(({ Id }) => Id));
		const found = new Set(linked.map((record) => this.linkOf(record)));
		const rest = records.filter(({ Id, Active }) => Active && !found.has(Id));
		const keysOf = (key: KeyKind) =>
			rest.flatMap((record) => this.kind.quickBooksKeys(record, key));
		const byKeys = await Promise.all(
			this.kind.keys.map(async (key) =>
				unasked.note(key, await this.findHubSpotByKey(key, keysOf(key))),
			),
		);
		return uniqueById([...linked, ...byKeys.flat()]);
	}

	private async findHubSpotByKey(
		{ isIdProperty, property }: KeyKind,
		values: readonly string[],
	): Promise<FoundApart<HubSpotRecord>> {
		const asked = [...new Set(values)];
		const { hubSpotType } = this.kind;
		const { properties } = this.setup;
		if (!isIdProperty)
			return await searchValues(this.hubspot, hubSpotType, property, asked, properties);
		return await askApart(
			asked,
			async (some) =>
				await this.hubspot.readObjects(hubSpotType, [...some], {
					properties,
					idProperty: property,
				}),
		);
	}

	async findInQuickBooks(
		records: readonly HubSpotRecord[],
		unasked: Unasked,
	): Promise<SyncedRecord[]> {
		const ids = records.flatMap((record) => this.linkOf(record) ?? []);
		const { records: linked } = await this.findQuickBooksBy('Id', ids);
		const found = new Set(linked.map(({ Id }) => Id));
		const rest = records.filter((record) => !found.has(this.linkOf(record) ?? ''));
		const byKeys = await Promise.all(
			this.kind.keys.map(async (key) =>
				unasked.note(key, await this.findQuickBooksBy(key.queryField, this.askedOf(rest, key))),
			),
		);
		return uniqueById([...linked, ...byKeys.flat(), ...(await this.spellings.of(rest))]);
	}

	/** What QuickBooks is asked for the keys of HubSpot records. */
	askedOf(records: readonly HubSpotRecord[], key: KeyKind): string[] {
		return records.flatMap((record) =>
			this.kind.hubSpotKeys(record, key).flatMap((value) => {
				const asked = key.queried?.(value) ?? value;
				return [asked, asked.toLowerCase()];
			}),
		);
	}

	private async findQuickBooksBy(
		field: string,
		values: readonly string[],
	): Promise<FoundApart<SyncedRecord>> {
		const { entity } = this.kind;
		return await askApart(
			[...new Set(values)],
			async (some) =>
				await this.quickbooks.find(entity, {
					where: [{ field, operator: 'IN', value: [...some] }, ...inAnyState(entity)],
				}),
		);
	}

	/** HubSpot records that are linked with these QuickBooks records. */
	async findLinked(quickBooksIds: readonly string[]): Promise<HubSpotRecord[]> {
		const { realmId } = this.quickbooks;
		return await findByLink(
			this.hubspot,
			this.kind.hubSpotType,
			{ name: this.link, unique: this.setup.linkIsUnique },
			quickBooksIds.map((id) => linkValue(realmId, id)),
			this.setup.properties,
		);
	}

	private linkOf(record: HubSpotRecord): string | undefined {
		return readLink(record.properties[this.link], this.quickbooks.realmId);
	}
}
