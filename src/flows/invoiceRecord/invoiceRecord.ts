import type { RecordToWrite } from '../../core/invoice/record/write/recordToWrite';
import type { HubSpotPort, Outcome } from '../../gateways/ports';
import { rememberRecord, type LinkProperty } from '../accounts/links';
import { waitForAll } from '../accounts/waitForAll';
import { createRecords } from './create';
import { writeLines } from './lines';
import { linkRecords, setPendingStatuses } from './linksAndStatus';
import type { RecordAttempt, RecordWarnings, RecordWritten, UnfinishedRecord } from './types';
import { updateRecords } from './update';

/**
 * Writes HubSpot's records of QuickBooks invoices: first the records, then their links and lines,
 * then statuses that HubSpot allows with lines only. The number of requests hardly grows with the
 * number of records, and all of it may be repeated.
 *
 * Sources: developers.hubspot.com, CRM API, objects (batch), invoices.
 * @param onRecords gets the ids of the records as soon as these stand
 * @returns outcomes in the order of what was asked
 * @throws GatewayError when HubSpot cannot be asked, or refuses a link
 */
export async function writeInvoiceRecords(
	hubspot: HubSpotPort,
	link: LinkProperty,
	wanted: readonly RecordToWrite[],
	onRecords?: (ids: string[]) => void,
): Promise<Array<Outcome<RecordWritten>>> {
	const attempts = await createOrUpdate(hubspot, link, wanted);
	const records = attempts.flatMap((attempt) => (attempt.ok ? [attempt.value] : []));
	if (!link.unique) rememberRecords(link, records);
	onRecords?.(records.map(({ id }) => id));
	// Lines come last: a record that has them has its links, too.
	await linkRecords(hubspot, records);
	const lineWarnings = await writeLines(hubspot, records);
	const statusWarnings = await setPendingStatuses(hubspot, records);
	return attempts.map((attempt) => toOutcome(attempt, [lineWarnings, statusWarnings]));
}

/** @returns outcomes in the order of what was asked */
async function createOrUpdate(
	hubspot: HubSpotPort,
	link: LinkProperty,
	wanted: readonly RecordToWrite[],
): Promise<RecordAttempt[]> {
	const known = wanted.filter(({ id }) => id !== undefined);
	const missing = wanted.filter(({ id }) => id === undefined);
	const [updated, created] = await waitForAll([
		updateRecords(hubspot, known),
		createRecords(hubspot, link, missing),
	]);
	const attempts = new Map([
		...known.map((one, index) => [one, updated[index]] as const),
		...missing.map((one, index) => [one, created[index]] as const),
	]);
	return wanted.flatMap((one) => attempts.get(one) ?? []);
}

/** A search does not show records of the last moments, so this process remembers them. */
function rememberRecords({ name }: LinkProperty, records: readonly UnfinishedRecord[]): void {
	for (const { id, wanted } of records) {
		const value = wanted.properties[name];
		if (value) rememberRecord('invoices', value, id);
	}
}

function toOutcome(
	attempt: RecordAttempt,
	later: readonly RecordWarnings[],
): Outcome<RecordWritten> {
	if (!attempt.ok) return attempt;
	const { id, isNew, warnings } = attempt.value;
	const more = later.flatMap((byRecord) => byRecord.get(id) ?? []);
	return { ok: true, value: { id, isNew, warnings: [...warnings, ...more] } };
}
