import type { RecordWrite } from '../../core/invoice/record/write/planRecordWrites';
import type { RecordToWrite } from '../../core/invoice/record/write/recordToWrite';
import type { HubSpotProperties } from '../../core/records/hubspot';
import type { Outcome } from '../../gateways/ports';
import { missingOutcome } from '../accounts/outcomes';
import type { RecordAttempt } from './types';

type SendOutcome = Outcome<{ id: string; isNew: boolean }>;

/** Writes values of several records; outcomes in the order asked. */
export type SendRecords = (
	records: ReadonlyArray<{ wanted: RecordToWrite; properties: HubSpotProperties }>,
) => Promise<SendOutcome[]>;

/**
 * Sends the values of all records, then, for those that HubSpot finds invalid, the values that are
 * planned instead, until there are none left.
 */
export async function sendRecords(
	writes: readonly RecordWrite[],
	send: SendRecords,
): Promise<RecordAttempt[]> {
	let attempts: RecordAttempt[] = writes.map(() => ({
		ok: false,
		error: missingOutcome('HubSpot'),
	}));
	const rounds = Math.max(0, ...writes.map((write) => write.attempts.length));
	for (let round = 0; round < rounds; round += 1) {
		const sent = writes.flatMap((write, index) => {
			const values = write.attempts[round];
			return values && isOpen(attempts[index], round) ? [{ write, index, values }] : [];
		});
		if (sent.length === 0) break;
		const outcomes = await send(
			sent.map(({ write: { wanted }, values: { properties } }) => ({ wanted, properties })),
		);
		const positions = new Map(sent.map(({ index }, position) => [index, position]));
		attempts = attempts.map((before, index) => {
			const position = positions.get(index);
			const write = writes[index];
			return position === undefined || !write
				? before
				: toAttempt(write, round, outcomes[position], before);
		});
	}
	return attempts;
}

/** Whether a record is still to be written. */
function isOpen(attempt: RecordAttempt | undefined, round: number): boolean {
	return round === 0 || (attempt?.ok === false && attempt.error.kind === 'invalid');
}

/** @param before what came of the values sent before */
function toAttempt(
	{ wanted, attempts }: RecordWrite,
	round: number,
	outcome: SendOutcome | undefined,
	before: RecordAttempt,
): RecordAttempt {
	const { pendingStatus, isOursOnly = false } = attempts[round] ?? {};
	if (!outcome?.ok && isOursOnly) return before;
	if (!outcome) return { ok: false, error: missingOutcome('HubSpot') };
	if (!outcome.ok) return outcome;
	const { id, isNew } = outcome.value;
	const warnings =
		isOursOnly && !before.ok
			? [`HubSpot keeps its own values of the invoice record ${id}: ${before.error.message}`]
			: [];
	return { ok: true, value: { id, isNew, warnings, wanted, isLinked: false, pendingStatus } };
}
