import { createHash, createHmac } from 'node:crypto';
import type { ChangeEvent, EventOperation } from '../context';
import { quickbooksApp } from '../oauth/authorizationServer';
import type { QuickBooksSwitches } from '../switches';

type Form = 'legacy' | 'cloudEvents';

/** A change in a delivery. `eventId` stays the same if it is delivered again. */
export interface Notice extends ChangeEvent {
	realmId: string;
	eventId: string;
	/** The digits after the milliseconds in the nine-digit fraction of CloudEvents times. */
	nanoseconds: string;
}

/** The source of CloudEvents is the app, in an unreadable form. */
const SOURCE = `intuit.${createHash('sha256').update(quickbooksApp.clientId).digest('base64')}`;

const verbs: Record<EventOperation, (switches: QuickBooksSwitches) => string> = {
	Create: () => 'created',
	Update: () => 'updated',
	Delete: () => 'deleted',
	Merge: () => 'merged',
	Void: (switches) => switches.cloudEventVoid,
	Emailed: (switches) => switches.cloudEventEmailed,
};

/**
 * The body of a delivery.
 * Sources: https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks and, for
 * CloudEvents, the announcement of November 2025 on blogs.intuit.com
 */
export function payload(
	form: Form,
	notices: readonly Notice[],
	switches: QuickBooksSwitches,
): Buffer {
	return Buffer.from(
		JSON.stringify(
			form === 'legacy' ? legacy(notices) : notices.map((notice) => cloudEvent(notice, switches)),
		),
		'utf8',
	);
}

/** Base64 of the HMAC-SHA256 over the exact bytes of the body: the header `intuit-signature`. */
export function signature(body: Buffer, verifierToken: string): string {
	return createHmac('sha256', verifierToken).update(body).digest('base64');
}

function legacy(notices: readonly Notice[]): object {
	const realms = [...new Set(notices.map(({ realmId }) => realmId))];
	return {
		eventNotifications: realms.map((realmId) => ({
			realmId,
			dataChangeEvent: {
				entities: notices
					.filter((notice) => notice.realmId === realmId)
					.map(({ entity, id, operation, at, deletedId }) => ({
						name: entity,
						id,
						operation,
						lastUpdated: new Date(at).toISOString(),
						...(deletedId !== undefined && { deletedId }),
					})),
			},
		})),
	};
}

function cloudEvent(
	{ realmId, eventId, entity, id, operation, at, nanoseconds, deletedId }: Notice,
	switches: QuickBooksSwitches,
): object {
	return {
		specversion: '1.0',
		id: eventId,
		source: SOURCE,
		type: `qbo.${entity.toLowerCase()}.${verbs[operation](switches)}.v1`,
		datacontenttype: 'application/json',
		time: new Date(at).toISOString().replace('Z', `${nanoseconds}Z`),
		intuitentityid: id,
		intuitaccountid: realmId,
		data: deletedId === undefined ? {} : { deletedid: deletedId },
	};
}
