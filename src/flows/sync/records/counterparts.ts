import { readLink } from '../../../core/hubspot/link';
import { byId } from '../../../core/records/byId';
import type { HubSpotRecord } from '../../../core/records/hubspot';
import { matchOfLostLink } from '../../../core/sync/plan/lostLink';
import { hubSpotParty, matchAll, quickBooksParty, type Match } from '../../../core/sync/plan/match';
import type { SyncKind, SyncedRecord } from '../../../core/sync/types';
import type { HubSpotPort, QuickBooksPort } from '../../../gateways/ports';
import { Candidates } from './candidates';
import { CompanyCustomers } from './companies/companyCustomers';
import { LeftOut } from './leftOut';
import type { SyncSetup } from './prepare';
import { HubSpotSurvey } from './survey';
import { Unasked } from './unasked';

/** What was found in QuickBooks for HubSpot records. */
interface FoundInQuickBooks {
	candidates: SyncedRecord[];
	/** Ids of other HubSpot records that the candidates are linked with, by QuickBooks id. */
	linkedTo: Map<string, string>;
	/** Why a candidate may not be recognised by a key, by its id. */
	reasons: Map<string, string>;
}

/**
 * Finds what many records belong to on the other side: by link, then by natural keys. A first sync
 * into an empty portal asks only once; a small portal is read as a whole.
 */
export class Counterparts {
	private readonly survey: HubSpotSurvey;
	private readonly candidates: Candidates;
	private readonly leftOut: LeftOut;
	private readonly link: string;
	private readonly realmId: string;

	constructor(
		private readonly kind: SyncKind,
		private readonly hubspot: HubSpotPort,
		quickbooks: QuickBooksPort,
		private readonly setup: SyncSetup,
	) {
		this.realmId = quickbooks.realmId;
		this.link = hubspot.names.link(this.realmId);
		this.survey = new HubSpotSurvey(kind, hubspot, setup, this.link);
		this.candidates = new Candidates(kind, hubspot, quickbooks, setup, this.link);
		this.leftOut = new LeftOut(kind, quickbooks, new CompanyCustomers(hubspot, this.realmId));
	}

	/** Reads HubSpot as a whole where that takes fewer requests. */
	async prepareFor(count: number): Promise<void> {
		await this.survey.readFor(count);
	}

	/** The id of the QuickBooks record that a HubSpot record says it is linked with. */
	linkOf(record: HubSpotRecord): string | undefined {
		return readLink(record.properties[this.link], this.realmId);
	}

	/** @param thorough asks HubSpot for each record, whatever was learned before */
	async matchQuickBooks(
		records: readonly SyncedRecord[],
		thorough = false,
	): Promise<Map<string, Match<HubSpotRecord>>> {
		const { kind } = this;
		const unasked = new Unasked(kind, 'HubSpot');
		const candidates =
			(thorough ? undefined : this.survey.all) ??
			(await this.candidates.findInHubSpot(
				records,
				this.survey.isNobodyLinked && !thorough,
				unasked,
			));
		const linked = new Set(candidates.map((record) => this.linkOf(record)));
		const reasons = await this.leftOut.among(
			records.filter(({ Id, Active }) => Active && !linked.has(Id)),
			records,
		);
		const parties = records.map((record) => {
			const party = quickBooksParty(record, kind);
			return reasons.has(record.Id) ? { ...party, keys: party.keys.map(() => []) } : party;
		});
		const targets = candidates.map((record) => this.partyOf(record));
		const matches = matchAll(parties, targets, kind.keys);
		for (const [id, leftOut] of reasons)
			if (matches.get(id)?.kind === 'none') matches.set(id, { kind: 'none', leftOut });
		return unasked.judge(
			await this.withoutCompanies(matches, records),
			records.map((record) => [record.Id, (key) => kind.quickBooksKeys(record, key)]),
		);
	}

	private partyOf(record: HubSpotRecord) {
		return hubSpotParty(record, this.kind, this.hubspot.names, this.realmId);
	}

	async matchHubSpot(records: readonly HubSpotRecord[]): Promise<Map<string, Match<SyncedRecord>>> {
		const unasked = new Unasked(this.kind, 'QuickBooks');
		const found = await this.findInQuickBooks(records, unasked);
		const matches = this.matchesAmong(records, found);
		return unasked.judge(
			await this.withoutCompanies(matches),
			records.map((record) => [record.id, (key) => this.candidates.askedOf([record], key)]),
		);
	}

	private async findInQuickBooks(
		records: readonly HubSpotRecord[],
		unasked: Unasked,
	): Promise<FoundInQuickBooks> {
		const candidates = await this.candidates.findInQuickBooks(records, unasked);
		const own = this.linksOf(records);
		const others = this.setup.linkExists
			? await this.candidates.findLinked(
					candidates.map(({ Id }) => Id).filter((id) => !own.has(id)),
				)
			: [];
		const linkedTo = new Map(others.map((record) => [this.linkOf(record) ?? '', record.id]));
		const reasons = await this.leftOut.among(
			candidates.filter(({ Id, Active }) => Active && !own.has(Id) && !linkedTo.has(Id)),
			candidates,
		);
		return { candidates, linkedTo, reasons };
	}

	private linksOf(records: readonly HubSpotRecord[]): Set<string> {
		return new Set(records.flatMap((record) => this.linkOf(record) ?? []));
	}

	private matchesAmong(
		records: readonly HubSpotRecord[],
		{ candidates, linkedTo, reasons }: FoundInQuickBooks,
	): Map<string, Match<SyncedRecord>> {
		const match = (some: readonly HubSpotRecord[], among: readonly SyncedRecord[]) =>
			matchAll(
				some.map((record) => this.partyOf(record)),
				among.map((record) => quickBooksParty(record, this.kind, linkedTo.get(record.Id))),
				this.kind.keys,
			);
		const own = this.linksOf(records);
		const possible = candidates.filter(({ Id }) => !reasons.has(Id));
		// Excluded records never compete for a match. They only explain why a record without another
		// counterpart is left alone.
		const taking = possible.filter(
			(record) => own.has(record.Id) || this.kind.leftOut(record) === undefined,
		);
		const known = byId(candidates);
		const lost = records.filter((record) => {
			const link = this.linkOf(record);
			return link !== undefined && !known.has(link);
		});
		const matches = match(
			records.filter((record) => !lost.includes(record)),
			taking,
		);
		const open = records.filter(({ id }) => matches.get(id)?.kind === 'none');
		const explained = taking.length < possible.length && open.length > 0;
		return new Map([
			...matches,
			...(explained ? match(open, possible) : []),
			...lost.map((record): [string, Match<SyncedRecord>] => {
				const alike = match([record], taking).get(record.id);
				return [record.id, matchOfLostLink(record, alike, this.setup.plan)];
			}),
		]);
	}

	/**
	 * A company's customer is no contact, even where a person is linked with it.
	 *
	 * @param customers of which these are the matches; where HubSpot's records were matched, they are
	 * what was found
	 */
	private async withoutCompanies<T extends object>(
		matches: ReadonlyMap<string, Match<T>>,
		customers: readonly SyncedRecord[] = [],
	): Promise<Map<string, Match<T>>> {
		const own = byId(customers);
		const pairs = [...matches].flatMap(([id, match]) => {
			if (match.kind !== 'pair' || match.by !== 'link') return [];
			const customer = own.get(id) ?? (match.record as unknown as SyncedRecord);
			return [{ id, record: match.record, customer }];
		});
		const reasons = await this.reasonsOfCompanies(pairs.map(({ customer }) => customer));
		const excluded = pairs.flatMap(({ id, record, customer }): Array<[string, Match<T>]> => {
			const reason = reasons.get(customer.Id);
			return reason === undefined ? [] : [[id, { kind: 'untouched', record, reason }]];
		});
		return new Map([...matches, ...excluded]);
	}

	/** Why customers that belong to a HubSpot company are left alone, by id. */
	async reasonsOfCompanies(records: readonly SyncedRecord[]): Promise<Map<string, string>> {
		return await this.leftOut.companysAmong(records);
	}

	/** Keeps what is in memory as HubSpot has it now. */
	noteHubSpot(record: HubSpotRecord): void {
		this.survey.note(record);
	}

	forgetHubSpot(id: string): void {
		this.survey.forget(id);
	}
}
