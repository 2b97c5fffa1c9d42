import type { Immutable } from '../../../plan';
import type { HubSpotProperties, HubSpotRecord } from '../../../records/hubspot';
import { compareRecordLines } from '../recordLines';
import type { RecordToWrite } from './recordToWrite';

/** A record that was written, and the lines that it is to have. */
export type RecordWithLines = Immutable<{
	id: string;
	isNew: boolean;
	wanted: Pick<RecordToWrite, 'lines' | 'hasLines'>;
}>;

/** A line that is created, and the record that it belongs to. */
export type LineToWrite = Immutable<{ recordId: string; properties: HubSpotProperties }>;

/** Ids of line items, by record. */
type LineIds = ReadonlyMap<string, readonly string[]>;

/** Records whose lines have to be read, since nobody knows whether they have any. */
export function recordsOfUnknownLines(records: readonly RecordWithLines[]): RecordWithLines[] {
	return records.filter(
		({ isNew, wanted }) => !isNew && wanted.hasLines === undefined && wanted.lines.length > 0,
	);
}

/** Records that have some of their lines, from a run that was cut off. */
export function recordsOfFewerLines(
	records: readonly RecordWithLines[],
	lineIds: LineIds,
): RecordWithLines[] {
	return recordsOfUnknownLines(records).filter((record) => {
		const count = countOf(record, lineIds);
		return count > 0 && count < record.wanted.lines.length;
	});
}

/**
 * Lines are copies. A record that has as many as its invoice keeps them; one that has some of them
 * gets the rest.
 *
 * @param lineIds of records whose lines were unknown
 * @param lineItems those of records that have some of their lines
 */
export function planRecordLines(
	records: readonly RecordWithLines[],
	lineIds: LineIds,
	lineItems: ReadonlyMap<string, HubSpotRecord>,
): LineToWrite[] {
	const empty = records.filter((record) => isEmpty(record, lineIds));
	const partial = recordsOfFewerLines(records, lineIds);
	const lines = [
		...empty.flatMap(({ id, wanted }) => toLines(id, wanted.lines)),
		...partial.flatMap((record) => {
			const present = lineIds.get(record.id) ?? [];
			return toLines(
				record.id,
				lackingLines(
					record,
					present.flatMap((id) => lineItems.get(id) ?? []),
					present.length,
				),
			);
		}),
	];
	return positioned(lines, Math.max(0, ...partial.map((record) => countOf(record, lineIds))));
}

function isEmpty(record: RecordWithLines, lineIds: LineIds): boolean {
	const { isNew, wanted } = record;
	if (isNew || wanted.hasLines !== undefined) return isNew || wanted.hasLines === false;
	return countOf(record, lineIds) === 0;
}

function countOf({ id }: RecordWithLines, lineIds: LineIds): number {
	return lineIds.get(id)?.length ?? 0;
}

function toLines(recordId: string, lines: readonly HubSpotProperties[]): LineToWrite[] {
	return lines.map((properties) => ({ recordId, properties }));
}

/**
 * Those that are not there, as many as are lacking: a line that somebody has changed stays one
 * line.
 */
function lackingLines(
	{ wanted }: RecordWithLines,
	present: readonly HubSpotRecord[],
	count: number,
): HubSpotProperties[] {
	return compareRecordLines(present, wanted.lines).missing.slice(count - wanted.lines.length);
}

/**
 * Lines have their place, which goes on from record to record: of inputs of one batch that are the
 * same in all they say HubSpot creates one. Source: developers.hubspot.com, CRM API, line items
 * (2026-09).
 */
function positioned(lines: readonly LineToWrite[], first: number): LineToWrite[] {
	return lines.map(({ recordId, properties }, index) => ({
		recordId,
		properties: { ...properties, hs_position_on_quote: String(first + index) },
	}));
}
