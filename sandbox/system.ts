import type { FastifyInstance } from 'fastify';

/** One of the two systems, running. */
export interface SystemSandbox {
	url: string;
	/** What a person needs to connect: address, accounts or companies, tokens. */
	describe(): Record<string, unknown>;
	switches(): Record<string, unknown>;
	/** @throws ZodError when a switch is unknown or has a value it cannot take */
	setSwitches(changes: Record<string, unknown>): Record<string, unknown>;
	/** Registers further control paths, under `/control/<system>/…`. */
	addControls?(control: FastifyInstance): void;
	stop(): Promise<void>;
}
