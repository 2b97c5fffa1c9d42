import { account } from '../../account/account';
import type { SentProperties } from '../../body';
import type { StoredObject } from '../../records';
import { invalidValues } from '../../refusal';
import type { HubSpotSwitches } from '../../switches';
import { readOnly } from '../read';

/** The source that HubSpot's own QuickBooks app writes on its records. */
export const APP = 'DATA_SYNC';

/** @throws Refusal when only HubSpot's own app may write the property */
export function refuseWritesToApp(
	entry: StoredObject,
	sent: SentProperties,
	{ appInvoiceWrites }: HubSpotSwitches,
): void {
	if (
		entry.type !== 'invoices' ||
		entry.properties['hs_object_source'] !== APP ||
		appInvoiceWrites === 'all'
	)
		return;
	const kept = Object.keys(sent).filter(
		(name) => appInvoiceWrites === 'none' || name.startsWith('hs_'),
	);
	if (kept.length > 0)
		throw invalidValues(
			kept.map((name) => readOnly(name)),
			account.id,
		);
}
