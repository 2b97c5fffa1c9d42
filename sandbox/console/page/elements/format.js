import { badge, h } from './dom.js';

/**
 * An amount as its own text says it, grouped; the currency stands behind, since `$` has several
 * owners.
 */
export function money(amount, currency) {
	if (amount === undefined || amount === null || amount === '') return '–';
	const text = String(amount);
	const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
	if (whole === undefined) return text;
	return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction.padEnd(2, '0')}${currency ? ` ${currency}` : ''}`;
}

/** Days from one `YYYY-MM-DD` to another. */
const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** `in 5 days`, `3 days ago`. */
export function distance(date, today) {
	if (!date) return '';
	return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(
		daysBetween(today, date.slice(0, 10)),
		'day',
	);
}

/** The date that a clock on the wall shows there and then. */
export function dateIn(zone, iso) {
	return new Intl.DateTimeFormat('en-CA', {
		timeZone: zone,
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
	}).format(new Date(iso));
}

/** An e-mail address that, in a narrow column, breaks behind its @ rather than within a word. */
export function address(email) {
	return (email ?? '–')
		.split(/(?<=@)/)
		.flatMap((piece, index) => (index === 0 ? piece : [h('wbr'), piece]));
}

export function timeOfDay(iso) {
	return iso.slice(11, 19);
}

const MAILED = {
	sent: 'sent',
	viewed: 'viewed',
	bounced: 'mail bounced',
	'to be sent': 'to be sent',
	'not sent': 'not sent',
};

/** How QuickBooks' list of invoices would word it: money first, then the mail. */
export function invoiceBadge({ state, mail }) {
	if (state === 'voided') return badge('muted', 'Voided');
	if (state === 'paid') return badge('good', 'Paid');
	if (state === 'overdue') return badge('bad', 'Overdue');
	if (state === 'partly paid') return badge('warm', 'Part paid');
	if (mail === 'sent' || mail === 'viewed')
		return badge('info', mail === 'viewed' ? 'Viewed' : 'Sent');
	return badge('plain', 'Waiting');
}

export const mailText = ({ mail }) => MAILED[mail] ?? mail;

const DEAL_STATUSES = {
	waiting_to_be_sent: ['plain', 'Waiting to be sent'],
	sent_to_customer: ['info', 'Sent to customer'],
	partial_payment: ['warm', 'Partial payment'],
	paid_in_full: ['good', 'Paid in full'],
	overdue: ['bad', 'Overdue'],
	voided: ['muted', 'Voided'],
	deleted: ['muted', 'Deleted'],
	draft: ['plain', 'Draft'],
	open: ['info', 'Open'],
	paid: ['good', 'Paid'],
};

/**
 * The status that a deal or an invoice record bears in HubSpot; an unknown one is shown as it is.
 */
export function statusBadge(status) {
	if (!status) return '–';
	return badge(...(DEAL_STATUSES[status] ?? ['plain', status]));
}
