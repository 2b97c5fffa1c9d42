import { dealPipelines } from '../account/pipelines';
import { account } from '../account/account';
import { hubspotCurrencyNames, owners, taxRates } from '../account/settings';
import type { HubSpotSwitches } from '../switches';
import type { ObjectType } from '../types';
import type { Definition, PropertyOption } from './definition';

const options = (values: Array<readonly [string, string]>): PropertyOption[] =>
	values.map(([value, label], displayOrder) => ({ label, value, displayOrder, hidden: false }));
const CURRENCIES = new Set(['deal_currency_code', 'hs_currency', 'hs_line_item_currency_code']);

function currencies({ moreCurrencies }: HubSpotSwitches): PropertyOption[] {
	return options(
		[account.companyCurrency, ...account.additionalCurrencies, ...moreCurrencies].map((code) => [
			code,
			`${code} (${hubspotCurrencyNames[code] ?? code})`,
		]),
	);
}

/** Options that belong to the account. External options are shown but not checked. */
const accountOptions: Record<string, Pick<Definition, 'options' | 'externalOptions'>> = {
	hs_tax_rate_group_id: {
		options: options(taxRates.map(({ id, name }) => [id, name])),
		externalOptions: false,
	},
	pipeline: {
		options: options(dealPipelines.map(({ id, label }) => [id, label])),
		externalOptions: true,
	},
	dealstage: {
		options: options(
			dealPipelines.flatMap(({ stages }) => stages.map(({ id, label }) => [id, label] as const)),
		),
		externalOptions: true,
	},
	hubspot_owner_id: {
		options: options(
			owners
				.filter(({ archived }) => !archived)
				.map(({ id, firstName, lastName }) => [id, `${firstName} ${lastName}`]),
		),
		externalOptions: true,
	},
};

const places: Record<string, Array<readonly [code: string, name: string]>> = {
	state: [
		['CA', 'California'],
		['NV', 'Nevada'],
		['WA', 'Washington'],
		['AU-WA', 'Western Australia'],
		['ON', 'Ontario'],
		['QC', 'Québec'],
	],
	country: [
		['US', 'United States'],
		['CA', 'Canada'],
		['AU', 'Australia'],
		['GB', 'United Kingdom'],
	],
};

/** Some accounts have lists of states and countries, which refuse all other values. */
function placeList(
	type: ObjectType,
	definition: Definition,
	kept: Exclude<HubSpotSwitches['places'], 'text'>,
): Definition | undefined {
	const list = type === 'contacts' || type === 'companies' ? places[definition.name] : undefined;
	return (
		list && {
			...definition,
			type: 'enumeration',
			fieldType: 'select',
			options: options(
				list.map(([code, name]) => [
					{
						codes: code,
						names: name,
						words: `${definition.name}_${name.toLowerCase().replace(/\W+/g, '_')}`,
					}[kept],
					name,
				]),
			),
		}
	);
}

const INVOICE_OUTPUT = new Set([
	'hs_number',
	'hs_amount_billed',
	'hs_payment_date',
	'hs_external_createdate',
]);

/**
 * Changes a definition of HubSpot according to the account and the switches. Undefined if the account
 * does not have the property.
 */
export function adapt(
	type: ObjectType,
	definition: Definition,
	switches: HubSpotSwitches,
): Definition | undefined {
	if (!definition.hubspotDefined) return definition;
	if (definition.name.startsWith('hs_price_') && !switches.pricesByCurrency) return undefined;
	if (CURRENCIES.has(definition.name))
		return { ...definition, options: currencies(switches), externalOptions: false };
	const list =
		switches.places === 'text' ? undefined : placeList(type, definition, switches.places);
	if (list) return list;
	if (definition.name === 'hs_product_type')
		return {
			...definition,
			options: [
				...definition.options,
				...options(switches.moreProductTypes.map((value) => [value, value])),
			],
		};
	const own = accountOptions[definition.name];
	if (own) return { ...definition, ...own };
	if (
		type === 'invoices' &&
		switches.invoiceOutputFields === 'readOnly' &&
		INVOICE_OUTPUT.has(definition.name)
	)
		return withReadOnly(definition, true);
	if (
		type === 'invoices' &&
		definition.name === 'hs_balance_due' &&
		switches.invoiceBalance === 'nonBillable'
	)
		return { ...withReadOnly(definition, false), calculated: false };
	return definition;
}

function withReadOnly(definition: Definition, readOnlyValue: boolean): Definition {
	return {
		...definition,
		modificationMetadata: { ...definition.modificationMetadata, readOnlyValue },
	};
}
