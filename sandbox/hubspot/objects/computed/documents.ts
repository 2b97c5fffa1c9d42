import Big from 'big.js';
import { account } from '../../account/account';
import type { Properties } from '../../records';
import { validation } from '../../refusal';
import type { ObjectType } from '../../types';
import { setProperty, type ObjectDraft, type DerivationContext } from './draft';
import { decimalOf, amountText } from './money';

/** How many payments of a line a total holds. */
type Payments = (line: Properties) => number;

/**
 * The net amounts of the lines, then the discounts, fees and taxes of the whole, in that order,
 * each in whole cents; undefined without lines.
 */
function documentTotal(
	type: ObjectType,
	id: string,
	{ records, links }: DerivationContext,
	payments: Payments = () => 1,
): Big | undefined {
	const of = (other: ObjectType): Properties[] =>
		links
			.ids(type, id, other)
			.flatMap((one) => records.find(other, one) ?? [])
			.map(({ properties }) => properties);
	const lines = of('line_items');
	if (lines.length === 0) return undefined;
	const all = (name: string) =>
		lines.reduce(
			(sum, line) => sum.plus((decimalOf(line[name]) ?? new Big(0)).times(payments(line))),
			new Big(0),
		);
	let sum = all('amount');
	const lineTaxes = all('hs_tax_amount');
	const share = (base: Big, { hs_type: kind, hs_value: value }: Properties) =>
		(kind === 'PERCENT'
			? base.times(decimalOf(value) ?? 0).div(100)
			: (decimalOf(value) ?? new Big(0))
		).round(2, Big.roundHalfUp);
	for (const discount of of('discounts')) sum = sum.minus(share(sum, discount));
	for (const fee of of('fees')) sum = sum.plus(share(sum, fee));
	return of('taxes').reduce((all, tax) => all.plus(share(sum, tax)), sum.plus(lineTaxes));
}

const DAY_MS = 86_400_000;
/** The first payment leaves out what starts later. */
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

/** All payments of a fixed term; one where a line has none. */
function allPayments(line: Properties): number {
	const term = /^P(\d+)([MY])$/.exec(line['hs_recurring_billing_period'] ?? '');
	const each = MONTHS[line['recurringbillingfrequency'] ?? ''];
	return term && each
		? Math.max(1, Math.floor((Number(term[1]) * (term[2] === 'Y' ? 12 : 1)) / each))
		: 1;
}

/**
 * What a CPQ quote's amount counts is a setting of the account; older quotes count every line once.
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
 * Locked. Whether a program may set ACCEPTED and VOID, or HubSpot alone, is not known: it may here.
 */
const PUBLISHED = new Set(['APPROVAL_NOT_NEEDED', 'APPROVED', 'ACCEPTED', 'VOID']);
const EDITABLE = new Set(['DRAFT', 'PENDING_APPROVAL', 'REJECTED']);
/** What the buyer, or the seller, does with a published quote. */
const DECIDED = new Set(['ACCEPTED', 'VOID']);

/**
 * A published quote is locked and has links; it is edited again only by a status that unlocks it.
 * https://developers.hubspot.com/docs/guides/api/crm/commerce/quotes
 */
export function deriveQuote(
	{ id, properties, before, sent }: ObjectDraft,
	context: DerivationContext,
): void {
	const status = properties['hs_status'];
	if (
		before?.['hs_locked'] === 'true' &&
		sent.size > 0 &&
		!(sent.has('hs_status') && (EDITABLE.has(status ?? '') || DECIDED.has(status ?? '')))
	) {
		throw validation(
			`Quote ${id} is locked because it is published. Set hs_status to DRAFT, PENDING_APPROVAL or REJECTED to edit it.`,
		);
	}
	if (status === undefined) {
		setProperty(properties, 'hubspot_owner_id', properties['hs_quote_owner_id']);
		return;
	}
	const deal = context.records.find('deals', context.links.ids('quotes', id, 'deals')[0] ?? '');
	properties['hs_currency'] ??= deal?.properties['deal_currency_code'] ?? account.companyCurrency;
	setProperty(properties, 'hs_associated_deal_owner_id', deal?.properties['hubspot_owner_id']);
	setProperty(
		properties,
		'hubspot_owner_id',
		properties['hs_quote_owner_id'] ?? properties['hs_associated_deal_owner_id'],
	);
	setProperty(
		properties,
		'hs_quote_amount',
		documentTotal('quotes', id, context, paymentsOf(properties, context))?.toFixed() ?? '0',
	);
	if (properties['hs_template_type'] === 'CPQ_QUOTE')
		properties['hs_quote_total_preference'] = context.switches.quoteTotal;
	if (status === 'ACCEPTED') properties['hs_accepted_date'] ??= new Date(context.now).toISOString();
	const stamp = new Date(context.now).toISOString().replace(/\D/g, '');
	properties['hs_quote_number'] ??= `${stamp.slice(0, 8)}-${stamp.slice(8)}`;
	Object.assign(properties, {
		hs_domain: properties['hs_domain'] ?? account.domain,
		hs_slug: properties['hs_slug'] ?? `q${id}`,
		hs_language: properties['hs_language'] ?? 'en',
		hs_locale: properties['hs_locale'] ?? 'en-us',
	});
	properties['hs_timezone'] ??= account.timeZone;
	const published = PUBLISHED.has(status);
	properties['hs_locked'] = String(published);
	if (!published) return;
	const link = `https://${properties['hs_domain']}/${properties['hs_slug']}`;
	Object.assign(properties, {
		hs_quote_link: link,
		hs_pdf_download_link: `${link}.pdf`,
		hs_esign_num_signers_required: properties['hs_esign_num_signers_required'] ?? '0',
	});
	if (properties['hs_payment_enabled'] === 'true' && context.switches.payments)
		properties['hs_payment_status'] ??= 'PENDING';
}

/** What HubSpot writes itself on its own invoices. */
export const INVOICE_OUTPUT = [
	'hs_number',
	'hs_amount_billed',
	'hs_payment_date',
	'hs_external_createdate',
] as const;

/**
 * Amounts follow from the lines, unless the invoice is billed elsewhere and says so.
 * https://developers.hubspot.com/docs/api-reference/crm-invoices-v3/guide
 */
export function deriveInvoice(draft: ObjectDraft, context: DerivationContext): void {
	const { id, properties, before, sent } = draft;
	const billable = properties['hs_invoice_billable'] !== 'false';
	const now = new Date(context.now).toISOString();
	properties['hs_invoice_status'] ??= 'draft';
	properties['hs_invoice_date'] ??= now;
	properties['hs_due_date'] ??= now;
	properties['hs_invoice_billable'] ??= 'true';
	properties['hs_invoice_source'] ??= 'api';
	if (properties['hs_number'] === undefined && before === undefined)
		properties['hs_number'] = `INV-${context.records.nextOf('invoice numbers', 1001)}`;
	checkStatus(draft, billable, context);
	const sum = documentTotal('invoices', id, context);
	const written = !billable && sent.has('hs_amount_billed');
	const kept =
		!billable &&
		properties['hs_amount_billed'] !== undefined &&
		before !== undefined &&
		context.switches.invoiceOutputFields !== 'readOnly';
	setProperty(properties, 'hs_subtotal', sum?.toFixed());
	if (!written && !kept) setProperty(properties, 'hs_amount_billed', sum && amountText(sum, 2));
	deriveBalance(draft, context);
	setProperty(properties, 'hs_title', `Invoice ${properties['hs_number'] ?? id}`);
	if (billable && properties['hs_invoice_status'] !== 'draft') {
		properties['hs_invoice_link'] = `https://${account.domain}/invoices/${id}`;
		properties['hs_pdf_download_link'] = `https://${account.domain}/invoices/${id}.pdf`;
	}
}

function deriveBalance(
	{ properties, sent }: ObjectDraft,
	{ switches, now }: DerivationContext,
): void {
	const billed = decimalOf(properties['hs_amount_billed']);
	const status = properties['hs_invoice_status'];
	const billedElsewhere = properties['hs_invoice_billable'] === 'false';
	if (
		switches.invoiceBalance === 'nonBillable' &&
		billedElsewhere &&
		(sent.has('hs_balance_due') || properties['hs_balance_due'] !== undefined)
	)
		return;
	const paid = status === 'paid' ? billed : new Big(0);
	setProperty(properties, 'hs_amount_paid', billed && paid?.toFixed());
	setProperty(
		properties,
		'hs_balance_due',
		billed && (status === 'paid' || status === 'voided' ? '0' : billed.toFixed()),
	);
	if (status === 'paid') properties['hs_payment_date'] ??= new Date(now).toISOString();
}

/**
 * Leaving draft needs a contact and a line item; money arrives through payments only, unless the
 * invoice is billed elsewhere.
 */
function checkStatus(
	{ id, properties, before }: ObjectDraft,
	billable: boolean,
	{ links, switches }: DerivationContext,
): void {
	const status = properties['hs_invoice_status'];
	const from = before?.['hs_invoice_status'] ?? 'draft';
	if (status === from || status === 'draft') {
		if (status === 'draft' && from !== 'draft')
			throw validation(`Invoice ${id} is ${from} and cannot become a draft again.`);
		return;
	}
	const needed = [
		...(billable && links.ids('invoices', id, 'contacts').length === 0
			? ['INVOICE_TO_CONTACT']
			: []),
		...((billable || switches.nonBillableNeedsLineItem) &&
		links.ids('invoices', id, 'line_items').length === 0
			? ['INVOICE_TO_LINE_ITEM']
			: []),
	];
	if (needed.length > 0)
		throw validation(
			`Invoice ${id} cannot be ${status}: required associations are missing: [${needed.join(', ')}]`,
			{ context: { missingAssociations: needed } },
		);
	if (billable && status === 'paid')
		throw validation(`Invoice ${id} cannot be paid through the API; payments do that.`);
}
