import { quoted } from '../../../../core/decline';
import { readPath, valueText } from '../../../../core/sync/fields/values';
import { linkAfterCreation } from '../../../../core/sync/pair/afterCreation';
import type { PlanContext } from '../../../../core/sync/plan/plan';
import { newNameOf, planTakenNames } from '../../../../core/sync/plan/takenNames';
import type { SyncedRecord } from '../../../../core/sync/types';
import { GatewayError } from '../../../../gateways/errors';
import type { Outcome } from '../../../../gateways/ports';
import type {
	QuickBooksBatchOperation,
	QuickBooksBatchValue,
} from '../../../../core/records/quickbooksQueries';
import { askTogether, missingOutcome, toGatewayError } from '../../../accounts/outcomes';
import type { ApplyContext } from './context';
import { readNameHolders } from './nameHolders';
import { outcomeOf, replaceOutcomes, type RecordOutcome } from './outcome';

/**
 * Writes to QuickBooks, thirty to a request. A record that fails leaves the others as they are.
 *
 * @throws GatewayError when the whole run has to stop
 */
export async function applyToQuickBooks(
	outcomes: readonly RecordOutcome[],
	context: ApplyContext,
): Promise<RecordOutcome[]> {
	let sent = await send(outcomes.filter(isToBeSent), context);
	let current = replaceOutcomes(outcomes, sent);
	const justWritten = new Set(
		[...sent.values()].flatMap(({ error, quickBooks }) =>
			error === undefined && quickBooks ? [quickBooks.Id] : [],
		),
	);
	// A name of its own that is taken, too, was given by a run that broke off.
	for (const mayRename of [context.nameTaken === 'suffix', false]) {
		const refused = [...sent.values()].filter(isNameTaken);
		if (refused.length === 0) break;
		const replanned = await planRefused(refused, mayRename, justWritten, context);
		current = replaceOutcomes(current, replanned);
		sent = await send([...replanned.values()].filter(isToBeSent), context);
		current = replaceOutcomes(current, sent);
	}
	return current;
}

function isToBeSent({ decision, error }: RecordOutcome): boolean {
	return error === undefined && decision.plan.writeQuickBooks !== undefined;
}

function isNameTaken({ decision, error }: RecordOutcome): boolean {
	return (
		!decision.plan.quickBooks && error instanceof GatewayError && error.kind === 'duplicateName'
	);
}

/** @returns new outcomes, by the refused ones, of those for which there is another way */
async function planRefused(
	refused: readonly RecordOutcome[],
	mayRename: boolean,
	justCreated: ReadonlySet<string>,
	context: ApplyContext,
): Promise<Map<RecordOutcome, RecordOutcome>> {
	const decisions = refused.map(({ decision }) => decision);
	const holders = await readNameHolders(decisions, context);
	const replanned = planTakenNames(
		decisions,
		{ ...holders, justCreated, mayRename },
		context.setup.plan,
	);
	return new Map(
		refused.flatMap((outcome, index) => {
			const decision = replanned[index];
			return decision ? [[outcome, outcomeOf(decision, outcome.wantedName)] as const] : [];
		}),
	);
}

async function send(
	outcomes: readonly RecordOutcome[],
	{ setup, quickbooks }: ApplyContext,
): Promise<Map<RecordOutcome, RecordOutcome>> {
	if (outcomes.length === 0) return new Map();
	const { kind } = setup.plan;
	const operations = outcomes.map((outcome) => operationOf(outcome, kind.entity));
	const answer = await askTogether(async () => await quickbooks.batch(operations));
	return new Map(
		outcomes.map((outcome, index) => {
			const asked = outcome.decision.plan.quickBooks
				? outcome
				: { ...outcome, wantedName: newNameOf(outcome.decision, kind) };
			return [
				outcome,
				answer.ok
					? withAnswer(asked, answer.value[index], setup.plan)
					: { ...asked, error: answer.error },
			];
		}),
	);
}

function operationOf(
	{ decision: { plan } }: RecordOutcome,
	entity: 'Customer' | 'Item',
): QuickBooksBatchOperation {
	const payload = { ...plan.writeQuickBooks };
	if (!plan.quickBooks) return { operation: 'create', entity, payload };
	const { Id, SyncToken } = plan.quickBooks;
	return { operation: 'update', entity, payload: { ...payload, Id, SyncToken, sparse: true } };
}

function withAnswer(
	outcome: RecordOutcome,
	answer: Outcome<QuickBooksBatchValue> | undefined,
	context: PlanContext,
): RecordOutcome {
	if (!answer?.ok || !answer.value.record) {
		const problem = answer && !answer.ok ? answer.error : missingOutcome('QuickBooks');
		return {
			...outcome,
			error: toGatewayError('QuickBooks', problem),
			...(problem.kind === 'stale' && { isOutdated: true as const }),
		};
	}
	const quickBooks = answer.value.record as SyncedRecord;
	if (outcome.decision.plan.quickBooks)
		return { ...withoutUncleared(outcome, quickBooks, context), quickBooks };
	const { hubSpot, toHubSpot } = outcome;
	if (!hubSpot) return { ...outcome, quickBooks };
	const link = linkAfterCreation(hubSpot, quickBooks, context);
	return { ...outcome, quickBooks, toHubSpot: { ...toHubSpot, ...link } };
}

/** A value that was to be emptied and is still in the answer was not written. */
function withoutUncleared(
	outcome: RecordOutcome,
	record: SyncedRecord,
	context: PlanContext,
): RecordOutcome {
	const kept = new Map(
		outcome.changes.flatMap((change) => {
			const text = change.to === '' ? keptText(change.field, record, context) : undefined;
			return text === undefined ? [] : [[change, text] as const];
		}),
	);
	if (kept.size === 0) return outcome;
	const changes = outcome.changes.filter((change) => !kept.has(change));
	const texts = [...kept.values()];
	return changes.length > 0
		? { ...outcome, changes, warnings: [...outcome.warnings, ...texts] }
		: { ...outcome, changes, action: 'skipped', reason: texts.join(' ') };
}

function keptText(path: string, record: SyncedRecord, { fields }: PlanContext): string | undefined {
	const field = fields.find((one) => one.field.path === path)?.field;
	const value = field ? valueText(readPath(record, field.path)) : '';
	return field && value !== '' && value !== field.whenEmpty
		? `QuickBooks kept ${field.label} "${quoted(value)}", although the sync cleared it. Clear it in QuickBooks.`
		: undefined;
}
