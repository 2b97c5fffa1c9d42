import { account } from '../../account/account';
import type { Properties } from '../../records';
import { validation } from '../../refusal';
import { documentTotal, type Payments } from './documentTotal';
import { setProperty, type DerivationContext, type ObjectDraft } from './draft';

const DAY_MS = 86_400_000;
/** The first payment does not include lines that start later. */
const firstPayment =
	(now: number): Payments =>
	(line) =>
		startsLater(line, now) ? 0 : 1;

function startsLater(line: Properties, now: number): boolean {
	const kind = line['hs_billing_start_delay_type'];
	if (kind === 'hs_billing_start_delay_days' || kind === 'hs_billing_start_delay_months')
		return Number(line[kind] ?? 0) > 0;
	const start = line['hs_recurring_billing_start_date'];
	return start !== undefined && Date.parse(start) > now + DAY_MS;
}

const MONTHS: Record<string, number> = {
	monthly: 1,
	quarterly: 3,
	per_six_months: 6,
	annually: 12,
};

/** The number of payments of a fixed term; one if a line has no fixed term. */
function allPayments(line: Properties): number {
	const term = /^P(\d+)([MY])$/.exec(line['hs_recurring_billing_period'] ?? '');
	const each = MONTHS[line['recurringbillingfrequency'] ?? ''];
	if (!term || !each) return 1;
	const months = Number(term[1]) * (term[2] === 'Y' ? 12 : 1);
	return Math.max(1, Math.floor(months / each));
}

/**
 * An account setting decides what the amount of a CPQ quote includes. Older quotes include every line
 * once.
 */
function paymentsOf({ hs_template_type: kind }: Properties, context: DerivationContext): Payments {
	const payments = paymentsOfLine(kind, context);
	return context.switches.optionalLines === 'counted'
		? payments
		: (line) => (line['hs_is_optional'] === 'true' ? 0 : payments(line));
}

function paymentsOfLine(kind: string | undefined, { switches, now }: DerivationContext): Payments {
	if (kind !== 'CPQ_QUOTE') return () => 1;
	return switches.quoteTotal === 'TOTAL_FIRST_PAYMENT' ? firstPayment(now) : allPayments;
}

/**
 * Locked. It is not known whether an app may set ACCEPTED and VOID, or only HubSpot; here an app may.
 */
const PUBLISHED = new Set(['APPROVAL_NOT_NEEDED', 'APPROVED', 'ACCEPTED', 'VOID']);
const EDITABLE = new Set(['DRAFT', 'PENDING_APPROVAL', 'REJECTED']);
/** The decisions of the buyer or the seller about a published quote. */
const DECIDED = new Set(['ACCEPTED', 'VOID']);

/**
 * A published quote is locked and has links. Only a status that unlocks it allows changes.
 * https://developers.hubspot.com/docs/guides/api/crm/commerce/quotes
 */
export function deriveQuote(draft: ObjectDraft, context: DerivationContext): void {
	const { id, properties } = draft;
	checkLock(draft);
	const status = properties['hs_status'];
	if (status === undefined) {
		setProperty(properties, 'hubspot_owner_id', properties['hs_quote_owner_id']);
		return;
	}
	copyDealValues(draft, context);
	setProperty(
		properties,
		'hs_quote_amount',
		documentTotal('quotes', id, context, paymentsOf(properties, context))?.toFixed() ?? '0',
	);
	if (properties['hs_template_type'] === 'CPQ_QUOTE')
		properties['hs_quote_total_preference'] = context.switches.quoteTotal;
	if (status === 'ACCEPTED') properties['hs_accepted_date'] ??= new Date(context.now).toISOString();
	setQuoteDefaults(draft, context);
	const published = PUBLISHED.has(status);
	properties['hs_locked'] = String(published);
	if (published) setPublishedValues(properties, context);
}

function checkLock({ id, properties, before, sent }: ObjectDraft): void {
	if (before?.['hs_locked'] !== 'true' || sent.size === 0) return;
	const status = properties['hs_status'] ?? '';
	if (sent.has('hs_status') && (EDITABLE.has(status) || DECIDED.has(status))) return;
	throw validation(
		`Quote ${id} is locked because it is published. Set hs_status to DRAFT, PENDING_APPROVAL or REJECTED to edit it.`,
	);
}

function copyDealValues({ id, properties }: ObjectDraft, context: DerivationContext): void {
	const deal = context.records.find('deals', context.links.ids('quotes', id, 'deals')[0] ?? '');
	properties['hs_currency'] ??= deal?.properties['deal_currency_code'] ?? account.companyCurrency;
	setProperty(properties, 'hs_associated_deal_owner_id', deal?.properties['hubspot_owner_id']);
	setProperty(
		properties,
		'hubspot_owner_id',
		properties['hs_quote_owner_id'] ?? properties['hs_associated_deal_owner_id'],
	);
}

function setQuoteDefaults({ id, properties }: ObjectDraft, { now }: DerivationContext): void {
	const stamp = new Date(now).toISOString().replace(/\D/g, '');
	properties['hs_quote_number'] ??= `${stamp.slice(0, 8)}-${stamp.slice(8)}`;
	Object.assign(properties, {
		hs_domain: properties['hs_domain'] ?? account.domain,
		hs_slug: properties['hs_slug'] ?? `q${id}`,
		hs_language: properties['hs_language'] ?? 'en',
		hs_locale: properties['hs_locale'] ?? 'en-us',
	});
	properties['hs_timezone'] ??= account.timeZone;
}

function setPublishedValues(properties: Properties, { switches }: DerivationContext): void {
	const link = `https://${properties['hs_domain']}/${properties['hs_slug']}`;
	Object.assign(properties, {
		hs_quote_link: link,
		hs_pdf_download_link: `${link}.pdf`,
		hs_esign_num_signers_required: properties['hs_esign_num_signers_required'] ?? '0',
	});
	if (properties['hs_payment_enabled'] === 'true' && switches.payments)
		properties['hs_payment_status'] ??= 'PENDING';
}
