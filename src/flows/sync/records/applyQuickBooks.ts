import { quoted } from '../../../core/decline';
import type { Match } from '../../../core/sync/plan/match';
import { linkAfterCreation, planPair, untouched } from '../../../core/sync/plan/plan';
import type { SyncedRecord, SyncKind } from '../../../core/sync/types';
import { readPath, valueText } from '../../../core/sync/fields/values';
import { withoutAccents } from '../../../core/text';
import type { HubSpotRecord } from '../../../core/records/hubspot';
import type { QuickBooksPayload } from '../../../core/records/quickbooks';
import type {
	Outcome,
	QuickBooksBatchOperation,
	QuickBooksBatchValue,
} from '../../../gateways/ports';
import { findInAnyCase } from '../../accounts/anyCase';
import type { Lookup } from './lookup';
import type { PreparedSync } from './prepare';
import { inAnyState } from '../../accounts/quickBooksRecords';
import type { SyncContext, SyncInput } from '../engine/types';
import { titleOf, versionOf, type Work } from './work';
import { askForAll, missingOutcome, toGatewayError } from '../../accounts/outcomes';
import { uniqueById } from '../../../core/records/byId';

/** Writes to QuickBooks, thirty to a request. A record that fails leaves the others as they are. */
export async function writeToQuickBooks(
	works: readonly Work[],
	input: SyncInput,
	prepared: PreparedSync,
	context: SyncContext,
	lookup: Lookup,
): Promise<void> {
	const open = works.filter(({ plan, error }) => plan.writeQuickBooks && error === undefined);
	let refused = await send(open, prepared, context);
	const made = new Set(
		open.flatMap(({ plan, error }) =>
			error === undefined && plan.quickBooks ? [plan.quickBooks.Id] : [],
		),
	);
	// A name of its own that is taken, too, was made by a run that broke off.
	for (const mayRename of [input.nameTaken === 'suffix', false]) {
		const taken = refused.filter(
			({ plan, error }) =>
				!plan.quickBooks && (error as { kind?: string }).kind === 'duplicateName',
		);
		refused =
			taken.length > 0
				? await resolveTakenNames(taken, made, mayRename, prepared, context, lookup)
				: [];
	}
}

/** @returns those that QuickBooks refused */
async function send(
	works: readonly Work[],
	prepared: PreparedSync,
	{ quickbooks }: SyncContext,
): Promise<Work[]> {
	if (works.length === 0) return [];
	const { kind } = prepared.plan;
	const { entity } = kind;
	for (const work of works)
		if (!work.plan.quickBooks)
			work.wantedName = String(work.plan.writeQuickBooks?.[nameField(kind)]);
	const operations = works.map(({ plan }): QuickBooksBatchOperation => {
		const payload = plan.writeQuickBooks as QuickBooksPayload;
		return plan.quickBooks
			? {
					operation: 'update',
					entity,
					payload: { ...payload, ...versionOf(plan.quickBooks), sparse: true },
				}
			: { operation: 'create', entity, payload };
	});
	const outcomes = await askForAll(works, async () => await quickbooks.batch(operations));
	if (!outcomes) return [];
	works.forEach((work, index) => settle(work, outcomes[index], prepared));
	return works.filter(({ error }) => error !== undefined);
}

function settle(
	work: Work,
	outcome: Outcome<QuickBooksBatchValue> | undefined,
	{ plan: context }: PreparedSync,
): void {
	if (!outcome?.ok || !outcome.value.record) {
		work.error = toGatewayError(
			'QuickBooks',
			outcome && !outcome.ok ? outcome.error : missingOutcome('QuickBooks'),
		);
		if ((work.error as { kind: string }).kind === 'stale') work.again = true;
		return;
	}
	delete work.error;
	const record = outcome.value.record as SyncedRecord;
	const { plan } = work;
	if (!plan.quickBooks && plan.hubSpot)
		plan.writeHubSpot = {
			...plan.writeHubSpot,
			...linkAfterCreation(plan.hubSpot, record, context),
		};
	if (plan.quickBooks) noteUncleared(work, record, context);
	plan.quickBooks = record;
}

/** What was to be emptied and still stands in the answer was not written. */
function noteUncleared(
	{ plan }: Work,
	record: SyncedRecord,
	{ fields }: PreparedSync['plan'],
): void {
	const kept = plan.changes.flatMap((change) => {
		const field =
			change.to === '' ? fields.find((one) => one.field.path === change.field)?.field : undefined;
		const value = field ? valueText(readPath(record, field.path)) : '';
		return field && value !== '' && value !== field.whenEmpty
			? [
					{
						change,
						text: `QuickBooks kept ${field.label} "${quoted(value)}", although the sync cleared it. Clear it in QuickBooks.`,
					},
				]
			: [];
	});
	if (kept.length === 0) return;
	plan.changes = plan.changes.filter((change) => !kept.some((one) => one.change === change));
	if (plan.changes.length > 0) plan.warnings = [...plan.warnings, ...kept.map(({ text }) => text)];
	else Object.assign(plan, { action: 'skipped', reason: kept.map(({ text }) => text).join(' ') });
}

/**
 * The name of a new record belongs to somebody. When that is a record that nobody is linked with
 * and that nothing tells apart,
 * it is the one we look for, perhaps created by a run that broke off; when it fits two of them, a
 * person must say which. Else
 * the new one gets a name of its own.
 *
 * @param made ids of records that belong to somebody since a moment ago, which HubSpot does not
 * know yet
 * @returns those that QuickBooks refused again
 */
async function resolveTakenNames(
	works: readonly Work[],
	made: ReadonlySet<string>,
	mayRename: boolean,
	prepared: PreparedSync,
	context: SyncContext,
	lookup: Lookup,
): Promise<Work[]> {
	await settleTaken(
		works,
		await holdersOf(works, prepared, context),
		made,
		mayRename,
		prepared,
		lookup,
	);
	return await send(
		works.filter(({ plan, error }) => error === undefined && plan.writeQuickBooks),
		prepared,
		context,
	);
}

/**
 * What a dry run can tell of names that are taken, by customers or items or by new ones before.
 * Vendors and employees have names, too.
 */
export async function foreseeTakenNames(
	works: readonly Work[],
	{ nameTaken }: SyncInput,
	prepared: PreparedSync,
	context: SyncContext,
	lookup: Lookup,
): Promise<void> {
	const { kind } = prepared.plan;
	const creating = works.filter(
		({ plan, error }) => error === undefined && plan.writeQuickBooks && !plan.quickBooks,
	);
	if (creating.length === 0) return;
	const holders = await holdersOf(creating, prepared, context);
	const names = creating.map((work) => nameOf(work, kind).toLowerCase());
	const taken = creating.filter(
		(_work, index) =>
			names.indexOf(names[index] ?? '') < index ||
			holders.some((record) => titleOf(record).toLowerCase() === names[index]),
	);
	for (const work of taken)
		work.error = toGatewayError('QuickBooks', {
			kind: 'duplicateName',
			message: `another record is called "${nameOf(work, kind)}"`,
			details: [],
			context: {},
		});
	await settleTaken(taken, holders, new Set(), nameTaken === 'suffix', prepared, lookup);
}

/** QuickBooks' names do not differ by capital letters, but its lists may. */
async function holdersOf(
	works: readonly Work[],
	{ plan: { kind } }: PreparedSync,
	{ quickbooks }: SyncContext,
): Promise<SyncedRecord[]> {
	const names = [...new Set(works.map((work) => nameOf(work, kind)))];
	const field = nameField(kind);
	const found: SyncedRecord[] = await quickbooks.find(kind.entity, {
		where: [{ field, operator: 'IN', value: names }, ...inAnyState(kind.entity)],
	});
	const missing = names.filter(
		(name) => !found.some((record) => titleOf(record).toLowerCase() === name.toLowerCase()),
	);
	const inOtherLetters = await findInAnyCase(
		quickbooks,
		kind.entity,
		missing.map((value) => ({ field, value, place: 'beginning' })),
		inAnyState(kind.entity),
	);
	return uniqueById([...found, ...inOtherLetters]);
}

async function settleTaken(
	works: readonly Work[],
	holders: readonly SyncedRecord[],
	made: ReadonlySet<string>,
	mayRename: boolean,
	prepared: PreparedSync,
	lookup: Lookup,
): Promise<void> {
	const linked =
		holders.length > 0
			? await lookup.forQuickBooks(holders, true)
			: new Map<string, Match<HubSpotRecord>>();
	const holderOf = (work: Work) => holderOfName(nameOf(work, prepared.plan.kind), holders);
	const fitting = new Map(
		works
			.map((work) => [work, holderOf(work)] as const)
			.filter(
				([work, holder]) =>
					holder?.Active &&
					!made.has(holder.Id) &&
					belongsTo(work, holder, linked.get(holder.Id), prepared),
			),
	);
	const claimed = [...fitting.values()];
	for (const work of works) {
		const holder = fitting.get(work);
		if (holder && claimed.filter((one) => one === holder).length > 1)
			contest(work, holder, prepared);
		else if (holder) adopt(work, holder, linked.get(holder.Id), prepared);
		else if (mayRename && work.plan.hubSpot) rename(work, prepared);
	}
}

/** To QuickBooks, names that differ by accents alone may be the same. */
function holderOfName(name: string, holders: readonly SyncedRecord[]): SyncedRecord | undefined {
	const ways = [
		(text: string) => text.toLowerCase(),
		(text: string) => withoutAccents(text).toLowerCase(),
	];
	return ways.flatMap(
		(way) => holders.find((record) => way(titleOf(record)) === way(name)) ?? [],
	)[0];
}

function nameOf({ plan }: Work, kind: SyncKind): string {
	return String(plan.writeQuickBooks?.[nameField(kind)]);
}

function nameField({ entity }: SyncKind): 'DisplayName' | 'Name' {
	return entity === 'Customer' ? 'DisplayName' : 'Name';
}

/**
 * Another worker has linked the two meanwhile; or nobody is linked with it, except that the record
 * itself may fit by a key.
 */
function belongsTo(
	work: Work,
	holder: SyncedRecord,
	match: Match<HubSpotRecord> | undefined,
	prepared: PreparedSync,
): boolean {
	const isOwn = match?.kind === 'pair' && match.record.id === work.plan.hubSpot?.id;
	if (isOwn && match.by === 'link') return true;
	return (
		(isOwn || (match?.kind === 'none' && match.leftOut === undefined)) &&
		!toldApart(work, holder, prepared)
	);
}

/** Both have a key of the same kind, and the keys differ. */
function toldApart(
	{ plan }: Work,
	holder: SyncedRecord,
	{ plan: { kind } }: PreparedSync,
): boolean {
	return kind.keys.some((key) => {
		const theirs = kind.quickBooksKeys(holder, key).map(withoutAccents);
		const ours = plan.hubSpot
			? kind.hubSpotKeys(plan.hubSpot, key).map((one) => withoutAccents(one.toLowerCase()))
			: [];
		return theirs.length > 0 && ours.length > 0 && !ours.some((one) => theirs.includes(one));
	});
}

/** A value of the one that was found may not fit. */
function adopt(
	work: Work,
	holder: SyncedRecord,
	match: Match<HubSpotRecord> | undefined,
	{ plan: context }: PreparedSync,
): void {
	delete work.error;
	try {
		if (match?.kind === 'pair' && match.by === 'link')
			work.plan = planPair({ hubSpot: match.record, quickBooks: holder, by: 'link' }, context);
		else if (work.plan.hubSpot)
			work.plan = planPair({ hubSpot: work.plan.hubSpot, quickBooks: holder, by: 'name' }, context);
	} catch (error) {
		work.error = error;
	}
}

function contest(work: Work, holder: SyncedRecord, { plan: { kind } }: PreparedSync): void {
	delete work.error;
	work.plan = untouched(
		'conflict',
		`The QuickBooks ${kind.words.quickBooks} "${titleOf(holder)}" (id ${holder.Id}) has the name of several HubSpot records that have none in QuickBooks.`,
		{ hubSpot: work.plan.hubSpot },
	);
}

function rename(work: Work, { plan: { kind } }: PreparedSync): void {
	const { hubSpot, writeQuickBooks } = work.plan;
	if (!hubSpot || !writeQuickBooks) return;
	delete work.error;
	work.plan.writeQuickBooks = kind.withOwnName(writeQuickBooks, hubSpot);
	work.plan.warnings = [
		...work.plan.warnings,
		`The name is taken in QuickBooks, so the new ${kind.words.quickBooks} is called "${nameOf(work, kind)}".`,
	];
}
