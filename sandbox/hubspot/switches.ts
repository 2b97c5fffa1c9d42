import { z } from 'zod';
import { commonSwitchesSchema } from '../options';
import { objectSwitches } from './objectSwitches';

/**
 * Positions for what is documented nowhere, or by one witness only, and for what differs from
 * account to account.
 * Each default is the likelier behaviour; docs/sandbox.md says why.
 */
export const hubspotSwitches = commonSwitchesSchema
	.extend(objectSwitches)
	.extend({
		/**
		 * Requests of one private app or service key in ten seconds: 100 (Free, Starter), 190 (above),
		 * 250 (add-on).
		 */
		burstLimit: z.number().int().min(1).default(100),
		/** The same for each account that installed an OAuth app. */
		oauthBurstLimit: z.number().int().min(1).default(110),
		/** Requests of all private apps and service keys of the account in a day of its time zone. */
		dailyLimit: z.number().int().min(1).default(250_000),
		/** Searches in a second, whoever asks. */
		searchLimit: z.number().int().min(1).default(5),
		/** Retry-After on 429 in seconds; none when null. */
		throttleRetryAfterSeconds: z.number().int().min(0).nullable().default(null),
		/** The `policyName` of a search refused by its own limit. */
		searchPolicyName: z.enum(['SECONDLY', 'TEN_SECONDLY_ROLLING']).default('SECONDLY'),
		/** Which limit a 429 made by a fault rule names. */
		faultPolicyName: z
			.enum(['TEN_SECONDLY_ROLLING', 'SECONDLY', 'DAILY'])
			.default('TEN_SECONDLY_ROLLING'),
		/** How long a written record stays as it was for searches, by the sandbox's clock. */
		searchLagSeconds: z.number().min(0).max(3600).default(2),
		/**
		 * Filter groups of one search, filters of one group, and filters in all: 5, 6 and 18 by the
		 * guide, 6 groups by the description of the API.
		 */
		searchGroups: z.number().int().min(1).default(5),
		searchFiltersPerGroup: z.number().int().min(1).default(6),
		searchFilters: z.number().int().min(1).default(18),
		/** What may have 3,000 characters at most: the `query`, or the whole body. */
		searchCharacters: z.enum(['query', 'body']).default('query'),
		/** A filter or sort on a property that does not exist. */
		searchUnknownProperty: z.enum(['refuse', 'noMatch']).default('refuse'),
		/**
		 * Texts in `values` of IN and NOT_IN: compared as sent with the lower-case form of what is
		 * stored, or in any case.
		 */
		searchInCase: z.enum(['lower', 'any']).default('lower'),
		/** The same for a text in `value` of EQ and NEQ. */
		searchEqCase: z.enum(['any', 'lower']).default('any'),
		/** A filter value with an odd number of quotation marks: refused, or sought like any other. */
		searchQuotes: z.enum(['refuseOdd', 'accept']).default('refuseOdd'),
		/** Whether NEQ, NOT_IN and NOT_CONTAINS_TOKEN find records in which the property is empty. */
		searchNegativeFindsEmpty: z.boolean().default(false),
		/**
		 * How many properties of its own an account may have for each object; depends on the
		 * subscription, the text of the refusal is a guess.
		 */
		ownProperties: z.number().int().min(0).nullable().default(null),
		/**
		 * Whether the account tells how many properties it may have: yes, it knows no such path, or it
		 * does not let the token ask.
		 */
		propertyLimits: z.enum(['told', 'notFound', 'forbidden']).default('told'),
		/** Whether refreshing gives a new refresh token and ends the old one. */
		refreshRotation: z.enum(['never', 'always']).default('never'),
		/** Seconds for which a rotated-out refresh token still works. */
		refreshGraceSeconds: z.number().int().min(0).default(0),
		/** Whether revoking a refresh token also ends the access tokens made from it. */
		revokeCascades: z.boolean().default(false),
		/**
		 * Whether OAuth v1 is still served: until its end date by the sandbox's clock, always, or
		 * never.
		 */
		oauthV1: z.enum(['untilItsEnd', 'always', 'never']).default('untilItsEnd'),
		/** Currencies that the account uses beside USD, CAD, EUR and GBP. */
		moreCurrencies: z.array(z.string().regex(/^[A-Z]{3}$/)).default([]),
		/**
		 * States and countries of contacts and companies: free text, or a list of names, or a list
		 * whose values are codes, or words of HubSpot's own.
		 */
		places: z.enum(['text', 'names', 'codes', 'words']).default('text'),
		/** Product types beside inventory, non_inventory and service. */
		moreProductTypes: z.array(z.string().min(1)).default([]),
		/** Whether products have a price in each currency of the account, `hs_price_cad`. */
		pricesByCurrency: z.boolean().default(true),
		/** Whether account details need no scope at all, or at least the scope `oauth`. */
		accountScope: z.enum(['none', 'oauth']).default('none'),
	})
	.strict();
export type HubSpotSwitches = z.output<typeof hubspotSwitches>;
