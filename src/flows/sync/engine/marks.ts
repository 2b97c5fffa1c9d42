import type { HubSpotRecord } from '../../../core/records/hubspot';
import { fingerprint } from '../../../core/sync/base';
import type { Row } from './job';

export function idOf(record: Row): string {
	return 'Id' in record ? record.Id : record.id;
}

export function changedAt(record: Row): string {
	return 'Id' in record ? record.MetaData.LastUpdatedTime : record.updatedAt;
}

/** What a record looks like, by which a second reading of it is recognised. */
export function readMark(record: Row): string {
	return fingerprint(JSON.stringify(record));
}

/** The version of a record, by which a write of our own is recognised. */
export function writtenMark(record: Row): string {
	return fingerprint(
		'Id' in record
			? `${record.Id} ${record.SyncToken} ${Date.parse(record.MetaData.LastUpdatedTime)}`
			: `${record.id} ${Date.parse(record.updatedAt)}`,
	);
}

export function deletionMark(id: string): string {
	return `deleted ${id}`;
}

/** A record may come out of the recycle bin and go there again. */
export function archivedMark({ id, archivedAt, updatedAt }: HubSpotRecord): string {
	return `${deletionMark(id)} ${Date.parse(archivedAt ?? updatedAt)}`;
}
