import type { Clock } from '../../clock';
import { account } from '../account/account';
import type { AssociationKind } from '../associations/kinds';
import type { Links } from '../associations/links';
import type { InlineAssociations, SentProperties } from '../body';
import type { Version } from '../paths';
import type { Definitions } from '../properties/definitions';
import type { StoredObject, Properties, ObjectRecords, UniqueKey } from '../records';
import { invalidValues, notFound, Refusal, validation } from '../refusal';
import type { HubSpotSwitches } from '../switches';
import { shout, typeFacts, type ObjectType } from '../types';
import { refuseWritesToApp } from './appOwned';
import { derive } from './computed/derive';
import type { ObjectDraft, DerivationContext } from './computed/draft';
import { readProperties } from './read';
import { checkRequired, checkRules } from './rules';

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
	/** For seeds, whose ids are fixed. */
	id?: string;
}

/** What the amounts of quotes and invoices are made of. */
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

/** Creates, changes and removes records, one at a time, under all of HubSpot's rules. */
export class Writer {
	constructor(readonly parts: Parts) {}

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
			for (const { toId, kinds } of this.checkAssociations(type, associations))
				links.add(type, id, toId, kinds);
			const entry = this.plant({
				type,
				id,
				properties,
				before: undefined,
				sent: new Set(Object.keys(sent)),
			});
			for (const { kind, toId } of links.all(type, id)) this.settle(kind.to, toId);
			if (wantedId === undefined) this.awaitCompany(entry, undefined);
			return entry;
		});
	}

	/** Where the account is set so, HubSpot looks at new addresses of contacts a moment later. */
	private awaitCompany(
		{ type, id, properties: { email, website } }: StoredObject,
		before: Properties | undefined,
	): void {
		const { records, clock, switches } = this.parts;
		const { companiesByDomain, companiesByDomainSeconds } = switches();
		const isNews =
			type === 'contacts' && (email !== before?.['email'] || website !== before?.['website']);
		if (isNews && companiesByDomain !== 'never')
			records.awaitCompany(id, clock.now().getTime() + companiesByDomainSeconds * 1000);
	}

	/**
	 * Puts a new record in place whose values need no reading; its links are there already. @throws
	 * Refusal on a conflict
	 */
	plant(draft: ObjectDraft, createdAt?: number): StoredObject {
		const entry = this.build(draft, createdAt);
		const keys = this.keysOf(draft.type, entry.properties);
		this.refuseConflicts(draft.type, draft.id, keys, true);
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
			const keys = this.keysOf(entry.type, changed.properties);
			this.refuseConflicts(entry.type, entry.id, keys, false);
			records.save(changed, keys);
			records.remember(entry, changed);
			this.awaitCompany(changed, entry.properties);
			if (PARTS_OF_DOCUMENTS.has(entry.type))
				for (const type of ['quotes', 'invoices'] as const)
					for (const id of links.ids(entry.type, entry.id, type)) this.settle(type, id);
			return changed;
		});
	}

	/** What a buyer's payment changes, which programs cannot. */
	pay(entry: StoredObject, changes: Properties): StoredObject {
		const properties = { ...entry.properties, ...changes };
		const paid = this.build(
			{ type: entry.type, id: entry.id, properties, before: { ...properties }, sent: new Set() },
			entry.createdAt,
		);
		this.parts.records.save(paid, this.keysOf(entry.type, paid.properties));
		return paid;
	}

	/**
	 * Moves a record to the recycle bin; a quote takes its line items along. @throws Refusal for
	 * invoices that must stay
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
		for (const { kind, toId } of linked) this.settle(kind.to, toId);
	}

	/**
	 * Takes a record out of the recycle bin, as only people can; its links are gone. @throws Refusal
	 * when another record holds one of its values by now
	 */
	restore(entry: StoredObject): StoredObject {
		const { records, clock, switches } = this.parts;
		const isChange = switches().restoreIsChange;
		const updatedAt = isChange ? clock.now().getTime() : entry.updatedAt;
		const properties = {
			...entry.properties,
			...(isChange && { [typeFacts[entry.type].modified]: new Date(updatedAt).toISOString() }),
		};
		const keys = this.keysOf(entry.type, properties);
		this.refuseConflicts(entry.type, entry.id, keys, false);
		const restored = { ...entry, updatedAt, archivedAt: null, properties };
		records.save(restored, keys);
		return restored;
	}

	/**
	 * Computes again what follows from a record's links. Amounts and the primary company count as a
	 * change, numbers of linked records do not.
	 */
	settle(type: ObjectType, id: string): void {
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
		records.save({ ...entry, updatedAt, properties }, this.keysOf(type, properties));
	}

	private primaryCompany(type: ObjectType, id: string): string | undefined {
		if (type !== 'contacts') return undefined;
		return this.parts.links
			.list('contacts', id, 'companies')
			.find(({ kinds }) =>
				kinds.some(({ typeId, category }) => typeId === 1 && category === 'HUBSPOT_DEFINED'),
			)?.id;
	}

	/** How many records of other objects are linked. */
	private counted(type: ObjectType, id: string): Properties {
		return Object.fromEntries(
			(counts[type] ?? []).map(([name, other]) => [
				name,
				String(this.parts.links.ids(type, id, other).length),
			]),
		);
	}

	/** The values of a record that must differ from all others. */
	keysOf(type: ObjectType, properties: Properties): UniqueKey[] {
		const names = [
			...this.parts.definitions.uniqueNames(type),
			...(type === 'products' && this.parts.switches().skuUnique ? ['hs_sku'] : []),
		];
		const keys = names.flatMap((property) =>
			properties[property] === undefined ? [] : [{ property, value: properties[property] }],
		);
		const others =
			type === 'contacts'
				? (properties['hs_additional_emails'] ?? '')
						.split(';')
						.filter((email) => email !== '' && email !== properties['email'])
				: [];
		return [...keys, ...others.map((value) => ({ property: 'email', value }))];
	}

	/**
	 * Checks inline associations of a new record: the type id says what the other record is. @throws
	 * Refusal
	 */
	checkAssociations(
		from: ObjectType,
		associations: InlineAssociations,
	): Array<{ toId: string; kinds: AssociationKind[] }> {
		const { links, records } = this.parts;
		return associations.map(({ to, types }) => {
			if (types.length === 0)
				throw invalidAssociations('At least one association type is required', 'types');
			const kinds = types.map(({ associationCategory, associationTypeId }) => {
				const kind = links.kinds.find(
					{ category: associationCategory, typeId: associationTypeId },
					from,
				);
				if (!kind)
					throw invalidAssociations(
						`association type ${associationCategory} ${associationTypeId} does not exist`,
						'associationTypeId',
					);
				if (kind.from !== from)
					throw invalidAssociations(
						`invalid from object type ${typeFacts[from].typeId} for associations to be created. expected: ${typeFacts[kind.from].typeId}`,
						'fromObjectTypeId',
					);
				const found = records.find(kind.to, to.id);
				if (!found)
					throw invalidAssociations(`${shout(kind.to)}=${to.id} is not valid`, 'toObjectId');
				return { kind, id: found.id };
			});
			return { toId: kinds[0]?.id ?? to.id, kinds: kinds.map(({ kind }) => kind) };
		});
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

	/** What an answer says of the record that holds a value. */
	private toldHolder(type: ObjectType, holder: string): string | undefined {
		const { records, switches } = this.parts;
		const told: Record<HubSpotSwitches['uniqueConflictNames'], () => string | undefined> = {
			holder: () => holder,
			nobody: () => undefined,
			another: () =>
				records.page(type, { after: Number(holder), limit: 1, archived: false })[0]?.id ??
				String(Number(holder) + 1),
		};
		return told[switches().uniqueConflictNames]();
	}

	/** @throws Refusal when another record holds one of the values */
	private refuseConflicts(type: ObjectType, id: string, keys: UniqueKey[], isNew: boolean): void {
		for (const key of keys) {
			const holder = this.parts.records.holderOf(type, key);
			if (holder === undefined || holder === id) continue;
			const told = this.toldHolder(type, holder);
			if (type === 'contacts' && key.property === 'email' && isNew) {
				throw new Refusal(
					409,
					{
						category: 'CONFLICT',
						message: `Contact already exists${told === undefined ? '' : `. Existing ID: ${told}`}`,
					},
					told,
				);
			}
			const { status, facts } = invalidValues(
				[
					{
						name: key.property,
						error: 'CONFLICTING_UNIQUE_VALUE',
						message: alreadyHeld(type, id, key, told),
					},
				],
				account.id,
			);
			throw new Refusal(
				this.parts.switches().uniqueConflictStatus === 409 ? 409 : status,
				facts,
				told,
			);
		}
	}
}

function alreadyHeld(
	type: ObjectType,
	id: string,
	{ property, value }: UniqueKey,
	holder = 'Another record',
): string {
	return `Cannot set PropertyValueCoordinates{portalId=${account.id}, objectTypeId=${typeFacts[type].typeId}, propertyName=${property}, value=${value}} on ${id}. ${holder} already has that value.`;
}

function invalidAssociations(message: string, where: string): Refusal {
	return validation('One or more associations are invalid', { errors: [{ message, in: where }] });
}

/** @throws Refusal 404 in the words that tell a wrong id from a missing record */
export function missing(id: string): Refusal {
	return /^\d+$/.test(id)
		? notFound('resource not found')
		: notFound('Object not found.  objectId are usually numeric.', { context: { id: [id] } });
}
