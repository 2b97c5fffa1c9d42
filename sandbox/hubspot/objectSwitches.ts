import { z } from 'zod';
import { ruleSchema } from './objects/rules';

/** Switches of what records do, where the documents are silent or contradict each other. */
export const objectSwitches = {
	/**
	 * `discount` of a line item: an amount for each unit, a percentage, or an amount for the whole
	 * line.
	 */
	lineItemDiscount: z.enum(['perUnit', 'percentage', 'wholeLine']).default('perUnit'),
	/** A line item's `amount` that is sent along: computed all the same, or kept. */
	lineItemAmount: z.enum(['computed', 'kept']).default('computed'),
	/** Decimals to which a line item's amounts are rounded, half up; exact when null. */
	lineItemDecimals: z.number().int().min(0).max(10).nullable().default(2),
	/**
	 * Equal inputs of one batch of new line items: one line item is made of them, be they linked
	 * alike or not, or each becomes one.
	 */
	equalLineItems: z.enum(['merged', 'mergedWhateverLinks', 'kept']).default('merged'),
	/**
	 * `price` of a line with tiered prices: that of the tier reached (or its fee), the effective
	 * price of one unit, or none.
	 */
	tieredPrice: z.enum(['tier', 'effective', 'none']).default('tier'),
	/** Linking a line item that already belongs to another deal, quote or invoice. */
	lineItemSecondParent: z.enum(['refuse', 'move', 'allow']).default('refuse'),
	/** Whether the first company of a contact or deal becomes its primary one. */
	firstCompanyIsPrimary: z.boolean().default(true),
	/**
	 * The account setting that finds or makes a company for each new contact by the domain of its
	 * address: off, for contacts that
	 * have no company, or for all.
	 */
	companiesByDomain: z.enum(['never', 'lacking', 'always']).default('always'),
	/** How long after the contact was written, by the sandbox's clock. */
	companiesByDomainSeconds: z.number().min(0).max(3600).default(10),
	/** Whether the values that the guides call required must be there on creation. */
	requiredOnCreate: z.enum(['guides', 'none']).default('guides'),
	/**
	 * Objects whose own properties can be made unique; products, line items, quotes and invoices are
	 * documented nowhere.
	 */
	uniquePropertiesOf: z.enum(['people', 'all']).default('all'),
	/** The status of an answer about a unique value that another record holds. */
	uniqueConflictStatus: z.union([z.literal(400), z.literal(409)]).default(400),
	/**
	 * Whether such an answer names the record that holds the value: its id, no id, or the id of
	 * another record.
	 */
	uniqueConflictNames: z.enum(['holder', 'nobody', 'another']).default('holder'),
	/** Whether `hs_sku` of products must differ. */
	skuUnique: z.boolean().default(false),
	/**
	 * `hs_number`, `hs_amount_billed`, `hs_payment_date` and `hs_external_createdate` of invoices:
	 * taken on any invoice, on non-billable ones only, or read-only.
	 */
	invoiceOutputFields: z.enum(['writable', 'nonBillable', 'readOnly']).default('nonBillable'),
	/**
	 * `hs_balance_due` of invoices: computed and refused from outside, or taken on non-billable ones.
	 */
	invoiceBalance: z.enum(['readOnly', 'nonBillable']).default('readOnly'),
	/** Whether a non-billable invoice needs a line item before it leaves draft. */
	nonBillableNeedsLineItem: z.boolean().default(false),
	/** `hs_invoice_source` of an invoice that HubSpot's own QuickBooks app made. */
	appInvoiceSource: z.enum(['data_sync', 'api']).default('data_sync'),
	/** Whether such an invoice counts as billable. */
	appInvoiceBillable: z.boolean().default(false),
	/**
	 * What others may write into such an invoice: everything, the account's own properties only, or
	 * nothing.
	 */
	appInvoiceWrites: z.enum(['all', 'ownProperties', 'none']).default('ownProperties'),
	/** Whether open invoices may be deleted, a setting of the account. */
	deleteOpenInvoices: z.boolean().default(true),
	/** Whether invoices billed elsewhere may be deleted whatever their status. */
	deleteNonBillableInvoices: z.boolean().default(true),
	/** Whether the account takes payments; then a published quote waits for one. */
	payments: z.boolean().default(false),
	/** The id of a merged record: the primary record's, or a new one. */
	mergedId: z.enum(['new', 'kept']).default('new'),
	/** Whether the recycle bin shows a record that was merged into another one. */
	absorbedRecords: z.enum(['gone', 'inBin']).default('gone'),
	/** Whether a record that is restored counts as changed. */
	restoreIsChange: z.boolean().default(true),
	/**
	 * What `hs_quote_amount` of CPQ quotes counts: the first payment, without lines that start later,
	 * or all payments of each term. Only the first value of `hs_quote_total_preference` is known.
	 */
	quoteTotal: z
		.enum(['TOTAL_FIRST_PAYMENT', 'TOTAL_CONTRACT_VALUE'])
		.default('TOTAL_FIRST_PAYMENT'),
	/** Whether `hs_quote_amount` counts optional lines, chosen or not. */
	optionalLines: z.enum(['leftOut', 'counted']).default('leftOut'),
	/**
	 * Of a start with generated customers: the share of them that are contacts too, and won deals for
	 * each such contact.
	 */
	generatedContacts: z.number().min(0).max(1).default(0.5),
	generatedDeals: z.number().min(0).max(1).default(0.1),
	/** What a plain read of an archived record answers. */
	readArchived: z.enum(['notFound', 'record']).default('notFound'),
	/**
	 * Ids in replies about associations: text as in the description of the API, or numbers as in
	 * older examples.
	 */
	associationIds: z.enum(['text', 'number']).default('text'),
	/** Whether `domain` names a company in an upsert. */
	domainUpsert: z.boolean().default(false),
	/** What the account's administrators require; the 2026-09 paths alone obey. */
	rules: z.array(ruleSchema).default([]),
	/**
	 * Batch answers of 2026-09 when some records fail: 207 as before, or the whole request refused.
	 */
	partialSuccess202609: z.enum(['multiStatus', 'refuse']).default('multiStatus'),
};
