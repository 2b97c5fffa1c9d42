import type { InvoiceProperty, PropertyNames } from '../../../records/names';
import type { HubSpotProperties } from '../../../records/hubspot';
import type { SyncField } from '../../../sync/fields/fieldsOf';
import { unmetCondition } from '../../../sync/filter';
import type { Condition } from '../../../sync/types';

/** Where HubSpot's record keeps what QuickBooks had, by path of the QuickBooks field. */
const kept: Record<string, InvoiceProperty> = {
	DocNumber: 'invoice_number',
	TotalAmt: 'invoice_total',
	Balance: 'invoice_balance',
	DueDate: 'invoice_due_date',
	'CurrencyRef.value': 'invoice_currency',
	'CustomerRef.name': 'invoice_recipient',
};

/**
 * The first condition that the record of a deleted invoice does not meet. QuickBooks keeps nothing
 * of a deleted invoice, so its
 * conditions are judged by what the record has of it; one about anything else is passed over.
 *
 * @param properties of the record, with days as such
 */
export function unmetOfDeleted(
	names: PropertyNames,
	filter: readonly Condition[],
	properties: HubSpotProperties,
	fields: readonly SyncField[],
): Condition | undefined {
	return filter.find((condition) => {
		const property =
			condition.side === 'hubSpot'
				? condition.field
				: (keptAs(names, condition.field) ??
					fields.find(({ field }) => field.path === condition.field)?.property);
		return (
			property !== undefined &&
			unmetCondition([{ ...condition, side: 'hubSpot', field: property }], {
				hubSpot: properties,
			}) !== undefined
		);
	});
}

function keptAs(names: PropertyNames, field: string): string | undefined {
	const property = kept[field];
	return field === 'TxnDate' ? 'hs_invoice_date' : property && names.of(property);
}
