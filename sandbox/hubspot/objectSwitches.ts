import { z } from 'zod';
import { ruleSchema } from './objects/rules';

/** Switches for the behaviour of records where the documentation is silent or contradictory. */
export const objectSwitches = {
	/** Meaning of a line item's `discount`: an amount per unit, a percentage, or one for the line. */
	lineItemDiscount: z.enum(['perUnit', 'percentage', 'wholeLine']).default('perUnit'),
	/** Whether a line item's `amount` is computed even if the request sends one, or kept. */
	lineItemAmount: z.enum(['computed', 'kept']).default('computed'),
	/** Decimals to which a line item's amounts are rounded half up; null means exact. */
	lineItemDecimals: z.number().int().min(0).max(10).nullable().default(2),
	/**
	 * Equal inputs of one batch of new line items: they become one line item if their links are equal,
	 * too, or whatever their links, or each input becomes a line item.
	 */
	equalLineItems: z.enum(['merged', 'mergedWhateverLinks', 'kept']).default('merged'),
	/**
	 * The `price` of a line with tiered prices: the price or fee of the reached tier, the effective
	 * price of one unit, or none.
	 */
	tieredPrice: z.enum(['tier', 'effective', 'none']).default('tier'),
	/** What happens to a link if the line item already belongs to another deal, quote or invoice. */
	lineItemSecondParent: z.enum(['refuse', 'move', 'allow']).default('refuse'),
	/** Whether the first company of a contact or deal becomes its primary company. */
	firstCompanyIsPrimary: z.boolean().default(true),
	/**
	 * The account setting that finds or creates a company for each new contact by the domain of its
	 * email address: never, for contacts without a company, or for all contacts.
	 */
	companiesByDomain: z.enum(['never', 'lacking', 'always']).default('always'),
	/** The delay after the contact was written, by the sandbox's clock. */
	companiesByDomainSeconds: z.number().min(0).max(3600).default(10),
	/** Whether a new record needs the values that the guides call required. */
	requiredOnCreate: z.enum(['guides', 'none']).default('guides'),
	/**
	 * Objects that can have custom unique properties. For products, line items, quotes and invoices
	 * this is not documented.
	 */
	uniquePropertiesOf: z.enum(['people', 'all']).default('all'),
	/** The status of the answer if another record has the unique value. */
	uniqueConflictStatus: z.union([z.literal(400), z.literal(409)]).default(400),
	/** The id in that answer: of the record that has the value, none, or of another record. */
	uniqueConflictNames: z.enum(['holder', 'nobody', 'another']).default('holder'),
	/** Whether products must have different values of `hs_sku`. */
	skuUnique: z.boolean().default(false),
	/**
	 * `hs_number`, `hs_amount_billed`, `hs_payment_date` and `hs_external_createdate` of invoices:
	 * writable on all invoices, only on non-billable invoices, or read-only.
	 */
	invoiceOutputFields: z.enum(['writable', 'nonBillable', 'readOnly']).default('nonBillable'),
	/** `hs_balance_due` of invoices: always computed, or writable on non-billable invoices. */
	invoiceBalance: z.enum(['readOnly', 'nonBillable']).default('readOnly'),
	/** Whether a non-billable invoice needs a line item before it leaves draft. */
	nonBillableNeedsLineItem: z.boolean().default(false),
	/** `hs_invoice_source` of an invoice that HubSpot's own QuickBooks app created. */
	appInvoiceSource: z.enum(['data_sync', 'api']).default('data_sync'),
	/** Whether such an invoice counts as billable. */
	appInvoiceBillable: z.boolean().default(false),
	/** What other apps may write to such an invoice: all, only custom properties, or nothing. */
	appInvoiceWrites: z.enum(['all', 'ownProperties', 'none']).default('ownProperties'),
	/** Whether open invoices may be deleted; a setting of the account. */
	deleteOpenInvoices: z.boolean().default(true),
	/** Whether non-billable invoices may be deleted in any status. */
	deleteNonBillableInvoices: z.boolean().default(true),
	/** Whether the account takes payments. A published quote then waits for a payment. */
	payments: z.boolean().default(false),
	/** The id of a merged record: the id of the primary record, or a new id. */
	mergedId: z.enum(['new', 'kept']).default('new'),
	/** Whether the recycle bin shows a record that was merged into another one. */
	absorbedRecords: z.enum(['gone', 'inBin']).default('gone'),
	/** Whether a record that is restored counts as changed. */
	restoreIsChange: z.boolean().default(true),
	/**
	 * What `hs_quote_amount` of CPQ quotes contains: the first payment, without lines that start later,
	 * or all payments of each term. Only the first value of `hs_quote_total_preference` is known.
	 */
	quoteTotal: z
		.enum(['TOTAL_FIRST_PAYMENT', 'TOTAL_CONTRACT_VALUE'])
		.default('TOTAL_FIRST_PAYMENT'),
	/** Whether `hs_quote_amount` includes optional lines, even if the buyer did not choose them. */
	optionalLines: z.enum(['leftOut', 'counted']).default('leftOut'),
	/**
	 * At a start with generated customers: the share of customers that are contacts, too, and the
	 * number of won deals per such contact.
	 */
	generatedContacts: z.number().min(0).max(1).default(0.5),
	generatedDeals: z.number().min(0).max(1).default(0.1),
	/** The answer to a plain read of an archived record. */
	readArchived: z.enum(['notFound', 'record']).default('notFound'),
	/** Ids in replies about associations: text as in the API's description, or numbers as before. */
	associationIds: z.enum(['text', 'number']).default('text'),
	/** Whether an upsert can identify a company by its `domain`. */
	domainUpsert: z.boolean().default(false),
	/** Rules of the account's administrators; only the 2026-09 paths apply them. */
	rules: z.array(ruleSchema).default([]),
	/** What 2026-09 does if some records of a batch fail: 207 as before, or it refuses all. */
	partialSuccess202609: z.enum(['multiStatus', 'refuse']).default('multiStatus'),
};
