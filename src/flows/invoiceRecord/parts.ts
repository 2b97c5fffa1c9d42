import { associationTypeId } from '../../core/hubspot/associations';
import type { HubSpotObjectType, HubSpotProperties } from '../../core/records/hubspot';
import type { GatewayErrorKind } from '../../gateways/errors';
import type { HubSpotLink, HubSpotPort } from '../../gateways/ports';
import { toGatewayError, type Standing } from '../invoiceRecord';

/** One request for each kind of record that is linked with. @throws GatewayError */
export async function linkRecords(hubspot: HubSpotPort, records: readonly Standing[]): Promise<void> {
	const byType = new Map<HubSpotObjectType, HubSpotLink[]>();
	for (const { id, linked, wanted } of records) {
		if (linked) continue;
		for (const { to, typeId } of wanted.associations) byType.set(to.objectType, [...(byType.get(to.objectType) ?? []), { fromId: id, toId: to.id, typeIds: [typeId] }]);
	}
	await Promise.all([...byType].map(async ([objectType, links]) => await hubspot.associate('invoices', objectType, links)));
}

/** Failures that say nothing about the line itself; a later run makes what is missing. */
const PASSING = new Set<GatewayErrorKind>(['network', 'timeout', 'unavailable', 'rateLimited', 'unexpected']);

/** Lines are copies. A record that has as many keeps them; one that has some of them, from a run that was cut off, gets the rest. */
export async function writeLines(hubspot: HubSpotPort, records: readonly Standing[]): Promise<void> {
	const unsure = records.filter(({ isNew, wanted }) => !isNew && wanted.hasLines === undefined && wanted.lines.length > 0);
	const present = unsure.length > 0 ? await hubspot.readAssociations('invoices', 'line_items', unsure.map(({ id }) => id)) : new Map<string, string[]>();
	const empty = records.filter(({ id, isNew, wanted }) => isNew || wanted.hasLines === false || (wanted.hasLines === undefined && (present.get(id) ?? []).length === 0));
	const typeId = associationTypeId('line_items', 'invoices');
	const broken = unsure.filter(({ id, wanted }) => (present.get(id) ?? []).length > 0 && (present.get(id) ?? []).length < wanted.lines.length);
	const lines = [...empty, ...broken].flatMap((record) => missingLines(record, present.get(record.id) ?? []).map((properties) => ({ record, create: { properties, associations: [{ to: { objectType: 'invoices' as const, id: record.id }, typeId }] } })));
	if (lines.length === 0) return;
	const outcomes = await hubspot.createObjects('line_items', lines.map(({ create }) => create));
	const refusals = new Map<Standing, string[]>();
	for (const [index, { record }] of lines.entries()) {
		const outcome = outcomes[index];
		if (outcome?.ok === false && PASSING.has(outcome.error.kind)) throw toGatewayError(outcome.error);
		if (outcome?.ok === false) refusals.set(record, [...(refusals.get(record) ?? []), outcome.error.message]);
	}
	for (const [record, messages] of refusals) record.warnings.push(`HubSpot refused ${messages.length} lines of the invoice record: ${messages[0]}`);
}

/** Lines are made in their order, so what is missing is the end. */
function missingLines({ wanted }: Standing, present: readonly string[]): HubSpotProperties[] {
	return wanted.lines.slice(present.length);
}

/** Some accounts take a status with lines only. */
export async function settleStatuses(hubspot: HubSpotPort, records: readonly Standing[]): Promise<void> {
	const pending = records.filter(({ pendingStatus }) => pendingStatus !== undefined);
	if (pending.length === 0) return;
	const outcomes = await hubspot.updateObjects('invoices', pending.map(({ id, pendingStatus }) => ({ id, properties: { hs_invoice_status: pendingStatus ?? null } })));
	for (const [index, { warnings, pendingStatus }] of pending.entries()) {
		const outcome = outcomes[index];
		if (outcome?.ok === false) warnings.push(`HubSpot keeps its own invoice record as it is instead of "${pendingStatus}": ${outcome.error.message}`);
	}
}
