import type { SyncDecision } from '../../../../core/sync/plan/decision';
import { applyToHubSpot } from './applyHubSpot';
import { applyToQuickBooks } from './applyQuickBooks';
import type { ApplyContext } from './context';
import { outcomeOf, type RecordOutcome } from './outcome';

/**
 * Applies decisions, QuickBooks first, since HubSpot stores the link to what is created there.
 *
 * @returns one outcome for each decision, in the same order
 * @throws GatewayError when the whole run has to stop
 */
export async function applyRecords(
	decisions: readonly SyncDecision[],
	context: ApplyContext,
): Promise<RecordOutcome[]> {
	const planned = decisions.map((decision) => outcomeOf(decision));
	return await applyToHubSpot(await applyToQuickBooks(planned, context), context);
}
