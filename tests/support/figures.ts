import { appendFileSync } from 'node:fs';

/** What a story counts; a case that only passes or fails counts nothing here. */
export interface Counted {
	/** Executions of a node. */
	runs: number;
	invoicesLost: number;
	invoicesDoubled: number;
	mailsDoubled: number;
	mailsLost: number;
}

/**
 * Adds to the figures of the whole run, whose file the command names; a test that is run alone
 * counts for itself.
 */
export function count(counted: Partial<Counted>): void {
	const file = process.env['FIELD_TALLY'];
	if (file) appendFileSync(file, `${JSON.stringify(counted)}\n`);
}
