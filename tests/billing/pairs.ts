type Row = Record<string, string>;

/** Every pair of values of two dimensions, of one row. */
export function pairsOf(row: Row): string[] {
	const values = Object.entries(row).map(([dimension, value]) => `${dimension}=${value}`);
	return values.flatMap((one, index) =>
		values.slice(index + 1).map((other) => `${one} & ${other}`),
	);
}

/**
 * Gives each row values of more dimensions, the same on every run: those that bring the most pairs
 * that no row had before.
 * @param more the values of each further dimension
 */
export function withPairs<T extends Row, M extends Record<string, readonly string[]>>(
	rows: readonly T[],
	more: M,
): Array<T & { [K in keyof M]: M[K][number] }> {
	const choices = Object.entries(more).reduce<Row[]>(
		(sofar, [dimension, values]) =>
			sofar.flatMap((one) => values.map((value) => ({ ...one, [dimension]: value }))),
		[{}],
	);
	const seen = new Set<string>();
	return rows.map((row) => {
		const fresh = (choice: Row) =>
			pairsOf({ ...row, ...choice }).filter((pair) => !seen.has(pair)).length;
		const best = choices.reduce((sofar, choice) => (fresh(choice) > fresh(sofar) ? choice : sofar));
		for (const pair of pairsOf({ ...row, ...best })) seen.add(pair);
		return { ...row, ...best } as T & { [K in keyof M]: M[K][number] };
	});
}
