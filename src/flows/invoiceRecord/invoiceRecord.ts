import type { HubSpotAssociation, HubSpotProperties } from '../../core/records/hubspot';
import type { HubSpotPort, Outcome } from '../../gateways/ports';
import { createRecords } from './create';
import { type LinkProperty, rememberRecord } from '../accounts/links';
import { linkRecords, settleStatuses, writeLines } from './parts';
import { updateRecords } from './update';
import { waitForAll } from '../accounts/waitForAll';

/** What HubSpot's record of one QuickBooks invoice is to become. */
export interface RecordToWrite {
	/** Of the record, where there is one. */
	id?: string;
	/** Nothing of an existing record is written when there are none. */
	properties: HubSpotProperties;
	/** Links that the record must have. */
	associations: HubSpotAssociation[];
	/** The lines it gets when it has none. */
	lines: HubSpotProperties[];
	/** Read where it is not known. */
	hasLines?: boolean;
}

export interface RecordWritten {
	id: string;
	isNew: boolean;
	warnings: string[];
}

/** A record that stands in HubSpot, with what is still to be done about it. */
export interface UnfinishedRecord extends RecordWritten {
	wanted: RecordToWrite;
	/** Links are made with a new record where it is the only one. */
	linked: boolean;
	/** The status that HubSpot refused at first. */
	pendingStatus?: string;
}

export type RecordAttempt = Outcome<UnfinishedRecord>;

/**
 * Writes HubSpot's records of QuickBooks invoices: first the records, then their links and lines,
 * then statuses that HubSpot
 * allows with lines only. The number of requests hardly grows with the number of records, and all
 * of it may be repeated.
 *
 * Sources: developers.hubspot.com, CRM API, objects (batch), invoices.
 * @param onRecords told of the ids of the records as soon as these stand
 * @returns outcomes in the order of what was asked
 * @throws GatewayError when HubSpot cannot be asked, or refuses a link
 */
export async function writeInvoiceRecords(
	hubspot: HubSpotPort,
	link: LinkProperty,
	wanted: readonly RecordToWrite[],
	onRecords?: (ids: string[]) => void,
): Promise<Array<Outcome<RecordWritten>>> {
	const known = wanted.filter(({ id }) => id !== undefined);
	const fresh = wanted.filter(({ id }) => id === undefined);
	const [updated, created] = await waitForAll([
		updateRecords(hubspot, known),
		createRecords(hubspot, link, fresh),
	]);
	const attempts = new Map([
		...known.map((one, index) => [one, updated[index]] as const),
		...fresh.map((one, index) => [one, created[index]] as const),
	]);
	const standing = [...attempts.values()].flatMap((attempt) =>
		attempt?.ok ? [attempt.value] : [],
	);
	for (const {
		id,
		wanted: { properties },
	} of standing)
		if (!link.unique && properties[link.name])
			rememberRecord('invoices', properties[link.name] ?? '', id);
	onRecords?.(standing.map(({ id }) => id));
	// Lines come last: a record that has them has its links, too.
	await linkRecords(hubspot, standing);
	await writeLines(hubspot, standing);
	await settleStatuses(hubspot, standing);
	return wanted.flatMap((one) => attempts.get(one) ?? []);
}
