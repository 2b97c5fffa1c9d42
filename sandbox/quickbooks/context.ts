import type { Company } from './company';
import type { Entry, Fields, CompanyRecords } from './records';
import { entity } from './schema/entities';
import type { QuickBooksSwitches } from './switches';
import { dayIn } from './times';

export type EventOperation = 'Create' | 'Update' | 'Delete' | 'Void' | 'Emailed' | 'Merge';
export interface ChangeEvent {
	entity: string;
	id: string;
	operation: EventOperation;
	at: number;
	deletedId?: string;
}

/** The data of one request to one company that rules need. */
export interface RequestContext {
	company: Company;
	records: CompanyRecords;
	switches: QuickBooksSwitches;
	/** Milliseconds; records keep whole seconds. */
	now: number;
	/** The company's calendar day. */
	today: string;
	/** Lower-case words of `?include=`. */
	include: ReadonlySet<string>;
	/** Reported when the request is done. */
	events: ChangeEvent[];
}

export function createContext(
	company: Company,
	switches: QuickBooksSwitches,
	now: number,
	include: ReadonlySet<string> = new Set(),
): RequestContext {
	return {
		company,
		records: company.records,
		switches,
		now,
		today: dayIn(company.profile.zone, now),
		include,
		events: [],
	};
}

/**
 * Adds an event for the subscribers of the company. An update is left out if the same request already
 * has an event for the record.
 */
export function noteEvent(
	context: RequestContext,
	entityName: string,
	id: string,
	operation: EventOperation,
): void {
	if (
		operation === 'Update' &&
		context.events.some((event) => event.entity === entityName && event.id === id)
	)
		return;
	context.events.push({ entity: entityName, id, operation, at: wholeSecond(context.now) });
}

/**
 * Changes a record because another record changed. Its time changes. Its SyncToken rises only where the
 * real system was seen to raise it: a payment raises that of an invoice, but an invoice does not raise
 * that of a customer or an estimate.
 */
export function changeRecord(
	context: RequestContext,
	entityName: string,
	before: Entry,
	changes: Fields,
	token: 'raised' | 'kept',
): Entry {
	const SyncToken =
		token === 'raised' ? String(Number(before.fields.SyncToken) + 1) : before.fields.SyncToken;
	const after: Entry = {
		...before,
		updated: wholeSecond(context.now),
		fields: { ...before.fields, ...changes, SyncToken },
	};
	context.records.put(entity(entityName), after);
	noteEvent(context, entityName, before.id, 'Update');
	return after;
}

export function wholeSecond(ms: number): number {
	return Math.floor(ms / 1000) * 1000;
}
