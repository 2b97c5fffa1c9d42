import { z } from 'zod';

export const systemSchema = z.enum(['hubspot', 'quickbooks']);
export type System = z.infer<typeof systemSchema>;

/**
 * Positions for what the contract calls UNCONFIRMED, and limits on or off. Defaults are the
 * likelier behaviour.
 * Both `switches.ts` files add their own; this is the part common to both systems.
 */
export const commonSwitchesSchema = z.object({
	/** Whether rate limits are enforced. */
	limits: z.boolean().default(true),
	/** Added to every answer, in milliseconds. */
	latencyMs: z.number().int().min(0).max(60_000).default(0),
});

export interface SandboxOptions {
	/** Ports; 0 or absent takes a free one. */
	hubspotPort?: number;
	quickbooksPort?: number;
	controlPort?: number;
	/** Folder of the SQLite files; in memory when absent. */
	dataDir?: string;
	/**
	 * What an empty store is filled with. `demo` is the company of the README; a size gives generated
	 * records.
	 */
	seed?: 'empty' | 'demo' | { customers: number; seed: number };
	now?: string;
	frozen?: boolean;
	/** Seed of ids, request ids and fault chances. */
	randomSeed?: number;
	/** Switches to start with, by system. */
	switches?: { hubspot?: Record<string, unknown>; quickbooks?: Record<string, unknown> };
}
