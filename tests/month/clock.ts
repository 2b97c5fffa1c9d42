/**
 * Loaded before anything else: the clock of the whole process can be moved, n8n's and the sandbox's
 * alike. Timers keep to real time.
 */
const RealDate = Date;
let offset = 0;

globalThis.Date = class extends RealDate {
	constructor(...args: []) {
		if (args.length === 0) super(RealDate.now() + offset);
		else super(...args);
	}

	static override now(): number {
		return RealDate.now() + offset;
	}
} as DateConstructor;

export function passTime(ms: number): void {
	offset += ms;
}
