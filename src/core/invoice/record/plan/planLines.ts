import type { Day } from '../../../calendar';
import type { Immutable } from '../../../plan';
import type { HubSpotProperties, HubSpotRecord } from '../../../records/hubspot';
import type { PropertyNames } from '../../../records/names';
import type { QuickBooksInvoice } from '../../../records/quickbooks';
import { isKeptByHubSpot } from '../foreign';
import { compareRecordLines, saysTheSame, type RecordLine } from '../recordLines';
import { readInvoiceFacts } from '../../status';

/** What becomes of the lines of a record. */
export type LinesToWrite = Immutable<{
	/** All lines that the record is to have. */
	due: HubSpotProperties[];
	/** Those of them to create. */
	missing: HubSpotProperties[];
	/** Line items of the record that are not those of the invoice any more; they go first. */
	outdatedIds: string[];
	/** Whether it is certain that the record lacks all of the missing ones. */
	isCertain: boolean;
}>;

/** The lines of a record that exists. */
export interface LinesOfRecord {
	/** Line items that the record has. */
	presentIds: readonly string[];
	/** Lines that the invoice has. */
	due: readonly HubSpotProperties[];
	/** What the line items say; only where they were read to be compared. */
	present?: readonly RecordLine[] | undefined;
}

/** A record that exists, with its invoice. */
interface RecordOfInvoice {
	invoice: QuickBooksInvoice;
	record: HubSpotRecord;
	lines: LinesOfRecord;
}

/** All lines of a new record. Another run may have created the record meanwhile, lines and all. */
export function planNewLines(due: readonly HubSpotProperties[]): LinesToWrite {
	return { due, missing: due, outdatedIds: [], isCertain: false };
}

/**
 * Whether a record lacks lines. Lines are written last, so such a record is one whose creation
 * broke off. Those of a voided invoice stay as they were before, and so do those of a record that
 * HubSpot keeps itself. Where nothing is updated, fewer lines than by now may be those of the first
 * day.
 */
export function lacksLines(
	{ invoice, record, lines: { presentIds, due } }: RecordOfInvoice,
	{ mayUpdate, today }: { mayUpdate: boolean; today: Day },
): boolean {
	const stay =
		isKeptByHubSpot(record.properties) ||
		(presentIds.length > 0 && readInvoiceFacts(invoice, today).voided);
	if (stay || presentIds.length >= due.length) return false;
	return mayUpdate || presentIds.length === 0;
}

/** QuickBooks counts whole seconds, and invoices change twice within one. */
const MOVED = ['invoice_updated_at', 'invoice_total'] as const;
/**
 * A record that was written this soon after the last change of its invoice may tell of the state
 * before another change within that second; clocks differ.
 */
const SOON_MS = 10_000;

/** What decides whether the lines of a record are compared with those of its invoice. */
interface ComparisonRules {
	names: PropertyNames;
	today: Day;
	/** Whether the run is over all invoices, most of which have not changed. */
	isOverAll: boolean;
	/** Whether the record lacks lines. */
	isBroken: boolean;
}

/**
 * Whether the lines of a record may not be those of its invoice any more. Where nothing moved that
 * HubSpot has noted, other lines for the same money show in nothing but the lines. Those of a
 * voided
 * invoice stay as they were.
 *
 * @param properties that the record is to get
 */
export function mayHaveOtherLines(
	{ invoice, record, lines: { presentIds, due } }: RecordOfInvoice,
	properties: HubSpotProperties,
	{ names, today, isOverAll, isBroken }: ComparisonRules,
): boolean {
	if (isKeptByHubSpot(record.properties) || readInvoiceFacts(invoice, today).voided) return false;
	return (
		isBroken ||
		!isOverAll ||
		presentIds.length > due.length ||
		MOVED.some((property) => names.of(property) in properties) ||
		Date.parse(record.updatedAt) - Date.parse(invoice.MetaData.LastUpdatedTime) < SOON_MS
	);
}

/**
 * What becomes of the lines of a record that exists. If any of them is not the invoice's any more,
 * all are replaced.
 *
 * @returns undefined where they stay as they are
 */
export function planLines(
	{ presentIds, due, present }: LinesOfRecord,
	isBroken: boolean,
): LinesToWrite | undefined {
	if (!present) return isBroken ? planNewLines(due) : undefined;
	const { extra, missing } = compareRecordLines(present, due);
	if (extra.length === 0 && isBroken) return { due, missing, outdatedIds: [], isCertain: true };
	if (extra.length === 0 && missing.length === 0) return undefined;
	return { due, missing: due, outdatedIds: presentIds, isCertain: true };
}

/**
 * Line items that another run has written as well. Everybody who sees all of them leaves the same
 * ones.
 *
 * @param present line items of a record, the oldest first
 */
export function repeatedLines(
	present: readonly RecordLine[],
	due: readonly Readonly<HubSpotProperties>[],
): RecordLine[] {
	return compareRecordLines(present, due).extra.filter(({ properties }) =>
		due.some((line) => saysTheSame(properties, line)),
	);
}
