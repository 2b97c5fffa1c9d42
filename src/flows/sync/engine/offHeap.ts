/**
 * Where records wait as bytes, outside of the heap: thousands of small objects that outlive a
 * moment are cleared away late, and
 * so is memory that each of them would bring along. One piece of it therefore serves page after
 * page.
 */
export class OffHeap {
	private bytes = Buffer.alloc(0);

	private ends: number[] = [];

	/** Takes values in place of those before. */
	fill(values: Iterable<unknown>): void {
		this.ends = [];
		for (const value of values)
			this.ends.push(this.write(JSON.stringify(value), this.ends.at(-1) ?? 0));
	}

	/** The values in the order they came. */
	*contents(): Generator<unknown> {
		for (const [index, end] of this.ends.entries())
			yield JSON.parse(this.bytes.toString('utf8', this.ends[index - 1] ?? 0, end));
	}

	/** @returns where the text ends */
	private write(text: string, start: number): number {
		const end = start + Buffer.byteLength(text);
		if (end > this.bytes.length)
			this.bytes = Buffer.concat(
				[this.bytes.subarray(0, start)],
				Math.max(end, 2 * this.bytes.length),
			);
		this.bytes.write(text, start);
		return end;
	}
}
