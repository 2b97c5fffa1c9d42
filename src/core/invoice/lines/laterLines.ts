import { addDays, addMonths, dayFromHubSpot, type Day } from '../../calendar';
import { decline } from '../../decline';
import type { HubSpotProperties } from '../../records/hubspot';
import type { BilledLine, LinesRead } from './lines';

/**
 * HubSpot properties that say when the billing of a line starts. Source: developers.hubspot.com,
 * CRM API, line items.
 */
export const startProperties = [
	'hs_recurring_billing_start_date',
	'hs_billing_start_delay_type',
	'hs_billing_start_delay_days',
	'hs_billing_start_delay_months',
] as const;

/** When the billing of a line starts: on a day, or so long after the sale. */
export type BillingStart = { on: Day } | { days: number } | { months: number };

/** What to do with lines whose billing starts after the date of the invoice. */
export type LaterLines = 'bill' | 'leaveOut';

/**
 * The type names which of the other properties counts; a delay that it does not name counts for
 * nothing, a date always does.
 */
export function readStart(properties: HubSpotProperties): BillingStart | undefined {
	const delay = (name: string) =>
		/^\d{1,4}$/.test(properties[name]?.trim() ?? '') ? Number(properties[name]) : 0;
	switch (properties['hs_billing_start_delay_type']?.trim() ?? '') {
		case 'hs_billing_start_delay_days':
			return { days: delay('hs_billing_start_delay_days') };
		case 'hs_billing_start_delay_months':
			return { months: delay('hs_billing_start_delay_months') };
		default: {
			const on = dayFromHubSpot(properties['hs_recurring_billing_start_date']);
			return on === undefined ? undefined : { on };
		}
	}
}

export interface Dates {
	/** The date of the invoice. */
	issuedOn: Day;
	/** From when delays count: the day of the sale. */
	soldOn: Day;
	/** The account's, an IANA name. */
	timeZone: string;
}

function startOf({ starts }: BilledLine, { soldOn }: Dates): Day | undefined {
	if (starts === undefined) return undefined;
	if ('on' in starts) return starts.on;
	return 'days' in starts ? addDays(soldOn, starts.days) : addMonths(soldOn, starts.months);
}

/**
 * Lines whose billing starts after the date of the invoice are named; on request they are left for
 * a later invoice.
 * @throws Declined when nothing is left to bill
 */
export function treatLaterLines(read: LinesRead, dates: Dates, choice: LaterLines): LinesRead {
	const later = read.lines.flatMap((line) => {
		const start = startOf(line, dates);
		return start !== undefined && start > dates.issuedOn ? [{ line, start }] : [];
	});
	if (later.length === 0) return read;
	const isOut = choice === 'leaveOut';
	const lines = isOut
		? read.lines.filter((line) => !later.some((one) => one.line === line))
		: read.lines;
	if (!lines.some(({ kind }) => kind === 'item')) declineAll(later.map(({ start }) => start));
	const warnings = later.map(({ line, start }) =>
		isOut
			? `${line.label} is left out: HubSpot starts billing it on ${start}.`
			: `${line.label} is billed now, but HubSpot starts billing it on ${start}. Set "Lines That Start Later" to leave such lines out.`,
	);
	return { ...read, lines, warnings: [...read.warnings, ...warnings] };
}

function declineAll(starts: readonly Day[]): never {
	const [first = ''] = [...starts].sort();
	return decline(
		'Lines That Start Later',
		`HubSpot starts billing all lines after the date of the invoice, the first on ${first}, so there is nothing to bill.`,
		`Bill them on ${first} or later, or set "Lines That Start Later" to bill them now.`,
	);
}
