import { associationTypeId } from '../../core/hubspot/associations';
import {
	COMPARED_LINE_PROPERTIES,
	compareRecordLines,
} from '../../core/invoice/record/recordLines';
import type {
	HubSpotObjectType,
	HubSpotProperties,
	HubSpotRecord,
} from '../../core/records/hubspot';
import { byAskedId } from '../../core/records/merged';
import { GatewayError, UNMENTIONED, type GatewayErrorKind } from '../../gateways/errors';
import type { HubSpotLink, HubSpotPort } from '../../gateways/ports';
import type { UnfinishedRecord } from './invoiceRecord';
import { toGatewayError } from '../accounts/outcomes';
import { waitForAll } from '../accounts/waitForAll';

/** One request for each kind of record that is linked with. @throws GatewayError */
export async function linkRecords(
	hubspot: HubSpotPort,
	records: readonly UnfinishedRecord[],
): Promise<void> {
	const byType = new Map<HubSpotObjectType, HubSpotLink[]>();
	for (const { id, linked, wanted } of records) {
		if (linked) continue;
		for (const { to, typeId } of wanted.associations)
			byType.set(to.objectType, [
				...(byType.get(to.objectType) ?? []),
				{ fromId: id, toId: to.id, typeIds: [typeId] },
			]);
	}
	await waitForAll(
		[...byType].map(
			async ([objectType, links]) => await hubspot.associate('invoices', objectType, links),
		),
	);
}

/** Failures that say nothing about the line itself; a later run makes what is missing. */
const PASSING = new Set<GatewayErrorKind>([
	'network',
	'timeout',
	'unavailable',
	'rateLimited',
	'unexpected',
]);

/**
 * Lines are copies. A record that has as many keeps them; one that has some of them, from a run
 * that was cut off, gets the rest.
 * HubSpot may make one line item of several inputs that it takes for the same, so what it does not
 * mention is looked for and
 * made once more.
 */
export async function writeLines(
	hubspot: HubSpotPort,
	records: readonly UnfinishedRecord[],
): Promise<void> {
	const unmentioned = await createLines(hubspot, await linesToWrite(hubspot, records));
	if (unmentioned.length === 0) return;
	const again = unmentioned.map((record): UnfinishedRecord => {
		const { hasLines: _unsure, ...wanted } = record.wanted;
		return { ...record, isNew: false, wanted };
	});
	if ((await createLines(hubspot, await linesToWrite(hubspot, again))).length > 0)
		throw new GatewayError({
			system: 'HubSpot',
			kind: 'unexpected',
			message: 'HubSpot did not create all lines of the invoice record',
		});
}

interface LineToWrite {
	record: UnfinishedRecord;
	properties: HubSpotProperties;
}

async function linesToWrite(
	hubspot: HubSpotPort,
	records: readonly UnfinishedRecord[],
): Promise<LineToWrite[]> {
	const unsure = records.filter(
		({ isNew, wanted }) => !isNew && wanted.hasLines === undefined && wanted.lines.length > 0,
	);
	const present =
		unsure.length > 0
			? await hubspot.readAssociations(
					'invoices',
					'line_items',
					unsure.map(({ id }) => id),
				)
			: new Map<string, string[]>();
	const countOf = ({ id }: UnfinishedRecord) => (present.get(id) ?? []).length;
	const empty = records.filter(
		(record) =>
			record.isNew ||
			record.wanted.hasLines === false ||
			(record.wanted.hasLines === undefined && countOf(record) === 0),
	);
	const broken = unsure.filter(
		(record) => countOf(record) > 0 && countOf(record) < record.wanted.lines.length,
	);
	const there =
		broken.length > 0
			? byAskedId(
					await hubspot.readObjects(
						'line_items',
						broken.flatMap(({ id }) => present.get(id) ?? []),
						{ properties: COMPARED_LINE_PROPERTIES },
					),
				)
			: new Map<string, HubSpotRecord>();
	const lacking = (record: UnfinishedRecord) =>
		lackingLines(
			record,
			(present.get(record.id) ?? []).flatMap((id) => there.get(id) ?? []),
			countOf(record),
		);
	const missing = [
		...empty.map((record) => ({ record, lines: record.wanted.lines })),
		...broken.map((record) => ({ record, lines: lacking(record) })),
	];
	return positioned(
		missing.flatMap(({ record, lines }) => lines.map((properties) => ({ record, properties }))),
		Math.max(0, ...broken.map(countOf)),
	);
}

/**
 * Those that are not there, as many as are lacking: a line that somebody has changed stays one
 * line.
 */
function lackingLines(
	{ wanted }: UnfinishedRecord,
	there: readonly HubSpotRecord[],
	count: number,
): HubSpotProperties[] {
	return compareRecordLines(there, wanted.lines).missing.slice(count - wanted.lines.length);
}

/**
 * Lines have their place, which goes on from record to record: of inputs of one batch that are the
 * same in all they say HubSpot
 * makes one. Source: developers.hubspot.com, CRM API, line items (2026-09).
 */
function positioned(lines: readonly LineToWrite[], first: number): LineToWrite[] {
	return lines.map(({ record, properties }, index) => ({
		record,
		properties: { ...properties, hs_position_on_quote: String(first + index) },
	}));
}

/** @returns records of which HubSpot did not mention every line */
async function createLines(
	hubspot: HubSpotPort,
	lines: readonly LineToWrite[],
): Promise<UnfinishedRecord[]> {
	if (lines.length === 0) return [];
	const typeId = associationTypeId('line_items', 'invoices');
	const outcomes = await hubspot.createObjects(
		'line_items',
		lines.map(({ record, properties }) => ({
			properties,
			associations: [{ to: { objectType: 'invoices', id: record.id }, typeId }],
		})),
	);
	const refusals = new Map<UnfinishedRecord, string[]>();
	const unmentioned = new Set<UnfinishedRecord>();
	for (const [index, { record }] of lines.entries()) {
		const outcome = outcomes[index];
		if (outcome?.ok !== false) continue;
		if (outcome.error.code === UNMENTIONED) unmentioned.add(record);
		else if (PASSING.has(outcome.error.kind)) throw toGatewayError('HubSpot', outcome.error);
		else refusals.set(record, [...(refusals.get(record) ?? []), outcome.error.message]);
	}
	for (const [record, messages] of refusals)
		record.warnings.push(
			`HubSpot refused ${messages.length} lines of the invoice record: ${messages[0]}`,
		);
	return [...unmentioned];
}

/** Some accounts take a status with lines only. */
export async function settleStatuses(
	hubspot: HubSpotPort,
	records: readonly UnfinishedRecord[],
): Promise<void> {
	const pending = records.filter(({ pendingStatus }) => pendingStatus !== undefined);
	if (pending.length === 0) return;
	const outcomes = await hubspot.updateObjects(
		'invoices',
		pending.map(({ id, pendingStatus }) => ({
			id,
			properties: { hs_invoice_status: pendingStatus ?? null },
		})),
	);
	for (const [index, { warnings, pendingStatus }] of pending.entries()) {
		const outcome = outcomes[index];
		if (outcome?.ok === false)
			warnings.push(
				`HubSpot keeps its own invoice record as it is instead of "${pendingStatus}": ${outcome.error.message}`,
			);
	}
}
