import { inGroup, defineProperty as p, type Definition, type PropertyGroup } from './definition';
import { systemProperties } from './sales';

/** Properties of quotes. https://developers.hubspot.com/docs/guides/api/crm/commerce/quotes */
export const quoteProperties: Definition[] = inGroup('quoteinformation', [
	p('hs_title', 'Quote Title', 'text'),
	p('hs_expiration_date', 'Expiration Date', 'time'),
	p('hs_status', 'Quote Status', 'choice', {
		options: [
			'DRAFT',
			'APPROVAL_NOT_NEEDED',
			'PENDING_APPROVAL',
			'APPROVED',
			'REJECTED',
			'ACCEPTED',
			'VOID',
		],
	}),
	p('hs_accepted_date', 'Date accepted', 'time', { readOnly: true }),
	p('hs_quote_amount', 'Quote Amount', 'money', { readOnly: true }),
	p('hs_quote_total_preference', 'Quote total preference', 'choice', {
		external: true,
		readOnly: true,
	}),
	p('hs_currency', 'Currency', 'choice', { external: true }),
	p('hs_quote_number', 'Reference Number', 'text'),
	p('hs_terms', 'Purchase terms', 'area'),
	p('hs_comments', 'Comments to buyer', 'area'),
	p('hs_domain', 'Domain', 'text'),
	p('hs_slug', 'URL Slug', 'text'),
	p('hs_language', 'Language', 'choice', { external: true }),
	p('hs_locale', 'Locale', 'choice', { external: true }),
	p('hs_timezone', 'Time zone', 'text'),
	p('hs_sender_company_name', 'Sender company name', 'text'),
	p('hs_sender_firstname', 'Sender first name', 'text'),
	p('hs_sender_lastname', 'Sender last name', 'text'),
	p('hs_sender_email', 'Sender email', 'text'),
	p('hs_sender_phone', 'Sender phone', 'text'),
	p('hs_payment_enabled', 'Accept payments', 'flag'),
	p('hs_payment_type', 'Payment type', 'choice', { options: ['HUBSPOT', 'BYO_STRIPE'] }),
	p('hs_allowed_payment_methods', 'Allowed payment methods', 'choices', { external: true }),
	p('hs_payment_status', 'Payment status', 'choice', {
		options: ['PENDING', 'PROCESSING', 'PAID'],
		readOnly: true,
	}),
	p('hs_esign_enabled', 'E-signature enabled', 'flag'),
	p('hs_esign_num_signers_required', 'Number of signers required', 'number', { readOnly: true }),
	p('hs_template_type', 'Template type', 'choice', {
		options: ['QUOTE', 'CUSTOMIZABLE_QUOTE_TEMPLATE', 'CPQ_QUOTE'],
	}),
	p('hs_locked', 'Locked', 'flag', { readOnly: true }),
	p('hs_quote_link', 'Quote link', 'text', { readOnly: true }),
	p('hs_pdf_download_link', 'PDF link', 'text', { readOnly: true }),
	p('hs_public_url_key', 'Public URL key', 'text', { readOnly: true }),
	p('hs_quote_owner_id', 'Quote owner', 'owner'),
	p('hs_associated_deal_owner_id', 'Deal owner', 'owner', { readOnly: true }),
	p('hubspot_owner_id', 'Owner', 'owner', { calculated: true }),
	...systemProperties('hs_createdate'),
]);

/**
 * Properties of invoices. Which output values (number, amounts, payment date) are read-only is not
 * documented. The flags here follow the guide's table; the switch `invoiceOutputFields` decides what
 * a write does.
 * https://developers.hubspot.com/docs/api-reference/crm-invoices-v3/guide
 */
export const invoiceProperties: Definition[] = inGroup('invoice_information', [
	p('hs_title', 'Title', 'text', { calculated: true }),
	p('hs_number', 'Number', 'text'),
	p('hs_invoice_status', 'Invoice status', 'choice', {
		options: ['draft', 'open', 'paid', 'voided'],
	}),
	p('hs_currency', 'Currency', 'choice', { external: true }),
	p('hs_invoice_date', 'Invoice date', 'time'),
	p('hs_due_date', 'Due date', 'time'),
	p('hs_payment_date', 'Payment date', 'time'),
	p('hs_external_createdate', 'External create date', 'time'),
	p('hs_amount_billed', 'Amount billed', 'money'),
	p('hs_subtotal', 'Subtotal', 'money', { calculated: true }),
	p('hs_amount_paid', 'Amount paid', 'money', { calculated: true }),
	p('hs_balance_due', 'Balance due', 'money', { calculated: true }),
	p('hs_invoice_billable', 'Billable', 'flag'),
	p('hs_invoice_source', 'Invoice source', 'choice', {
		options: ['manual', 'api', 'data_sync', 'import'],
		readOnly: true,
	}),
	p('hs_invoice_link', 'Invoice link', 'text', { readOnly: true }),
	p('hs_pdf_download_link', 'PDF link', 'text', { readOnly: true }),
	p('hs_purchase_order_number', 'Purchase order number', 'text'),
	p('hs_comments', 'Comments', 'area'),
	p('hs_tax_id', 'Tax ID', 'text'),
	p('hs_custom_fields', 'Custom fields', 'text'),
	p('hs_allowed_payment_methods', 'Allowed payment methods', 'choices', { external: true }),
	p('hs_invoice_payment_collection_method', 'Payment collection method', 'choice', {
		options: ['manual', 'automatic'],
	}),
	p('hs_allow_partial_payments', 'Allow partial payments', 'flag'),
	p('hs_collect_address_types', 'Collected addresses', 'choices', {
		options: ['billing_address', 'shipping_address'],
	}),
	p('hs_language', 'Language', 'choice', { external: true }),
	p('hs_locale', 'Locale', 'choice', { external: true }),
	...['address', 'address2', 'city', 'state', 'zip', 'country'].flatMap((part) => [
		p(`hs_recipient_shipping_${part}`, `Recipient shipping ${part}`, 'text'),
		p(`hs_recipient_company_${part}`, `Recipient company ${part}`, 'text'),
	]),
	p('hubspot_owner_id', 'Owner', 'owner'),
	...systemProperties('hs_createdate'),
]);

export const quoteGroups: PropertyGroup[] = [
	{ name: 'quoteinformation', label: 'Quote Information', displayOrder: 0, archived: false },
];
export const invoiceGroups: PropertyGroup[] = [
	{ name: 'invoice_information', label: 'Invoice information', displayOrder: 0, archived: false },
];
