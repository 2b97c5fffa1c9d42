import { z } from 'zod';
import { commonSwitchesSchema } from '../options';

/** In English as recorded, and as it may be in French, Spanish and German. */
export const voidNotes = ['Voided', 'Annulée', 'Anulada', 'Storniert'] as const;

/**
 * Positions for what is documented nowhere, or by one witness only; each default is the likelier
 * behaviour.
 * docs/sandbox.md says why.
 */
export const quickbooksSwitches = commonSwitchesSchema
	.extend({
		/**
		 * Replies of which year: 2026 adds LastModifiedByRef, CustomExtensions, ItemAccountRef,
		 * FreeFormAddress, ShipFromAddr, IsProject …
		 */
		replyAge: z.enum(['2020', '2026']).default('2026'),
		/**
		 * What replies of 2026 show besides, as `Entity.Key`: which of these keys sales receipts,
		 * vendor credits and some others have is not known.
		 * By default receipts have the two that every other sales form has. `totalCount` belongs to
		 * lists of entities of which none is recorded.
		 */
		alsoShown: z
			.array(
				z
					.string()
					.regex(
						/^[A-Z]\w+\.(FreeFormAddress|ShipFromAddr|LastModifiedByRef|LinkedTxn|CustomExtensions|totalCount)$/,
					),
			)
			.default(['SalesReceipt.FreeFormAddress', 'SalesReceipt.ShipFromAddr']),
		throttleBody: z.enum(['xml', 'json']).default('xml'),
		/** HTTP status of a validation fault; some are said to come inside HTTP 200. */
		faultStatus: z.enum(['400', '200']).default('400'),
		/** Retry-After on 429 in seconds; none when null. */
		throttleRetryAfterSeconds: z.number().int().min(0).nullable().default(null),
		/** A repeated `requestid` with another body: code 600, or the first reply again. */
		requestIdMismatch: z.enum(['refuse', 'replay']).default('refuse'),
		/**
		 * How long a `requestid` is remembered, by the sandbox's clock; after that it makes a new
		 * record.
		 */
		requestIdMemory: z.enum(['forever', 'minute', 'never']).default('forever'),
		duplicateNameDetail: z.enum(['null', 'sentence']).default('sentence'),
		/** The company setting that refuses a used document number (6140). */
		duplicateNumbers: z.enum(['refused', 'allowed']).default('refused'),
		/** A DocNumber sent to a company that numbers by itself. */
		docNumberWhenAutomatic: z.enum(['kept', 'ignored']).default('kept'),
		emptyLines: z.enum(['2020', '2250']).default('2020'),
		/** The word that a void puts before the memo, in a company kept in another language. */
		voidNote: z.enum(voidNotes).default('Voided'),
		voidPaidInvoice: z.enum(['refuse', 'unlink']).default('refuse'),
		deletePaidInvoice: z.enum(['unlink', 'refuse']).default('unlink'),
		/**
		 * Deleting or voiding a credit memo that pays for an invoice: code 6480, or the invoice is open
		 * again.
		 */
		removeAppliedCredit: z.enum(['refuse', 'unlink']).default('refuse'),
		/** Making a customer inactive whose balance is not zero: code 6220, or done. */
		deactivateWithBalance: z.enum(['refuse', 'allow']).default('refuse'),
		/** The code for a date in closed books; one report has it under the code of stale records. */
		closedBooksCode: z.enum(['6200', '5010']).default('6200'),
		/**
		 * How a customer that was merged into another one reads: not at all (code 610), or as inactive.
		 */
		mergedCustomer: z.enum(['gone', 'inactive']).default('gone'),
		/** The code for an item that lacks its income account. */
		missingIncomeAccount: z.enum(['2020', '6000']).default('2020'),
		sendWithoutAddress: z.enum(['refuse', 'customer']).default('refuse'),
		/**
		 * A new invoice with neither terms nor due date: whether it gets the customer's terms;
		 * otherwise it is due by the company's.
		 */
		customerTerms: z.enum(['ignored', 'applied']).default('ignored'),
		/**
		 * Whether the company recognises revenue over time, which wants a service date on each line of
		 * an invoice.
		 */
		revenueRecognition: z.boolean().default(false),
		/** The tax code that a US line without one gets. */
		lineTaxCode: z.enum(['NON', 'byItem']).default('NON'),
		/**
		 * What `Amount` of a line means under GlobalTaxCalculation TaxInclusive when no TaxInclusiveAmt
		 * is sent.
		 */
		taxInclusiveAmount: z.enum(['net', 'gross']).default('net'),
		/** Outside the US: tax rounded for each line and rate, or once for each rate of the whole. */
		taxRounding: z.enum(['perLine', 'perRate']).default('perLine'),
		/**
		 * A TotalTax that is sent to a US company with automated sales tax: kept, or answered with 0.
		 */
		automatedTaxSent: z.enum(['kept', 'zero']).default('kept'),
		/** A tax rate that was changed: whether it shows `RateValue` beside its values by date. */
		datedTaxRates: z.enum(['withRateValue', 'datesOnly']).default('withRateValue'),
		/** An ExchangeRate that is sent: kept, or booked at 1 all the same. */
		sentExchangeRate: z.enum(['kept', 'one']).default('kept'),
		/**
		 * Amounts below one unit of a currency that has no smaller one, such as the yen: kept, refused,
		 * or rounded.
		 */
		wholeUnits: z.enum(['kept', 'refused', 'rounded']).default('kept'),
		/** A foreign invoice without ExchangeRate: rate 1, the rate of the day, or code 2410. */
		missingExchangeRate: z.enum(['one', 'daily', 'refuse']).default('one'),
		/** CurrencyRef on creating a customer. */
		customerCurrency: z.enum(['kept', 'ignored']).default('kept'),
		/** A new customer in a currency that is not on the company's list, or inactive there. */
		unlistedCurrency: z.enum(['refuse', 'take']).default('refuse'),
		/**
		 * An account for an invoice's deposit that is neither a bank nor another current asset: code
		 * 6430, or taken.
		 */
		depositAccountType: z.enum(['refuse', 'take']).default('refuse'),
		/** An invoice without CurrencyRef for a foreign customer. */
		missingInvoiceCurrency: z.enum(['home', 'customer']).default('home'),
		/** Whether a customer's viewing, or a bounced mail, moves the invoice's LastUpdatedTime. */
		deliveryMovesTime: z.boolean().default(true),
		invoiceLinkWithoutInclude: z.boolean().default(true),
		startPositionZero: z.enum(['refuse', 'asOne']).default('refuse'),
		/** MAXRESULTS over 1000. */
		tooManyResults: z.enum(['cap', 'refuse']).default('cap'),
		likeIgnoresCase: z.boolean().default(true),
		/** The same for `=` and IN with a text. */
		equalsIgnoresCase: z.boolean().default(false),
		/**
		 * Whether names, LIKE, `=` and IN take a letter with an accent for the one without; `=` and IN
		 * only where they ignore case.
		 */
		accentsIgnored: z.boolean().default(false),
		/** Whether `\\` in a query's text is one backslash, or two. */
		doubleBackslash: z.enum(['one', 'two']).default('one'),
		/** Curly quotes and long dashes in a query: taken, or code 4000. */
		typographicText: z.enum(['accept', 'refuse']).default('accept'),
		projection: z.enum(['whole', 'named']).default('whole'),
		/** `totalCount` of a list: every match, or the rows of the page. */
		totalCount: z.enum(['all', 'page']).default('all'),
		filterByEmailStatus: z.boolean().default(false),
		/** Whether queries may ask for payments by `UnappliedAmt`. */
		filterByUnappliedAmount: z.boolean().default(false),
		/** `changedSince` that is no time, or an entity that CDC does not cover. */
		cdcErrors: z.enum(['refuse', 'empty']).default('refuse'),
		/** Seconds for which a rotated-out refresh token still works. */
		refreshGraceSeconds: z.number().int().min(0).default(0),
		/** Whether each refresh gives a new refresh token, or only once a day. */
		refreshRotation: z.enum(['always', 'daily']).default('always'),
		/** Whether null in a sparse update empties a field, or is passed over. */
		sparseNull: z.enum(['clears', 'ignored']).default('clears'),
		/** Suffixes of CloudEvents types. */
		cloudEventVoid: z.enum(['voided', 'void']).default('voided'),
		cloudEventEmailed: z.enum(['emailed', 'mailed']).default('emailed'),
		/** Whether CompanyInfo says in which time zone the company is. */
		companyTimeZone: z.enum(['absent', 'named']).default('absent'),
		/** Zone of the offsets in replies of companies outside the US. */
		times: z.enum(['pacific']).default('pacific'),
	})
	.strict();
export type QuickBooksSwitches = z.output<typeof quickbooksSwitches>;
