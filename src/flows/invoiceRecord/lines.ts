import { associationTypeId } from '../../core/hubspot/associations';
import { COMPARED_LINE_PROPERTIES } from '../../core/invoice/record/recordLines';
import {
	planRecordLines,
	recordsOfFewerLines,
	recordsOfUnknownLines,
	type LineToWrite,
	type RecordWithLines,
} from '../../core/invoice/record/write/planRecordLines';
import { byAskedId } from '../../core/records/merged';
import type { HubSpotRecord } from '../../core/records/hubspot';
import { GatewayError, UNMENTIONED, type GatewayErrorKind } from '../../gateways/errors';
import type { HubSpotPort, OutcomeError } from '../../gateways/ports';
import { toGatewayError } from '../accounts/outcomes';
import type { RecordWarnings } from './types';

/** Failures that say nothing about the line itself; a later run creates what is missing. */
const PASSING = new Set<GatewayErrorKind>([
	'network',
	'timeout',
	'unavailable',
	'rateLimited',
	'unexpected',
]);

/**
 * Creates the lines that records lack. HubSpot may make one line item of several inputs that it
 * takes for the same, so what it does not mention is looked for and created once more.
 *
 * @returns what HubSpot refused
 * @throws GatewayError when a failure says nothing about the line itself
 */
export async function writeLines(
	hubspot: HubSpotPort,
	records: readonly RecordWithLines[],
): Promise<RecordWarnings> {
	const first = await createLines(hubspot, await readAndPlanLines(hubspot, records));
	const unmentioned = records.filter(({ id }) => first.unmentioned.has(id));
	if (unmentioned.length === 0) return toWarnings(first.refusals);
	const unsure = unmentioned.map(({ id, wanted: { lines } }) => ({
		id,
		isNew: false,
		wanted: { lines },
	}));
	const second = await createLines(hubspot, await readAndPlanLines(hubspot, unsure));
	if (second.unmentioned.size > 0)
		throw new GatewayError({
			system: 'HubSpot',
			kind: 'unexpected',
			message: 'HubSpot did not create all lines of the invoice record',
		});
	return toWarnings([...first.refusals, ...second.refusals]);
}

async function readAndPlanLines(
	hubspot: HubSpotPort,
	records: readonly RecordWithLines[],
): Promise<LineToWrite[]> {
	const unknown = recordsOfUnknownLines(records).map(({ id }) => id);
	const lineIds = await hubspot.readAssociations('invoices', 'line_items', unknown);
	const partial = recordsOfFewerLines(records, lineIds);
	const lineItems =
		partial.length > 0
			? byAskedId(
					await hubspot.readObjects(
						'line_items',
						partial.flatMap(({ id }) => lineIds.get(id) ?? []),
						{ properties: COMPARED_LINE_PROPERTIES },
					),
				)
			: new Map<string, HubSpotRecord>();
	return planRecordLines(records, lineIds, lineItems);
}

interface LineRefusal {
	recordId: string;
	message: string;
}

interface LinesCreated {
	refusals: LineRefusal[];
	/** Records of which HubSpot did not mention every line. */
	unmentioned: ReadonlySet<string>;
}

/** @throws GatewayError when a failure says nothing about the line itself */
async function createLines(
	hubspot: HubSpotPort,
	lines: readonly LineToWrite[],
): Promise<LinesCreated> {
	if (lines.length === 0) return { refusals: [], unmentioned: new Set() };
	const typeId = associationTypeId('line_items', 'invoices');
	const outcomes = await hubspot.createObjects(
		'line_items',
		lines.map(({ recordId, properties }) => ({
			properties,
			associations: [{ to: { objectType: 'invoices', id: recordId }, typeId }],
		})),
	);
	const failed = lines.flatMap(({ recordId }, index) => {
		const outcome = outcomes[index];
		return outcome?.ok === false ? [{ recordId, error: outcome.error }] : [];
	});
	const answered = failed.filter(({ error }) => !isUnmentioned(error));
	const passing = answered.find(({ error }) => PASSING.has(error.kind));
	if (passing) throw toGatewayError('HubSpot', passing.error);
	return {
		refusals: answered.map(({ recordId, error: { message } }) => ({ recordId, message })),
		unmentioned: new Set(
			failed.filter(({ error }) => isUnmentioned(error)).map(({ recordId }) => recordId),
		),
	};
}

function isUnmentioned({ code }: OutcomeError): boolean {
	return code === UNMENTIONED;
}

function toWarnings(refusals: readonly LineRefusal[]): RecordWarnings {
	const recordIds = [...new Set(refusals.map(({ recordId }) => recordId))];
	return new Map(
		recordIds.map((id) => {
			const own = refusals.filter(({ recordId }) => recordId === id);
			const message = own[0]?.message ?? '';
			return [id, [`HubSpot refused ${own.length} lines of the invoice record: ${message}`]];
		}),
	);
}
