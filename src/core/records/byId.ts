interface InQuickBooks {
	Id: string;
}

/** QuickBooks' records by their id; of several versions of one record, the last one counts. */
export function byId<T extends InQuickBooks>(records: Iterable<T>): Map<string, T> {
	return new Map([...records].map((record) => [record.Id, record]));
}

/** Each record once, in the order of first mention; the last version of a record counts. */
export function uniqueById<T extends InQuickBooks | { id: string }>(records: Iterable<T>): T[] {
	return [
		...new Map(
			[...records].map((record) => ['id' in record ? record.id : record.Id, record]),
		).values(),
	];
}
