import { readLink } from '../../hubspot/link';
import type { HubSpotRecord } from '../../records/hubspot';
import type { PropertyNames } from '../../records/names';
import { foreignProperties } from './foreign';

/** A HubSpot invoice record that stands for a QuickBooks invoice of the connected company. */
export interface AttachedRecord {
	/** The QuickBooks id. */
	invoiceId: string;
	record: HubSpotRecord;
}

/** Those of HubSpot's invoices that stand for QuickBooks invoices of the company. */
export function asAttached(
	names: PropertyNames,
	records: readonly HubSpotRecord[],
	realmId: string,
): AttachedRecord[] {
	const link = names.link(realmId);
	return records.flatMap((record) => {
		const invoiceId = readLink(record.properties[link], realmId);
		return invoiceId === undefined ? [] : [{ invoiceId, record }];
	});
}

/**
 * Those that are linked with no QuickBooks company; whatever this package has written belongs to
 * one.
 */
export function unlinkedOf(
	names: PropertyNames,
	records: readonly HubSpotRecord[],
	realmId: string,
): HubSpotRecord[] {
	return records.filter(
		({ properties }) =>
			readLink(properties[names.link(realmId)], realmId) === undefined &&
			!properties[names.of('invoice_url')],
	);
}

/** Everything that tells whether a record is up to date. */
export function recordProperties(names: PropertyNames, realmId: string): string[] {
	return [names.link(realmId), ...foreignProperties, ...names.invoice];
}
