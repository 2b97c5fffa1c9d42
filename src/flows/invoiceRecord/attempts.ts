import { recordFigures } from '../../core/invoice/record/record';
import type { HubSpotProperties } from '../../core/records/hubspot';
import type { Outcome } from '../../gateways/ports';
import { missingOutcome } from '../accounts/outcomes';
import type { RecordAttempt, RecordToWrite } from './invoiceRecord';

/**
 * Whether an account takes amounts of its own invoices is not certain, whatever it says of the
 * properties. @returns the same values where there are none
 */
export function withoutFigures(properties: HubSpotProperties): HubSpotProperties {
	const others = Object.entries(properties).filter(([name]) => !recordFigures.includes(name));
	return others.length === Object.keys(properties).length ? properties : Object.fromEntries(others);
}

/** Writes values of several records; outcomes in the order asked. */
export type SendRecords = (
	records: Array<{ wanted: RecordToWrite; properties: HubSpotProperties }>,
) => Promise<Array<Outcome<{ id: string; isNew: boolean }>>>;

/**
 * Sends all records; those that HubSpot finds invalid once more with another status or none, which
 * is then still to be set.
 * @param yielding the values without the status that may be the reason; undefined when that cannot
 * be
 */
export async function sendYielding(
	records: readonly RecordToWrite[],
	send: SendRecords,
	yielding: (properties: HubSpotProperties) => HubSpotProperties | undefined,
): Promise<RecordAttempt[]> {
	const outcomes = await send(records.map((wanted) => ({ wanted, properties: wanted.properties })));
	const attempts = records.map((wanted, index) => toAttempt(wanted, outcomes[index]));
	const again = records.flatMap((wanted, index) => {
		const properties = yielding(wanted.properties);
		const attempt = attempts[index];
		return attempt?.ok === false && attempt.error.kind === 'invalid' && properties
			? [{ index, wanted, properties }]
			: [];
	});
	if (again.length === 0) return attempts;
	const second = await send(again);
	for (const [position, { index, wanted }] of again.entries())
		attempts[index] = toAttempt(
			wanted,
			second[position],
			wanted.properties['hs_invoice_status'] ?? undefined,
		);
	return attempts;
}

function toAttempt(
	wanted: RecordToWrite,
	outcome: Outcome<{ id: string; isNew: boolean }> | undefined,
	pendingStatus?: string,
): RecordAttempt {
	if (!outcome) return { ok: false, error: missingOutcome('HubSpot') };
	if (!outcome.ok) return outcome;
	const { id, isNew } = outcome.value;
	return {
		ok: true,
		value: {
			id,
			isNew,
			warnings: [],
			wanted,
			linked: false,
			...(pendingStatus && { pendingStatus }),
		},
	};
}
