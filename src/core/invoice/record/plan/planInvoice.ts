import { linkValue } from '../../../hubspot/link';
import { association } from '../../../hubspot/associations';
import type { Change } from '../../../plan';
import type { HubSpotAssociation, HubSpotRecord } from '../../../records/hubspot';
import type { QuickBooksInvoice } from '../../../records/quickbooks';
import { conditionText, unmetCondition } from '../../../sync/filter';
import type { SyncPolicy } from '../../../sync/types';
import { recordAssociations, type RecordContext, type RecordParties } from '../record';
import { untouchedInvoice, type InvoicePlan } from './decision';
import {
	lacksLines,
	mayHaveOtherLines,
	planLines,
	planNewLines,
	type LinesOfRecord,
	type LinesToWrite,
} from './planLines';
import { changedValues, withDays, recordChanges, type RecordMeaning } from './recordChanges';
import { buildRecordValues, type RecordValues } from './recordValues';

/** What HubSpot has of an invoice. */
export interface InvoiceSides {
	invoice: QuickBooksInvoice;
	record?: HubSpotRecord | undefined;
	/** HubSpot records of the customer and the deal. */
	parties: RecordParties;
	/** Whom the record is associated with already. */
	present: RecordParties;
	lines: LinesOfRecord;
	/** The record was made by others, and is ours from now on. */
	isAdopted: boolean;
}

/** What the plan of every invoice of a run depends on beside the invoice. */
export interface InvoicePlanContext extends RecordContext, RecordMeaning {
	policy: SyncPolicy;
	/** Whether the run is over all invoices, most of which have not changed. */
	isOverAll: boolean;
}

type ExistingSides = InvoiceSides & { record: HubSpotRecord };

/**
 * What HubSpot's record of an invoice needs. A record that exists keeps everybody whom people gave
 * it; it gets contact and company when it has none, and those of a new customer beside the ones
 * before.
 *
 * @throws Declined when a mapped value does not fit
 */
export function planInvoice(sides: InvoiceSides, context: InvoicePlanContext): InvoicePlan {
	const { invoice, record } = sides;
	const { policy } = context;
	const values = buildRecordValues(invoice, record, context);
	const unmet = unmetCondition(policy.filter, {
		hubSpot: withDays(record?.properties ?? values.properties, context),
		quickBooks: invoice,
	});
	if (unmet)
		return untouchedInvoice('skipped', `It does not meet the filter: ${conditionText(unmet)}.`);
	if (policy.createAndUpdate === 'none')
		return untouchedInvoice('skipped', 'Neither creating nor updating is switched on.');
	if (record) return planExisting({ ...sides, record }, values, context);
	return policy.createAndUpdate === 'updateOnly'
		? untouchedInvoice('skipped', 'It has no record in HubSpot, and none may be created.')
		: planNew(sides, values);
}

function planNew(
	{ parties, lines }: InvoiceSides,
	{ properties, warnings }: RecordValues,
): InvoicePlan {
	return {
		action: 'created',
		reason: '',
		changes: Object.entries(properties).map(([field, to]) => ({ field, from: null, to })),
		properties,
		associations: recordAssociations(parties),
		warnings,
		lines: planNewLines(lines.due),
	};
}

function planExisting(
	sides: ExistingSides,
	values: RecordValues,
	context: InvoicePlanContext,
): InvoicePlan {
	const mayUpdate = context.policy.createAndUpdate !== 'createOnly';
	if (sides.isAdopted && !mayUpdate) return planAdoptedOnly(sides.invoice, context);
	const isBroken = lacksLines(sides, { mayUpdate, today: context.today });
	if (!mayUpdate && !isBroken)
		return {
			...untouchedInvoice('skipped', 'It has a record in HubSpot, and none may be updated.'),
			isKept: true,
		};
	const changes = mayUpdate ? recordChanges(sides.record, values.properties, context) : [];
	const properties = changedValues(changes);
	const associations = missingAssociations(sides, isBroken, hasMoved(changes, context));
	const mayDiffer = mayHaveOtherLines(sides, properties, { ...context, isBroken });
	const lines = planLines(sides.lines, isBroken);
	const all = [...changes, ...linkChanges(associations), ...lineChanges(sides.lines, lines)];
	return {
		action: all.length > 0 ? 'updated' : 'unchanged',
		reason: reasonOf(isBroken, sides.isAdopted),
		changes: all,
		properties,
		associations,
		warnings: values.warnings,
		...(lines && { lines }),
		...(mayDiffer && !sides.lines.present && { uncomparedLineIds: sides.lines.presentIds }),
	};
}

const ADOPTED =
	'HubSpot had a record of the invoice that another integration created. ' +
	"From now on it is this invoice's record.";

function reasonOf(isBroken: boolean, isAdopted: boolean): string {
	if (isAdopted) return ADOPTED;
	return isBroken ? 'An earlier run stopped before the lines were written.' : '';
}

/** Where nothing that exists is updated, a record that others made is only linked. */
function planAdoptedOnly(
	{ Id }: QuickBooksInvoice,
	{ names, realmId }: Pick<InvoicePlanContext, 'names' | 'realmId'>,
): InvoicePlan {
	const field = names.link(realmId);
	const to = linkValue(realmId, Id);
	return {
		action: 'updated',
		reason: ADOPTED,
		changes: [{ field, from: null, to }],
		properties: { [field]: to },
		associations: [],
		warnings: [],
	};
}

/** Whether the invoice has another customer than before. */
function hasMoved(
	changes: readonly Change[],
	{ names }: Pick<InvoicePlanContext, 'names'>,
): boolean {
	return changes.some(
		({ field, from }) => field === names.of('invoice_recipient') && from !== null,
	);
}

/** Its deal is only added to a record that was not completed, or that others made. */
function missingAssociations(
	{ parties, present, isAdopted }: InvoiceSides,
	isBroken: boolean,
	hasNewCustomer: boolean,
): HubSpotAssociation[] {
	const { contactIds = [], companyIds = [], dealIds = [] } = parties;
	const lacking = (ids: readonly string[], there: readonly string[] = []) =>
		there.length === 0 || hasNewCustomer ? ids.filter((id) => !there.includes(id)) : [];
	const deals = isBroken || isAdopted ? dealIds : [];
	const contacts = lacking(contactIds, present.contactIds);
	const companies = lacking(companyIds, present.companyIds);
	return [
		...deals.map((id) => association('invoices', 'deals', id)),
		...contacts.map((id) => association('invoices', 'contacts', id)),
		...companies.map((id) => association('invoices', 'companies', id)),
	];
}

function linkChanges(associations: readonly HubSpotAssociation[]): Change[] {
	return associations.map(({ to }) => ({ field: to.objectType, from: null, to: to.id }));
}

function lineChanges(
	{ presentIds, due }: LinesOfRecord,
	lines: LinesToWrite | undefined,
): Change[] {
	return lines ? [{ field: 'line_items', from: presentIds.length, to: due.length }] : [];
}
