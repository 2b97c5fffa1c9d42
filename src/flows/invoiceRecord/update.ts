import { planRecordUpdate } from '../../core/invoice/record/write/planRecordWrites';
import type { RecordToWrite } from '../../core/invoice/record/write/recordToWrite';
import type { HubSpotPort } from '../../gateways/ports';
import { sendRecords, type SendRecords } from './sendRecords';
import type { RecordAttempt } from './types';

/** Writes values of records that exist; nothing is sent for those without any. */
export async function updateRecords(
	hubspot: HubSpotPort,
	records: readonly RecordToWrite[],
): Promise<RecordAttempt[]> {
	return await sendRecords(records.map(planRecordUpdate), sendUpdates(hubspot));
}

function sendUpdates(hubspot: HubSpotPort): SendRecords {
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
