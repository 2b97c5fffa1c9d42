import { untouched } from '../../../core/sync/plan/plan';
import type { SyncKind } from '../../../core/sync/types';
import type { HubSpotRecord } from '../../../core/records/hubspot';
import type { Outcome } from '../../../gateways/ports';
import { rememberRecord } from '../../accounts/links';
import { waitForAll } from '../../accounts/waitForAll';
import type { Lookup } from './lookup';
import type { PreparedSync } from './prepare';
import type { SyncContext } from '../engine/types';
import { asRecord, type Work } from './work';
import { askForAll, toGatewayError } from '../../accounts/outcomes';

/**
 * Writes to HubSpot, a hundred to a request. New records are written by their link where it is
 * unique, so a repetition makes no second one.
 */
export async function writeToHubSpot(
	works: readonly Work[],
	prepared: PreparedSync,
	context: SyncContext,
	lookup: Lookup,
): Promise<void> {
	const open = works.filter(({ error, again }) => error === undefined && !again);
	const writing = open.filter(({ plan }) => plan.writeHubSpot);
	await waitForAll([
		create(
			writing.filter(({ plan }) => !plan.hubSpot),
			prepared,
			context,
			lookup,
		),
		update(
			writing.filter(({ plan }) => plan.hubSpot),
			prepared,
			context,
			lookup,
		),
		archive(
			open.filter(({ plan }) => plan.archiveHubSpot),
			prepared,
			context,
			lookup,
		),
	]);
}

async function create(
	works: readonly Work[],
	{ plan: { kind }, linkIsUnique }: PreparedSync,
	{ hubspot, quickbooks }: SyncContext,
	lookup: Lookup,
): Promise<void> {
	if (works.length === 0) return;
	const link = hubspot.names.link(quickbooks.realmId);
	const records = works.map(({ plan }) => plan.writeHubSpot ?? {});
	const outcomes = await askForAll(works, async () =>
		linkIsUnique
			? await hubspot.upsertObjects(
					kind.hubSpotType,
					link,
					records.map((properties) => ({ id: properties[link] ?? '', properties })),
				)
			: await hubspot.createObjects(
					kind.hubSpotType,
					records.map((properties) => ({ properties })),
				),
	);
	outcomes?.forEach((outcome, index) => settleNew(works[index], outcome, kind, lookup));
	if (!linkIsUnique) rememberLinks(works, link, kind);
}

async function update(
	works: readonly Work[],
	{ plan: { kind }, linkIsUnique }: PreparedSync,
	{ hubspot, quickbooks }: SyncContext,
	lookup: Lookup,
): Promise<void> {
	if (works.length === 0) return;
	const outcomes = await askForAll(
		works,
		async () =>
			await hubspot.updateObjects(
				kind.hubSpotType,
				works.map(({ plan }) => ({
					id: plan.hubSpot?.id ?? '',
					properties: plan.writeHubSpot ?? {},
				})),
			),
	);
	outcomes?.forEach((outcome, index) => settle(works[index], outcome, lookup));
	if (!linkIsUnique) rememberLinks(works, hubspot.names.link(quickbooks.realmId), kind);
}

/**
 * A search does not show for some moments what was linked, and a run that follows would make a
 * second record.
 */
function rememberLinks(works: readonly Work[], name: string, { hubSpotType }: SyncKind): void {
	for (const { plan, error } of works) {
		const link = plan.writeHubSpot?.[name];
		if (error === undefined && plan.hubSpot && link)
			rememberRecord(hubSpotType, link, plan.hubSpot.id);
	}
}

async function archive(
	works: readonly Work[],
	{ plan: { kind } }: PreparedSync,
	{ hubspot }: SyncContext,
	lookup: Lookup,
): Promise<void> {
	if (works.length === 0) return;
	const ids = works.map(({ plan }) => plan.hubSpot?.id ?? '');
	await askForAll(works, async () => await hubspot.archiveObjects(kind.hubSpotType, ids));
	ids.forEach((id) => lookup.forget(id));
}

/** HubSpot keeps the address of whoever was deleted for good, and takes it no more. */
const BLOCKED = /\bGDPR\b/;

function settleNew(
	work: Work | undefined,
	outcome: Outcome<HubSpotRecord>,
	{ words }: SyncKind,
	lookup: Lookup,
): void {
	const { quickBooks } = work?.plan ?? {};
	const isBlocked =
		!outcome.ok &&
		outcome.error.kind === 'invalid' &&
		[outcome.error.message, ...outcome.error.details.map(({ message }) => message)].some(
			(message) => BLOCKED.test(message),
		);
	if (!work || !quickBooks || !isBlocked) return settle(work, outcome, lookup);
	const reason = `The ${words.hubSpot} was permanently deleted in HubSpot. HubSpot refuses its e-mail address, so none is created.`;
	work.plan = untouched('skipped', reason, { quickBooks }, true);
	work.deletion = { side: 'hubSpot', quickBooksId: quickBooks.Id, told: false };
}

/**
 * A value that another record holds means that the record exists after all, and it is looked for
 * once more; or the other one gives
 * it up in the same batch, as when an address passes from one contact to the next.
 */
function settle(work: Work | undefined, outcome: Outcome<HubSpotRecord>, lookup: Lookup): void {
	if (!work) return;
	if (outcome.ok) {
		work.plan.hubSpot = asRecord(outcome.value, work.plan.hubSpot);
		lookup.note(work.plan.hubSpot);
		return;
	}
	work.error = toGatewayError('HubSpot', outcome.error);
	const isTaken =
		outcome.error.kind === 'conflict' ||
		outcome.error.details.some(({ code }) => code === 'CONFLICTING_UNIQUE_VALUE');
	if (isTaken || (work.plan.hubSpot && outcome.error.kind === 'notFound')) work.again = true;
}
