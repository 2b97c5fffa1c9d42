/** QuickBooks writes the names of those above first: `Parent:Job`, `Category:Item`. */
const BETWEEN = ':';

/**
 * A full name in the form in which two are compared: part by part. @param clean brings one part
 * into QuickBooks' form
 */
export function foldedFullName(fullName: string, clean: (part: string) => string): string {
	return fullName
		.split(BETWEEN)
		.map((part) => clean(part).toLowerCase())
		.join(BETWEEN);
}

export function isFullName(name: string): boolean {
	return name.includes(BETWEEN);
}

/** The record's own name. */
export function lastPart(fullName: string): string {
	return fullName.slice(fullName.lastIndexOf(BETWEEN) + 1).trim();
}
