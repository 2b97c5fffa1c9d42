import { z } from 'zod';

export const systemSchema = z.enum(['hubspot', 'quickbooks']);
export type System = z.infer<typeof systemSchema>;

/**
 * Switches that both systems have. Each system's `switches.ts` adds its own switches for behaviour
 * that is not confirmed. Defaults are the likelier behaviour.
 */
export const commonSwitchesSchema = z.object({
	/** Whether rate limits are enforced. */
	limits: z.boolean().default(true),
	/** A delay of every answer, in milliseconds. */
	latencyMs: z.number().int().min(0).max(60_000).default(0),
});

export interface SandboxOptions {
	/** Ports; 0 or absent means any free port. */
	hubspotPort?: number;
	quickbooksPort?: number;
	controlPort?: number;
	/** Folder of the SQLite files; if absent, the records stay in memory. */
	dataDir?: string;
	/** The records of an empty store: none, the demo company of the README, or generated records. */
	seed?: 'empty' | 'demo' | { customers: number; seed: number };
	now?: string;
	frozen?: boolean;
	/** The seed of ids, request ids and the chance of faults. */
	randomSeed?: number;
	/** Switches to start with, by system. */
	switches?: { hubspot?: Record<string, unknown>; quickbooks?: Record<string, unknown> };
}
