import type { HubSpotSwitches } from '../switches';
import { findType } from '../types';

const OBJECTS = [
	'contacts',
	'companies',
	'deals',
	'line_items',
	'products',
	'quotes',
	'invoices',
] as const;
const SCHEMAS = ['contacts', 'companies', 'deals', 'quotes', 'invoices'] as const;
/** Objects for which `e-commerce` is enough instead of the object's own scope. */
const COMMERCE = new Set(['products', 'line_items', 'quotes']);

/**
 * Real scopes that nothing in the sandbox needs. Other apps ask for them, for example n8n's own
 * HubSpot credential.
 */
const OTHERS = ['crm.lists.read', 'crm.lists.write', 'forms', 'tickets'];

/** Every scope of the sandbox. The demo service key has all of them. */
export const allScopes: readonly string[] = [
	'oauth',
	...OBJECTS.flatMap((name) => [`crm.objects.${name}.read`, `crm.objects.${name}.write`]),
	'crm.objects.owners.read',
	...SCHEMAS.flatMap((name) => [`crm.schemas.${name}.read`, `crm.schemas.${name}.write`]),
	'e-commerce',
	'settings.currencies.read',
	'settings.currencies.write',
	'tax_rates.read',
	...OTHERS,
];

/** A token needs at least one scope of each inner list. */
type Requirement = ReadonlyArray<readonly string[]>;
type Access = 'read' | 'write';

/** @returns nothing for an unknown object, because the endpoint itself refuses it */
function objectScopes(type: string, access: Access): string[] {
	if (!findType(type)) return [];
	if (type === 'taxes' || type === 'discounts' || type === 'fees')
		return [
			`crm.objects.line_items.${access}`,
			`crm.objects.quotes.${access}`,
			`crm.objects.invoices.${access}`,
			'e-commerce',
		];
	return [`crm.objects.${type}.${access}`, ...(COMMERCE.has(type) ? ['e-commerce'] : [])];
}

/** According to the API's description, properties of products and line items need `e-commerce`. */
function schemaScopes(type: string, access: Access): string[] {
	if (!findType(type)) return [];
	const own = (SCHEMAS as readonly string[]).includes(type)
		? [`crm.schemas.${type}.${access}`]
		: [];
	const reading = access === 'read' ? objectScopes(type, 'read') : [];
	return [
		...new Set([
			...own,
			...reading,
			...(own.length === 0 || COMMERCE.has(type) ? ['e-commerce'] : []),
		]),
	];
}

interface ScopeRule {
	path: RegExp;
	/** The scopes for the path's named groups and the method. */
	scopes(
		groups: Record<string, string | undefined>,
		access: Access,
		switches: HubSpotSwitches,
	): Requirement;
}

const VERSION = '(?:v\\d|20\\d\\d-\\d\\d(?:-beta)?)';
const canonical = (name = ''): string => findType(name) ?? name;
const from = (pattern: string): RegExp =>
	new RegExp(`^${pattern.replaceAll('{version}', VERSION)}(?:/|$)`);

/**
 * The first rule that matches a path decides.
 * https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/scopes
 */
const rules: ScopeRule[] = [
	{
		path: from(
			'/crm/(?:{version}/objects|objects/{version})/(?<from>[^/]+)/[^/]+/associations(?:/default)?/(?<to>[^/]+)',
		),
		scopes: linked,
	},
	{
		path: from(
			'/crm/(?:{version}/associations|associations/{version})/definitions/configurations(?:/all|/(?<from>[^/]+)/(?<to>[^/]+))',
		),
		scopes: (ends, access) => (ends['from'] === undefined ? [] : linked(ends, access)),
	},
	{
		path: from(
			'/crm/(?:{version}/associations|associations/{version})/(?<from>[^/]+)/(?<to>[^/]+)',
		),
		scopes: linked,
	},
	{
		path: from('/crm/(?:{version}/objects|objects/{version})/(?<type>[^/]+)'),
		scopes: ({ type }, access) => [objectScopes(canonical(type), access)],
	},
	{
		path: from('/crm/(?:{version}/properties|properties/{version})/(?<type>[^/]+)'),
		scopes: ({ type }, access) => [schemaScopes(canonical(type), access)],
	},
	{
		path: from('/crm/(?:{version}/limits|limits/{version})'),
		scopes: () => [
			OBJECTS.flatMap((name) => [`crm.objects.${name}.read`, `crm.objects.${name}.write`]),
		],
	},
	{
		path: from('/crm/(?:{version}/pipelines|pipelines/{version})/(?<type>[^/]+)'),
		scopes: ({ type }, access) => [
			access === 'read'
				? schemaScopes(canonical(type), 'read')
				: objectScopes(canonical(type), 'write'),
		],
	},
	{
		path: from('/crm/(?:{version}/owners|owners/{version})'),
		scopes: () => [['crm.objects.owners.read']],
	},
	{
		path: from('/settings/(?:{version}/currencies|currencies/{version})'),
		scopes: (_groups, access) => [
			access === 'read'
				? ['settings.currencies.read', 'crm.objects.quotes.read', 'crm.objects.quotes.write']
				: ['settings.currencies.write'],
		],
	},
	{ path: from('/tax-rates/{version}'), scopes: () => [['tax_rates.read']] },
	{
		path: from('/account-info'),
		scopes: (_groups, _access, { accountScope }) => (accountScope === 'oauth' ? [['oauth']] : []),
	},
	{
		path: from('/(?<type>contacts|companies|deals)/v[12]'),
		scopes: ({ type }, access) => [objectScopes(canonical(type), access)],
	},
	{
		path: from('/properties/v[12]/(?<type>[^/]+)'),
		scopes: ({ type }, access) => [schemaScopes(canonical(type), access)],
	},
	{ path: from('/owners/v2'), scopes: () => [['crm.objects.owners.read']] },
];

function linked(
	{ from: one, to: other }: Record<string, string | undefined>,
	access: Access,
): Requirement {
	return [objectScopes(canonical(one), access), objectScopes(canonical(other), access)];
}

/**
 * The scopes for a request. An endpoint that is not in the table needs a token but no scope.
 * @param path without the query
 */
export function requiredScopes(
	method: string,
	path: string,
	switches: HubSpotSwitches,
): Requirement {
	const reads = method === 'GET' || /\/(?:search|batch\/read)\/?$/.test(path);
	for (const rule of rules) {
		const match = rule.path.exec(path);
		if (match)
			return rule
				.scopes(match.groups ?? {}, reads ? 'read' : 'write', switches)
				.filter((anyOf) => anyOf.length > 0);
	}
	return [];
}
