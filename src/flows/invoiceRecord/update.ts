import type { HubSpotProperties } from '../../core/records/hubspot';
import type { HubSpotPort } from '../../gateways/ports';
import type { RecordAttempt, RecordToWrite } from './invoiceRecord';
import { withoutHubSpots } from '../../core/invoice/record/foreign';
import { sendYielding, withoutFigures, type SendRecords } from './attempts';

/**
 * HubSpot keeps some changes of its own status and amounts from happening; the other values are
 * written all the same.
 */
export async function updateRecords(
	hubspot: HubSpotPort,
	records: readonly RecordToWrite[],
): Promise<RecordAttempt[]> {
	if (records.length === 0) return [];
	const send = updating(hubspot);
	return await sendOwn(records, await sendYielding(records, send, withoutStatus), send);
}

/**
 * A record that HubSpot's own app or another integration made may take nothing but properties of
 * ours.
 */
async function sendOwn(
	records: readonly RecordToWrite[],
	attempts: RecordAttempt[],
	send: SendRecords,
): Promise<RecordAttempt[]> {
	const again = records.flatMap((wanted, index) => {
		const attempt = attempts[index];
		const properties = withoutHubSpots(wanted.properties);
		const isMixed =
			Object.keys(properties).length > 0 &&
			Object.keys(properties).length < Object.keys(wanted.properties).length;
		return attempt?.ok === false && attempt.error.kind === 'invalid' && isMixed
			? [{ index, wanted, properties, message: attempt.error.message }]
			: [];
	});
	if (again.length === 0) return attempts;
	const outcomes = await send(again);
	for (const [position, { index, wanted, message }] of again.entries()) {
		const outcome = outcomes[position];
		if (outcome?.ok)
			attempts[index] = {
				ok: true,
				value: {
					...outcome.value,
					warnings: [
						`HubSpot keeps its own values of the invoice record ${outcome.value.id}: ${message}`,
					],
					wanted,
					linked: false,
				},
			};
	}
	return attempts;
}

function updating(hubspot: HubSpotPort): SendRecords {
	return async (records) => {
		const changed = records.filter(({ properties }) => Object.keys(properties).length > 0);
		const outcomes =
			changed.length > 0
				? await hubspot.updateObjects(
						'invoices',
						changed.map(({ wanted, properties }) => ({ id: wanted.id ?? '', properties })),
					)
				: [];
		const byRecord = new Map(changed.map(({ wanted }, index) => [wanted, outcomes[index]]));
		return records.map(({ wanted }) => {
			const outcome = byRecord.get(wanted);
			return outcome?.ok === false
				? outcome
				: { ok: true, value: { id: outcome?.value.id ?? wanted.id ?? '', isNew: false } };
		});
	};
}

function withoutStatus(properties: HubSpotProperties): HubSpotProperties | undefined {
	const { hs_invoice_status: status, ...others } = withoutFigures(properties);
	return status || Object.keys(others).length < Object.keys(properties).length ? others : undefined;
}
