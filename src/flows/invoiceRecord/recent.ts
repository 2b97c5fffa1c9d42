/** A few hundred KB at most. */
const MOST_KEPT = 5000;

/**
 * Where this process wrote HubSpot's records lately, by their link. A search does not find them for some moments; whoever looks
 * for one reads the record of that id and sees whether it is the one. A link names company and invoice.
 */
const written = new Map<string, string>();

export function rememberRecord(link: string, recordId: string): void {
	written.delete(link);
	written.set(link, recordId);
	const oldest = written.keys().next();
	if (written.size > MOST_KEPT && !oldest.done) written.delete(oldest.value);
}

/** Ids of records that were written for these links. */
export function recentRecordIds(links: readonly string[]): string[] {
	return [...new Set(links.flatMap((link) => written.get(link) ?? []))];
}
