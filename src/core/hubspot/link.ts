/** What a link property holds; see `PropertyNames.link`. */
export function linkValue(realmId: string, id: string): string {
	return `${realmId}:${id}`;
}

/** The QuickBooks id in a link, or undefined when it is empty or belongs to another company. */
export function readLink(value: string | null | undefined, realmId: string): string | undefined {
	const match = /^(\d+):(\d+)$/.exec(value?.trim() ?? '');
	return match?.[1] === realmId ? match[2] : undefined;
}
