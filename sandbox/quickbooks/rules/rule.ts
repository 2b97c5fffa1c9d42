import type { RequestContext } from '../context';
import type { Entry, Fields } from '../records';
import type { Entity } from '../schema/entity';

/** A record before it is stored. */
export interface Draft {
	entity: Entity;
	/** The fields of the request; null empties a field. */
	sent: Fields;
	/** The fields of the future record: the sent fields and the stored fields that stay. */
	fields: Fields;
	before: (Fields & { Id: string; SyncToken: string }) | undefined;
	sparse: boolean;
}

/** The rules of one entity. */
export interface Rules {
	/** The fields to store, without Id and SyncToken. @throws Fault if a business rule is violated */
	complete(context: RequestContext, draft: Draft): Fields;
	/** Updates other records after a write. */
	changed?(context: RequestContext, before: Fields | undefined, after: Entry): void;
	/** Updates other records before a deletion. @throws Fault if the record may not be deleted */
	deleted?(context: RequestContext, before: Entry): void;
	/** Fields that a full update keeps even if it leaves them out. */
	kept?: readonly string[];
}
