import { linkValue, readLink } from '../../../core/hubspot/link';
import { hubSpotParty, matchAll, quickBooksParty, type Match } from '../../../core/sync/plan/match';
import type { KeyKind, SyncKind, SyncedRecord } from '../../../core/sync/types';
import type { HubSpotRecord } from '../../../core/records/hubspot';
import type { HubSpotPort, QuickBooksPort } from '../../../gateways/ports';
import { findByLink } from '../../accounts/links';
import { askApart, type FoundApart } from '../../accounts/batches';
import { CompanyCustomers } from './companies/companyCustomers';
import { LeftOut } from './leftOut';
import type { PreparedSync } from './prepare';
import { inAnyState } from '../../accounts/quickBooksRecords';
import { Unasked } from './unasked';
import { searchValues } from '../../accounts/search';
import { Spellings } from './names/spellings';
import { titleOf } from './work';
import { uniqueById, byId } from '../../../core/records/byId';

/**
 * From this many records on it pays to look at HubSpot as a whole first; products have no batch
 * reading by SKU or name.
 */
const SURVEY_FROM = { contacts: 600, products: 50 };
const LISTED = 100;
/**
 * Records of one type that are held in memory at the most; contacts, which HubSpot finds by e-mail,
 * are not worth a second page.
 */
const MOST_PAGES = { contacts: 1, products: 100 };

/**
 * Finds the counterparts of many records at once: by link, then by natural keys. A first sync into
 * an empty portal asks only
 * once; a small portal is read as a whole.
 */
export class Lookup {
	private whole: Map<string, HubSpotRecord> | undefined;
	private nobodyLinked = false;
	private surveyed = false;
	private readonly spellings: Spellings;
	private readonly leftOut: LeftOut;

	constructor(
		private readonly kind: SyncKind,
		private readonly hubspot: HubSpotPort,
		private readonly quickbooks: QuickBooksPort,
		private readonly prepared: PreparedSync,
	) {
		this.spellings = new Spellings(kind, quickbooks);
		this.leftOut = new LeftOut(kind, quickbooks, new CompanyCustomers(hubspot, quickbooks.realmId));
	}

	private get link(): string {
		return this.hubspot.names.link(this.quickbooks.realmId);
	}

	/** Looks at HubSpot as a whole once there are enough records to look for. */
	async expect(count: number): Promise<void> {
		if (!this.surveyed && count >= SURVEY_FROM[this.kind.hubSpotType]) await this.survey();
	}

	/** @param thorough asks HubSpot for each record, whatever was learned before */
	async forQuickBooks(
		records: readonly SyncedRecord[],
		thorough = false,
	): Promise<Map<string, Match<HubSpotRecord>>> {
		const { kind, quickbooks } = this;
		const unasked = new Unasked(kind, 'HubSpot');
		const candidates =
			this.whole && !thorough
				? [...this.whole.values()]
				: await this.candidatesInHubSpot(records, thorough, unasked);
		const linked = new Set(candidates.map((record) => this.linkOf(record)));
		const reasons = await this.leftOut.among(
			records.filter(({ Id, Active }) => Active && !linked.has(Id)),
			records,
		);
		const parties = records.map((record) => {
			const party = quickBooksParty(record, kind);
			return reasons.has(record.Id) ? { ...party, keys: party.keys.map(() => []) } : party;
		});
		const matches = matchAll(
			parties,
			candidates.map((record) =>
				hubSpotParty(record, kind, this.hubspot.names, quickbooks.realmId),
			),
			kind.keys,
		);
		for (const [id, leftOut] of reasons)
			if (matches.get(id)?.kind === 'none') matches.set(id, { kind: 'none', leftOut });
		await this.leaveCompanys(matches, records);
		return unasked.judge(
			matches,
			records.map((record) => [record.Id, (key) => kind.quickBooksKeys(record, key)]),
		);
	}

	async forHubSpot(records: readonly HubSpotRecord[]): Promise<Map<string, Match<SyncedRecord>>> {
		const { kind, quickbooks } = this;
		const unasked = new Unasked(kind, 'QuickBooks');
		const candidates = await this.candidatesInQuickBooks(records, unasked);
		const linkedTo = await this.linkedRecords(records, candidates);
		const own = new Set(records.map((record) => this.linkOf(record)));
		const reasons = await this.leftOut.among(
			candidates.filter(({ Id, Active }) => Active && !own.has(Id) && !linkedTo.has(Id)),
			candidates,
		);
		const match = (some: readonly HubSpotRecord[], among: readonly SyncedRecord[]) =>
			matchAll(
				some.map((record) => hubSpotParty(record, kind, this.hubspot.names, quickbooks.realmId)),
				among.map((record) => quickBooksParty(record, kind, linkedTo.get(record.Id))),
				kind.keys,
			);
		const possible = candidates.filter(({ Id }) => !reasons.has(Id));
		// What takes no part stands in nobody's way: it only tells why a record without another
		// counterpart is left alone.
		const taking = possible.filter(
			(record) => own.has(record.Id) || kind.leftOut(record) === undefined,
		);
		const known = new Set(candidates.map(({ Id }) => Id));
		const bereft = records.filter(
			(record) => this.linkOf(record) !== undefined && !known.has(this.linkOf(record) ?? ''),
		);
		const matches = match(
			records.filter((record) => !bereft.includes(record)),
			taking,
		);
		const open =
			taking.length < possible.length
				? records.filter(({ id }) => matches.get(id)?.kind === 'none')
				: [];
		const told = open.length > 0 ? match(open, possible) : new Map<string, Match<SyncedRecord>>();
		const all = new Map([
			...matches,
			...told,
			...bereft.map(
				(record) =>
					[record.id, this.lostLink(record, match([record], taking).get(record.id))] as const,
			),
		]);
		await this.leaveCompanys(all);
		return unasked.judge(
			all,
			records.map((record) => [
				record.id,
				(key) => kind.hubSpotKeys(record, key).flatMap((one) => askedAs(key, one)),
			]),
		);
	}

	/**
	 * A company's customer is no contact, even where a person is linked with it.
	 * @param customers of which these are the matches; where HubSpot's records were matched, they are
	 * what was found
	 */
	private async leaveCompanys<T extends object>(
		matches: Map<string, Match<T>>,
		customers: readonly SyncedRecord[] = [],
	): Promise<void> {
		const own = byId(customers);
		const pairs = [...matches].flatMap(([id, match]) => {
			if (match.kind !== 'pair' || match.by !== 'link') return [];
			const customer = own.get(id) ?? (match.record as unknown as SyncedRecord);
			return [{ id, record: match.record, customer }];
		});
		const reasons = await this.leftOut.companysAmong(pairs.map(({ customer }) => customer));
		for (const { id, record, customer } of pairs) {
			const reason = reasons.get(customer.Id);
			if (reason !== undefined) matches.set(id, { kind: 'untouched', record, reason });
		}
	}

	/** Why customers whose contact was deleted are left alone, by id. */
	async companysAmong(records: readonly SyncedRecord[]): Promise<Map<string, string>> {
		return await this.leftOut.companysAmong(records);
	}

	/**
	 * QuickBooks' records go when they are merged: whoever did that has chosen another one, so none
	 * is made anew.
	 */
	private lostLink(
		record: HubSpotRecord,
		alike: Match<SyncedRecord> | undefined,
	): Match<SyncedRecord> {
		const { words } = this.kind;
		const { realmId } = this.quickbooks;
		const hint =
			alike?.kind === 'pair'
				? ` It may be "${titleOf(alike.record)}" (id ${alike.record.Id}) now.`
				: '';
		const value =
			alike?.kind === 'pair'
				? `"${linkValue(realmId, alike.record.Id)}"`
				: `"${realmId}:" and the id of the ${words.quickBooks} that replaced it`;
		return {
			kind: 'conflict',
			reason: `The HubSpot ${words.hubSpot} ${record.id} is linked with the QuickBooks ${words.quickBooks} with id ${this.linkOf(record)}, which no longer exists. Usually it was merged into another one.${hint} Write ${value} into the property "${this.link}", or clear it: the sync then searches for the ${words.quickBooks} and creates it if there is none.`,
		};
	}

	private linkOf(record: HubSpotRecord): string | undefined {
		return readLink(record.properties[this.link], this.quickbooks.realmId);
	}

	/** Keeps what is held in memory as HubSpot has it now. */
	note(record: HubSpotRecord): void {
		const before = this.whole?.get(record.id);
		if (this.whole && (before || this.kind.hubSpotType === 'products'))
			this.whole.set(record.id, {
				...record,
				properties: { ...before?.properties, ...record.properties },
			});
	}

	forget(id: string): void {
		this.whole?.delete(id);
	}

	private async survey(): Promise<void> {
		this.surveyed = true;
		const known = new Map<string, HubSpotRecord>();
		let after: string | undefined;
		for (let page = 0; page < MOST_PAGES[this.kind.hubSpotType]; page += 1) {
			const listed = await this.hubspot.listObjects(this.kind.hubSpotType, {
				properties: this.prepared.properties,
				limit: LISTED,
				...(after !== undefined && { after }),
			});
			listed.records.forEach((record) => known.set(record.id, record));
			after = listed.after;
			if (after === undefined) break;
		}
		if (after === undefined) this.whole = known;
		// A search may lag behind; where links are unique, writing by link then finds what it missed.
		else if (this.prepared.linkIsUnique)
			this.nobodyLinked =
				(
					await this.hubspot.searchObjects(this.kind.hubSpotType, {
						filterGroups: [[{ property: this.link, operator: 'HAS_PROPERTY' }]],
						properties: [this.link],
						limit: 1,
					})
				).total === 0;
	}

	private async candidatesInHubSpot(
		records: readonly SyncedRecord[],
		thorough: boolean,
		unasked: Unasked,
	): Promise<HubSpotRecord[]> {
		const { prepared } = this;
		const linked =
			!prepared.linkExists || (this.nobodyLinked && !thorough)
				? []
				: await this.byLink(records.map(({ Id }) => Id));
		const found = new Set(linked.map((record) => this.linkOf(record)));
		const rest = records.filter(({ Id, Active }) => Active && !found.has(Id));
		const byKeys = await Promise.all(
			this.kind.keys.map(async (key) =>
				unasked.note(
					key,
					await this.byKey(
						key,
						rest.flatMap((record) => this.kind.quickBooksKeys(record, key)),
					),
				),
			),
		);
		return uniqueById([...linked, ...byKeys.flat()]);
	}

	private async byLink(ids: readonly string[]): Promise<HubSpotRecord[]> {
		const values = ids.map((id) => linkValue(this.quickbooks.realmId, id));
		return await findByLink(
			this.hubspot,
			this.kind.hubSpotType,
			{ name: this.link, unique: this.prepared.linkIsUnique },
			values,
			this.prepared.properties,
		);
	}

	private async byKey(
		{ isIdProperty, property }: KeyKind,
		values: readonly string[],
	): Promise<FoundApart<HubSpotRecord>> {
		const asked = [...new Set(values)];
		const { hubSpotType } = this.kind;
		const { properties } = this.prepared;
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

	private async candidatesInQuickBooks(
		records: readonly HubSpotRecord[],
		unasked: Unasked,
	): Promise<SyncedRecord[]> {
		const { records: linked } = await this.findIn(
			'Id',
			records.flatMap((record) => this.linkOf(record) ?? []),
		);
		const found = new Set(linked.map(({ Id }) => Id));
		const rest = records.filter((record) => !found.has(this.linkOf(record) ?? ''));
		const byKeys = await Promise.all(
			this.kind.keys.map(async (key) =>
				unasked.note(
					key,
					await this.findIn(
						key.queryField,
						rest.flatMap((record) =>
							this.kind.hubSpotKeys(record, key).flatMap((one) => askedAs(key, one)),
						),
					),
				),
			),
		);
		return uniqueById([...linked, ...byKeys.flat(), ...(await this.spellings.of(rest))]);
	}

	private async findIn(
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

	/** HubSpot records, other than the given ones, that the candidates are linked with already. */
	private async linkedRecords(
		records: readonly HubSpotRecord[],
		candidates: readonly SyncedRecord[],
	): Promise<Map<string, string>> {
		const own = new Set(records.flatMap((record) => this.linkOf(record) ?? []));
		const others = this.prepared.linkExists
			? await this.byLink(candidates.map(({ Id }) => Id).filter((id) => !own.has(id)))
			: [];
		return new Map(others.flatMap((record) => [[this.linkOf(record) ?? '', record.id] as const]));
	}
}

/** What QuickBooks is asked for a value of HubSpot's. */
function askedAs(key: KeyKind, value: string): string[] {
	const asked = key.queried?.(value) ?? value;
	return [asked, asked.toLowerCase()];
}
