const FIRST = Date.parse('1970-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59Z');

/** Outside these years, dates cannot be written in the form of the APIs. */
function requireInRange(at: number): void {
	if (!(at >= FIRST && at <= LAST))
		throw new RangeError('the clock can show times from 1970-01-01 to 9999-12-31');
}

/**
 * The current time of the sandbox. It follows the machine's clock with an offset, or stands still.
 * Every date in the sandbox comes from here, so a test can make an invoice overdue.
 */
export class Clock {
	private offsetMs = 0;
	private frozenAt: number | undefined;

	constructor(start?: { now?: string; frozen?: boolean }) {
		// Freeze first, because a millisecond could pass between setting and freezing.
		if (start?.frozen) this.freeze();
		if (start?.now) this.set(start.now);
	}

	now(): Date {
		return new Date(this.frozenAt ?? Date.now() + this.offsetMs);
	}

	/** @throws RangeError if `iso` is not a time */
	set(iso: string): void {
		const at = Date.parse(iso);
		if (Number.isNaN(at)) throw new RangeError(`"${iso}" is not an ISO 8601 time`);
		requireInRange(at);
		if (this.frozenAt === undefined) this.offsetMs = at - Date.now();
		else this.frozenAt = at;
	}

	/** @throws RangeError if the new time is before 1970 or after 9999 */
	advance(ms: number): void {
		requireInRange(this.now().getTime() + ms);
		if (this.frozenAt === undefined) this.offsetMs += ms;
		else this.frozenAt += ms;
	}

	freeze(): void {
		this.frozenAt ??= Date.now() + this.offsetMs;
	}

	run(): void {
		if (this.frozenAt === undefined) return;
		this.offsetMs = this.frozenAt - Date.now();
		this.frozenAt = undefined;
	}

	state(): { now: string; frozen: boolean } {
		return { now: this.now().toISOString(), frozen: this.frozenAt !== undefined };
	}
}
