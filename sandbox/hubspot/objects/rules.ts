import { z } from 'zod';
import type { Version } from '../paths';
import type { Properties } from '../records';
import { validation, type ErrorDetail } from '../refusal';
import { objectTypes, shout, type ObjectType } from '../types';

/**
 * A rule that an administrator of the account made: this property must have a value, always or when
 * another one has a certain value.
 */
export const ruleSchema = z
	.object({
		object: z.enum(objectTypes),
		property: z.string(),
		when: z.object({ property: z.string(), value: z.string() }).strict().optional(),
	})
	.strict();
type Rule = z.output<typeof ruleSchema>;

/** One of each inner list must be there on creation. */
const required: Partial<Record<ObjectType, string[][]>> = {
	contacts: [['email', 'firstname', 'lastname']],
	companies: [['name', 'domain']],
	deals: [['dealname'], ['dealstage']],
	products: [['name']],
	quotes: [['hs_title'], ['hs_expiration_date']],
	invoices: [['hs_currency']],
};

/**
 * What the guides call required on creation. @throws Refusal; from 2026-09 on each missing value is
 * named in `errors`
 */
export function checkRequired(type: ObjectType, properties: Properties, version: Version): void {
	const lacking = (required[type] ?? [])
		.filter((anyOf) => !anyOf.some((name) => properties[name] !== undefined))
		.flat();
	if (lacking.length === 0) return;
	throw validation(`Error creating ${shout(type)}. Some required properties were not set.`, {
		context: { properties: lacking },
		...(version === '2026-09' && { errors: lacking.map(needed) }),
	});
}

/**
 * Rules of the account count from 2026-09 on only.
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
