import { untouched } from '../../../../core/sync/plan/plan';
import type { SyncDecision } from '../../../../core/sync/plan/decision';
import type { SyncKind } from '../../../../core/sync/types';
import type { HubSpotRecord } from '../../../../core/records/hubspot';
import type { Outcome, OutcomeError } from '../../../../gateways/ports';
import { rememberRecord } from '../../../accounts/links';
import { askTogether, missingOutcome, toGatewayError } from '../../../accounts/outcomes';
import { waitForAll } from '../../../accounts/waitForAll';
import type { ApplyContext } from './context';
import { outcomeOf, replaceOutcomes, type RecordOutcome } from './outcome';

type Later = Map<RecordOutcome, RecordOutcome>;

/**
 * Writes to HubSpot, a hundred to a request. New records are written by their link where it is
 * unique, so a repetition makes no second one.
 *
 * @throws GatewayError when the whole run has to stop
 */
export async function applyToHubSpot(
	outcomes: readonly RecordOutcome[],
	context: ApplyContext,
): Promise<RecordOutcome[]> {
	const open = outcomes.filter(({ error, isOutdated }) => error === undefined && !isOutdated);
	const writing = open.filter(({ toHubSpot }) => toHubSpot);
	const [created, updated, archived] = await waitForAll([
		createRecords(
			writing.filter(({ hubSpot }) => !hubSpot),
			context,
		),
		updateRecords(
			writing.filter(({ hubSpot }) => hubSpot),
			context,
		),
		archiveRecords(
			open.filter(({ decision }) => decision.plan.archiveHubSpot),
			context,
		),
	]);
	const later = new Map([...created, ...updated, ...archived]);
	rememberWritten([...created.values(), ...updated.values()], context);
	return replaceOutcomes(outcomes, later);
}

async function createRecords(
	outcomes: readonly RecordOutcome[],
	{ setup, hubspot, link }: ApplyContext,
): Promise<Later> {
	if (outcomes.length === 0) return new Map();
	const { hubSpotType } = setup.plan.kind;
	const records = outcomes.map(({ toHubSpot }) => ({ ...toHubSpot }));
	const answer = await askTogether(async () =>
		setup.linkIsUnique
			? await hubspot.upsertObjects(
					hubSpotType,
					link,
					records.map((properties) => ({ id: properties[link] ?? '', properties })),
				)
			: await hubspot.createObjects(
					hubSpotType,
					records.map((properties) => ({ properties })),
				),
	);
	return answersOf(outcomes, answer, (outcome, one) => withCreation(outcome, one, setup.plan.kind));
}

async function updateRecords(
	outcomes: readonly RecordOutcome[],
	{ setup, hubspot }: ApplyContext,
): Promise<Later> {
	if (outcomes.length === 0) return new Map();
	const updates = outcomes.map(({ hubSpot, toHubSpot }) => ({
		id: hubSpot?.id ?? '',
		properties: { ...toHubSpot },
	}));
	const answer = await askTogether(
		async () => await hubspot.updateObjects(setup.plan.kind.hubSpotType, updates),
	);
	return answersOf(outcomes, answer, withWrite);
}

async function archiveRecords(
	outcomes: readonly RecordOutcome[],
	{ setup, hubspot, counterparts }: ApplyContext,
): Promise<Later> {
	if (outcomes.length === 0) return new Map();
	const ids = outcomes.map(({ hubSpot }) => hubSpot?.id ?? '');
	const answer = await askTogether(
		async () => await hubspot.archiveObjects(setup.plan.kind.hubSpotType, ids),
	);
	ids.forEach((id) => counterparts.forgetHubSpot(id));
	return new Map(
		answer.ok ? [] : outcomes.map((outcome) => [outcome, { ...outcome, error: answer.error }]),
	);
}

function answersOf(
	outcomes: readonly RecordOutcome[],
	answer: Awaited<ReturnType<typeof askTogether<Array<Outcome<HubSpotRecord>>>>>,
	withAnswer: (outcome: RecordOutcome, answer: Outcome<HubSpotRecord>) => RecordOutcome,
): Later {
	return new Map(
		outcomes.map((outcome, index): [RecordOutcome, RecordOutcome] => {
			if (!answer.ok) return [outcome, { ...outcome, error: answer.error }];
			const one = answer.value[index] ?? { ok: false, error: missingOutcome('HubSpot') };
			return [outcome, withAnswer(outcome, one)];
		}),
	);
}

/**
 * HubSpot keeps the address of a contact that was deleted for good, and refuses it from then on.
 */
const BLOCKED = /\bGDPR\b/;

function withCreation(
	outcome: RecordOutcome,
	answer: Outcome<HubSpotRecord>,
	{ words }: SyncKind,
): RecordOutcome {
	const { quickBooks } = outcome;
	if (!quickBooks || answer.ok || !isBlocked(answer.error)) return withWrite(outcome, answer);
	const reason = `The ${words.hubSpot} was permanently deleted in HubSpot. HubSpot refuses its e-mail address, so none is created.`;
	const decision: SyncDecision = {
		source: outcome.decision.source,
		plan: untouched('skipped', reason, { quickBooks }, true),
		deletion: { side: 'hubSpot', quickBooksId: quickBooks.Id, isReported: false },
	};
	return outcomeOf(decision);
}

function isBlocked({ kind, message, details }: OutcomeError): boolean {
	const texts = [message, ...details.map((detail) => detail.message)];
	return kind === 'invalid' && texts.some((text) => BLOCKED.test(text));
}

/**
 * A value that another record has means that the record exists after all, and it is looked for once
 * more; or the other record gives it up in the same batch, as when an address passes from one
 * contact to the next.
 */
function withWrite(outcome: RecordOutcome, answer: Outcome<HubSpotRecord>): RecordOutcome {
	const { hubSpot } = outcome;
	if (answer.ok) {
		const properties = { ...hubSpot?.properties, ...answer.value.properties };
		return { ...outcome, hubSpot: { ...answer.value, properties } };
	}
	const { kind, details } = answer.error;
	const isTaken =
		kind === 'conflict' || details.some(({ code }) => code === 'CONFLICTING_UNIQUE_VALUE');
	return {
		...outcome,
		error: toGatewayError('HubSpot', answer.error),
		...((isTaken || (hubSpot && kind === 'notFound')) && { isOutdated: true as const }),
	};
}

/**
 * HubSpot's search does not show for some moments what was linked, and a run that follows would
 * create a second record.
 */
function rememberWritten(
	outcomes: readonly RecordOutcome[],
	{ setup, link, counterparts }: ApplyContext,
): void {
	for (const { hubSpot, toHubSpot, error } of outcomes) {
		if (error !== undefined || !hubSpot) continue;
		if (toHubSpot) counterparts.noteHubSpot(hubSpot);
		const value = toHubSpot?.[link];
		if (!setup.linkIsUnique && value)
			rememberRecord(setup.plan.kind.hubSpotType, value, hubSpot.id);
	}
}
