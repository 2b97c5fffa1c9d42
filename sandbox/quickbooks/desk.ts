import type { Company } from './company';
import type { Records } from './records';
import type { Switches } from './switches';

export type EventOperation = 'Create' | 'Update' | 'Delete' | 'Void' | 'Emailed' | 'Merge';
export interface ChangeEvent {
	entity: string;
	id: string;
	operation: EventOperation;
	at: number;
	deletedId?: string;
}

/** One request at work in one company: everything that a rule may ask for. */
export interface Desk {
	company: Company;
	records: Records;
	switches: Switches;
	/** Milliseconds; records keep whole seconds. */
	now: number;
	/** The company's calendar day. */
	today: string;
	/** Lower-case words of `?include=`. */
	include: ReadonlySet<string>;
	/** Told once the request is done. */
	events: ChangeEvent[];
}

export function wholeSecond(ms: number): number {
	return Math.floor(ms / 1000) * 1000;
}
