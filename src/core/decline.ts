/** One reason why a record cannot be processed, in words for the person who can change it. */
export interface Problem {
	/** What is wrong, by the name people see: `Line "Pump"`, `Deal currency`. */
	field: string;
	message: string;
	/** What to do about it. */
	remedy: string;
}

/** Thrown by the core when the input cannot lead to a right result. Nothing has been written. */
export class Declined extends Error {
	readonly problems: readonly Problem[];

	constructor(problems: readonly Problem[]) {
		super(problems.map(({ message }) => message).join(' '));
		this.name = 'Declined';
		this.problems = problems;
	}
}

export function decline(field: string, message: string, remedy: string): never {
	throw new Declined([{ field, message, remedy }]);
}

/** @throws Declined when there is any problem */
export function declineIfAny(problems: readonly Problem[]): void {
	if (problems.length > 0) throw new Declined(problems);
}

/** What a check would decline. */
export function problemsIn(check: () => void): Problem[] {
	try {
		check();
		return [];
	} catch (error) {
		if (!(error instanceof Declined)) throw error;
		return [...error.problems];
	}
}

/**
 * Does what may be declined; the problems known before are then told along with its own. @throws
 * Declined
 */
export function declineTogether<T>(problems: readonly Problem[], work: () => T): T {
	try {
		return work();
	} catch (error) {
		if (!(error instanceof Declined)) throw error;
		throw new Declined([...problems, ...error.problems]);
	}
}

const LONGEST_QUOTE = 80;

/** A value as a message repeats it: enough to know it again, on one line. */
export function quoted(value: string): string {
	const line = value.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
	const start = [...line.slice(0, LONGEST_QUOTE * 2)].slice(0, LONGEST_QUOTE).join('');
	return start === line ? line : `${start.trimEnd()}…`;
}
