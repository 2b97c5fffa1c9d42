import { uniqueById } from '../../../../core/records/byId';
import type { SyncDecision } from '../../../../core/sync/plan/decision';
import type { Match } from '../../../../core/sync/plan/match';
import {
	nameField,
	newNameOf,
	planTakenNames,
	titleOf,
	type NameHolders,
} from '../../../../core/sync/plan/takenNames';
import type { SyncKind, SyncedRecord } from '../../../../core/sync/types';
import type { HubSpotRecord } from '../../../../core/records/hubspot';
import type { QuickBooksPort } from '../../../../gateways/ports';
import { findInAnyCase } from '../../../accounts/anyCase';
import { toGatewayError } from '../../../accounts/outcomes';
import { inAnyState } from '../../../accounts/quickBooksRecords';
import type { ApplyContext } from './context';

/** Reads who has the names that new QuickBooks records were to get, and what they belong to. */
export async function readNameHolders(
	decisions: readonly SyncDecision[],
	{ setup, quickbooks, counterparts }: ApplyContext,
): Promise<Pick<NameHolders, 'holders' | 'matches'>> {
	const { kind } = setup.plan;
	const names = [...new Set(decisions.map((decision) => newNameOf(decision, kind)))];
	const holders = await findNamed(names, kind, quickbooks);
	const matches =
		holders.length > 0
			? await counterparts.matchQuickBooks(holders, true)
			: new Map<string, Match<HubSpotRecord>>();
	return { holders, matches };
}

/** QuickBooks' names do not differ by capital letters, but its lists may. */
async function findNamed(
	names: readonly string[],
	kind: SyncKind,
	quickbooks: QuickBooksPort,
): Promise<SyncedRecord[]> {
	const { entity } = kind;
	const field = nameField(kind);
	const found: SyncedRecord[] = await quickbooks.find(entity, {
		where: [{ field, operator: 'IN', value: [...names] }, ...inAnyState(entity)],
	});
	const missing = names.filter(
		(name) => !found.some((record) => titleOf(record).toLowerCase() === name.toLowerCase()),
	);
	const inOtherLetters = await findInAnyCase(
		quickbooks,
		entity,
		missing.map((value) => ({ field, value, place: 'beginning' })),
		inAnyState(entity),
	);
	return uniqueById([...found, ...inOtherLetters]);
}

/**
 * A real run learns from QuickBooks' refusal that a name is taken. A dry run sends nothing, so it
 * reads the names instead; the same planning follows. Names of vendors and employees count as well,
 * but are not read.
 */
export async function planNamesOfDryRun(
	decisions: readonly SyncDecision[],
	context: ApplyContext,
): Promise<SyncDecision[]> {
	const { kind } = context.setup.plan;
	const creating = decisions.filter(
		({ plan, error }) => error === undefined && plan.writeQuickBooks && !plan.quickBooks,
	);
	if (creating.length === 0) return [...decisions];
	const read = await readNameHolders(creating, context);
	const taken = takenAmong(creating, read.holders, kind);
	const names: NameHolders = {
		...read,
		justCreated: new Set(),
		mayRename: context.nameTaken === 'suffix',
	};
	const replanned = planTakenNames(taken, names, context.setup.plan);
	const byDecision = new Map(
		taken.map((decision, index) => [decision, replanned[index] ?? refused(decision, kind)]),
	);
	return decisions.map((decision) => byDecision.get(decision) ?? decision);
}

/** Those whose name another record has, or a new one before them. */
function takenAmong(
	creating: readonly SyncDecision[],
	holders: readonly SyncedRecord[],
	kind: SyncKind,
): SyncDecision[] {
	const taken = new Set(holders.map((record) => titleOf(record).toLowerCase()));
	return creating.filter((decision) => {
		const name = newNameOf(decision, kind).toLowerCase();
		const isTaken = taken.has(name);
		taken.add(name);
		return isTaken;
	});
}

function refused(decision: SyncDecision, kind: SyncKind): SyncDecision {
	const error = toGatewayError('QuickBooks', {
		kind: 'duplicateName',
		message: `another record is called "${newNameOf(decision, kind)}"`,
		details: [],
		context: {},
	});
	return { ...decision, error };
}
