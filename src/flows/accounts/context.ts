import type { KnownSchemas } from '../../core/hubspot/missingSchemas';
import type { HubSpotPort, QuickBooksPort } from '../../gateways/ports';

/** What earlier calls in this process found or made, by portal and company. */
export type SchemaMemory = Map<string, Promise<KnownSchemas>>;

/** The two accounts that a flow works with, and what it needs from its surroundings. */
export interface FlowContext {
	hubspot: HubSpotPort;
	quickbooks: QuickBooksPort;
	schemas: SchemaMemory;
	now: () => Date;
	/** Rejects when the execution is cancelled. */
	wait: (ms: number) => Promise<void>;
	/** Letters and digits that no other run has. */
	newId: () => string;
	/** Runs one piece of work at a time for each key, in this process. */
	exclusively?: <T>(key: string, work: () => Promise<T>) => Promise<T>;
}
