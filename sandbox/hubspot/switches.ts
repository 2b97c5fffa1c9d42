import { z } from 'zod';
import { commonSwitchesSchema } from '../options';
import { objectSwitches } from './objectSwitches';

/**
 * Switches for behaviour that is not documented, that only one source confirms, or that differs from
 * account to account. Each default is the likelier behaviour; docs/sandbox.md gives the reasons.
 */
export const hubspotSwitches = commonSwitchesSchema
	.extend(objectSwitches)
	.extend({
		/**
		 * Requests of one private app or service key in ten seconds: 100 (Free, Starter), 190
		 * (Professional and higher), 250 (with the add-on).
		 */
		burstLimit: z.number().int().min(1).default(100),
		/** The same limit for each account that installed an OAuth app. */
		oauthBurstLimit: z.number().int().min(1).default(110),
		/** Requests of all private apps and service keys of the account in a day of its time zone. */
		dailyLimit: z.number().int().min(1).default(250_000),
		/** Searches of the whole account in a second. */
		searchLimit: z.number().int().min(1).default(5),
		/** The Retry-After header of a 429, in seconds; null means no header. */
		throttleRetryAfterSeconds: z.number().int().min(0).nullable().default(null),
		/** The `policyName` of a search refused by its own limit. */
		searchPolicyName: z.enum(['SECONDLY', 'TEN_SECONDLY_ROLLING']).default('SECONDLY'),
		/** The limit that a 429 of a fault rule names. */
		faultPolicyName: z
			.enum(['TEN_SECONDLY_ROLLING', 'SECONDLY', 'DAILY'])
			.default('TEN_SECONDLY_ROLLING'),
		/** How long searches still see the old state of a record, by the sandbox's clock. */
		searchLagSeconds: z.number().min(0).max(3600).default(2),
		/**
		 * Filter groups of a search, filters of a group, and filters in total: 5, 6 and 18 according to
		 * the guide; 6 groups according to the API's description.
		 */
		searchGroups: z.number().int().min(1).default(5),
		searchFiltersPerGroup: z.number().int().min(1).default(6),
		searchFilters: z.number().int().min(1).default(18),
		/** What may have at most 3,000 characters: the `query` or the whole body. */
		searchCharacters: z.enum(['query', 'body']).default('query'),
		/** The answer to a filter or sort on a property that does not exist. */
		searchUnknownProperty: z.enum(['refuse', 'noMatch']).default('refuse'),
		/**
		 * How texts in `values` of IN and NOT_IN are compared: as sent with the stored text in lower
		 * case, or in any case.
		 */
		searchInCase: z.enum(['lower', 'any']).default('lower'),
		/** The same for a text in `value` of EQ and NEQ. */
		searchEqCase: z.enum(['any', 'lower']).default('any'),
		/** Whether a filter value with an odd number of quotation marks is refused or accepted. */
		searchQuotes: z.enum(['refuseOdd', 'accept']).default('refuseOdd'),
		/** Whether NEQ, NOT_IN and NOT_CONTAINS_TOKEN find records without a value. */
		searchNegativeFindsEmpty: z.boolean().default(false),
		/**
		 * The number of custom properties that an account may have per object. It depends on the
		 * subscription; the text of the error is a guess.
		 */
		ownProperties: z.number().int().min(0).nullable().default(null),
		/**
		 * The answer to a request for the property limits: the limits, 404 for an unknown path, or 403
		 * for missing scopes.
		 */
		propertyLimits: z.enum(['told', 'notFound', 'forbidden']).default('told'),
		/** Whether a refresh returns a new refresh token and ends the old one. */
		refreshRotation: z.enum(['never', 'always']).default('never'),
		/** How many seconds a replaced refresh token still works. */
		refreshGraceSeconds: z.number().int().min(0).default(0),
		/** Whether revoking a refresh token also ends its access tokens. */
		revokeCascades: z.boolean().default(false),
		/**
		 * Whether OAuth v1 is still served: until its end date by the sandbox's clock, always, or
		 * never.
		 */
		oauthV1: z.enum(['untilItsEnd', 'always', 'never']).default('untilItsEnd'),
		/** Currencies of the account in addition to USD, CAD, EUR and GBP. */
		moreCurrencies: z.array(z.string().regex(/^[A-Z]{3}$/)).default([]),
		/**
		 * States and countries of contacts and companies: free text, a list of names, a list of codes,
		 * or a list of HubSpot's own words.
		 */
		places: z.enum(['text', 'names', 'codes', 'words']).default('text'),
		/** Product types in addition to inventory, non_inventory and service. */
		moreProductTypes: z.array(z.string().min(1)).default([]),
		/** Whether products have a price in each currency of the account, such as `hs_price_cad`. */
		pricesByCurrency: z.boolean().default(true),
		/** Whether account details need no scope or the scope `oauth`. */
		accountScope: z.enum(['none', 'oauth']).default('none'),
	})
	.strict();
export type HubSpotSwitches = z.output<typeof hubspotSwitches>;
