/** A repeatable source of chance: the same seed gives the same history. */
export class SeededRandom {
	constructor(private state: number) {}

	/** In [0, 1). */
	next(): number {
		this.state = (this.state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	}

	int(from: number, to: number): number {
		return from + Math.floor(this.next() * (to - from + 1));
	}

	/** A whole number from 0 up to but without `limit`. */
	below(limit: number): number {
		return Math.floor(this.next() * limit);
	}

	pickIfAny<T>(values: readonly T[]): T | undefined {
		return values[this.below(values.length)];
	}

	/** @param values at least one */
	pick<T>(values: readonly T[]): T {
		return this.pickIfAny(values) as T;
	}

	is(probability: number): boolean {
		return this.next() < probability;
	}
}
