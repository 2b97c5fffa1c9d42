/** One change that QuickBooks' webhook tells of, in either of its forms. */
export interface Notification {
	realmId: string;
	/** Lower case: `invoice`, `payment` … */
	entity: string;
	id: string;
	/** Lower case, as sent: `create` or `created`, `void` or `voided` … */
	operation: string;
	/** Milliseconds; of the change, as far as the notification says. */
	at: number | undefined;
}

type Json = Record<string, unknown>;

/**
 * The changes in a body of Intuit's webhook: the older form with `eventNotifications`, or a list of
 * CloudEvents. What is
 * neither is passed over, since new forms are announced at short notice.
 *
 * Source: developer.intuit.com, webhooks; blogs.intuit.com, November 2025, CloudEvents.
 */
export function readNotifications(body: unknown): Notification[] {
	if (Array.isArray(body)) return body.flatMap((entry) => fromCloudEvent(objectOf(entry)));
	const { eventNotifications, specversion } = objectOf(body);
	if (specversion !== undefined) return fromCloudEvent(objectOf(body));
	return listOf(eventNotifications).flatMap((entry) => fromNotification(objectOf(entry)));
}

function fromNotification({ realmId, dataChangeEvent }: Json): Notification[] {
	return listOf(objectOf(dataChangeEvent)['entities']).flatMap((entry) => {
		const { name, id, operation, lastUpdated } = objectOf(entry);
		return toNotification(realmId, name, id, operation, lastUpdated);
	});
}

/** Types read `qbo.invoice.created.v1`. */
function fromCloudEvent({ type, intuitentityid, intuitaccountid, time }: Json): Notification[] {
	const [, entity, operation] = textOf(type).split('.');
	return toNotification(intuitaccountid, entity, intuitentityid, operation, time);
}

function toNotification(
	realmId: unknown,
	entity: unknown,
	id: unknown,
	operation: unknown,
	time: unknown,
): Notification[] {
	const [realm, name, recordId, verb] = [realmId, entity, id, operation].map((value) =>
		textOf(value).trim(),
	) as [string, string, string, string];
	if (!/^\d+$/.test(realm) || name === '' || !/^\d+$/.test(recordId)) return [];
	const at = Date.parse(textOf(time));
	return [
		{
			realmId: realm,
			entity: name.toLowerCase(),
			id: recordId,
			operation: verb.toLowerCase(),
			at: Number.isNaN(at) ? undefined : at,
		},
	];
}

function objectOf(value: unknown): Json {
	return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function listOf(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
