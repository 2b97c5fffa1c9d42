import type { Action } from '../../../plan';
import type { HubSpotProperties, HubSpotRecord } from '../../../records/hubspot';
import type { PropertyNames } from '../../../records/names';
import { conditionText } from '../../../sync/filter';
import type { SyncPolicy } from '../../../sync/types';
import { writableTo } from '../foreign';
import { untouchedInvoice, type InvoicePlan } from './decision';
import { unmetOfDeleted } from './deletedFilter';
import {
	changedValues,
	withDays,
	onlyWritable,
	recordChanges,
	type RecordMeaning,
} from './recordChanges';

/** What the plan of a deleted invoice depends on beside its record. */
interface DeletionContext extends RecordMeaning {
	policy: SyncPolicy;
	names: PropertyNames;
	realmId: string;
}

const DELETED = 'The invoice was deleted in QuickBooks.';

/**
 * What becomes of the record of an invoice that was deleted in QuickBooks. A record that the filter
 * excludes stays as it is.
 */
export function planDeletedInvoice(record: HubSpotRecord, context: DeletionContext): InvoicePlan {
	const { policy, names, realmId, fields } = context;
	const unmet = unmetOfDeleted(names, policy.filter, withDays(record.properties, context), fields);
	if (unmet) {
		const reason = `It was deleted, and does not meet the filter: ${conditionText(unmet)}.`;
		return untouchedInvoice('skipped', reason);
	}
	switch (policy.onDelete) {
		case 'nothing':
			return { ...untouchedInvoice('skipped', DELETED), isGone: true };
		case 'archive':
			return {
				action: 'archived',
				reason: DELETED,
				changes: [],
				properties: {},
				associations: [],
				warnings: [],
				archive: true,
			};
		case 'unlink':
			return planWritten('unlinked', record, { [names.link(realmId)]: '' }, context);
		case 'mark':
			return planWritten('updated', record, markedValues(names), context);
	}
}

function markedValues(names: PropertyNames): HubSpotProperties {
	return {
		...names.named({ invoice_status: 'deleted', invoice_balance: '0.00' }),
		hs_balance_due: '0.00',
		hs_invoice_status: 'voided',
	};
}

function planWritten(
	action: Action,
	record: HubSpotRecord,
	properties: HubSpotProperties,
	context: DeletionContext,
): InvoicePlan {
	const writable = onlyWritable(writableTo(record, properties), context.definitions);
	const changes = recordChanges(record, writable, context);
	return {
		action: changes.length > 0 ? action : 'unchanged',
		reason: DELETED,
		changes,
		properties: changedValues(changes),
		associations: [],
		warnings: [],
	};
}
