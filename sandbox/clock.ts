const FIRST = Date.parse('1970-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59Z');

/** A clock beyond these years would write dates that no API has, or none at all. */
function requireInRange(at: number): void {
	if (!(at >= FIRST && at <= LAST))
		throw new RangeError('the clock goes from 1970-01-01 to 9999-12-31');
}

/**
 * The sandbox's idea of "now". It runs along with the machine's clock, moved by an offset, or
 * stands still.
 * Everything in the sandbox that has a date takes it from here, so that a test can make an invoice
 * overdue.
 */
export class Clock {
	private offsetMs = 0;
	private frozenAt: number | undefined;

	constructor(start?: { now?: string; frozen?: boolean }) {
		// First still, then set: the other way round a millisecond could pass in between.
		if (start?.frozen) this.freeze();
		if (start?.now) this.set(start.now);
	}

	now(): Date {
		return new Date(this.frozenAt ?? Date.now() + this.offsetMs);
	}

	/** @throws RangeError when `iso` is not a time. */
	set(iso: string): void {
		const at = Date.parse(iso);
		if (Number.isNaN(at)) throw new RangeError(`"${iso}" is not an ISO 8601 time`);
		requireInRange(at);
		if (this.frozenAt === undefined) this.offsetMs = at - Date.now();
		else this.frozenAt = at;
	}

	/** @throws RangeError when that leads out of the years that dates can be written in. */
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
