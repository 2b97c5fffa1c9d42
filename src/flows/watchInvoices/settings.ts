import { paymentEventNames } from '../../core/invoice/events/event';
import type { WatchedEvents } from '../../core/invoice/watch/state';

/** What one trigger asks for. */
export interface WatchSettings extends WatchedEvents {
	/** Whether events from before the first reading are reported, too. */
	firstRun: 'fromNow' | 'existing';
	/** The time zone of a company that does not say its own. IANA name. */
	timeZone?: string;
	/**
	 * The time zone of the HubSpot account that events are described with; read when neither of the
	 * two is known.
	 */
	accountTimeZone?: () => Promise<string>;
	/** When nothing else is known. */
	fallbackTimeZone: string;
}

/** Whether the chosen events are derived from payments. */
export function needsPayments({ events }: Pick<WatchSettings, 'events'>): boolean {
	return events.some((event) => paymentEventNames.has(event));
}

/** Whether it matters which invoices were paid before. */
export function needsSettled({ events }: Pick<WatchSettings, 'events'>): boolean {
	return events.includes('paid') || events.includes('reopened');
}
