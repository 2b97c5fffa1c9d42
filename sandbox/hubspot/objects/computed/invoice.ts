import Big from 'big.js';
import { account } from '../../account/account';
import { validation } from '../../refusal';
import { documentTotal } from './documentTotal';
import { setProperty, type DerivationContext, type ObjectDraft } from './draft';
import { amountText, decimalOf } from './money';

/** Properties that HubSpot sets itself on billable invoices. */
export const INVOICE_OUTPUT = [
	'hs_number',
	'hs_amount_billed',
	'hs_payment_date',
	'hs_external_createdate',
] as const;

/**
 * Amounts are computed from the lines, unless a non-billable invoice states its own amount.
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
 * An invoice needs a contact and a line item to leave the draft status. Only payments make a billable
 * invoice paid.
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
