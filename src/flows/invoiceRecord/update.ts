import type { HubSpotProperties } from '../../core/records/hubspot';
import type { HubSpotPort } from '../../gateways/ports';
import type { Attempt, RecordToWrite } from '../invoiceRecord';
import { sendYielding, withoutFigures, type Send } from './attempts';

/** HubSpot keeps some changes of its own status and amounts from happening; the other values are written all the same. */
export async function updateRecords(hubspot: HubSpotPort, records: readonly RecordToWrite[]): Promise<Attempt[]> {
	return records.length === 0 ? [] : await sendYielding(records, updating(hubspot), withoutStatus);
}

function updating(hubspot: HubSpotPort): Send {
	return async (records) => {
		const changed = records.filter(({ properties }) => Object.keys(properties).length > 0);
		const outcomes = changed.length > 0 ? await hubspot.updateObjects('invoices', changed.map(({ wanted, properties }) => ({ id: wanted.id ?? '', properties }))) : [];
		const byRecord = new Map(changed.map(({ wanted }, index) => [wanted, outcomes[index]]));
		return records.map(({ wanted }) => {
			const outcome = byRecord.get(wanted);
			return outcome?.ok === false ? outcome : { ok: true, value: { id: outcome?.value.id ?? wanted.id ?? '', isNew: false } };
		});
	};
}

function withoutStatus(properties: HubSpotProperties): HubSpotProperties | undefined {
	const { hs_invoice_status: status, ...others } = withoutFigures(properties);
	return status || Object.keys(others).length < Object.keys(properties).length ? others : undefined;
}
