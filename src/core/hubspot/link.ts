/**
 * The property that ties a HubSpot record to its QuickBooks counterpart. Its name and its values hold the company's id
 * (realm), so that records of two companies are never mistaken for one another.
 */
export function linkPropertyName(realmId: string): string {
	return `quickbooks_id_${realmId}`;
}

/** Whether a property is such a link, of whichever company. */
export function isLinkPropertyName(name: string): boolean {
	return /^quickbooks_id_\d+$/.test(name);
}

export function linkValue(realmId: string, id: string): string {
	return `${realmId}:${id}`;
}

/** The QuickBooks id in a link, or undefined when it is empty or belongs to another company. */
export function readLink(value: string | null | undefined, realmId: string): string | undefined {
	const match = /^(\d+):(\d+)$/.exec(value?.trim() ?? '');
	return match?.[1] === realmId ? match[2] : undefined;
}
