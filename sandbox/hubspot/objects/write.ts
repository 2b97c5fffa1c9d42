import type { Clock } from '../../clock';
import { checkAssociations } from '../associations/inline';
import type { Links } from '../associations/links';
import type { InlineAssociations, SentProperties } from '../body';
import type { Version } from '../paths';
import type { Definitions } from '../properties/definitions';
import type { StoredObject, Properties, ObjectRecords } from '../records';
import { notFound, validation, type Refusal } from '../refusal';
import type { HubSpotSwitches } from '../switches';
import { typeFacts, type ObjectType } from '../types';
import { refuseWritesToApp } from './app/writes';
import { derive } from './computed/derive';
import type { ObjectDraft, DerivationContext } from './computed/draft';
import { readProperties } from './read';
import { checkRequired, checkRules } from './rules';
import { UniqueValues } from './unique';

export interface Parts {
	records: ObjectRecords;
	links: Links;
	definitions: Definitions;
	clock: Clock;
	switches: () => HubSpotSwitches;
}

interface CreateOptions {
	associations?: InlineAssociations;
	version?: Version;
	/** For seeds, which have fixed ids. */
	id?: string;
}

/** Objects from which the amounts of quotes and invoices are computed. */
const PARTS_OF_DOCUMENTS: ReadonlySet<ObjectType> = new Set([
	'line_items',
	'discounts',
	'fees',
	'taxes',
]);

/** Properties that count linked records. */
const counts: Partial<Record<ObjectType, Array<[name: string, other: ObjectType]>>> = {
	contacts: [['num_associated_deals', 'deals']],
	companies: [
		['num_associated_contacts', 'contacts'],
		['num_associated_deals', 'deals'],
	],
	deals: [
		['num_associated_contacts', 'contacts'],
		['hs_num_of_associated_line_items', 'line_items'],
	],
};

/** Creates, changes and deletes single records by HubSpot's rules. */
export class Writer {
	readonly unique: UniqueValues;

	constructor(readonly parts: Parts) {
		this.unique = new UniqueValues(parts);
	}

	/** @throws Refusal */
	create(
		type: ObjectType,
		sent: SentProperties,
		{ associations = [], version = 'classic', id: wantedId }: CreateOptions = {},
	): StoredObject {
		const { records, links, switches } = this.parts;
		const properties = readProperties(type, sent, undefined, this.parts);
		if (switches().requiredOnCreate === 'guides') checkRequired(type, properties, version);
		checkRules(type, properties, version, switches().rules);
		return records.attempt(() => {
			const id = wantedId ?? String(records.nextOf('records'));
			for (const { toId, kinds } of checkAssociations(this.parts, type, associations))
				links.add(type, id, toId, kinds);
			const entry = this.insertDraft({
				type,
				id,
				properties,
				before: undefined,
				sent: new Set(Object.keys(sent)),
			});
			for (const { kind, toId } of links.all(type, id)) this.updateComputed(kind.to, toId);
			if (wantedId === undefined) this.awaitCompany(entry, undefined);
			return entry;
		});
	}

	/** If the account setting is on, HubSpot looks up new addresses of contacts a moment later. */
	private awaitCompany(
		{ type, id, properties: { email, website } }: StoredObject,
		before: Properties | undefined,
	): void {
		const { records, clock, switches } = this.parts;
		const { companiesByDomain, companiesByDomainSeconds } = switches();
		const hasNewAddress =
			type === 'contacts' && (email !== before?.['email'] || website !== before?.['website']);
		if (hasNewAddress && companiesByDomain !== 'never')
			records.awaitCompany(id, clock.now().getTime() + companiesByDomainSeconds * 1000);
	}

	/**
	 * Stores a new record without checking its values; its links exist already. @throws Refusal if a
	 * unique value is taken
	 */
	insertDraft(draft: ObjectDraft, createdAt?: number): StoredObject {
		const entry = this.build(draft, createdAt);
		const keys = this.unique.keysOf(draft.type, entry.properties);
		this.unique.refuseConflicts(draft.type, draft.id, keys, true);
		this.parts.records.insert(entry, keys);
		return entry;
	}

	/** @throws Refusal */
	update(entry: StoredObject, sent: SentProperties, version: Version = 'classic'): StoredObject {
		const { records, links, switches } = this.parts;
		refuseWritesToApp(entry, sent, switches());
		const properties = readProperties(entry.type, sent, entry.properties, this.parts);
		checkRules(entry.type, properties, version, switches().rules);
		return records.attempt(() => {
			const changed = this.build(
				{
					type: entry.type,
					id: entry.id,
					properties,
					before: entry.properties,
					sent: new Set(Object.keys(sent)),
				},
				entry.createdAt,
			);
			const keys = this.unique.keysOf(entry.type, changed.properties);
			this.unique.refuseConflicts(entry.type, entry.id, keys, false);
			records.save(changed, keys);
			records.addHistory(entry, changed);
			this.awaitCompany(changed, entry.properties);
			if (PARTS_OF_DOCUMENTS.has(entry.type))
				for (const type of ['quotes', 'invoices'] as const)
					for (const id of links.ids(entry.type, entry.id, type)) this.updateComputed(type, id);
			return changed;
		});
	}

	/** Changes values that only a buyer's payment can change. */
	pay(entry: StoredObject, changes: Properties): StoredObject {
		const properties = { ...entry.properties, ...changes };
		const paid = this.build(
			{ type: entry.type, id: entry.id, properties, before: { ...properties }, sent: new Set() },
			entry.createdAt,
		);
		this.parts.records.save(paid, this.unique.keysOf(entry.type, paid.properties));
		return paid;
	}

	/**
	 * Moves a record to the recycle bin, and a quote's line items with it. @throws Refusal if an invoice
	 * may not be deleted
	 */
	archive(entry: StoredObject): void {
		const { records, links, clock, switches } = this.parts;
		const { deleteOpenInvoices, deleteNonBillableInvoices } = switches();
		const { hs_invoice_status: status, hs_invoice_billable: billable } = entry.properties;
		const free =
			status === 'draft' ||
			(status === 'open' && deleteOpenInvoices) ||
			(billable === 'false' && deleteNonBillableInvoices);
		if (entry.type === 'invoices' && !free)
			throw validation(`Invoice ${entry.id} is ${status ?? ''} and cannot be deleted.`);
		if (entry.type === 'quotes')
			for (const id of links.ids('quotes', entry.id, 'line_items'))
				this.archiveById('line_items', id);
		const linked = links.all(entry.type, entry.id);
		links.removeAll(entry.type, entry.id);
		records.save({ ...entry, archivedAt: clock.now().getTime() }, []);
		for (const { kind, toId } of linked) this.updateComputed(kind.to, toId);
	}

	/**
	 * Restores a record from the recycle bin, without its links. Only people can do this in HubSpot.
	 * @throws Refusal if another record has one of its unique values by now
	 */
	restore(entry: StoredObject): StoredObject {
		const { records, clock, switches } = this.parts;
		const isChange = switches().restoreIsChange;
		const updatedAt = isChange ? clock.now().getTime() : entry.updatedAt;
		const properties = {
			...entry.properties,
			...(isChange && { [typeFacts[entry.type].modified]: new Date(updatedAt).toISOString() }),
		};
		const keys = this.unique.keysOf(entry.type, properties);
		this.unique.refuseConflicts(entry.type, entry.id, keys, false);
		const restored = { ...entry, updatedAt, archivedAt: null, properties };
		records.save(restored, keys);
		return restored;
	}

	/**
	 * Computes the values again that depend on a record's links. Amounts and the primary company count
	 * as a change of the record; numbers of linked records do not.
	 */
	updateComputed(type: ObjectType, id: string): void {
		const { records, clock } = this.parts;
		const entry = records.find(type, id);
		if (!entry) return;
		const properties = { ...entry.properties };
		if (type === 'quotes' || type === 'invoices')
			derive({ type, id, properties, before: entry.properties, sent: new Set() }, this.context());
		const primary = this.primaryCompany(type, id);
		if (primary === undefined) delete properties['associatedcompanyid'];
		else properties['associatedcompanyid'] = primary;
		const isChange = JSON.stringify(properties) !== JSON.stringify(entry.properties);
		Object.assign(properties, this.counted(type, id));
		if (JSON.stringify(properties) === JSON.stringify(entry.properties)) return;
		const updatedAt = isChange ? clock.now().getTime() : entry.updatedAt;
		properties[typeFacts[type].modified] = new Date(updatedAt).toISOString();
		records.save({ ...entry, updatedAt, properties }, this.unique.keysOf(type, properties));
	}

	private primaryCompany(type: ObjectType, id: string): string | undefined {
		if (type !== 'contacts') return undefined;
		return this.parts.links
			.list('contacts', id, 'companies')
			.find(({ kinds }) =>
				kinds.some(({ typeId, category }) => typeId === 1 && category === 'HUBSPOT_DEFINED'),
			)?.id;
	}

	/** The properties that count linked records. */
	private counted(type: ObjectType, id: string): Properties {
		return Object.fromEntries(
			(counts[type] ?? []).map(([name, other]) => [
				name,
				String(this.parts.links.ids(type, id, other).length),
			]),
		);
	}

	context(): DerivationContext {
		const { records, links, switches, clock } = this.parts;
		return { records, links, switches: switches(), now: clock.now().getTime() };
	}

	private archiveById(type: ObjectType, id: string): void {
		const entry = this.parts.records.find(type, id);
		if (entry) this.archive(entry);
	}

	private build(draft: ObjectDraft, createdAt?: number): StoredObject {
		derive(draft, this.context());
		const now = this.parts.clock.now().getTime();
		const { created, modified } = typeFacts[draft.type];
		const at = (ms: number) => new Date(ms).toISOString();
		const properties = {
			...draft.properties,
			hs_object_id: draft.id,
			[created]: at(createdAt ?? now),
			[modified]: at(now),
		};
		if (!draft.before)
			Object.assign(properties, this.counted(draft.type, draft.id), {
				hs_object_source: 'INTEGRATION',
				hs_object_source_label: 'INTEGRATION',
			});
		return {
			type: draft.type,
			id: draft.id,
			createdAt: createdAt ?? now,
			updatedAt: now,
			archivedAt: null,
			properties,
		};
	}
}

/** 404; the message differs for an id that is not a number. */
export function missing(id: string): Refusal {
	return /^\d+$/.test(id)
		? notFound('resource not found')
		: notFound('Object not found.  objectId are usually numeric.', { context: { id: [id] } });
}
