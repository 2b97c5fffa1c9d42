import type { FastifyInstance } from 'fastify';

/** One of the two systems while it runs. */
export interface SystemSandbox {
	url: string;
	/** The details for connecting: address, account or companies, credentials. */
	describe(): Record<string, unknown>;
	switches(): Record<string, unknown>;
	/** @throws ZodError if a switch is unknown or has an invalid value */
	setSwitches(changes: Record<string, unknown>): Record<string, unknown>;
	/** Registers more control paths below `/control/<system>/`. */
	addControls?(control: FastifyInstance): void;
	stop(): Promise<void>;
}
