import type { RequestContext } from '../context';
import type { Entry, Fields } from '../records';
import type { Entity } from '../schema/entity';

/** A record on its way to be stored. */
export interface Draft {
	entity: Entity;
	/** What the request says, null where it empties a field. */
	sent: Fields;
	/** What the record would be: `sent` over the stored fields that stay. */
	fields: Fields;
	before: (Fields & { Id: string; SyncToken: string }) | undefined;
	sparse: boolean;
}

/** What is particular to one entity. */
export interface Rules {
	/**
	 * The fields as they will be stored, without Id and SyncToken. @throws Fault when the business
	 * rules say no
	 */
	complete(context: RequestContext, draft: Draft): Fields;
	/** What follows for other records; both are as stored. */
	changed?(context: RequestContext, before: Fields | undefined, after: Entry): void;
	/** What follows for other records when it is deleted. @throws Fault when it may not be */
	deleted?(context: RequestContext, before: Entry): void;
	/** Fields that survive a full update which leaves them out. */
	kept?: readonly string[];
}
