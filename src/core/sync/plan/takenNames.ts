import { withoutAccents } from '../../text';
import type { HubSpotRecord } from '../../records/hubspot';
import type { SyncKind, SyncedRecord } from '../types';
import { decide, type SyncDecision } from './decision';
import type { Match } from './match';
import { planPair } from '../pair/pair';
import { untouched, type PlanContext, type SyncPlan } from './plan';

/** Who has the names that new QuickBooks records were to get. */
export interface NameHolders {
	holders: readonly SyncedRecord[];
	/** What the holders belong to in HubSpot, by QuickBooks id. */
	matches: ReadonlyMap<string, Match<HubSpotRecord>>;
	/** Ids of QuickBooks records that this run has just created; HubSpot does not know them yet. */
	justCreated: ReadonlySet<string>;
	/** Whether a new record may get a name of its own. */
	mayRename: boolean;
}

/** QuickBooks' field with the name that no two records have in common. */
export function nameField({ entity }: SyncKind): 'DisplayName' | 'Name' {
	return entity === 'Customer' ? 'DisplayName' : 'Name';
}

/** The name that no two QuickBooks records have in common. */
export function titleOf(record: SyncedRecord): string {
	return 'DisplayName' in record ? record.DisplayName : record.Name;
}

/** The name that a new QuickBooks record is to get. */
export function newNameOf({ plan }: Pick<SyncDecision, 'plan'>, kind: SyncKind): string {
	return String(plan.writeQuickBooks?.[nameField(kind)]);
}

/**
 * Decides again about new QuickBooks records whose name is taken. When nobody is linked with the
 * holder of the name and no key shows that they differ, the holder is the record itself, perhaps
 * created by a run that broke off. When it fits several, a person must say which. Otherwise the
 * new one gets a name of its own, if that is allowed.
 *
 * @returns one entry for each decision; undefined where the name stays refused
 */
export function planTakenNames(
	decisions: readonly SyncDecision[],
	taken: NameHolders,
	context: PlanContext,
): Array<SyncDecision | undefined> {
	const fitting = decisions.map((decision) => {
		const holder = holderOfName(newNameOf(decision, context.kind), taken.holders);
		return holder && mayBe(decision, holder, taken, context) ? holder : undefined;
	});
	return decisions.map((decision, index) => {
		const holder = fitting[index];
		if (!holder) return taken.mayRename ? renamed(decision, context) : undefined;
		return fitting.filter((one) => one === holder).length > 1
			? contested(decision, holder, context)
			: adopted(decision, holder, taken.matches.get(holder.Id), context);
	});
}

/** To QuickBooks, names that differ by accents alone may be the same. */
function holderOfName(name: string, holders: readonly SyncedRecord[]): SyncedRecord | undefined {
	const inLowerCase = (text: string) => text.toLowerCase();
	const inPlainLetters = (text: string) => withoutAccents(text).toLowerCase();
	const find = (form: (text: string) => string) =>
		holders.find((record) => form(titleOf(record)) === form(name));
	return find(inLowerCase) ?? find(inPlainLetters);
}

function mayBe(
	decision: SyncDecision,
	holder: SyncedRecord,
	{ matches, justCreated }: NameHolders,
	{ kind }: PlanContext,
): boolean {
	if (!holder.Active || justCreated.has(holder.Id)) return false;
	const match = matches.get(holder.Id);
	const isOwn = match?.kind === 'pair' && match.record.id === decision.plan.hubSpot?.id;
	// Another worker has linked the two meanwhile.
	if (isOwn && match.by === 'link') return true;
	const isFree = isOwn || (match?.kind === 'none' && match.leftOut === undefined);
	return isFree && !haveDifferentKeys(decision, holder, kind);
}

/** Both have a key of the same kind, and the keys differ. */
function haveDifferentKeys({ plan }: SyncDecision, holder: SyncedRecord, kind: SyncKind): boolean {
	const { hubSpot } = plan;
	return kind.keys.some((key) => {
		const theirs = kind.quickBooksKeys(holder, key).map(withoutAccents);
		const ours = hubSpot
			? kind.hubSpotKeys(hubSpot, key).map((one) => withoutAccents(one.toLowerCase()))
			: [];
		return theirs.length > 0 && ours.length > 0 && !ours.some((one) => theirs.includes(one));
	});
}

/** A value of the one that was found may not fit. */
function adopted(
	{ source, plan }: SyncDecision,
	quickBooks: SyncedRecord,
	match: Match<HubSpotRecord> | undefined,
	context: PlanContext,
): SyncDecision {
	const { hubSpot } = plan;
	return decide(source, plan, (): SyncPlan => {
		if (match?.kind === 'pair' && match.by === 'link')
			return planPair({ hubSpot: match.record, quickBooks, by: 'link' }, context);
		return hubSpot ? planPair({ hubSpot, quickBooks, by: 'name' }, context) : plan;
	});
}

function contested(
	{ source, plan }: SyncDecision,
	holder: SyncedRecord,
	{ kind }: PlanContext,
): SyncDecision {
	const reason = `The QuickBooks ${kind.words.quickBooks} "${titleOf(holder)}" (id ${holder.Id}) has the name of several HubSpot records that have none in QuickBooks.`;
	return { source, plan: untouched('conflict', reason, { hubSpot: plan.hubSpot }) };
}

function renamed(decision: SyncDecision, { kind }: PlanContext): SyncDecision | undefined {
	const { hubSpot, writeQuickBooks } = decision.plan;
	if (!hubSpot || !writeQuickBooks) return undefined;
	const plan: SyncPlan = {
		...decision.plan,
		writeQuickBooks: kind.withOwnName(writeQuickBooks, hubSpot),
	};
	const warning = `The name is taken in QuickBooks, so the new ${kind.words.quickBooks} is called "${newNameOf({ plan }, kind)}".`;
	return { ...decision, plan: { ...plan, warnings: [...plan.warnings, warning] } };
}
