import { dayIn, dayOf, timeFromHubSpot } from '../../calendar';
import { linkValue } from '../../hubspot/link';
import { association } from '../../hubspot/associations';
import type { Action, Change } from '../../plan';
import type { HubSpotAssociation, HubSpotProperties, HubSpotRecord } from '../../records/hubspot';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import type { SyncField } from '../../sync/fields/fieldsOf';
import { conditionText, unmetCondition } from '../../sync/filter';
import type { Definitions, SyncPolicy } from '../../sync/types';
import { forHubSpot, hubSpotValue, quickBooksValue } from '../../sync/fields/values';
import { unmetOfDeleted } from './deletedFilter';
import { writableTo } from './foreign';
import {
	buildInvoiceRecord,
	recordAssociations,
	recordDays,
	type RecordContext,
	type RecordParties,
} from './record';

/** What HubSpot has of an invoice. */
interface InvoiceSides {
	invoice: QuickBooksInvoice;
	record?: HubSpotRecord | undefined;
	/** HubSpot records of the customer and the deal. */
	parties: RecordParties;
	/** Whom the record is associated with already. */
	present: RecordParties;
	/** The record was made by others, and is ours from now on. */
	adopted?: true;
	/** How many lines the record has, and is to have. */
	lines?: { present: number; due: number };
}

export interface InvoicePlan {
	action: Action;
	reason: string;
	changes: Change[];
	/** Properties to write; none when there is nothing to change. */
	properties: HubSpotProperties;
	associations: HubSpotAssociation[];
	/** The record is there, but not all of its lines. */
	lacksLines?: true;
	/** The record stays as it is, and its deals are told all the same. */
	isGone?: true;
	/** The record stays as it is, since none may be updated. */
	isKept?: true;
	/** Of mapped values that HubSpot's properties cannot hold. */
	warnings?: string[];
}

export interface InvoicePlanContext extends RecordContext {
	policy: SyncPolicy;
	fields: readonly SyncField[];
	definitions: Definitions;
}

const skipped = (reason: string): InvoicePlan => ({
	action: 'skipped',
	reason,
	changes: [],
	properties: {},
	associations: [],
});

/**
 * What HubSpot's record of an invoice needs. A record that exists keeps everybody whom people gave
 * it; it gets contact and
 * company when it has none, and those of a new customer beside the ones before. Lines are written
 * last, so a record that lacks some is one whose making broke off.
 *
 * @throws Declined when a mapped value does not fit
 */
export function planInvoice(
	{ invoice, record, parties, present, lines, adopted }: InvoiceSides,
	context: InvoicePlanContext,
): InvoicePlan {
	const { policy } = context;
	const { values, warnings } = mapped(invoice, record, context);
	const wanted = writableTo(record, {
		...withoutReturn(buildInvoiceRecord(invoice, context), record),
		...values,
	});
	const writable = Object.fromEntries(
		Object.entries(wanted).filter(
			([name]) =>
				context.definitions.has(name) && context.definitions.get(name)?.readOnlyValue !== true,
		),
	);
	const unmet = unmetCondition(policy.filter, {
		hubSpot: inDays(record?.properties ?? writable, context),
		quickBooks: invoice,
	});
	if (unmet) return skipped(`It does not meet the filter: ${conditionText(unmet)}.`);
	if (policy.createAndUpdate === 'none')
		return skipped('Neither creating nor updating is switched on.');
	if (!record) {
		if (policy.createAndUpdate === 'updateOnly')
			return skipped('It has no record in HubSpot, and none may be created.');
		return {
			action: 'created',
			reason: '',
			changes: Object.entries(writable).map(([field, to]) => ({ field, from: null, to })),
			properties: writable,
			associations: recordAssociations(parties),
			warnings,
		};
	}
	if (adopted && policy.createAndUpdate === 'createOnly')
		return adoptOnly({
			[context.names.link(context.realmId)]: linkValue(context.realmId, invoice.Id),
		});
	// Where nothing is updated, fewer lines than by now may be those of the first day.
	const isBroken =
		lines !== undefined &&
		(policy.createAndUpdate === 'createOnly'
			? lines.present === 0 && lines.due > 0
			: lines.present < lines.due);
	if (policy.createAndUpdate === 'createOnly' && !isBroken)
		return { ...skipped('It has a record in HubSpot, and none may be updated.'), isKept: true };
	const changes =
		policy.createAndUpdate === 'createOnly' ? [] : differences(record, writable, context);
	const hasMoved = changes.some(
		({ field, from }) => field === context.names.of('invoice_recipient') && from !== null,
	);
	const associations = missingAssociations(
		isBroken || adopted ? parties : { ...parties, dealIds: [] },
		present,
		hasMoved,
	);
	const links = associations.map(({ to }) => ({ field: to.objectType, from: null, to: to.id }));
	const all = [
		...changes,
		...links,
		...(isBroken ? [{ field: 'line_items', from: lines.present, to: lines.due }] : []),
	];
	return {
		action: all.length > 0 ? 'updated' : 'unchanged',
		reason: reasonOf(isBroken, adopted === true),
		changes: all,
		properties: Object.fromEntries(changes.map(({ field, to }) => [field, to as string])),
		associations,
		warnings,
		...(isBroken && { lacksLines: true }),
	};
}

const ADOPTED =
	"HubSpot had a record of the invoice that another integration created. From now on it is this invoice's record.";

function reasonOf(isBroken: boolean, adopted: boolean): string {
	if (adopted) return ADOPTED;
	return isBroken ? 'An earlier run stopped before the lines were written.' : '';
}

/** Where nothing that exists is updated, a record that others made is linked. */
function adoptOnly(properties: Record<string, string>): InvoicePlan {
	const changes = Object.entries(properties).map(([field, to]) => ({ field, from: null, to }));
	return { action: 'updated', reason: ADOPTED, changes, properties, associations: [] };
}

/** An invoice that others may have made a record of, which is not certain. */
export function planUnclear(reason: string): InvoicePlan {
	return { ...skipped(reason), action: 'conflict' };
}

/**
 * An invoice whose record was deleted in HubSpot. Whoever deleted it meant it, so none is made
 * anew.
 */
export function planWithoutRecord(): InvoicePlan {
	return skipped(
		"Its record was deleted in HubSpot, so no new one is created. Restore it from HubSpot's recycle bin, or attach the invoice with Attach Invoice.",
	);
}

/**
 * HubSpot's own status never becomes a draft again, as that of an invoice whose payment was deleted
 * would.
 */
function withoutReturn(
	properties: HubSpotProperties,
	record: HubSpotRecord | undefined,
): HubSpotProperties {
	const before = record?.properties['hs_invoice_status'] ?? 'draft';
	return properties['hs_invoice_status'] === 'draft' && before !== 'draft'
		? { ...properties, hs_invoice_status: 'open' }
		: properties;
}

/** Values of the mapping; empty ones only empty what they may. */
function mapped(
	invoice: QuickBooksInvoice,
	record: HubSpotRecord | undefined,
	{ fields, definitions }: InvoicePlanContext,
): { values: HubSpotProperties; warnings: string[] } {
	const values: HubSpotProperties = {};
	const warnings: string[] = [];
	for (const one of fields) {
		const value = quickBooksValue(invoice, one.field, one.definition);
		if (value === '' && (one.ifEmpty === 'keep' || !record)) continue;
		if (record && hubSpotValue(record, one.property, one.field, definitions) === value) continue;
		const written = forHubSpot(value, one);
		if ('text' in written) values[one.property] = written.text;
		else warnings.push(written.leftOut);
	}
	return { values, warnings };
}

/**
 * HubSpot writes numbers and times in its own way, so they are compared by meaning, and the dates
 * of an invoice by their day.
 */
function differences(
	record: HubSpotRecord,
	wanted: HubSpotProperties,
	{ definitions, accountTimeZone }: Pick<InvoicePlanContext, 'definitions' | 'accountTimeZone'>,
): Change[] {
	return Object.entries(wanted).flatMap(([field, to]) => {
		const from = record.properties[field] ?? '';
		const meaning = (value: string) =>
			recordDays.includes(field)
				? shownDay(value, accountTimeZone)
				: canonical(value, definitions.get(field)?.type);
		return meaning(from) === meaning(to ?? '') ? [] : [{ field, from: from || null, to }];
	});
}

/** The day on which HubSpot shows a moment. */
function shownDay(value: string, timeZone: string): string {
	const at = timeFromHubSpot(value);
	return at === undefined ? value : dayIn(new Date(at), timeZone);
}

/**
 * The properties as a filter sees them: moments that stand for days are these days, also as
 * midnight, which earlier versions wrote.
 */
function inDays(
	properties: HubSpotProperties,
	{ fields, accountTimeZone }: Pick<InvoicePlanContext, 'fields' | 'accountTimeZone'>,
): HubSpotProperties {
	const mappedDays = fields.flatMap(({ property, field }) =>
		field.type === 'day' && field.timeZone !== undefined ? [property] : [],
	);
	const days = [...recordDays, ...mappedDays].flatMap((name) => {
		const value = properties[name];
		return value ? [[name, dayOf(value, accountTimeZone)] as const] : [];
	});
	return { ...properties, ...Object.fromEntries(days) };
}

function canonical(value: string, type: string | undefined): string {
	if (value === '') return '';
	if (type === 'number' && !Number.isNaN(Number(value))) return String(Number(value));
	const at =
		type === 'date' || type === 'datetime'
			? Date.parse(/^\d{9,14}$/.test(value) ? new Date(Number(value)).toISOString() : value)
			: NaN;
	return Number.isNaN(at)
		? value
		: new Date(at).toISOString().slice(0, type === 'date' ? 10 : undefined);
}

/** @param hasMoved whether the invoice has another customer than before */
function missingAssociations(
	{ contactIds = [], companyIds = [], dealIds = [] }: RecordParties,
	present: RecordParties,
	hasMoved: boolean,
): HubSpotAssociation[] {
	const lacking = (ids: readonly string[], there: readonly string[] = []) =>
		there.length === 0 || hasMoved ? ids.filter((id) => !there.includes(id)) : [];
	return [
		...dealIds.map((id) => association('invoices', 'deals', id)),
		...lacking(contactIds, present.contactIds).map((id) => association('invoices', 'contacts', id)),
		...lacking(companyIds, present.companyIds).map((id) =>
			association('invoices', 'companies', id),
		),
	];
}

/**
 * What becomes of the record of an invoice that was deleted in QuickBooks. What a filter leaves out
 * stays as it is.
 */
export function planDeletedInvoice(
	record: HubSpotRecord,
	context: Pick<
		InvoicePlanContext,
		'policy' | 'names' | 'realmId' | 'fields' | 'definitions' | 'accountTimeZone'
	>,
): InvoicePlan & { archive?: true } {
	const { policy, names, realmId, fields, definitions } = context;
	const unmet = unmetOfDeleted(names, policy.filter, inDays(record.properties, context), fields);
	if (unmet)
		return skipped(`It was deleted, and does not meet the filter: ${conditionText(unmet)}.`);
	const reason = 'The invoice was deleted in QuickBooks.';
	const written = (action: Action, properties: HubSpotProperties): InvoicePlan => {
		const writable = Object.fromEntries(
			Object.entries(writableTo(record, properties)).filter(
				([name]) => definitions.has(name) && definitions.get(name)?.readOnlyValue !== true,
			),
		);
		const changes = differences(record, writable, context);
		return {
			action: changes.length > 0 ? action : 'unchanged',
			reason,
			changes,
			properties: Object.fromEntries(changes.map(({ field, to }) => [field, to as string])),
			associations: [],
		};
	};
	switch (policy.onDelete) {
		case 'nothing':
			return { ...skipped(reason), isGone: true };
		case 'archive':
			return {
				action: 'archived',
				reason,
				changes: [],
				properties: {},
				associations: [],
				archive: true,
			};
		case 'unlink':
			return written('unlinked', { [names.link(realmId)]: '' });
		case 'mark':
			return written('updated', {
				...names.named({ invoice_status: 'deleted', invoice_balance: '0.00' }),
				hs_balance_due: '0.00',
				hs_invoice_status: 'voided',
			});
	}
}
