import type { HubSpotProperties } from '../records/hubspot';
import type { SyncField } from '../sync/fieldsOf';
import { unmetCondition } from '../sync/filter';
import type { Condition } from '../sync/types';

/** Where HubSpot's record keeps what QuickBooks had, by path of the QuickBooks field. */
const kept: Record<string, string> = {
	DocNumber: 'quickbooks_invoice_number',
	TotalAmt: 'quickbooks_invoice_total',
	Balance: 'quickbooks_invoice_balance',
	DueDate: 'quickbooks_invoice_due_date',
	TxnDate: 'hs_invoice_date',
	'CurrencyRef.value': 'quickbooks_invoice_currency',
	'CustomerRef.name': 'quickbooks_invoice_recipient',
};

/**
 * The first condition that the record of a deleted invoice does not meet. QuickBooks keeps nothing of a deleted invoice, so its
 * conditions are judged by what the record has of it; one about anything else is passed over.
 *
 * @param properties of the record, with days as such
 */
export function unmetOfDeleted(filter: readonly Condition[], properties: HubSpotProperties, fields: readonly SyncField[]): Condition | undefined {
	return filter.find((condition) => {
		const property = condition.side === 'hubSpot' ? condition.field : (kept[condition.field] ?? fields.find(({ field }) => field.path === condition.field)?.property);
		return property !== undefined && unmetCondition([{ ...condition, side: 'hubSpot', field: property }], { hubSpot: properties }) !== undefined;
	});
}
