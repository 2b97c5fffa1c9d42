import { z } from 'zod';
import type { Version } from '../paths';
import type { Properties } from '../records';
import { validation, type ErrorDetail } from '../refusal';
import { objectTypes, upperName, type ObjectType } from '../types';

/**
 * A rule of the account's administrators: a property must have a value, always or if another property
 * has a certain value.
 */
export const ruleSchema = z
	.object({
		object: z.enum(objectTypes),
		property: z.string(),
		when: z.object({ property: z.string(), value: z.string() }).strict().optional(),
	})
	.strict();
type Rule = z.output<typeof ruleSchema>;

/** A new record needs at least one property of each inner list. */
const required: Partial<Record<ObjectType, string[][]>> = {
	contacts: [['email', 'firstname', 'lastname']],
	companies: [['name', 'domain']],
	deals: [['dealname'], ['dealstage']],
	products: [['name']],
	quotes: [['hs_title'], ['hs_expiration_date']],
	invoices: [['hs_currency']],
};

/**
 * Checks the values that the guides call required for a new record. @throws Refusal; since 2026-09
 * `errors` names each missing value
 */
export function checkRequired(type: ObjectType, properties: Properties, version: Version): void {
	const lacking = (required[type] ?? [])
		.filter((anyOf) => !anyOf.some((name) => properties[name] !== undefined))
		.flat();
	if (lacking.length === 0) return;
	throw validation(`Error creating ${upperName(type)}. Some required properties were not set.`, {
		context: { properties: lacking },
		...(version === '2026-09' && { errors: lacking.map(needed) }),
	});
}

/**
 * Checks the rules of the account, which apply since 2026-09.
 * https://developers.hubspot.com/changelog/crm-api-write-validation-enforcement
 */
export function checkRules(
	type: ObjectType,
	properties: Properties,
	version: Version,
	rules: Rule[],
): void {
	if (version !== '2026-09') return;
	const errors = rules.flatMap(({ object, property, when }): ErrorDetail[] => {
		if (object !== type || properties[property] !== undefined) return [];
		if (!when) return [needed(property)];
		if (properties[when.property] !== when.value) return [];
		return [
			{
				message: `${property} is required because of a conditional property rule based on [${when.property}]`,
				code: 'MISSING_CONDITIONAL_REQUIRED_PROPERTY',
				context: { propertyName: [property] },
			},
		];
	});
	if (errors.length > 0)
		throw validation(errors.map(({ message }) => message).join('; '), { errors });
}

function needed(name: string): ErrorDetail {
	return {
		message: `A value for ${name} must be provided`,
		code: 'MISSING_REQUIRED_PROPERTY',
		context: { propertyName: [name] },
	};
}
