import type { Day } from '../../../core/calendar';
import { isKeptByHubSpot } from '../../../core/invoice/record/foreign';
import type { PropertyNames } from '../../../core/records/names';
import { readInvoiceFacts } from '../../../core/invoice/status';
import {
	COMPARED_LINE_PROPERTIES,
	compareRecordLines,
	saysTheSame,
} from '../../../core/invoice/record/recordLines';
import type { HubSpotRecord } from '../../../core/records/hubspot';
import { byAskedId } from '../../../core/records/merged';
import type { HubSpotPort } from '../../../gateways/ports';
import type { InvoiceWork } from './work';
import type { SyncScope } from '../engine/types';
import { askForAll } from '../../accounts/outcomes';

/** QuickBooks counts whole seconds, and invoices change twice within one. */
const MOVED = ['invoice_updated_at', 'invoice_total'] as const;
/**
 * A record that was written this soon after the last change of its invoice may tell of the state
 * before another change within that second; clocks differ.
 */
const SOON_MS = 10_000;

/**
 * Marks those of the records that exist whose lines are not those of their invoice any more. Where
 * nothing moved that HubSpot
 * has noted, other lines for the same money show in nothing but the lines.
 */
export async function compareLines(
	hubspot: HubSpotPort,
	works: readonly InvoiceWork[],
	scope: SyncScope['kind'],
	today: Day,
): Promise<void> {
	const compared = works.filter((work) => mayBeOutdated(work, scope, today, hubspot.names));
	if (compared.length === 0) return;
	await askForAll(compared, async () => {
		const items = await hubspot.readObjects(
			'line_items',
			compared.flatMap(({ lineIds = [] }) => lineIds),
			{ properties: COMPARED_LINE_PROPERTIES },
		);
		const byId = byAskedId(items);
		for (const work of compared) markOutdated(work, byId);
	});
}

/** Those of a voided invoice stay as they were; where nothing is updated, so do all others. */
function mayBeOutdated(
	{ record, invoice, plan, error, lineIds = [], lines = [] }: InvoiceWork,
	scope: SyncScope['kind'],
	today: Day,
	names: PropertyNames,
): boolean {
	const isTaken = plan?.action === 'unchanged' || plan?.action === 'updated';
	if (
		!record ||
		!invoice ||
		error !== undefined ||
		!isTaken ||
		isKeptByHubSpot(record.properties) ||
		readInvoiceFacts(invoice, today).voided
	)
		return false;
	return (
		plan.lacksLines ||
		lineIds.length > lines.length ||
		scope !== 'all' ||
		MOVED.some((property) => names.of(property) in plan.properties) ||
		Date.parse(record.updatedAt) - Date.parse(invoice.MetaData.LastUpdatedTime) < SOON_MS
	);
}

function markOutdated(work: InvoiceWork, byId: ReadonlyMap<string, HubSpotRecord>): void {
	const { plan, lineIds = [], lines = [] } = work;
	if (!plan) return;
	const { extra, missing } = compareRecordLines(
		lineIds.map((id) => ({ id, properties: byId.get(id)?.properties ?? {} })),
		lines,
	);
	if (extra.length === 0 && plan.lacksLines) work.missing = missing;
	if (extra.length === 0 && (missing.length === 0 || plan.lacksLines)) return;
	work.outdated = true;
	Object.assign(plan, {
		action: 'updated',
		changes: [
			...plan.changes.filter(({ field }) => field !== 'line_items'),
			{ field: 'line_items', from: lineIds.length, to: lines.length },
		],
	});
}

/**
 * Another worker may have written the same lines at the same moment. Whoever comes last sees all of
 * them, and everybody leaves the same ones.
 */
export async function dropRepeated(
	hubspot: HubSpotPort,
	works: readonly InvoiceWork[],
): Promise<void> {
	const idOf = ({ recordId = '' }: InvoiceWork) => recordId;
	if (works.length === 0) return;
	const present = await hubspot.readAssociations('invoices', 'line_items', works.map(idOf));
	const crowded = works.filter(
		(work) => (present.get(idOf(work)) ?? []).length > (work.lines ?? []).length,
	);
	if (crowded.length === 0) return;
	const items = await hubspot.readObjects(
		'line_items',
		crowded.flatMap((work) => present.get(idOf(work)) ?? []),
		{ properties: COMPARED_LINE_PROPERTIES },
	);
	const byAge = items.sort((a, b) => Number(a.id) - Number(b.id));
	const repeated = crowded.flatMap((work) => {
		const { lines = [] } = work;
		const own = byAge.filter(({ id }) => present.get(idOf(work))?.includes(id));
		return compareRecordLines(own, lines).extra.filter(({ properties }) =>
			lines.some((line) => saysTheSame(properties, line)),
		);
	});
	if (repeated.length > 0)
		await hubspot.archiveObjects(
			'line_items',
			repeated.map(({ id }) => id),
		);
}
