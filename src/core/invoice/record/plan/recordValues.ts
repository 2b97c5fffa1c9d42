import type { HubSpotProperties, HubSpotRecord } from '../../../records/hubspot';
import type { QuickBooksInvoice } from '../../../records/quickbooks';
import { forHubSpot, hubSpotValue, quickBooksValue } from '../../../sync/fields/values';
import { writableTo } from '../foreign';
import { buildInvoiceRecord, type RecordContext } from '../record';
import { onlyWritable, type RecordMeaning } from './recordChanges';

/** Values that the record of an invoice is to have, and those that HubSpot cannot hold. */
export interface RecordValues {
	properties: HubSpotProperties;
	warnings: string[];
}

/**
 * The values that the record of an invoice is to have: those that every record has, and those of
 * the mapping.
 *
 * @throws Declined when a mapped value does not fit
 */
export function buildRecordValues(
	invoice: QuickBooksInvoice,
	record: HubSpotRecord | undefined,
	context: RecordContext & RecordMeaning,
): RecordValues {
	const { values, warnings } = mappedValues(invoice, record, context);
	const wanted = writableTo(record, {
		...withoutReturnToDraft(buildInvoiceRecord(invoice, context), record),
		...values,
	});
	return { properties: onlyWritable(wanted, context.definitions), warnings };
}

/**
 * HubSpot's own status never becomes a draft again, as that of an invoice whose payment was deleted
 * would.
 */
function withoutReturnToDraft(
	properties: HubSpotProperties,
	record: HubSpotRecord | undefined,
): HubSpotProperties {
	const before = record?.properties['hs_invoice_status'] ?? 'draft';
	return properties['hs_invoice_status'] === 'draft' && before !== 'draft'
		? { ...properties, hs_invoice_status: 'open' }
		: properties;
}

/** Values of the mapping; empty ones only empty what they may. */
function mappedValues(
	invoice: QuickBooksInvoice,
	record: HubSpotRecord | undefined,
	{ fields, definitions }: Pick<RecordMeaning, 'fields' | 'definitions'>,
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
