import type { HubSpotPropertyDefinition, HubSpotRecord } from '../../src/core/records/hubspot';
import type { QuickBooksPayload } from '../../src/core/records/quickbooks';
import type { SyncedRecord, SyncKind } from '../../src/core/sync/types';
import type { SyncAccounts } from '../support/syncAccounts';
import type { SeededRandom } from '../support/seededRandom';

/**
 * One thing that both sides can say of a record; the tables are written by hand, apart from the
 * package's own.
 */
export interface FactKind {
	name: string;
	property: string;
	/** Path in QuickBooks. */
	field: string;
	type: 'text' | 'email' | 'number';
	some: (chance: SeededRandom, serial: number) => string;
	/** Never empty. */
	filled?: true;
	/** Made up where nothing else names a new record. */
	names?: true;
	/** What QuickBooks holds where a person would leave it empty. */
	whenEmpty?: string;
	/** What HubSpot calls a value that QuickBooks has as a word. */
	options?: Record<string, string>;
	/** A value of one side that does not fit the other. */
	poison?: { side: Side; value: string };
}

export type Side = 'hubSpot' | 'quickBooks';
export type Facts = Record<string, string>;

/** Records of one kind, as people see them in each system. */
export interface RecordKind {
	kind: SyncKind;
	facts: FactKind[];
	/** The fact that tells that two records are one. */
	key: string;
	/** Properties that a person has added in HubSpot. */
	custom: HubSpotPropertyDefinition[];
	/** What QuickBooks wants besides the facts. */
	needed(serial: number, facts: Facts): QuickBooksPayload;
	/** What a new record has although the mapping does not say so. */
	always: {
		hubSpot(made: Facts, theirs: Facts & { title: string }): Facts;
		quickBooks(made: Facts, ours: Facts): Facts;
	};
	isMarked(record: SyncedRecord, contactId: string): boolean;
}

export interface Seen {
	id: string;
	facts: Facts;
	/** Id of the QuickBooks record that it is linked with; of HubSpot records only. */
	link?: string | undefined;
	title: string;
	record: HubSpotRecord | SyncedRecord;
}

export interface Snapshot {
	hubSpot: Map<string, Seen>;
	quickBooks: Map<string, Seen>;
}

/** Reads and writes the records of both systems directly, as people do. */
export class RecordsByHand {
	private calls = 0;
	constructor(
		readonly accounts: SyncAccounts,
		readonly what: RecordKind,
	) {}

	async prepare(): Promise<void> {
		await this.accounts.hubspot.createProperties(this.what.kind.hubSpotType, this.what.custom);
	}

	async create(side: Side, facts: Facts, serial: number): Promise<string> {
		const filled = this.what.facts.filter(({ name }) => facts[name]);
		if (side === 'hubSpot')
			return (
				await this.accounts.hubspot.createObject(this.what.kind.hubSpotType, {
					properties: Object.fromEntries(
						filled.map((fact) => [fact.property, toProperty(fact, facts[fact.name] ?? '')]),
					),
				})
			).id;
		const payload = filled.reduce<QuickBooksPayload>(
			(made, fact) => withValue(made, fact, facts[fact.name] ?? ''),
			{},
		);
		return (
			await this.accounts.quickbooks.create(
				this.what.kind.entity,
				{ ...this.what.needed(serial, facts), ...payload },
				`${this.what.kind.entity} by hand ${(this.calls += 1)}`,
			)
		).Id;
	}

	async edit(side: Side, id: string, changes: Facts): Promise<void> {
		const changed = this.what.facts.filter(({ name }) => name in changes);
		if (side === 'hubSpot') {
			await this.accounts.hubspot.updateObject(
				this.what.kind.hubSpotType,
				id,
				Object.fromEntries(
					changed.map((fact) => [fact.property, toProperty(fact, changes[fact.name] ?? '')]),
				),
			);
			return;
		}
		const before = await this.accounts.quickbooks.read(this.what.kind.entity, id);
		const roots = Object.fromEntries(
			changed
				.map(({ field }) => field.split('.')[0] ?? '')
				.map((root) => [root, (before as unknown as QuickBooksPayload)[root]]),
		);
		const payload = changed.reduce<QuickBooksPayload>(
			(made, fact) => withValue(made, fact, changes[fact.name] ?? ''),
			roots,
		);
		await this.accounts.quickbooks.update(this.what.kind.entity, {
			...payload,
			Id: id,
			SyncToken: before.SyncToken,
			sparse: true,
		});
	}

	async remove(side: Side, id: string): Promise<void> {
		const { hubspot, quickbooks } = this.accounts;
		if (side === 'hubSpot') return await hubspot.archiveObjects(this.what.kind.hubSpotType, [id]);
		const { SyncToken } = await quickbooks.read(this.what.kind.entity, id);
		await quickbooks.update(this.what.kind.entity, {
			Id: id,
			SyncToken,
			sparse: true,
			Active: false,
		});
	}

	/** Everything that is there, without what was deleted. */
	async look(): Promise<Snapshot> {
		const { hubspot, quickbooks, realmId } = this.accounts;
		const { facts, kind } = this.what;
		const link = `quickbooks_id_${realmId}`;
		const ours: HubSpotRecord[] = [];
		for (let after: string | undefined, more = true; more; more = after !== undefined) {
			const page = await hubspot.listObjects(kind.hubSpotType, {
				properties: [...facts.map(({ property }) => property), link, 'quickbooks_record_state'],
				limit: 100,
				...(after !== undefined && { after }),
			});
			ours.push(...page.records);
			after = page.after;
		}
		const theirs = await quickbooks.find(kind.entity, {});
		return {
			hubSpot: new Map(
				ours.map((record) => [
					record.id,
					{
						id: record.id,
						title: '',
						facts: factsOf(facts, (fact) =>
							fromProperty(fact, record.properties[fact.property] ?? ''),
						),
						link: record.properties[link]?.split(':')[1],
						record,
					},
				]),
			),
			quickBooks: new Map(
				theirs.map((record) => [
					record.Id,
					{
						id: record.Id,
						title: 'DisplayName' in record ? record.DisplayName : record.Name,
						facts: factsOf(facts, (fact) => plain(fact, at(record, fact.field))),
						record,
					},
				]),
			),
		};
	}
}

function factsOf(facts: readonly FactKind[], read: (fact: FactKind) => string): Facts {
	return Object.fromEntries(facts.map((fact) => [fact.name, read(fact)]));
}

function at(record: object, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], record);
}

function plain({ type }: FactKind, value: unknown): string {
	const text = value === undefined || value === null ? '' : String(value);
	if (type === 'email') return text.toLowerCase();
	const isNumber = type === 'number' && text !== '' && !Number.isNaN(Number(text));
	return isNumber ? String(Number(text)) : text;
}

function toProperty({ options }: FactKind, value: string): string {
	return options?.[value] ?? value;
}

function fromProperty(fact: FactKind, value: string): string {
	return plain(
		fact,
		Object.entries(fact.options ?? {}).find(([, stored]) => stored === value)?.[0] ?? value,
	);
}

/**
 * A person in QuickBooks sends the whole form. An empty part of it is left out, and an empty
 * object is cleared.
 */
function withValue(
	payload: QuickBooksPayload,
	{ field, type }: FactKind,
	value: string,
): QuickBooksPayload {
	const [root = '', leaf] = field.split('.');
	const filled = type === 'number' ? Number(value) : value;
	const written = value === '' ? null : filled;
	if (leaf === undefined) return { ...payload, [root]: written };
	const {
		[leaf]: _before,
		Id: _id,
		...rest
	} = (payload[root] as Record<string, unknown> | null | undefined) ?? {};
	const whole = written === null ? rest : { ...rest, [leaf]: written };
	return { ...payload, [root]: Object.keys(whole).length > 0 ? whole : null };
}
