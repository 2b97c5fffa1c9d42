import type { Clock } from '../../clock';
import { portal } from '../account/portal';
import { dealPipelines } from '../account/pipelines';
import type { Kind } from '../associations/kinds';
import type { Links } from '../associations/links';
import type { InlineAssociations, SentProperties } from '../body';
import type { Version } from '../paths';
import type { Definitions } from '../properties/definitions';
import type { Entry, Properties, Records, UniqueKey } from '../records';
import { invalidValues, notFound, Refusal, validation, type InvalidValue } from '../refusal';
import type { Switches } from '../switches';
import { shout, typeFacts, type ObjectType } from '../types';
import { derive } from './derive';
import { INVOICE_OUTPUT } from './documents';
import type { Draft, Sight } from './draft';
import { checkRequired, checkRules } from './rules';
import { isEmail, readValue } from './values';

export interface Parts {
	records: Records;
	links: Links;
	definitions: Definitions;
	clock: Clock;
	switches: () => Switches;
}

export interface CreateOptions {
	associations?: InlineAssociations;
	version?: Version;
	/** For seeds, whose ids are fixed. */
	id?: string;
}

/** Creates, changes and removes records, one at a time, under all of HubSpot's rules. */
export class Writer {
	constructor(readonly parts: Parts) {}

	/** @throws Refusal */
	create(type: ObjectType, sent: SentProperties, { associations = [], version = 'classic', id: wantedId }: CreateOptions = {}): Entry {
		const { records, links, switches } = this.parts;
		const properties = this.read(type, sent, undefined);
		if (switches().requiredOnCreate === 'guides') checkRequired(type, properties, version);
		checkRules(type, properties, version, switches().rules);
		return records.attempt(() => {
			const id = wantedId ?? String(records.nextOf('records'));
			for (const { toId, kinds } of this.checkAssociations(type, associations)) links.add(type, id, toId, kinds);
			const entry = this.plant({ type, id, properties, before: undefined, sent: new Set(Object.keys(sent)) });
			for (const { kind, toId } of links.all(type, id)) this.settle(kind.to, toId);
			return entry;
		});
	}

	/** Puts a new record in place whose values need no reading; its links are there already. @throws Refusal on a conflict */
	plant(draft: Draft, createdAt?: number): Entry {
		const entry = this.build(draft, createdAt);
		const keys = this.keysOf(draft.type, entry.properties);
		this.refuseConflicts(draft.type, draft.id, keys, true);
		this.parts.records.insert(entry, keys);
		return entry;
	}

	/** @throws Refusal */
	update(entry: Entry, sent: SentProperties, version: Version = 'classic'): Entry {
		const { records, links, switches } = this.parts;
		const properties = this.read(entry.type, sent, entry.properties);
		checkRules(entry.type, properties, version, switches().rules);
		return records.attempt(() => {
			const changed = this.build({ type: entry.type, id: entry.id, properties, before: entry.properties, sent: new Set(Object.keys(sent)) }, entry.createdAt);
			const keys = this.keysOf(entry.type, changed.properties);
			this.refuseConflicts(entry.type, entry.id, keys, false);
			records.save(changed, keys);
			if (entry.type === 'line_items') for (const type of ['quotes', 'invoices'] as const) for (const id of links.ids('line_items', entry.id, type)) this.settle(type, id);
			return changed;
		});
	}

	/** Moves a record to the recycle bin; a quote takes its line items along. @throws Refusal for invoices that must stay */
	archive(entry: Entry): void {
		const { records, links, clock, switches } = this.parts;
		const { deleteOpenInvoices, deleteNonBillableInvoices } = switches();
		const { hs_invoice_status: status, hs_invoice_billable: billable } = entry.properties;
		const free = status === 'draft' || (status === 'open' && deleteOpenInvoices) || (billable === 'false' && deleteNonBillableInvoices);
		if (entry.type === 'invoices' && !free) throw validation(`Invoice ${entry.id} is ${status ?? ''} and cannot be deleted.`);
		if (entry.type === 'quotes') for (const id of links.ids('quotes', entry.id, 'line_items')) this.archiveById('line_items', id);
		const linked = links.all(entry.type, entry.id);
		links.removeAll(entry.type, entry.id);
		records.save({ ...entry, archivedAt: clock.now().getTime() }, []);
		for (const { kind, toId } of linked) this.settle(kind.to, toId);
	}

	/** Computes again what follows from a record's links. It counts as a change only where an amount or a primary company did. */
	settle(type: ObjectType, id: string): void {
		const { records, links } = this.parts;
		const entry = records.find(type, id);
		if (!entry) return;
		const properties = { ...entry.properties };
		if (type === 'quotes' || type === 'invoices') derive({ type, id, properties, before: entry.properties, sent: new Set() }, this.sight());
		if (type === 'contacts') {
			const primary = links.list('contacts', id, 'companies').find(({ kinds }) => kinds.some((kind) => kind.label === 'Primary'))?.id;
			if (primary === undefined) delete properties['associatedcompanyid'];
			else properties['associatedcompanyid'] = primary;
		}
		if (JSON.stringify(properties) === JSON.stringify(entry.properties)) return;
		const now = this.parts.clock.now().getTime();
		properties[typeFacts[type].modified] = new Date(now).toISOString();
		records.save({ ...entry, updatedAt: now, properties }, this.keysOf(type, properties));
	}

	/** The values of a record that must differ from all others. */
	keysOf(type: ObjectType, properties: Properties): UniqueKey[] {
		const names = [...this.parts.definitions.uniqueNames(type), ...(type === 'products' && this.parts.switches().skuUnique ? ['hs_sku'] : [])];
		const keys = names.flatMap((property) => (properties[property] === undefined ? [] : [{ property, value: properties[property] }]));
		const others = type === 'contacts' ? (properties['hs_additional_emails'] ?? '').split(';').filter((email) => email !== '' && email !== properties['email']) : [];
		return [...keys, ...others.map((value) => ({ property: 'email', value }))];
	}

	/** Checks inline associations of a new record: the type id says what the other record is. @throws Refusal */
	checkAssociations(from: ObjectType, associations: InlineAssociations): Array<{ toId: string; kinds: Kind[] }> {
		const { links, records } = this.parts;
		return associations.map(({ to, types }) => {
			const kinds = types.map(({ associationCategory, associationTypeId }) => {
				const kind = links.findKind({ category: associationCategory, typeId: associationTypeId }, from);
				if (!kind) throw invalidAssociations(`association type ${associationCategory} ${associationTypeId} does not exist`, 'associationTypeId');
				if (kind.from !== from) throw invalidAssociations(`invalid from object type ${typeFacts[from].typeId} for associations to be created. expected: ${typeFacts[kind.from].typeId}`, 'fromObjectTypeId');
				const found = records.find(kind.to, to.id);
				if (!found) throw invalidAssociations(`${shout(kind.to)}=${to.id} is not valid`, 'toObjectId');
				return { kind, id: found.id };
			});
			return { toId: kinds[0]?.id ?? to.id, kinds: kinds.map(({ kind }) => kind) };
		});
	}

	sight(): Sight {
		const { records, links, switches, clock } = this.parts;
		return { records, links, switches: switches(), now: clock.now().getTime() };
	}

	private archiveById(type: ObjectType, id: string): void {
		const entry = this.parts.records.find(type, id);
		if (entry) this.archive(entry);
	}

	/** All properties of a record after reading what was sent. @throws Refusal with every value that is not valid */
	private read(type: ObjectType, sent: SentProperties, before: Properties | undefined): Properties {
		const properties: Properties = { ...before };
		const problems: InvalidValue[] = [];
		for (const [name, value] of Object.entries(sent)) {
			const problem = this.readOne(type, name, value, properties);
			if (problem) problems.push(problem);
		}
		if (type === 'deals' && ('dealstage' in sent || 'pipeline' in sent)) problems.push(...stageProblems(properties));
		if (type === 'invoices') problems.push(...this.foreignOutput(sent, properties));
		if (problems.length > 0) throw invalidValues(problems, portal.id);
		return properties;
	}

	private readOne(type: ObjectType, name: string, value: SentProperties[string], properties: Properties): InvalidValue | undefined {
		const definition = this.parts.definitions.find(type, name);
		if (!definition) return { name, error: 'PROPERTY_DOESNT_EXIST', message: `Property "${name}" does not exist` };
		if (definition.modificationMetadata.readOnlyValue) return { name, error: 'READ_ONLY_VALUE', message: `"${name}" is a read only property; its value cannot be set.`, value: String(value) };
		const read = readValue(definition, value, properties[name]);
		if ('error' in read) return read;
		const text = type === 'contacts' && (name === 'email' || name === 'hs_additional_emails') ? read.value?.trim().toLowerCase() : read.value;
		const bad = type === 'contacts' && (name === 'email' || name === 'hs_additional_emails') ? (text?.split(';') ?? []).find((email) => !isEmail(email)) : undefined;
		if (name === 'email' && type === 'contacts' && text && this.parts.records.isBlocked(text)) return { name, error: 'INVALID_EMAIL', message: 'email has been GDPR blacklisted', value: text };
		if (bad !== undefined) return { name, error: 'INVALID_EMAIL', message: `Email address ${bad} is invalid`, value: bad };
		if (name === 'price' && type === 'line_items' && text?.startsWith('-')) return { name, error: 'INVALID_VALUE', message: `${text} is less than the minimum of 0`, value: text };
		if (text === null || text === undefined) delete properties[name];
		else properties[name] = text;
		return undefined;
	}

	/** HubSpot's own figures of an invoice, sent for one that HubSpot bills. */
	private foreignOutput(sent: SentProperties, properties: Properties): InvalidValue[] {
		if (properties['hs_invoice_billable'] === 'false' || this.parts.switches().invoiceOutputFields !== 'nonBillable') return [];
		return [...INVOICE_OUTPUT, 'hs_balance_due'].filter((name) => name in sent).map((name) => ({ name, error: 'READ_ONLY_VALUE', message: `"${name}" is a read only property; its value cannot be set.` }));
	}

	private build(draft: Draft, createdAt?: number): Entry {
		derive(draft, this.sight());
		const now = this.parts.clock.now().getTime();
		const { created, modified } = typeFacts[draft.type];
		const at = (ms: number) => new Date(ms).toISOString();
		const properties = { ...draft.properties, hs_object_id: draft.id, [created]: at(createdAt ?? now), [modified]: at(now) };
		if (!draft.before) Object.assign(properties, { hs_object_source: 'INTEGRATION', hs_object_source_label: 'INTEGRATION' });
		return { type: draft.type, id: draft.id, createdAt: createdAt ?? now, updatedAt: now, archivedAt: null, properties };
	}

	/** @throws Refusal when another record holds one of the values */
	private refuseConflicts(type: ObjectType, id: string, keys: UniqueKey[], isNew: boolean): void {
		for (const key of keys) {
			const holder = this.parts.records.holderOf(type, key);
			if (holder === undefined || holder === id) continue;
			if (type === 'contacts' && key.property === 'email' && isNew) {
				throw new Refusal(409, { category: 'CONFLICT', message: `Contact already exists. Existing ID: ${holder}` }, holder);
			}
			const { status, facts } = invalidValues([{ name: key.property, error: 'CONFLICTING_UNIQUE_VALUE', message: alreadyHeld(type, id, key, holder) }], portal.id);
			throw new Refusal(this.parts.switches().uniqueConflictStatus === 409 ? 409 : status, facts, holder);
		}
	}
}

function alreadyHeld(type: ObjectType, id: string, { property, value }: UniqueKey, holder: string): string {
	return `Cannot set PropertyValueCoordinates{portalId=${portal.id}, objectTypeId=${typeFacts[type].typeId}, propertyName=${property}, value=${value}} on ${id}. ${holder} already has that value.`;
}

function invalidAssociations(message: string, where: string): Refusal {
	return validation('One or more associations are invalid', { errors: [{ message, in: where }] });
}

/** The pipeline must be one of the account's, and hold the stage. */
function stageProblems({ pipeline: id, dealstage: stage }: Properties): InvalidValue[] {
	const pipeline = id === undefined ? dealPipelines[0] : dealPipelines.find((one) => one.id === id);
	if (id !== undefined && !pipeline) return [notAllowed('pipeline', id, dealPipelines)];
	return stage === undefined || pipeline?.stages.some((one) => one.id === stage) ? [] : [notAllowed('dealstage', stage, pipeline?.stages ?? [])];
}

function notAllowed(name: string, value: string, options: ReadonlyArray<{ id: string }>): InvalidValue {
	return { name, error: 'INVALID_OPTION', message: `${value} was not one of the allowed options: [${options.map(({ id }) => id).join(', ')}]`, value };
}

/** @throws Refusal 404 in the words that tell a wrong id from a missing record */
export function missing(id: string): Refusal {
	return /^\d+$/.test(id) ? notFound('resource not found') : notFound('Object not found.  objectId are usually numeric.', { context: { id: [id] } });
}
